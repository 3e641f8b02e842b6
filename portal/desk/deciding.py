"""Decisions: read through before they are sent, and then made once (S3, S4)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.desk.actions import claim
from portal.desk.opening import Opened, people_of, who
from portal.notices.telling import Letter, rehearsal
from portal.notices.texts import texts
from portal.workflow.engine import CHANGED, Move, Refused
from portal.working_time.durations import said


def rehearse(found: Opened, move: Move, *, actor: Any, version: int, **words: str) -> list[Letter]:
    """The letters that the move would send, as it would send them now: with its deadlines and what its effects write.

    The move is made and taken back. Raises Refused where it may not be made.
    """
    with rehearsal() as letters, transaction.atomic():
        case = decide(found, move, actor=actor, version=version, **words)
        notice = found.file.letters.get(move.name)
        if notice is not None and notice.key not in {letter.notice.key for letter in letters}:
            letters.append(Letter(notice, texts(notice, notice.context(case)), list(notice.to(case))))
        transaction.set_rollback(True)
    found.item.refresh_from_db()
    return letters


def decides(move: Move, case: Any) -> bool:
    """Whether the move takes the case out of its state. What leaves it there, such as a manager's consent while a clerk
    checks, needs no claim."""
    return bool(move.transition.target != case.state)


def decide(found: Opened, move: Move, *, actor: Any, version: int, **words: str) -> Any:
    """Make the move for somebody who has read that version, and return the case as it is then.

    Raises Refused, with the name of whoever was quicker, and where a case would be decided that somebody else
    has.
    """
    try:
        with transaction.atomic():
            current = found.file.workflow.locked(found.case.pk)
            if current is not None and current.version == version and decides(move, current):
                claim(found.item, by=actor)
            return move(found.case, actor=actor, version=version, **words)
    except Refused as refusal:
        if refusal.code == CHANGED:
            raise Refused(CHANGED, decided_words(found)) from refusal
        raise


def decided_words(found: Opened) -> str:
    """Who was quicker, and what came of it; whoever does not work here is named as a role."""
    found.case.refresh_from_db()
    step = found.case.steps.select_related("actor").last()
    words = {
        "who": who(step, people_of(found.case)),
        "when": said(step.at),
        "what": step.public,
        "state": found.file.workflow.states(found.case.state).label,
    }
    return _("已由%(who)s于 %(when)s 处理（%(what)s），现为“%(state)s”。你的办理没有写入。") % words
