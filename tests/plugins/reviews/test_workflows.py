"""Every state, every move, every person of the three tables; what follows from the moves."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from plugins.reviews.actions import add_cases, decide_case, draw_panel
from plugins.reviews.models import Round, RoundCase, ScoreSheet, Seat
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal.accounts.models import User
from portal.notices.models import Message
from portal.workflow.engine import Refused
from portal.workflow.testing import WorkflowContract
from portal.workflow.timers import run_due
from tests.factories import reviews as factory
from tests.portal.workflow.conftest import START

pytestmark = pytest.mark.django_db


class TestRoundFlow(WorkflowContract):
    workflow = RoundFlow
    LATER: ClassVar = {"closes_at": START + timedelta(days=8)}
    data: ClassVar = {"extend": LATER, "postpone": LATER}

    @pytest.fixture
    def case(self, site, secretary: User, time) -> Round:
        now = time.moment
        return Round(
            site=site,
            number="PS-1",
            kind="questions",
            title="一轮",
            criteria_set=factory.criteria(secretary),
            opens_at=now,
            closes_at=now + timedelta(days=5),
        )

    @pytest.fixture
    def people(self, secretary: User) -> dict[str, User]:
        return {"secretary": secretary}


class TestSeatFlow(WorkflowContract):
    workflow = SeatFlow

    @pytest.fixture
    def case(self, site, secretary: User, experts: list[User], time) -> Seat:
        round = factory.planned(site, secretary)
        return Seat(round=round, expert=experts[0], kind="regular", rank=1)

    @pytest.fixture
    def people(self, secretary: User, experts: list[User]) -> dict[str, User]:
        return {"secretary": secretary, "seated": experts[0], "member": experts[0]}


class TestSheetFlow(WorkflowContract):
    workflow = SheetFlow

    @pytest.fixture
    def case(self, sheets: list[ScoreSheet], secretary: User) -> ScoreSheet:
        given = sheets[0]
        other = factory.a_question(secretary, "另一家")
        position = {"position": 9, "case_type_id": given.round_case.case_type_id, "case_id": other.pk}
        return ScoreSheet(
            seat=given.seat, round_case=RoundCase.objects.create(round=given.round_case.round, **position)
        )

    @pytest.fixture
    def people(self, sheets: list[ScoreSheet]) -> dict[str, User]:
        return {"judge": sheets[0].seat.expert}


def test_round_when_nothing_is_ready_then_it_says_what_is_missing(
    site, secretary, experts, question, time
) -> None:
    round = factory.planned(site, secretary)
    assert said(round, secretary) == "这一轮还没有评审事项。"

    add_cases(round, [question.pk], actor=secretary)
    assert said(round, secretary) == "还没有抽取专家。"

    draw_panel(round, seats=1, reserves=0, quotas={}, actor=secretary)
    assert said(round, secretary) == ""


def said(round: Round, secretary: User) -> str:
    """Why the round cannot be opened."""
    refusal = RoundFlow.open.refusal(round, secretary)
    return refusal.sentence if refusal else ""


def test_round_when_opened_then_regular_experts_are_invited_and_have_a_sheet_for_each_case(
    site, secretary, experts, citizen, time
) -> None:
    cases = [factory.a_question(citizen, text) for text in ("甲公司", "乙公司")]
    round = factory.opened(site, secretary, cases, seats=2, reserves=1, sign=False)

    assert [seat.state for seat in round.panel.all()] == ["serving", "serving", "standing_by"]
    assert ScoreSheet.objects.count() == 4
    invited = Message.objects.filter(notice="reviews.invited").values_list("person", flat=True)
    assert set(invited) == {seat.expert_id for seat in round.panel.filter(kind="regular")}


def test_expert_when_it_is_their_own_case_or_their_employers_then_a_reserve_gets_it(
    site, secretary, citizen, time
) -> None:
    for name, employer in (("a", "（甲）公司"), ("b", "甲公司 "), ("c", "乙研究所")):
        factory.an_expert(name, employer)
    round = factory.opened(
        site, secretary, [factory.a_question(citizen, "甲公司")], seats=2, reserves=1, sign=False
    )

    found = {sheet.seat.expert.username: sheet for sheet in ScoreSheet.objects.all()}
    conflicted = [name for name, sheet in found.items() if sheet.state == "recused"]
    assert "c" not in conflicted
    assert conflicted
    assert {found[name].get_ground_display() for name in conflicted} == {"同一单位或利害关系单位"}
    assert found["c"].state == "draft"
    assert round.panel.get(expert__username="c").state == "serving"


def test_expert_when_naming_a_related_firm_in_the_declaration_then_its_case_is_taken_away(
    site, secretary, experts, question, time
) -> None:
    round = factory.opened(site, secretary, [question], seats=2, reserves=1, sign=False)
    seat = round.panel.filter(state="serving").first()

    SeatFlow.sign(seat, actor=seat.expert, interests="不相干公司\n青禾 公司")

    sheet = seat.sheets.get()
    assert (sheet.state, sheet.ground) == ("recused", "organisation")
    assert sheet.replacement.seat.kind == "reserve"
    assert Message.objects.filter(notice="reviews.invited", person=sheet.replacement.seat.expert).exists()


def test_expert_when_recusing_then_the_reason_stays_and_a_reserve_is_called_once(round, sheets) -> None:
    SheetFlow.recuse(sheets[0], actor=sheets[0].seat.expert, note="曾是同事")
    SheetFlow.recuse(sheets[1], actor=sheets[1].seat.expert, note="亲属")

    found = ScoreSheet.objects.filter(round_case__round=round).order_by("pk")
    assert [(one.state, one.reason) for one in found] == [
        ("recused", "曾是同事"),
        ("recused", "亲属"),
        ("draft", ""),
    ]


def test_expert_when_leaving_then_all_drafts_go_to_reserves(round, sheets, secretary) -> None:
    SeatFlow.leave(sheets[0].seat, actor=secretary, note="住院")

    sheet = ScoreSheet.objects.get(pk=sheets[0].pk)
    assert (sheet.state, sheet.ground) == ("recused", "left")
    assert sheet.replacement.state == "draft"


def test_reminders_come_three_days_and_one_day_before_the_end_to_those_with_drafts(
    round, sheets, time
) -> None:
    factory.submitted(sheets[0], 4, 4)
    reminders = Message.objects.filter(notice="reviews.reminder")
    time.put(round.closes_at - timedelta(hours=72, seconds=1))
    run_due()
    assert not reminders.exists()

    time.put(round.closes_at - timedelta(hours=72))
    run_due()
    assert [message.person for message in reminders.all()] == [sheets[1].seat.expert]

    time.put(round.closes_at - timedelta(hours=24))
    run_due()
    assert reminders.all().count() == 2


def test_round_closes_by_itself_and_counts_what_is_not_in_as_missing(round, sheets, time) -> None:
    factory.submitted(sheets[0], 4, 4)
    time.put(round.closes_at)
    run_due()

    assert Round.objects.get().state == "closed"
    states = ScoreSheet.objects.order_by("seat__rank").values_list("state", flat=True)
    assert list(states) == ["submitted", "missing"]
    assert set(Seat.objects.values_list("state", flat=True)) == {"released"}
    with pytest.raises(Refused, match="评分已经截止"):
        factory.filled(sheets[1], 3, 3)


def test_secretary_closes_early_only_when_all_sheets_are_in(round, sheets, secretary) -> None:
    factory.submitted(sheets[0], 4, 4)
    with pytest.raises(Refused, match="还有专家没有提交"):
        RoundFlow.close(round, actor=secretary)

    factory.submitted(sheets[1], 3, 5)
    assert RoundFlow.close(round, actor=secretary).state == "closed"


def test_decision_when_made_then_the_cases_plugin_hears_it_and_the_round_ends_with_the_last(
    round, sheets, secretary, question, kind
) -> None:
    for sheet, values in zip(sheets, ((4, 4), (3, 5)), strict=True):
        factory.submitted(sheet, *values)
    round_case = decide_case_after_closing(round, secretary)

    name, key, decision, actor = factory.told[-1]
    assert (name, key, actor) == ("decided", question.pk, secretary)
    assert (decision.passed, decision.reason, str(decision.score)) == (True, "符合条件", "3.90")
    assert Round.objects.get().state == "decided"
    with pytest.raises(Refused, match="评分结束后才能作出决定"):
        decide_case(round_case, passed=False, reason="再想想", actor=secretary)


def decide_case_after_closing(round: Round, secretary: User) -> RoundCase:
    RoundFlow.close(round, actor=secretary)
    return decide_case(round.cases.get(), passed=True, reason="符合条件", actor=secretary)


def test_round_when_cancelled_then_its_cases_may_wait_for_another(
    round, sheets, secretary, question, site
) -> None:
    RoundFlow.cancel(round, actor=secretary, note="专家不足")

    assert factory.told[-1] == ("released", question.pk, secretary)
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {"missing"}
    another = factory.planned(site, secretary)
    assert add_cases(another, [question.pk], actor=secretary)


def test_decision_when_the_plugin_refuses_then_nothing_is_decided(
    round, sheets, secretary, monkeypatch: Any
) -> None:
    for sheet in sheets:
        factory.submitted(sheet, 4, 4)
    monkeypatch.setitem(factory.QUESTION_REVIEW.__dict__, "decided", refuse)
    with pytest.raises(Refused, match="不能"):
        decide_case_after_closing(round, secretary)
    assert RoundCase.objects.get().outcome == ""


def refuse(*args: Any) -> None:
    raise Refused("guard", "不能")
