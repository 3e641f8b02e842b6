"""What a score sheet comes to: whether it is complete, its weighted total."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from plugins.reviews.choices import COMMENT_BELOW, FULL_WEIGHT
from plugins.reviews.models import Score, ScoreSheet

CENT = Decimal("0.01")


def why_incomplete(sheet: ScoreSheet) -> str:
    """What is missing before the sheet can be handed in, in a sentence; nothing where nothing is."""
    scores = {score.criterion_id: score for score in Score.objects.filter(sheet=sheet.pk)}
    criteria = list(sheet.round_case.round.criteria_set.criteria.all())
    open_ones = [one for one in criteria if one.pk not in scores or scores[one.pk].value is None]
    if open_ones:
        return _("还没有评分：%s。") % _joined(open_ones)
    silent = [one for one in criteria if needs_comment(scores[one.pk])]
    return _("低于 3 分须写理由：%s。") % _joined(silent) if silent else ""


def needs_comment(score: Score) -> bool:
    """Whether the value asks for a reason that is not there."""
    return score.value is not None and score.value < COMMENT_BELOW and not score.comment.strip()


def total(scores: Iterable[Score]) -> Decimal | None:
    """The weighted total, 0 to 5 with two decimals; None while a value is missing. The criteria are loaded."""
    rows = list(scores)
    if not rows or any(row.value is None for row in rows):
        return None
    weighted = sum((Decimal(row.value or 0) * row.criterion.weight for row in rows), Decimal())
    return rounded(weighted / FULL_WEIGHT)


def rounded(value: Decimal) -> Decimal:
    """Two decimals, halves up, as people count."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _joined(criteria: Iterable[Any]) -> str:
    return _("、").join(str(one) for one in criteria)
