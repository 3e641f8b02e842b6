"""What the secretary does: plan a round, put cases into it, draw the panel, decide."""

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from cms_pages.models import Field
from plugins.reviews import drawing, settling
from plugins.reviews.audit import PANEL_DRAWN
from plugins.reviews.base import Decision
from plugins.reviews.choices import RoundState, SeatKind
from plugins.reviews.kinds import kind_of
from plugins.reviews.matrix import score_of
from plugins.reviews.models import Draw, Round, RoundCase, Seat
from plugins.reviews.queries import pool_of
from plugins.reviews.refusals import (
    changed_elsewhere,
    not_ones_own,
    not_possible,
    only_for_secretaries,
    wrong_state,
)
from plugins.reviews.workflows import RoundFlow, SeatFlow
from portal import clock
from portal.audit.recording import record
from portal.numbering.giving import next_number

SERIES = "PL"


@transaction.atomic
def plan_round(round: Round, *, actor: Any) -> Round:
    """Begin a round that is not saved yet; it gets its number."""
    round.number = next_number(SERIES)
    return RoundFlow.plan(round, actor=actor)


@transaction.atomic
def add_cases(round: Round, keys: Collection[int], *, actor: Any) -> list[RoundCase]:
    """Put waiting cases into a planned round; their plugin is told. Keys of cases that do not wait are passed over.

    Raises Refused. A case that another round holds is refused by the database.
    """
    only_for_secretaries(actor)
    round = RoundFlow.locked(round.pk)
    if round.state != RoundState.PLANNED:
        raise wrong_state(_("评审开启后不能再加入事项。"))
    kind = kind_of(round.kind)
    waiting = kind.waiting().select_for_update(of=("self",))  # who comes second finds that it waits no longer
    cases = list(waiting.filter(pk__in=keys).order_by("pk"))
    last = round.cases.order_by("-position").values_list("position", flat=True).first() or 0
    case_type = ContentType.objects.get_for_model(kind.model)
    added = []
    for position, case in enumerate(cases, last + 1):
        added.append(
            RoundCase.objects.create(round=round, position=position, case_type=case_type, case_id=case.pk)
        )
        kind.begun(case, actor)
    return added


@transaction.atomic
def draw_panel(
    round: Round,
    *,
    seats: int,
    reserves: int,
    quotas: Mapping[int, int],
    actor: Any,
    seed: str = "",
    after: int | None = None,
) -> Draw:
    """Draw experts by lot among those who are free for the round; `quotas` are seats by speciality.

    Seed, pool and result stand in the draw and in the trace: anybody can repeat it. A second draw fills seats that
    have become empty; it never replaces a panel, so that nobody draws until they like it. `after` is how many draws the
    actor has seen: the same click twice draws once. Raises Refused.
    """
    only_for_secretaries(actor)
    round = RoundFlow.locked(round.pk)
    if round.state != RoundState.PLANNED:
        raise wrong_state(_("评审开启后不能再抽取专家。"))
    if after is not None and round.draws.count() != after:
        raise changed_elsewhere()
    pool = pool_of(round)
    seed = seed or secrets.token_hex(16)
    try:
        panel = drawing.draw(pool, seats=seats, reserves=reserves, quotas=quotas, seed=seed)
    except drawing.CannotDraw as error:
        raise not_possible(_too_few(error.speciality, len(pool.experts))) from error
    drawn = Draw.objects.create(
        round=round,
        seed=seed,
        pool=pool.written(),
        quotas={str(key): number for key, number in quotas.items()},
        seats=seats,
        reserves=reserves,
        drawn_by=actor,
        drawn_at=clock.read(),
    )
    _seat(round, panel, actor)
    record(PANEL_DRAWN, actor=actor, object=round, details=f"seed={seed} pool={len(pool.experts)}")
    return drawn


def _seat(round: Round, panel: drawing.Panel, actor: Any) -> None:
    rank = round.panel.count()
    for kind, experts in ((SeatKind.REGULAR, panel.seats), (SeatKind.RESERVE, panel.reserves)):
        for expert in experts:
            rank += 1
            SeatFlow.draw(Seat(round=round, expert_id=expert, kind=kind, rank=rank), actor=actor)


def _too_few(speciality: int | None, pool: int) -> str:
    if speciality is None:
        return _("可抽取的专家只有 %d 名，不够正选和备选的人数，或者专业名额多于正选人数。") % pool
    return _("专业“%s”可抽取的专家不够。") % (Field.objects.filter(pk=speciality).first() or speciality)


@transaction.atomic
def decide_case(round_case: RoundCase, *, passed: bool, reason: str, actor: Any) -> RoundCase:
    """Decide a case of a closed round; its plugin is told. With the last one the round is decided. Raises Refused."""
    only_for_secretaries(actor)
    round = RoundFlow.locked(round_case.round_id)
    round_case = RoundCase.objects.select_for_update().get(pk=round_case.pk)
    if round.state != RoundState.CLOSED:
        raise wrong_state(_("评分结束后才能作出决定。"))
    if round_case.outcome:
        raise wrong_state(_("这件事项已经有了结果：%s。") % round_case.get_outcome_display())
    if actor.pk in kind_of(round.kind).people(round_case.case):
        raise not_ones_own()
    if not reason.strip():
        raise not_possible(_("请写明理由。"))
    decision = Decision(
        passed=passed, reason=reason.strip(), round_title=round.title, score=score_of(round_case)
    )
    settling.settle(round_case, decision, actor=actor, at=round.locked_at)
    if not round.cases.open().exists():
        RoundFlow.conclude(round, actor=actor)
    return round_case
