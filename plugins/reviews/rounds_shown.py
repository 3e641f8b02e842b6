"""What the secretary's pages and the minutes show of a round."""

from dataclasses import dataclass
from typing import Any

from plugins.reviews.choices import SheetState
from plugins.reviews.kinds import kind_of
from plugins.reviews.matrix import WITH_SCORES, matrix_of, score_of
from plugins.reviews.models import Round, RoundCase, ScoreSheet
from plugins.reviews.rules import scores_are_open
from plugins.reviews.sheets import total
from plugins.reviews.workflows import RoundFlow


@dataclass(frozen=True)
class CaseLine:
    """A case of the round in a list."""

    round_case: RoundCase
    number: str
    title: str


def case_lines(round: Round) -> list[CaseLine]:
    """The cases of the round in their order."""
    kind = kind_of(round.kind)
    found = round.cases.prefetch_related("case")
    return [CaseLine(one, kind.number(one.case), str(kind.title(one.case))) for one in found]


def people_of(round: Round) -> list[Any]:
    """Keys of the people whom the cases of the round are about."""
    people = kind_of(round.kind).people
    return [key for one in round.cases.prefetch_related("case") for key in people(one.case)]


def everybody_in(round: Round) -> list[Any]:
    """Keys of all whom matrix and minutes name: whom the cases are about, and who judged them."""
    return [*people_of(round), *round.panel.values_list("expert", flat=True)]


def round_shown(round: Round, user: Any) -> dict[str, Any]:
    """The round with what may be done to it and what it still needs."""
    opening = RoundFlow.open.refusal(round, user)
    return {
        "round": round,
        "kind": kind_of(round.kind),
        "state": RoundFlow.public[round.state],
        "moves": RoundFlow.available(round, user),
        "missing": opening.sentence if opening and opening.code == "guard" else "",
        "lines": case_lines(round),
        "panel": round.panel.select_related("expert__expert_profile").order_by("rank"),
        "draws": round.draws.select_related("drawn_by"),
        "deadlines": round.deadlines,
        "extensions": extensions_of(round),
    }


def extensions_of(round: Round) -> Any:
    """The steps that moved the end of the scoring, each with its reason."""
    return round.steps.filter(move__in=[RoundFlow.postpone.name, RoundFlow.extend.name])


def decision_shown(round_case: RoundCase) -> dict[str, Any]:
    """One case with its sheets; scores and reasons only once they may be seen."""
    round, case = round_case.round, round_case.case
    kind, opened = kind_of(round.kind), scores_are_open(round_case.round)
    sheets = ScoreSheet.objects.filter(round_case=round_case).select_related("seat__expert")
    sheets = sheets.prefetch_related(WITH_SCORES, "records").order_by("seat__rank")
    return {
        "round": round,
        "round_case": round_case,
        "number": kind.number(case),
        "title": kind.title(case),
        "people": list(kind.people(case)),
        "open": opened,
        "score": score_of(round_case) if opened else None,
        "sheets": [(sheet, _total(sheet) if opened else None, _state(sheet)) for sheet in sheets],
    }


def minutes_shown(round: Round) -> dict[str, Any]:
    """What stands in the minutes."""
    sheets = ScoreSheet.objects.filter(round_case__round=round, state=SheetState.RECUSED)
    return {
        "round": round,
        "kind": kind_of(round.kind),
        "matrix": matrix_of(round),
        "criteria": round.criteria_set.criteria.all(),
        "draws": round.draws.all(),
        "extensions": extensions_of(round),
        "recusals": sheets.select_related("seat__expert", "round_case").order_by("round_case__position"),
    }


def _total(sheet: ScoreSheet) -> Any:
    return total(sheet.scores.all()) if sheet.state == SheetState.SUBMITTED else None


def _state(sheet: ScoreSheet) -> Any:
    return SheetState(sheet.state).label
