"""Workflows: tables of transitions, and the one way in which a case changes.

class QuestionFlow(Workflow[Question]):
    label, model, states, final = _("留言"), Question, QuestionState, {ANSWERED, WITHDRAWN}
    public = {OPEN: _("等待答复"), ANSWERED: _("已答复"), WITHDRAWN: _("已撤回")}

    ask = Transition((), OPEN, by=(ASKER,), label=_("提问"), public=_("提问人已提交"))
    answer = Transition({OPEN}, ANSWERED, by=(MENTOR,), label=_("答复"), public=_("导师已答复"), then=(tell_asker,))

question = QuestionFlow.ask(Question(text="…"), actor=request.user)
question = QuestionFlow.answer(question, actor=request.user)
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.origin import origin_of
from portal.kept import insert, lock
from portal.workflow.deadlines import adjust
from portal.workflow.models import Case, Deadline, Step
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Moved, Transition, stepped
from portal.working_time.durations import said

C = TypeVar("C", bound=Case)


class Refused(Exception):
    """A move that may not be. `sentence` is fit for the person; `code` says what kind of refusal it is."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


CHANGED, STATE, ACTOR, GUARD, NOTE, CITATION = "changed", "state", "actor", "guard", "note", "citation"


class Workflow(Generic[C]):
    """A table of moves over one model. `public` words every state for those outside; `waits` names the reason for
    which a state may last without a deadline."""

    label: ClassVar[Any]
    model: ClassVar[type[Case]]
    states: ClassVar[type[TextChoices]]
    final: ClassVar[Collection[str]]
    public: ClassVar[Mapping[str, Any]]
    waits: ClassVar[Mapping[str, Any]] = {}
    transitions: ClassVar[Mapping[str, Transition]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Transition)}
        cls.transitions = {**cls.transitions, **own}

    @classmethod
    def move(cls, transition: Transition) -> "Move":
        """The transition, to be called."""
        return Move(cls, transition)

    @classmethod
    def moves(cls) -> "list[Move]":
        """Every move, in the order of the table."""
        return [cls.move(transition) for transition in cls.transitions.values()]

    @classmethod
    def available(cls, case: Any, actor: Any) -> "list[Move]":
        """The moves that the actor may do now: the buttons of a page, the actions of the API."""
        return [move for move in cls.moves() if move.transition.sources and move.refusal(case, actor) is None]

    @classmethod
    def timed(cls, state: str) -> dict[str, Transition]:
        """The transitions that happen by themselves some time after a case came into the state, by name."""
        rows = cls.transitions.items()
        return {name: row for name, row in rows if row.after is not None and state in row.sources}

    @classmethod
    def parties(cls) -> dict[str, str]:
        """The parties that the table names, with their words."""
        parties = [SYSTEM, *(party for row in cls.transitions.values() for party in row.by)]
        return {party.name: str(party.label) for party in parties}

    @classmethod
    def locked(cls, key: int, **options: Any) -> Any:
        """The case as it is now, nobody else's until the transaction ends; `locked_at` is the database's time.

        None where it is gone, or somebody else's and `skip_locked` given.
        """
        return lock(cls.model, key, **options)


@dataclass(frozen=True)
class Move:
    """A transition of a workflow, to be called: `QuestionFlow.answer(question, actor=user)`."""

    do_not_call_in_templates: ClassVar[bool] = True

    workflow: type[Workflow[Any]]
    transition: Transition

    @property
    def name(self) -> str:
        return self.transition.name

    def __str__(self) -> str:
        return str(self.transition.label)

    def __call__(
        self,
        case: Any,
        *,
        actor: Any,
        note: str = "",
        article: str = "",
        citation: str = "",
        version: int | None = None,
        **data: Any,
    ) -> Any:
        """Do it, and return the case as it is then; raises Refused, and nothing has changed, otherwise.

        `version` is what the actor has seen, the version of the object unless given. `article` says another clause than
        the table's, `citation` is its key where it is published. `data` goes to the effects.
        """
        with transaction.atomic():
            words = {"note": note, "article": article, "citation": citation}
            if not self.transition.sources:
                return self._carry_out(case, actor, clock.read(), data, **words)
            current = self.workflow.locked(case.pk)
            self._refuse_changed(current, case.version if version is None else version)
            return self._carry_out(current, actor, current.locked_at, data, **words)

    def by_clock(self, case: Any, deadline: Deadline) -> Any:
        """Do it for the system because its time has come; the case is locked, the deadline is gone."""
        return self._carry_out(case, SYSTEM, case.locked_at, {}, deadline=deadline.pk)

    def refusal(self, case: Any, actor: Any) -> Refused | None:
        """Why the actor may not do it as the case is; None when they may."""
        try:
            self._admit(case, actor)
        except Refused as refusal:
            return refusal
        return None

    def _admit(self, case: Any, actor: Any) -> Party:
        """As what the actor may do it. Raises Refused."""
        row = self.transition
        if case.state not in row.sources and (row.sources or case.state):
            words = {"state": self.workflow.public.get(case.state, case.state), "move": row.label}
            raise Refused(STATE, _("现在是“%(state)s”，不能再“%(move)s”。") % words)
        party = row.party_of(actor, case)
        if party is None:
            parties = _("、").join(str(party.label) for party in row.by)
            raise Refused(
                ACTOR, _("只有%(parties)s可以“%(move)s”。") % {"parties": parties, "move": row.label}
            )
        for guard in row.unless:
            if why := guard(case, actor):
                raise Refused(GUARD, str(why))
        return party

    def _refuse_changed(self, case: Any, seen: int) -> None:
        if case is None:
            raise Refused(CHANGED, _("这件事项已不存在。"))
        if case.version == seen:
            return
        last = case.steps.last()
        state = self.workflow.public[case.state]
        words = {"who": last.role, "when": said(last.at), "what": last.public, "state": state}
        raise Refused(
            CHANGED,
            _("你打开之后已有变化：%(when)s %(who)s办理（%(what)s），现为“%(state)s”。请刷新后再办。")
            % words,
        )

    def _carry_out(
        self, case: Any, actor: Any, at: datetime, data: dict[str, Any], note: str = "", **more: Any
    ) -> Any:
        row, source = self.transition, case.state
        party = self._admit(case, actor)
        if row.needs_note and party is not SYSTEM and not note.strip():
            raise Refused(NOTE, _("“%s”须写明理由。") % row.label)
        case.state, case.version = row.target, case.version + 1
        case.save(update_fields=["state", "version"] if row.sources else None)
        step = Step(
            case_type=ContentType.objects.get_for_model(case),
            case_id=case.pk,
            version=case.version,
            move=row.name,
            actor=None if actor is SYSTEM else actor,
            party=party.name,
            source=source,
            target=row.target,
            at=at,
            note=note,
            address="" if actor is SYSTEM else origin_of().address,
            **more | {"article": more.get("article") or row.article},
        )
        insert([step])
        adjust(self.workflow, case, row, step)
        moved = Moved(case, step, data)
        for effect in row.then:
            effect(moved)
        stepped.send(self.workflow, moved=moved)
        return case
