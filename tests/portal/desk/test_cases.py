"""The page of one case on the desk, as staff and strangers meet it."""

import pytest
from django.test import Client

from portal.audit.models import Entry
from portal.desk.actions import take
from portal.desk.models import CheckMark, WorkItem
from portal.notices.choices import Channel, State
from portal.notices.models import Delivery, Message
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.portal.desk.asking import check, decide, html, page_of
from tests.portal.desk.checked import SECRET
from tests.portal.desk.conftest import item_of
from tests.questions import Question

pytestmark = pytest.mark.django_db


def test_case_when_opened_then_history_clock_and_checklist_are_there_and_the_look_is_traced(
    desk, case, clerk, asker
) -> None:
    shown = html(desk.get(page_of(case)))

    for words in (
        "逐项审核",
        "营业执照",
        "社保证明",
        "已提交",
        "自 2026年3月9日 10:00 起 48 小时",
        "正常 48 小时",
    ):
        assert words in shown
    entry = Entry.objects.get(action="people.read")
    assert (entry.person, entry.key) == (clerk.pk, str(case.pk))
    assert entry.purpose.endswith(f"LY-2026-{case.pk:06d}")


def test_case_when_letters_are_lost_then_only_those_to_the_person_concerned_call_for_a_telephone(
    desk, case, asker, colleague, monkeypatch, time
) -> None:
    monkeypatch.setattr("portal.desk.showing.people_of", lambda case: [case.asker_id])
    for to in (asker, colleague):
        told = {"person": to, "notice": "x.y", "title": "通知", "body": "", "created_at": time.moment}
        lost = {"channel": Channel.SMS, "state": State.GIVEN_UP, "since": time.moment, "try_at": time.moment}
        Delivery.objects.create(message=Message.objects.create(about=case, **told), **lost)

    assert "有 1 条通知没有送达，请用电话等其他方式告知申请人。" in html(desk.get(page_of(case)))


def test_case_when_a_colleague_has_it_open_then_both_are_told_who_looks(
    desk, case, colleague, signed_in
) -> None:
    signed_in(colleague).get(page_of(case))

    assert "正在看：赵宁" in html(desk.get(page_of(case)))
    assert "正在看：赵宁" in html(desk.get("/desk/"))


@pytest.mark.parametrize("who", ["asker", "stranger", "visitor"])
@pytest.mark.parametrize("part", ["", "claim/", "marks/licence/", "decision/"])
def test_case_when_a_stranger_knocks_then_it_is_not_there(
    case, asker, signed_in, who: str, part: str
) -> None:
    client = {"asker": lambda: signed_in(asker), "visitor": Client}.get(
        who, lambda: signed_in(person("editor", "周编辑", "编辑"))
    )()
    answer = client.post(page_of(case, part)) if part else client.get(page_of(case))

    assert answer.status_code == 404 if who != "visitor" else answer.url.startswith("/accounts/login/")


def test_case_when_the_declaration_keeps_a_clerk_out_then_it_is_not_there(desk, ask) -> None:
    assert desk.get(page_of(ask(SECRET))).status_code == 404


def test_claim_when_two_want_it_then_the_first_has_it_for_half_an_hour(
    desk, case, colleague, clerk, signed_in, time
) -> None:
    other = signed_in(colleague)
    other.post(page_of(case, "claim/"))

    answer = html(desk.post(page_of(case, "claim/"), follow=True))
    assert "赵宁正在办理，认领到 2026年3月9日 10:30" in answer
    assert "首问责任人：赵宁" in " ".join(answer.split())

    time.shift(minutes=30)
    assert "已认领。" in html(desk.post(page_of(case, "claim/"), follow=True))
    assert (item_of(case).owner, item_of(case).first_asked) == (clerk, colleague)


def test_case_that_was_assigned_when_worked_on_then_it_stays_without_end(
    desk, case, clerk, colleague, signed_in, time
) -> None:
    WorkItem.objects.of(case).update(owner=clerk, claimed_until=None)
    desk.post(page_of(case, "claim/"))
    check(desk, case, "licence", "fits")

    time.shift(hours=2)

    assert "已指派给李可" in html(signed_in(colleague).post(page_of(case, "claim/"), follow=True))


def test_claim_when_the_case_has_moved_on_meanwhile_then_refused_and_nobody_has_it(
    case, flow, mentor, clerk
) -> None:
    seen = item_of(case)
    flow.ask_back(case, actor=mentor, note="缺附件")

    with pytest.raises(Refused, match="不由你办理"):
        take(seen, by=clerk)
    assert item_of(case).owner is None


