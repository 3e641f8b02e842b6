"""A mentor's service: appointed for a term, renewed, paused, hidden in an emergency, ended (A4, A12, P16, P25, P26)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.mentors.choices import ServingState
from plugins.mentors.days import today
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.notices import service as notices
from plugins.mentors.rules.service import CLERK, MENTOR, handles_mentors
from plugins.mentors.workflows import service_effects as effects
from plugins.mentors.workflows.service_clocks import (
    pause_begins,
    pause_ends,
    term_ends,
    term_is_followed,
)
from portal.notices.telling import notify, tell
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM
from portal.workflow.transitions import Moved, Transition

SERVING, PAUSED, FORMER, HIDDEN = ServingState
IN_OFFICE = frozenset({SERVING, PAUSED, HIDDEN})
A4 = "使用说明第一部分第 4 条“填写聘期”"


# Guards: a sentence why not ----------------------------------------------------------------------------------------


def still_pausing(mentor: Mentor, actor: Any) -> str:
    return _("暂停期还没有结束，请恢复为暂停中。") if mentor.is_pausing(today()) else ""


def not_pausing(mentor: Mentor, actor: Any) -> str:
    return "" if mentor.is_pausing(today()) else _("没有正在进行的暂停，请恢复展示。")


def nothing_follows(mentor: Mentor, actor: Any) -> str:
    follows = mentor.pk is not None and TermOfOffice.objects.after(mentor).exists()
    return "" if follows else _("没有登记下一聘期。")


def no_pause_planned(mentor: Mentor, actor: Any) -> str:
    return "" if mentor.pause_from else _("没有预定的暂停。")


def hidden_by_staff(mentor: Mentor, actor: Any) -> str:
    """A mentor brings back what they hid themselves; what a clerk hid, a clerk looks at again."""
    if actor is SYSTEM or handles_mentors(actor, mentor):
        return ""
    last = mentor.steps.filter(move="hide").last()
    return "" if last and last.party == MENTOR.name else _("展示页由导师专员隐藏，请联系导师专员恢复。")


def page_is_hidden(mentor: Mentor, actor: Any) -> str:
    return "" if mentor.page.live else _("展示页没有公开。")


def page_is_public(mentor: Mentor, actor: Any) -> str:
    return _("展示页已经公开。") if mentor.page.live else ""


def page_was_never_public(mentor: Mentor, actor: Any) -> str:
    """A draft becomes public by approval, as every page."""
    return "" if mentor.hidden_revision_id else _("展示页没有公开过。要公开，请提交审核。")


def welcome(moved: Moved) -> None:
    """The new mentor is told, and asked to accept the agreements; not where the record comes from before."""
    if not moved.data.get("silent"):
        notify(notices.APPOINTED, moved.case)


# Rows of one kind, one for each state that stays what it is ---------------------------------------------------------


def following(state: str) -> Transition:
    """When a term ends and another one follows it, the mentor goes on as they are."""
    return Transition(
        {state},
        state,
        by=(SYSTEM,),
        unless=(nothing_follows,),
        after=term_is_followed,
        label=gettext_lazy("开始新聘期"),
        public=gettext_lazy("新聘期开始"),
        then=(effects.begin_entered_term, effects.set_clocks),
    )


def renewal(state: str) -> Transition:
    """A term to follow the present one is entered before that ends."""
    return Transition(
        {state},
        state,
        by=(CLERK,),
        article=A4,
        label=gettext_lazy("续聘"),
        public=gettext_lazy("已续聘"),
        then=(effects.enter_next_term, effects.set_clocks, tell(notices.RENEWED)),
    )


class MentorFlow(Workflow[Mentor]):
    """The one way in which a mentor's service begins, changes and ends."""

    label, model, states, final = gettext_lazy("导师服务"), Mentor, ServingState, {FORMER}
    public = {
        SERVING: gettext_lazy("在聘"),
        PAUSED: gettext_lazy("暂停服务"),
        HIDDEN: gettext_lazy("展示页暂不公开"),
        FORMER: gettext_lazy("已离任"),
    }

    appoint = Transition(
        (),
        SERVING,
        by=(CLERK, SYSTEM),
        article=A4,
        label=gettext_lazy("聘任"),
        public=gettext_lazy("已聘任"),
        then=(effects.enter_first_term, effects.set_clocks, welcome),
    )
    correct_term = Transition(
        {SERVING},
        SERVING,
        by=(CLERK,),
        needs_note=True,
        label=gettext_lazy("更正聘期"),
        public=gettext_lazy("聘期已更正"),
        then=(effects.correct_dates, effects.set_clocks),
    )
    renew = renewal(SERVING)
    renew_paused = renewal(PAUSED)
    reappoint = Transition(
        {FORMER},
        SERVING,
        by=(CLERK,),
        article=A4,
        label=gettext_lazy("再次聘任"),
        public=gettext_lazy("再次聘任"),
        then=(effects.begin_anew, effects.forget_pause, effects.set_clocks, tell(notices.APPOINTED)),
    )
    begin_term = following(SERVING)
    begin_term_paused = following(PAUSED)
    begin_term_hidden = following(HIDDEN)

    pause = Transition(
        {SERVING},
        PAUSED,
        by=(MENTOR, CLERK),
        label=gettext_lazy("暂停服务"),
        public=gettext_lazy("暂停服务"),
        then=(effects.pause_now, effects.set_clocks, tell(notices.PAUSED)),
    )
    plan_pause = Transition(
        {SERVING},
        SERVING,
        by=(MENTOR, CLERK),
        label=gettext_lazy("预定暂停"),
        public=gettext_lazy("预定了暂停"),
        then=(effects.plan_pause, effects.set_clocks, tell(notices.PAUSED)),
    )
    cancel_pause = Transition(
        {SERVING},
        SERVING,
        by=(MENTOR, CLERK),
        unless=(no_pause_planned,),
        label=gettext_lazy("取消预定的暂停"),
        public=gettext_lazy("取消了预定的暂停"),
        then=(effects.forget_pause, effects.set_clocks),
    )
    begin_pause = Transition(
        {SERVING},
        PAUSED,
        by=(SYSTEM,),
        after=pause_begins,
        label=gettext_lazy("开始暂停"),
        public=gettext_lazy("预定的暂停开始"),
    )
    resume = Transition(
        {PAUSED},
        SERVING,
        by=(MENTOR, CLERK),
        after=pause_ends,
        label=gettext_lazy("恢复服务"),
        public=gettext_lazy("恢复服务"),
        then=(effects.forget_pause, effects.set_clocks, tell(notices.RESUMED)),
    )
    set_cap = Transition(
        {SERVING},
        SERVING,
        by=(MENTOR, CLERK),
        label=gettext_lazy("设定每周上限"),
        public=gettext_lazy("设定了每周上限"),
        then=(effects.keep_cap,),
    )

    hide = Transition(
        {SERVING, PAUSED},
        HIDDEN,
        by=(MENTOR, CLERK),
        unless=(page_is_hidden,),
        needs_note=True,
        label=gettext_lazy("紧急隐藏"),
        public=gettext_lazy("展示页暂不公开"),
        then=(effects.take_page_away, tell(notices.HIDDEN), tell(notices.HIDDEN_CLERK)),
    )
    show = Transition(
        {HIDDEN},
        SERVING,
        by=(CLERK, MENTOR),
        unless=(still_pausing, hidden_by_staff),
        label=gettext_lazy("恢复展示"),
        public=gettext_lazy("展示页恢复公开"),
        then=(
            effects.bring_page_back,
            effects.forget_past_pause,
            effects.set_clocks,
            tell(notices.SHOWN),
        ),
    )
    show_paused = Transition(
        {HIDDEN},
        PAUSED,
        by=(CLERK, MENTOR),
        unless=(not_pausing, hidden_by_staff),
        label=gettext_lazy("恢复展示（仍在暂停）"),
        public=gettext_lazy("展示页恢复公开"),
        then=(effects.bring_page_back, tell(notices.SHOWN)),
    )

    end_term = Transition(
        IN_OFFICE,
        FORMER,
        by=(SYSTEM,),
        after=term_ends,
        label=gettext_lazy("聘期结束"),
        public=gettext_lazy("聘期结束"),
        then=(
            effects.forget_pause,
            effects.end_changes,
            effects.give_the_rest_to_the_desk,
            tell(notices.TERM_ENDED),
        ),
    )
    leave = Transition(
        IN_OFFICE,
        FORMER,
        by=(SYSTEM,),
        label=gettext_lazy("离任"),
        public=gettext_lazy("离任"),
        then=(effects.end_early, effects.forget_pause, effects.end_changes),
    )
    dismiss = Transition(
        IN_OFFICE,
        FORMER,
        by=(CLERK,),
        needs_note=True,
        label=gettext_lazy("解除聘任"),
        public=gettext_lazy("聘任提前终止"),
        then=(
            effects.end_early,
            effects.forget_pause,
            effects.end_changes,
            effects.give_the_rest_to_the_desk,
            tell(notices.DISMISSED),
        ),
    )
    hide_history = Transition(
        {FORMER},
        FORMER,
        by=(CLERK,),
        unless=(page_is_hidden,),
        needs_note=True,
        label=gettext_lazy("隐藏历史页"),
        public=gettext_lazy("展示页暂不公开"),
        then=(effects.take_page_away,),
    )
    show_history = Transition(
        {FORMER},
        FORMER,
        by=(CLERK,),
        unless=(page_is_public, page_was_never_public),
        label=gettext_lazy("恢复历史页"),
        public=gettext_lazy("展示页恢复公开"),
        then=(effects.bring_page_back,),
    )


NEED_DATES = ("renew", "renew_paused", "reappoint", "correct_term", "pause", "plan_pause", "set_cap")
"""The moves that need more said than a note."""
