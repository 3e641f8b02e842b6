"""What becomes of a case in a round: decided, or taken out without an outcome."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from plugins.reviews.base import Decision
from plugins.reviews.choices import Outcome
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import RoundCase
from portal.workflow.parties import SYSTEM


def settle(round_case: RoundCase, decision: Decision, *, actor: Any, at: datetime) -> None:
    """Write the outcome and tell the plugin whose case it is."""
    _close(round_case, Outcome.PASSED if decision.passed else Outcome.FAILED, decision.reason, at)
    kind_of(round_case.round.kind).decided(round_case.case, decision, actor)


def release(round_case: RoundCase, *, actor: Any, at: datetime, reason: str) -> None:
    """Take the case out; it may wait for another round."""
    _close(round_case, Outcome.RELEASED, reason.strip() or _("本轮取消"), at)
    kind_of(round_case.round.kind).released(round_case.case, SYSTEM if actor is None else actor)


def _close(round_case: RoundCase, outcome: Outcome, reason: str, at: datetime) -> None:
    round_case.outcome, round_case.reason, round_case.settled_at = outcome, reason, at
    round_case.save(update_fields=["outcome", "reason", "settled_at"])