@pytest.mark.parametrize(("seconds", "is_free"), [(-1, False), (0, True), (1, True)])
def test_claim_when_half_an_hour_is_over_to_the_second_then_the_next_may_have_it(
    desk, case, clerk, colleague, signed_in, time, seconds: int, is_free: bool
) -> None:
    signed_in(colleague).post(page_of(case, "claim/"))

    time.shift(minutes=30, seconds=seconds)

    assert WorkItem.objects.of(case).held().exists() is not is_free
    answer = html(desk.post(page_of(case, "claim/"), follow=True))
    assert ("已认领。" in answer) is is_free
    assert ("赵宁正在办理，认领到 2026年3月9日 10:30" in answer) is not is_free
    assert item_of(case).owner == (clerk if is_free else colleague)


def test_claim_when_given_back_then_anybody_may_have_it(desk, case) -> None:
    desk.post(page_of(case, "claim/"))
    desk.post(page_of(case, "release/"))

    assert item_of(case).owner is None


def test_mark_when_set_then_kept_with_its_snippet_and_shown(desk, case) -> None:
    check(desk, case, "licence", "mend", snippet="已过有效期。")

    mark = CheckMark.objects.get()
    assert (mark.verdict, mark.reason, mark.round) == ("mend", "已过有效期。", 1)
    shown = html(desk.get(page_of(case)))
    assert "已审 1 / 2 项" in shown
    assert "“2 社保证明”没有结论" in shown


def test_mark_when_a_script_sets_it_then_it_gets_the_point_and_the_moves(desk, case) -> None:
    answer = desk.post(page_of(case, "marks/licence/"), {"verdict": "fits"}, headers={"HX-Request": "true"})

    shown = html(answer)
    assert 'id="check-licence"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert "<html" not in shown


def test_mark_when_refused_then_a_script_says_why_beside_the_point_and_leaves_what_was_typed(
    desk, case, colleague, signed_in
) -> None:
    by_script = {"headers": {"HX-Request": "true"}}
    long = desk.post(page_of(case, "marks/licence/"), {"verdict": "mend", "reason": "长" * 501}, **by_script)
    signed_in(colleague).post(page_of(case, "claim/"))
    held = desk.post(page_of(case, "marks/licence/"), {"verdict": "mend", "reason": "看不清"}, **by_script)

    assert 'id="refused-licence"' in html(desk.get(page_of(case)))
    for answer, words in ((long, "500"), (held, "赵宁正在办理")):
        assert answer.status_code == 200
        assert answer.headers["HX-Retarget"] == "#refused-licence"
        assert answer.headers["HX-Reswap"] == "innerHTML"
        assert words in html(answer)
        assert "<" not in html(answer)
    assert not CheckMark.objects.exists()


@pytest.mark.parametrize("defect_before", [True, False])
def test_mark_when_refused_without_a_script_then_the_page_still_has_what_was_typed(
    desk, case, colleague, signed_in, defect_before: bool
) -> None:
    if defect_before:
        check(desk, case, "licence", "mend", reason="旧原因")
        desk.post(page_of(case, "release/"))
    signed_in(colleague).post(page_of(case, "claim/"))

    answer = desk.post(page_of(case, "marks/licence/"), {"verdict": "mend", "reason": "缺第二页，请重拍"})

    shown = html(answer)
    assert answer.status_code == 409
    assert "赵宁正在办理" in shown
    assert '<p class="row-text">缺第二页，请重拍</p>' in shown
    assert ("required>缺第二页，请重拍</textarea>" in shown) == defect_before
    assert [mark.reason for mark in CheckMark.objects.all()] == ["旧原因"] * defect_before


def test_mark_when_the_case_has_moved_on_then_what_was_typed_can_still_be_copied(
    desk, case, flow, mentor
) -> None:
    flow.ask_back(case, actor=mentor, note="缺附件")

    answer = desk.post(page_of(case, "marks/licence/"), {"verdict": "fails", "reason": "<b>过期"})

    shown = html(answer)
    assert "这件事项现在不由你审核" in shown
    assert '<p class="row-text">不符合</p>' in shown
    assert '<p class="row-text">&lt;b&gt;过期</p>' in shown


