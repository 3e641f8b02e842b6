"""The pages of experts and secretaries, from the invitation to the minutes."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from plugins.reviews.actions import Line, Mark, save_draft, write_criteria
from plugins.reviews.models import CriteriaSet, ExpertProfile, Record, Round, RoundCase, ScoreSheet
from plugins.reviews.rules import may_review
from plugins.reviews.showing import number_of
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.workflow.engine import Refused
from portal.workflow.timers import run_due
from tests.factories import reviews as factory

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def marks(sheet: ScoreSheet, *values: int, **more: Any) -> dict[str, Any]:
    """What the form of the sheet sends."""
    criteria = sheet.round_case.round.criteria_set.criteria.all()
    fresh = ScoreSheet.objects.get(pk=sheet.pk)
    given = {f"value_{one.pk}": value for one, value in zip(criteria, values, strict=True)}
    return {"saves": fresh.saves} | given | {f"comment_{one.pk}": "见材料" for one in criteria} | more


@pytest.fixture
def as_expert(sheets: list[ScoreSheet], signed_in) -> Client:
    return signed_in(sheets[0].seat.expert)


@pytest.fixture
def as_secretary(secretary: User, signed_in) -> Client:
    return signed_in(secretary)


def test_secretary_plans_a_round_from_criteria_to_opening(
    site, as_secretary, secretary, experts, question, time
) -> None:
    lines = {"line-TOTAL_FORMS": 2, "line-INITIAL_FORMS": 0, "kind": "questions", "name": "评分标准"}
    for place, (label, weight) in enumerate((("专业能力", 60), ("服务意愿", 40))):
        lines |= {f"line-{place}-label": label, f"line-{place}-weight": weight}
        lines |= {f"line-{place}-anchors": "\n".join(factory.ANCHORS)}
    wrong = as_secretary.post("/reviews/criteria/new/", lines | {"line-1-weight": 30})
    assert "权重合计应为 100%" in wrong.content.decode()
    as_secretary.post("/reviews/criteria/new/", lines)
    new = {"kind": "questions", "title": "第 3 批", "criteria_set": CriteriaSet.objects.get().pk}
    new |= {"opens_at": "2026-03-09T10:00", "closes_at": "2026-03-12T17:00"}
    assert as_secretary.post("/reviews/rounds/new/", new).status_code == 302
    round = Round.objects.get()
    address = round.get_absolute_url()
    assert round.number.startswith("PL-2026-"), "a series of its own: certificates are PS"
    assert "还不能开启：这一轮还没有评审事项。" in as_secretary.get(address).content.decode()

    as_secretary.post(f"{address}cases/", {"cases": [question.pk]})
    as_secretary.post(f"{address}draw/", {"seats": 2, "reserves": 1})
    opened = as_secretary.post(f"{address}moves/open/", {"version": 1})

    assert opened.url == address
    assert Round.objects.get().state == "scoring"
    page = as_secretary.get(address).content.decode()
    assert all(word in page for word in ("随机种子", "备选，等待递补", question.text))


def test_form_with_a_mistake_comes_back_with_it(site, as_secretary, secretary, experts, time) -> None:
    round = factory.planned(site, secretary)
    answer = as_secretary.post(f"{round.get_absolute_url()}draw/", {"seats": 0, "reserves": 0})
    assert answer.status_code == 422
    assert "有 1 处需要修改" in answer.content.decode()
    answer = as_secretary.post(f"{round.get_absolute_url()}draw/", {"seats": 9, "reserves": 0}, follow=True)
    assert "可抽取的专家只有 3 名" in answer.content.decode()


def test_declaration_with_a_mistake_keeps_the_cases_below_it(
    site, secretary, experts, question, time, signed_in
) -> None:
    round = factory.opened(site, secretary, [question], seats=2, sign=False)
    seat = round.panel.first()
    answer = signed_in(seat.expert).post(f"{seat.get_absolute_url()}sign/", {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<article class="row plain-row">' in page
    assert question.text not in page
    assert "。：请先确认声明" not in page


def test_expert_signs_before_seeing_a_name(site, secretary, experts, question, time, signed_in) -> None:
    round = factory.opened(site, secretary, [question], seats=2, sign=False)
    seat = round.panel.first()
    client = signed_in(seat.expert)

    assert client.post(f"/reviews/seats/{seat.pk}/sign/", {}).status_code == 422
    client.post(f"/reviews/seats/{seat.pk}/sign/", {"agreed": "on", "interests": ""})

    page = client.get(seat.get_absolute_url()).content.decode()
    assert "利益冲突声明：已签署" in page
    assert f"{question.text}的申请" in page


def test_expert_keeps_a_draft_and_hands_it_in(sheets, as_expert) -> None:
    address = sheets[0].get_absolute_url()
    as_expert.post(address, marks(sheets[0], 4, 2))
    assert (
        'value="4" required checked' in as_expert.get(address).content.decode().replace(' id="id_value', "")
        or ScoreSheet.objects.get(pk=sheets[0].pk).saves == 1
    )

    answer = as_expert.post(address, marks(sheets[0], 4, 5, action="submit"), follow=True)

    assert "评分表已提交并锁定。" in answer.content.decode()
    assert ScoreSheet.objects.get(pk=sheets[0].pk).state == "submitted"


def test_script_is_told_when_the_draft_was_kept_and_when_another_window_was_faster(sheets, as_expert) -> None:
    given = marks(sheets[0], 4, 5)
    kept = as_expert.post(sheets[0].get_absolute_url(), given, headers=JSON)
    assert kept.json() == {"saves": 1, "words": "自动保存 10:00", "total": "4.40"}

    late = as_expert.post(sheets[0].get_absolute_url(), given, headers=JSON)
    assert late.status_code == 409
    assert "另一个窗口" in late.json()["detail"]


def test_looking_at_a_case_leaves_a_trace_for_the_person(sheets, as_expert, citizen) -> None:
    as_expert.get(sheets[0].get_absolute_url())
    entry = Entry.objects.filter(action="people.read", subject=citizen.pk).last()
    assert entry.person == sheets[0].seat.expert.pk


def test_recusal_asks_for_a_reason_and_closes_the_case(sheets, as_expert) -> None:
    address = f"{sheets[0].get_absolute_url()}recuse/"
    asked = as_expert.post(address, {"version": 1}).content.decode()
    assert "请填写理由。" in asked
    assert f">{number_of(sheets[0])}</a>" in asked

    as_expert.post(address, {"version": 1, "note": "曾共事"})

    assert as_expert.get(sheets[0].get_absolute_url()).status_code == 302
    page = as_expert.get(sheets[0].seat.get_absolute_url()).content.decode()
    assert "曾共事" in page
    rounds = as_expert.get("/reviews/").content.decode()
    assert "没有要评的事项" in rounds
    assert "已全部提交" not in rounds
    assert sheets[0].round_case.case.text not in page


def test_record_is_kept_and_another_device_is_told(sheets, as_expert, time) -> None:
    address = f"{sheets[0].get_absolute_url()}records/visit/"
    given = {"place": "市南区", "held_at": "2026-03-09T09:30", "present": "法人", "observations": "已投产"}
    kept = as_expert.post(address, given | {"edition": 0}, headers=JSON)
    assert kept.json()["edition"] == 1

    late = as_expert.post(address, given | {"edition": 0, "observations": "未投产"}, headers=JSON)
    assert (late.status_code, late.json()["theirs"]["observations"]) == (409, "已投产")
    assert Record.objects.get().observations == "已投产"
    assert as_expert.post(address, given | {"edition": 1, "place": ""}).status_code == 422
    assert "已投产" in as_expert.get(address).content.decode()
    assert as_expert.get(f"{sheets[0].get_absolute_url()}records/other/").status_code == 404


def test_secretary_decides_and_takes_the_minutes(round, sheets, as_secretary, question) -> None:
    address = round.get_absolute_url()
    assert as_secretary.get(f"{address}minutes.pdf").status_code == 404
    for sheet in sheets:
        factory.submitted(sheet, 4, 5)
    as_secretary.post(f"{address}moves/close/", {"version": Round.objects.get().version})
    page = as_secretary.get(f"{address}cases/1/").content.decode()
    assert "4.40 / 5" in page

    as_secretary.post(f"{address}cases/1/", {"passed": "yes", "reason": "符合条件"})

    assert RoundCase.objects.get().outcome == "passed"
    as_secretary.cookies["qc_lang"] = "en"
    minutes = as_secretary.get(f"{address}minutes.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(minutes.content)).pages)
    assert all(word in text for word in (round.number, "4.40", "符合条件", "seed", "评分汇总", "通过"))
    assert Entry.objects.filter(action="reviews.minutes_taken").exists()


def test_round_that_cannot_move_says_why(round, sheets, as_secretary) -> None:
    page = as_secretary.get(f"{round.get_absolute_url()}moves/close/").content.decode()
    assert "还有专家没有提交，截止前不能提前结束。" in page
    assert as_secretary.get(f"{round.get_absolute_url()}moves/plan/").status_code == 404


def test_secretary_excuses_an_expert_and_takes_a_case_out(round, sheets, as_secretary, question) -> None:
    address, seat = round.get_absolute_url(), sheets[0].seat
    page = as_secretary.get(f"{address}seats/{seat.pk}/leave/").content.decode()
    assert f"<p>{seat.expert.get_full_name()}</p>" in page
    version = {"version": seat.version + 1}
    assert "请填写理由。" in as_secretary.post(f"{address}seats/{seat.pk}/leave/", version).content.decode()
    seat.refresh_from_db()
    as_secretary.post(f"{address}seats/{seat.pk}/leave/", {"version": seat.version, "note": "住院"})
    assert ScoreSheet.objects.get(pk=sheets[0].pk).replacement.state == "draft"

    as_secretary.post(f"{address}cases/1/release/", {"reason": "申请人要求缓评"})

    assert factory.told[-1][:2] == ("released", question.pk)
    assert as_secretary.get(f"{address}cases/1/release/").status_code == 404


def test_secretary_keeps_experts(site, as_secretary, experts) -> None:
    ExpertProfile.objects.all().delete()
    assert "缺工作单位" in as_secretary.get("/reviews/experts/").content.decode()

    as_secretary.post(f"/reviews/experts/{experts[0].pk}/", {"employer": "海岚大学", "is_available": "on"})

    assert ExpertProfile.objects.get().employer == "海岚大学"
    assert as_secretary.get(f"/reviews/experts/{as_secretary.session['_auth_user_id']}/").status_code == 404


def test_desk_leads_each_to_their_own(site, as_secretary, experts, citizen, signed_in) -> None:
    assert as_secretary.get("/reviews/").url == "/reviews/rounds/"
    assert "没有分配给你的评审" in signed_in(experts[0]).get("/reviews/").content.decode()
    assert signed_in(citizen).get("/reviews/").status_code == 403


def test_after_the_round_the_material_is_closed(round, sheets, as_expert, secretary, question, time) -> None:
    factory.submitted(sheets[0], 4, 4)
    expert = sheets[0].seat.expert
    assert may_review(expert, question)
    time.put(round.closes_at + timedelta(seconds=1))
    run_due()
    assert not may_review(expert, question)
    assert "评分期间可以查看材料。" in as_expert.get(sheets[0].get_absolute_url()).content.decode()


def test_todays_work_names_what_waits_for_experts_and_secretary(
    round, sheets, secretary, signed_in, time
) -> None:
    expert, other = (sheet.seat.expert for sheet in sheets)
    page = signed_in(expert).get("/member/").content.decode()
    assert "有 1 件事等你" in page
    assert f'href="{sheets[0].seat.get_absolute_url()}"' in page
    assert "已提交 0 / 1" in page
    factory.submitted(sheets[0], 4, 4)
    assert "现在没有等你办的事" in signed_in(expert).get("/member/").content.decode()
    assert "现在没有等你办的事" in signed_in(secretary).get("/member/").content.decode()

    time.put(round.closes_at)
    run_due()
    assert "现在没有等你办的事" in signed_in(other).get("/member/").content.decode()
    page = signed_in(secretary).get("/member/").content.decode()
    assert "评分结束，还有 1 件待决定" in page
    assert f'href="{round.get_absolute_url()}matrix/"' in page


def test_box_of_the_member_centre_says_how_many_rounds_go_on(
    round, sheets, experts, secretary, citizen, signed_in, time
) -> None:
    def box(user) -> str:
        return " ".join(
            signed_in(user).get("/member/").content.decode().partition("专家评审</a>")[2][:400].split()
        )

    assert "评分中 1 </p>" in box(secretary)
    assert "评分中 1 </p>" in box(sheets[0].seat.expert)
    idle = next(one for one in experts if one.pk not in {sheet.seat.expert_id for sheet in sheets})
    assert "现在没有进行中的评审。" in box(idle)
    assert box(citizen) == ""
    time.put(round.closes_at)
    run_due()
    assert "评分结束，待决定 1 </p>" in box(secretary)


def test_the_same_draw_sent_twice_draws_once(site, as_secretary, secretary, experts, time) -> None:
    address = factory.planned(site, secretary).get_absolute_url()
    form = as_secretary.get(address).context["draw_form"]
    sent = {field.name: field.value() for field in form if field.value() is not None} | {
        "seats": 1,
        "reserves": 0,
    }
    as_secretary.post(f"{address}draw/", sent)
    again = as_secretary.post(f"{address}draw/", sent, follow=True)

    assert Round.objects.get().panel.count() == 1
    assert "请刷新后再改" in again.content.decode()


def test_a_draw_with_a_mistake_leaves_the_cases_to_choose_and_the_trace(
    site, as_secretary, secretary, experts, question, time
) -> None:
    round = factory.planned(site, secretary)
    factory.draw_panel(round, seats=1, reserves=0, quotas={}, actor=secretary)
    page = as_secretary.post(f"{round.get_absolute_url()}draw/", {"seats": 0, "reserves": 0})

    assert page.status_code == 422
    assert f"LY-{question.pk}" in page.content.decode()
    assert Entry.objects.filter(action="people.read", details="panel").count() == 1


def test_matrix_says_that_experts_agree_to_the_point_also_on_nothing(round, sheets, as_secretary) -> None:
    for sheet in sheets:
        factory.submitted(sheet, 0, 0)
    page = as_secretary.get(f"{round.get_absolute_url()}matrix/").content.decode()
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert row.count("0.00") == len(sheets) + 3  # each total, median, mean, spread
    assert "分歧大" not in row


def test_autosave_says_that_nothing_comes_to_nothing(sheets, as_expert) -> None:
    kept = as_expert.post(sheets[0].get_absolute_url(), marks(sheets[0], 0, 0), headers=JSON)
    assert kept.json()["total"] == "0.00"


def test_scores_by_criteria_that_were_changed_meanwhile_are_refused_and_said_so(
    sheets, as_expert, secretary
) -> None:
    sheet = sheets[0]
    sent, criteria = marks(sheet, 4, 5), sheet.round_case.round.criteria_set
    lines = [Line("专业能力", 100, ["说明"] * 6)]
    write_criteria(criteria, kind=criteria.kind, name=criteria.name, lines=lines, actor=secretary)

    kept = as_expert.post(sheet.get_absolute_url(), sent, headers=JSON)

    assert kept.status_code == 409
    assert kept.json()["detail"].startswith("评分标准刚刚改过")
    with pytest.raises(Refused, match="评分标准刚刚改过"):
        save_draft(sheet, {0: Mark(5)}, saves=0, actor=sheet.seat.expert)
    assert not sheet.scores.exists()
