"""Refusals of what is no move of a workflow: the same exception, so that pages and API say them alike."""

from typing import Any

from django.utils.translation import gettext as _

from plugins.reviews.rules import runs_rounds
from portal.workflow.engine import ACTOR, CHANGED, GUARD, STATE, Refused


def only_for_secretaries(actor: Any) -> None:
    """Raises Refused for everybody else."""
    if not runs_rounds(actor):
        raise Refused(ACTOR, _("只有评审秘书可以办理。"))


def not_yours() -> Refused:
    return Refused(ACTOR, _("只有分配到这份评分表的专家可以填写。"))


def not_ones_own() -> Refused:
    return Refused(ACTOR, _("本人的事项须由其他人决定。"))


def criteria_changed() -> Refused:
    return Refused(CHANGED, _("评分标准刚刚改过，请刷新页面，按新的标准评分。"))


def changed_elsewhere() -> Refused:
    return Refused(CHANGED, _("这份内容已在另一个窗口或另一台设备上保存，请刷新后再改。"))


def busy() -> Refused:
    return Refused(CHANGED, _("这一轮评审正在办理，请稍后再试。"))


def wrong_state(sentence: Any) -> Refused:
    return Refused(STATE, str(sentence))


def not_possible(sentence: Any) -> Refused:
    return Refused(GUARD, str(sentence))