def test_return_when_asked_for_then_the_letter_is_shown_first_and_nothing_has_happened(desk, case) -> None:
    check(desk, case, "licence", "mend", reason="看不清")
    check(desk, case, "insurance", "fits")

    shown = html(decide(desk, case, "send_back"))

    assert "陈提问，请一次补正：营业执照：看不清。" in shown
    assert "将发给 1 人的告知" in shown
    assert Question.objects.get().state == "open"
    assert not Message.objects.exists()


def test_return_when_confirmed_then_it_is_done_and_the_letter_is_sent(desk, case, asker) -> None:
    check(desk, case, "licence", "mend", reason="看不清")
    check(desk, case, "insurance", "fits")

    answer = decide(desk, case, "send_back", confirmed="on")

    assert "已办理：退回补正。" in html(answer)
    assert Question.objects.get().state == "returned"
    assert Message.objects.get(person=asker).body == "陈提问，请一次补正：营业执照：看不清。"


def test_decision_when_its_reason_changed_after_the_letter_was_read_then_the_letter_is_shown_anew(
    desk, case
) -> None:
    shown = html(decide(desk, case, "give_up", note="甲"))
    assert 'name="previewed" value="甲"' in shown

    again = html(decide(desk, case, "give_up", note="乙", previewed="甲", confirmed="on"))
    assert 'name="previewed" value="乙"' in again
    assert Question.objects.get().state == "open"

    decide(desk, case, "give_up", note="乙", previewed="乙", confirmed="on")
    assert Question.objects.get().state == "withdrawn"


def test_decision_when_a_colleague_was_quicker_then_told_by_whom_and_what_came_of_it(
    desk, case, colleague, signed_in, flow
) -> None:
    decide(signed_in(colleague), case, "give_up", note="不符合条件", confirmed="on")

    answer = decide(desk, case, "give_up", note="同意", confirmed="on")

    assert answer.status_code == 409
    assert "已由赵宁（服务专员）于 2026年3月9日 10:00 处理（未通过），现为“已撤回”" in html(answer)
    assert case.steps.count() == 2


def test_decision_when_a_colleague_has_the_case_then_refused(desk, case, colleague, signed_in) -> None:
    signed_in(colleague).post(page_of(case, "claim/"))

    answer = decide(desk, case, "give_up", note="同意", confirmed="on")

    assert "赵宁正在办理" in html(answer)
    assert Question.objects.get().state == "open"


def test_move_that_decides_nothing_when_a_colleague_has_the_case_then_done_and_it_stays_theirs(
    desk, case, colleague, signed_in
) -> None:
    signed_in(colleague).post(page_of(case, "claim/"))

    assert "确认“同意再次退回”" in html(decide(desk, case, "consent"))
    assert "已办理：同意再次退回。" in html(decide(desk, case, "consent", confirmed="on"))
    assert item_of(case).owner == colleague


def test_decision_when_refused_then_the_case_that_it_shows_is_a_look_too(desk, case) -> None:
    decide(desk, case, "give_up", confirmed="on")

    assert Entry.objects.filter(action="people.read", key=str(case.pk)).count() == 1


def test_decision_when_a_reason_is_missing_then_what_was_typed_is_still_there(desk, case) -> None:
    assert "须写明理由" in html(decide(desk, case, "give_up"))
    assert "留着的话" in html(decide(desk, case, "send_back", note="留着的话"))


@pytest.mark.parametrize("move", ["reply", "ask", "none", "remind"])
def test_decision_when_the_move_is_none_of_the_desks_then_not_there(desk, case, move: str) -> None:
    answer = decide(desk, case, move, confirmed="on")

    assert answer.status_code in {404, 409}
    assert Question.objects.get().state == "open"


def test_move_with_a_page_of_its_own_when_shown_then_leads_there(desk, case) -> None:
    assert f'href="/desk/identity/{case.pk}/"' in html(desk.get(page_of(case)))


def test_desk_when_nobody_carries_out_deadlines_then_says_so(desk, ask, monkeypatch) -> None:
    from portal.health import NotReady

    def late() -> None:
        raise NotReady("late")

    monkeypatch.setattr("portal.desk.views.queue.deadlines_are_met", late)

    assert "自动办理已停滞" in html(desk.get("/desk/"))
    desk.cookies["qc_lang"] = "en"
    assert "Deadlines are not carried out" in html(desk.get("/desk/")), (
        "whoever asked first, in one's own language"
    )
