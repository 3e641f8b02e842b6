"""A case for the tests of the workflow kernel: a question to a mentor, with every kind of move that there is."""

from typing import Any

from django.conf import settings
from django.db import models

from portal.workflow.deadlines import set_limit
from portal.workflow.engine import Workflow
from portal.workflow.models import Case
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Moved, Transition
from portal.working_time.durations import ClockHours, WorkingDays


class State(models.TextChoices):
    OPEN = "open", "待答复"
    RETURNED = "returned", "待补充"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN, RETURNED, ANSWERED, WITHDRAWN = State


# Django empties the portal's tables after some tests and does not know this one.
UNBOUND: Any = {"on_delete": models.PROTECT, "related_name": "+", "db_constraint": False}


class Question(Case):
    number = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=200)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, **UNBOUND)
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, **UNBOUND)
    hand_overs = models.PositiveIntegerField(default=0)
    reminders = models.PositiveIntegerField(default=0)
    hours = models.PositiveIntegerField(default=48)

    class Meta:
        app_label = "questions"


ASKER = Party("asker", "提问人", lambda user, question: user.pk == question.asker_id)
MENTOR = Party("mentor", "导师", lambda user, question: user.pk == question.mentor_id)
OFFICER = Party("officer", "服务专员", lambda user, question: user.username == "officer")


def count_reminder(moved: Moved) -> None:
    moved.case.reminders += 1
    moved.case.save(update_fields=["reminders"])


def hand_on(moved: Moved) -> None:
    moved.case.hand_overs += 1
    if "mentor" in moved.data:
        moved.case.mentor = moved.data["mentor"]
    moved.case.save(update_fields=["hand_overs", "mentor"])


def give_more_time(moved: Moved) -> None:
    set_limit(moved, "overdue", ClockHours(96))


def unanswerable(question: Question, actor: Any) -> str:
    return "问题里没有可以答复的内容。" if question.text == "？" else ""


class QuestionFlow(Workflow[Question]):
    label, model, states, final = "留言", Question, State, {ANSWERED, WITHDRAWN}
    public = {OPEN: "等待答复", RETURNED: "等待补充", ANSWERED: "已答复", WITHDRAWN: "已撤回"}

    ask = Transition((), OPEN, by=(ASKER,), label="提问", public="已提交")
    answer = Transition(
        {OPEN}, ANSWERED, by=(MENTOR,), unless=(unanswerable,), label="答复", public="导师已答复"
    )
    hand_over = Transition(
        {OPEN}, OPEN, by=(MENTOR, OFFICER), needs_note=True, label="转派", public="已转派", then=(hand_on,)
    )
    remind = Transition(
        {OPEN},
        OPEN,
        by=(SYSTEM,),
        after=ClockHours(24),
        clock=Clock.KEEP,
        label="提醒",
        public="已提醒导师",
        then=(count_reminder,),
    )
    overdue = Transition(
        {OPEN},
        OPEN,
        by=(SYSTEM,),
        after=lambda question: ClockHours(question.hours),
        label="超期转派",
        public="超期，系统已转派",
        article="《导师管理办法》第十条",
        then=(hand_on,),
    )
    extend = Transition(
        {OPEN}, OPEN, by=(OFFICER,), clock=Clock.KEEP, label="延期", public="已延期", then=(give_more_time,)
    )
    ask_back = Transition(
        {OPEN},
        RETURNED,
        by=(MENTOR,),
        clock=Clock.SUSPEND,
        needs_note=True,
        label="请补充",
        public="请提问人补充",
    )
    supplement = Transition(
        {RETURNED}, OPEN, by=(ASKER,), clock=Clock.RESUME, label="补充", public="提问人已补充"
    )
    lapse = Transition(
        {RETURNED}, WITHDRAWN, by=(SYSTEM,), after=WorkingDays(5), label="视为撤回", public="逾期未补充"
    )
    withdraw = Transition({OPEN, RETURNED}, WITHDRAWN, by=(ASKER,), label="撤回", public="提问人已撤回")
