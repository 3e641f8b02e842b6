"""Told everything at once: what a return asks for, and what a second one has to explain (N12)."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.http import Http404

from portal.desk.checklists import defects, points_of
from portal.desk.choices import Verdict
from portal.desk.marking import set_mark
from portal.desk.models import CheckMark
from portal.notices.models import Message
from portal.workflow.engine import Refused
from tests.portal.desk.checked import FILE
from tests.portal.desk.conftest import item_of

pytestmark = pytest.mark.django_db

FITS, FAILS, MEND = Verdict


@pytest.fixture
def mark(clerk):
    """`mark(case, licence=(MEND, "看不清"), insurance=FITS)`: what the clerk finds."""

    def note(case: Any, **found: Any) -> None:
        for name, value in found.items():
            verdict, *reasons = value if isinstance(value, tuple) else (value,)
            words = dict(zip(("reason", "late_reason"), reasons, strict=False))
            set_mark(FILE, item_of(case), name, by=clerk, verdict=verdict, **words)

    return note


def refusal(case: Any, actor: Any, move: str = "send_back") -> str:
    found = next(each for each in FILE.workflow.moves() if each.name == move).refusal(case, actor)
    return found.sentence if found else ""


def test_return_when_a_point_is_undecided_then_refused_by_its_name(case, clerk, mark) -> None:
    assert "“1 营业执照、2 社保证明”没有结论" in refusal(case, clerk)
    mark(case, licence=(MEND, "看不清"))
    assert "“2 社保证明”没有结论" in refusal(case, clerk)


def test_return_when_a_defect_has_no_reason_then_refused(case, clerk, mark) -> None:
    mark(case, licence=(FAILS, "  "), insurance=FITS)

    assert "“1 营业执照”没有结论或没有写原因" in refusal(case, clerk)


def test_return_when_nothing_is_wrong_then_refused_and_the_case_may_pass(case, clerk, mark) -> None:
    assert "没有审核为符合" in refusal(case, clerk, "accept")
    mark(case, licence=FITS, insurance=FITS)

    assert "不能退回" in refusal(case, clerk)
    assert refusal(case, clerk, "accept") == ""


def test_return_when_done_then_the_letter_names_every_defect_at_once(case, clerk, mark, flow) -> None:
    mark(case, licence=(MEND, "看不清"), insurance=(FAILS, "缺 10 月缴费明细。"))
    assert defects(case) == [], "what is noted is not told before it is sent"

    case = flow.send_back(case, actor=clerk)

    told = [("营业执照", "看不清"), ("社保证明", "缺 10 月缴费明细。")]
    assert defects(case) == told
    assert (
        Message.objects.get().body == "陈提问，请一次补正：营业执照：看不清；社保证明：缺 10 月缴费明细。。"
    )


def test_second_return_when_a_defect_is_new_then_it_says_why_it_was_not_named(
    case, clerk, asker, mark, flow
) -> None:
    mark(case, licence=(MEND, "看不清"), insurance=FITS)
    case = flow.supplement(flow.send_back(case, actor=clerk), actor=asker)
    assert all(point.mark is None for point in points_of(case)), "a new round begins empty"
    mark(case, licence=(MEND, "仍看不清"), insurance=(MEND, "缺 10 月缴费明细。"))
    assert defects(case) == [("营业执照", "看不清")], "the person sees what was told"

    assert "“2 社保证明”上次退回时没有指出" in refusal(case, clerk)
    assert [point.is_late for point in points_of(case)] == [False, True]

    mark(case, insurance=(MEND, "缺 10 月缴费明细。", "上次提交时 10 月账单未出"))
    assert refusal(case, clerk) == ""


def test_mark_when_it_turns_to_fitting_then_its_reason_goes(case, mark) -> None:
    mark(case, licence=(MEND, "看不清"))
    mark(case, licence=FITS)

    assert CheckMark.objects.get().reason == ""
    with pytest.raises(IntegrityError):
        CheckMark.objects.update(reason="看不清")


def test_mark_when_somebody_else_has_the_case_then_refused(case, clerk, colleague, mark) -> None:
    mark(case, licence=FITS)

    with pytest.raises(Refused, match="李可正在办理"):
        set_mark(FILE, item_of(case), "insurance", by=colleague, verdict=FITS)


def test_mark_when_it_is_not_ones_work_or_no_point_then_refused(case, clerk, asker, mark, flow) -> None:
    with pytest.raises(Refused, match="不由你审核"):
        set_mark(FILE, item_of(case), "licence", by=asker, verdict=FITS)
    with pytest.raises(Http404):
        mark(case, none=FITS)
    flow.reply(case, actor=clerk)
    with pytest.raises(Refused, match="不由你审核"):
        mark(case, licence=FITS)
