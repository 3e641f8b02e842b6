"""What experts and secretaries write, and what the database refuses by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from plugins.reviews import drawing
from plugins.reviews.actions import (
    Line,
    Mark,
    add_cases,
    decide_case,
    draw_panel,
    keep_expert,
    plan_round,
    save_draft,
    save_record,
    take_out,
    write_criteria,
)
from plugins.reviews.choices import RecordKind
from plugins.reviews.matrix import matrix_of
from plugins.reviews.models import CriteriaSet, Criterion, Draw, Round, RoundCase, Score, ScoreSheet, Seat
from plugins.reviews.queries import seats_of
from plugins.reviews.rules import may_review, reads_sheet
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.notices.models import Message
from portal.workflow.engine import Refused
from tests.factories import reviews as factory
from tests.factories.cms_pages import FieldFactory

pytestmark = pytest.mark.django_db
SEEN = {"place": "市南区", "present": "法人", "observations": "车间已投产"}


def refused_by_the_database(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_draw_can_be_repeated_from_what_is_kept(site, secretary, experts, time) -> None:
    finance = FieldFactory()
    keep_expert(experts[2], employer="财大", specialities=[finance], is_available=True, actor=secretary)
    round = factory.planned(site, secretary)

    kept = draw_panel(round, seats=1, reserves=1, quotas={finance.pk: 1}, actor=secretary)

    pool = drawing.Pool(
        tuple(one["expert"] for one in kept.pool),
        {one["expert"]: frozenset(one["specialities"]) for one in kept.pool},
    )
    again = drawing.draw(pool, seats=1, reserves=1, quotas={finance.pk: 1}, seed=kept.seed)
    assert [seat.expert_id for seat in round.panel.all()] == [*again.seats, *again.reserves]
    assert again.seats == (experts[2].pk,)
    entry = Entry.objects.get(action="reviews.panel_drawn")
    assert kept.seed in entry.details


def test_second_draw_only_adds(site, secretary, experts, time) -> None:
    round = factory.planned(site, secretary)
    draw_panel(round, seats=1, reserves=0, quotas={}, actor=secretary)
    draw_panel(round, seats=2, reserves=0, quotas={}, actor=secretary)

    assert [seat.rank for seat in round.panel.all()] == [1, 2, 3]
    with pytest.raises(Refused, match="可抽取的专家只有 0 名"):
        draw_panel(round, seats=1, reserves=0, quotas={}, actor=secretary)
    assert Draw.objects.count() == 2


def test_only_secretaries_organise(site, secretary, experts, citizen, time) -> None:
    round = factory.planned(site, secretary)
    with pytest.raises(Refused, match="只有评审秘书"):
        draw_panel(round, seats=1, reserves=0, quotas={}, actor=citizen)
    with pytest.raises(Refused, match="只有评审秘书"):
        plan_round(Round(**{field: getattr(round, field) for field in FIELDS}), actor=experts[0])


FIELDS = ("site", "kind", "title", "criteria_set", "opens_at", "closes_at")


def test_case_waits_in_one_round_at_a_time(site, secretary, question, time) -> None:
    first, second = factory.planned(site, secretary), factory.planned(site, secretary)
    assert add_cases(first, [question.pk, 10**6], actor=secretary)
    refused_by_the_database(lambda: add_cases(second, [question.pk], actor=secretary))
    assert factory.told == [("begun", question.pk, secretary)]

    assert take_out(question, actor=secretary, reason="申请人撤回")
    assert factory.told[-1] == ("released", question.pk, secretary)
    assert add_cases(second, [question.pk], actor=secretary)
    assert not take_out(factory.a_question(secretary), actor=secretary, reason="不在轮次里")


def test_withdrawn_case_leaves_a_running_round_and_its_drafts_close(round, sheets, question, citizen) -> None:
    take_out(question, actor=citizen, reason="撤回申请")

    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {"missing"}
    assert RoundCase.objects.get().outcome == "released"


def test_experts_of_a_case_that_left_are_told_and_see_it_no_more(
    round, sheets, question, citizen, signed_in
) -> None:
    factory.submitted(sheets[0], 4, 4)
    take_out(question, actor=citizen, reason="撤回申请")

    first, second = sheets[0].seat, sheets[1].seat
    for seat in (first, second):
        told = list(Message.objects.filter(person=seat.expert).values_list("notice", flat=True))
        assert sorted(told) == ["reviews.ended", "reviews.invited", "reviews.taken_out"]
        assert Seat.objects.get(pk=seat.pk).state == "released"
        assert not Seat.objects.get(pk=seat.pk).deadlines.exists()
        assert not may_review(seat.expert, question)
        page = signed_in(seat.expert).get(f"/reviews/seats/{seat.pk}/").content.decode()
        assert "青禾公司" not in page
        assert "0 / 0" in page
    with pytest.raises(Refused, match="已移出本轮"):
        factory.filled(ScoreSheet.objects.get(pk=sheets[1].pk), 3, 3)
    assert list(ScoreSheet.objects.order_by("seat__rank").values_list("state", flat=True)) == [
        "submitted",
        "missing",
    ]
    matrix = matrix_of(Round.objects.get(pk=round.pk))
    assert (matrix.rows, matrix.seats) == ([], [])


def test_expert_with_another_case_goes_on(site, secretary, experts, citizen, time) -> None:
    cases = [factory.a_question(citizen, text) for text in ("甲公司", "乙公司")]
    round = factory.opened(site, secretary, cases, seats=1)
    take_out(cases[0], actor=citizen, reason="撤回申请")

    seat = Seat.objects.get(round=round)
    assert (seat.state, seat.deadlines.count()) == ("serving", 2)
    assert [may_review(seat.expert, case) for case in cases] == [False, True]
    assert [row.title for row in matrix_of(round).rows] == ["乙公司的申请"]
    assert seats_of(seat.expert).get().expected == 1


def test_first_score_freezes_the_criteria_and_a_change_is_a_new_edition(sheets, secretary) -> None:
    criteria = CriteriaSet.objects.get()
    criterion = criteria.criteria.first()
    save_draft(sheets[0], {criterion.pk: Mark(None, "先记一笔")}, saves=0, actor=sheets[0].seat.expert)
    criteria.refresh_from_db()
    assert criteria.frozen_at is None

    factory.filled(ScoreSheet.objects.get(pk=sheets[0].pk), 3, 4)

    criteria.refresh_from_db()
    assert criteria.frozen_at is not None
    refused_by_the_database(lambda: Criterion.objects.filter(pk=criterion.pk).update(weight=59))
    refused_by_the_database(
        lambda: Criterion.objects.create(
            criteria_set=criteria, position=3, label="另一项", weight=1, anchors=factory.ANCHORS
        )
    )
    refused_by_the_database(lambda: CriteriaSet.objects.filter(pk=criteria.pk).update(name="改名"))
    changed = write_criteria(
        criteria, kind="", name="", lines=[Line("只看这一项", 100, factory.ANCHORS)], actor=secretary
    )
    assert (changed.edition, changed.name) == (2, criteria.name)
    assert criteria.criteria.count() == 2


def test_weights_that_do_not_come_to_100_take_no_score(sheets) -> None:
    criterion = Criterion.objects.first()
    Criterion.objects.filter(pk=criterion.pk).update(weight=50)
    with pytest.raises(Refused, match="合计应为 100%"):
        factory.filled(sheets[0], 3, 4)


def test_draft_of_another_window_is_not_overwritten(sheets) -> None:
    factory.filled(sheets[0], 3, 4)
    with pytest.raises(Refused, match="另一个窗口") as refusal:
        factory.filled(sheets[0], 5, 5)
    assert refusal.value.code == "changed"
    assert list(Score.objects.values_list("value", flat=True)) == [3, 4]


@pytest.mark.parametrize(
    ("values", "comment", "words"),
    [((2, 4), " ", "低于 3 分须写理由：专业能力"), ((0, 1), "", "专业能力、服务意愿")],
)
def test_sheet_with_a_low_value_and_no_reason_is_not_taken(sheets, values, comment, words) -> None:
    draft = factory.filled(sheets[0], *values, comment=comment)
    with pytest.raises(Refused, match=words):
        SheetFlow.submit(draft, actor=draft.seat.expert)


def test_sheet_with_a_missing_value_is_not_taken(sheets) -> None:
    key = Criterion.objects.first().pk
    draft = save_draft(sheets[0], {key: Mark(5)}, saves=0, actor=sheets[0].seat.expert)
    with pytest.raises(Refused, match="还没有评分：服务意愿"):
        SheetFlow.submit(draft, actor=draft.seat.expert)


def test_submitted_sheet_is_locked_by_the_database_too(sheets) -> None:
    sheet = factory.submitted(sheets[0], 4, 3)

    refused_by_the_database(lambda: sheet.scores.update(value=5))
    refused_by_the_database(lambda: sheet.scores.all()._raw_delete("default"))
    with pytest.raises(Refused, match="已提交并锁定"):
        factory.filled(ScoreSheet.objects.get(pk=sheet.pk), 5, 5)


def test_database_knows_the_scale_and_one_sheet_a_case(sheets) -> None:
    criterion = Criterion.objects.first()
    refused_by_the_database(lambda: Score.objects.create(sheet=sheets[0], criterion=criterion, value=6))
    refused_by_the_database(
        lambda: Score.objects.create(sheet=sheets[0], criterion=criterion, value=2, locked=True)
    )
    refused_by_the_database(
        lambda: ScoreSheet.objects.create(seat=sheets[0].seat, round_case=sheets[0].round_case)
    )


def test_nobody_writes_before_the_opening_without_the_declaration_or_on_others_sheets(
    site, secretary, experts, question, time
) -> None:
    round = factory.opened(site, secretary, [question], seats=2, sign=False)
    unsigned, other = ScoreSheet.objects.filter(round_case__round=round)
    with pytest.raises(Refused, match="请先签署利益冲突声明"):
        factory.filled(unsigned, 3, 3)
    with pytest.raises(Refused, match="只有分配到这份评分表的专家"):
        save_draft(unsigned, {}, saves=0, actor=other.seat.expert)


def test_nobody_scores_before_the_round_begins(round, sheets) -> None:
    Round.objects.update(opens_at=round.opens_at + timedelta(hours=1))
    with pytest.raises(Refused, match="评分还没有开始"):
        factory.filled(ScoreSheet.objects.get(pk=sheets[0].pk), 3, 3)


def test_record_of_a_visit_is_kept_once_and_never_overwritten_unread(sheets, time) -> None:
    expert: User = sheets[0].seat.expert
    values = SEEN | {"held_at": time.moment}
    kept = save_record(sheets[0], RecordKind.VISIT, values, edition=0, actor=expert)
    assert kept.edition == 1

    with pytest.raises(Refused) as refusal:
        save_record(sheets[0], RecordKind.VISIT, values, edition=0, actor=expert)
    assert refusal.value.code == "changed"
    again = save_record(sheets[0], RecordKind.VISIT, values | {"place": "崂山区"}, edition=1, actor=expert)
    assert (again.edition, again.place) == (2, "崂山区")


def test_withdrawn_case_is_closed_also_to_whoever_has_judged_it(round, sheets, question, citizen) -> None:
    expert = sheets[0].seat.expert
    factory.submitted(sheets[0], 4, 4)
    assert may_review(expert, question)

    take_out(question, actor=citizen, reason="撤回申请")

    assert not may_review(expert, question)
    assert not reads_sheet(expert, ScoreSheet.objects.get(pk=sheets[0].pk))


def test_nobody_decides_their_own_case(site, secretary, experts, time) -> None:
    round = factory.opened(site, secretary, [factory.a_question(secretary)], seats=2)
    for sheet in ScoreSheet.objects.filter(round_case__round=round):
        factory.submitted(sheet, 5, 5)
    RoundFlow.close(Round.objects.get(pk=round.pk), actor=secretary)

    with pytest.raises(Refused, match="本人的事项"):
        decide_case(round.cases.get(), passed=True, reason="很好", actor=secretary)
    assert RoundCase.objects.get().outcome == ""


def test_organisations_in_one_line_are_found_too(site, secretary, experts, time) -> None:
    cases = [factory.a_question(secretary, text) for text in ("青禾公司", "海川公司", "甲公司")]
    round = factory.opened(site, secretary, cases, seats=1, sign=False)
    seat = round.panel.get()
    SeatFlow.sign(seat, actor=seat.expert, interests="青禾公司、海川公司，某大学；某协会")

    assert sorted(seat.sheets.filter(state="recused").values_list("round_case__position", flat=True)) == [
        1,
        2,
    ]
