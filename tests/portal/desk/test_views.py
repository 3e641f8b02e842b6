"""The desk's pages, as staff and strangers meet them."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.accounts.models import User
from portal.audit.models import Entry
from portal.desk.actions import assign, take
from portal.desk.models import CheckMark, SavedFilter, WorkItem
from portal.notices.choices import Channel, State
from portal.notices.models import Delivery, Message
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.portal.desk.checked import SECRET
from tests.portal.desk.conftest import item_of
from tests.questions import Question

pytestmark = pytest.mark.django_db

SIGNED_IN = 4  # who it is, what they may: every page of somebody who is signed in asks that


def html(answer: HttpResponse) -> str:
    return answer.content.decode()


def page_of(case: Question, part: str = "") -> str:
    return f"/desk/cases/questions.question/{case.pk}/{part}"


def check(client: Client, case: Question, name: str, verdict: str, **more: str) -> HttpResponse:
    return client.post(page_of(case, f"marks/{name}/"), {"verdict": verdict, **more}, follow=True)


def decide(client: Client, case: Question, move: str, **more: Any) -> HttpResponse:
    return client.post(
        page_of(case, "decision/"), {"move": move, "version": case.version, **more}, follow=True
    )


@pytest.fixture
def desk(clerk: User, signed_in) -> Client:
    return signed_in(clerk)


# The queue ------------------------------------------------------------------------------------------------------------


def test_queue_when_opened_then_rows_stand_oldest_due_first_with_words_of_their_time(desk, ask, time) -> None:
    late, soon, calm = ask("一"), ask("二"), ask("三")
    for case, hours in ((late, -2), (soon, 9), (calm, 100)):
        due = time.moment + timedelta(hours=hours)
        WorkItem.objects.of(case).update(due_at=due, order_at=due)

    shown = html(desk.get("/desk/"))

    places = [shown.index(f"材料：{text}") for text in "一二三"]
    assert places == sorted(places)
    for words in (
        "已超期 2 小时",
        "临期 9 小时",
        "正常 4 天",
        "2026年3月9日 08:00",
        "陈**",
        "待答复",
        "未认领",
    ):
        assert words in shown
    assert "陈提问" not in shown


def test_queue_when_nobody_of_the_desk_asks_then_the_door_is_closed(ask, citizen, signed_in, client) -> None:
    ask()

    assert signed_in(citizen).get("/desk/").status_code == 403
    assert client.get("/desk/").url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"一", "二"}),
        ("?tab=mine", {"一"}),
        ("?tab=free", {"二"}),
        ("?band=watch", {"一", "二"}),
        ("?band=overdue", set()),
        ("?kind=questions.question", {"一", "二"}),
        ("?kind=none", {"一", "二"}),
        ("?state=questions.question:open", {"一", "二"}),
        ("?period=1", {"一", "二"}),
    ],
)
def test_queue_when_filtered_then_what_fits_is_left(desk, ask, clerk, query: str, found: set[str]) -> None:
    WorkItem.objects.of(ask("一", hours=24)).update(owner=clerk)
    ask("二", hours=24)

    shown = html(desk.get(f"/desk/{query}"))

    assert {text for text in "一二" if f"材料：{text}" in shown} == found


def test_queue_when_a_number_is_looked_for_then_cases_that_are_over_are_found_too(
    desk, case, flow, clerk
) -> None:
    flow.reply(case, actor=clerk)

    assert "材料：" not in html(desk.get("/desk/"))
    assert "材料：怎样注册公司？" in html(desk.get(f"/desk/?q=ly-2026-{case.pk:06d}"))


def test_queue_when_long_then_it_has_pages_and_costs_the_same(desk, ask, settings) -> None:
    settings.DESK_PAGE = 2
    ask("一")
    desk.get("/desk/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.get("/desk/")
    for text in "二三":
        ask(text)
    with CaptureQueriesContext(connection) as three:
        first = desk.get("/desk/")

    assert len(three) == len(one)
    assert len(three) <= 8 + SIGNED_IN, [query["sql"] for query in three]
    (link,) = re.findall(r'rel="next"\s+href="([^"]*)"', html(first))
    second = desk.get(f"/desk/{link}")
    assert ("材料：三" in html(second), "材料：一" in html(second)) == (True, False)
    assert desk.get("/desk/?cursor=made-up").url == "/desk/"


def test_filter_when_kept_then_it_is_the_persons_own_until_deleted(desk, ask, colleague, signed_in) -> None:
    ask()
    desk.post("/desk/filters/", {"name": "今天到期", "query": "band=soon"})

    assert "/desk/?band=soon" in html(desk.get("/desk/"))
    other = signed_in(colleague)
    assert "今天到期" not in html(other.get("/desk/"))
    key = SavedFilter.objects.get().pk
    assert other.post(f"/desk/filters/{key}/delete/").status_code == 404
    desk.post(f"/desk/filters/{key}/delete/")
    assert not SavedFilter.objects.exists()


def test_export_when_asked_for_then_a_masked_sheet_leaves_and_a_trace_stays(desk, ask) -> None:
    ask("=HYPERLINK(1)", hours=24)

    answer = desk.get("/desk/?export=xlsx&band=watch")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:3] == ("编号", "事项", "申请人")
    assert (rows[1][1], rows[1][2]) == ("材料：=HYPERLINK(1)", "陈**")
    entry = Entry.objects.get(action="lists.exported")
    assert entry.details == "desk 1 band=watch"


def test_bulk_when_assigned_then_the_colleague_has_them_and_the_first_is_named_for_ever(
    desk, ask, clerk, colleague
) -> None:
    cases = [ask("一"), ask("二")]
    WorkItem.objects.of(cases[0]).update(first_asked=clerk)
    keys = [item_of(case).pk for case in cases]

    answer = desk.post("/desk/bulk/", {"act": "assign", "item": keys, "to": colleague.pk}, follow=True)

    assert "已把 2 件改派给赵宁" in html(answer)
    assert [(item.owner, item.first_asked) for item in WorkItem.objects.order_by("pk")] == [
        (colleague, clerk),
        (colleague, colleague),
    ]
    told = Message.objects.order_by("pk")
    assert {message.person for message in told} == {colleague}
    assert [message.title for message in told] == [
        f"{item_of(case)}（{item_of(case).title}）改派给您办理" for case in cases
    ]


def test_bulk_when_assigned_to_oneself_then_nobody_need_be_told(desk, ask, clerk) -> None:
    desk.post("/desk/bulk/", {"act": "assign", "item": [item_of(ask()).pk], "to": clerk.pk})

    assert WorkItem.objects.get().owner == clerk
    assert not Message.objects.exists()


def test_bulk_when_reminded_then_those_who_have_them_are_told(desk, ask, colleague) -> None:
    WorkItem.objects.of(ask("一")).update(owner=colleague)
    ask("二")

    desk.post("/desk/bulk/", {"act": "remind", "item": [item.pk for item in WorkItem.objects.all()]})

    assert [message.person for message in Message.objects.all()] == [colleague]


@pytest.mark.parametrize("act", ["send_back", "accept", "decide", "give_up", ""])
def test_bulk_when_it_would_decide_then_nothing_happens(desk, ask, act: str) -> None:
    case = ask()

    answer = desk.post("/desk/bulk/", {"act": act, "item": [item_of(case).pk]}, follow=True)

    assert "请先勾选事项" in html(answer)
    assert Question.objects.get().state == "open"


def test_bulk_when_given_to_somebody_whose_work_it_is_not_then_refused(desk, ask, citizen) -> None:
    item = item_of(ask())

    desk.post("/desk/bulk/", {"act": "assign", "item": [item.pk], "to": citizen.pk})

    assert WorkItem.objects.get().owner is None


def test_bulk_when_a_key_is_beyond_all_numbers_then_nothing_is_ticked(desk, ask) -> None:
    ask()

    for key in ("9" * 30, "9" * 5000):
        answer = desk.post("/desk/bulk/", {"act": "remind", "item": [key]}, follow=True)
        assert "请先勾选事项" in html(answer)


def test_bulk_when_a_claim_has_run_out_then_nobody_is_reminded_of_it(desk, case, colleague, time) -> None:
    WorkItem.objects.of(case).update(owner=colleague, claimed_until=time.moment)

    desk.post("/desk/bulk/", {"act": "remind", "item": [item_of(case).pk]})

    assert not Message.objects.exists()


def test_bulk_when_the_colleague_may_not_open_a_case_then_they_do_not_get_it(desk, ask, colleague) -> None:
    closed, other = item_of(ask(SECRET)), item_of(ask("二"))

    sent = {"act": "assign", "item": [closed.pk, other.pk], "to": colleague.pk}
    assert "已把 1 件改派给赵宁" in html(desk.post("/desk/bulk/", sent, follow=True))

    closed.refresh_from_db()
    assert closed.owner is None


def test_bulk_when_a_case_has_moved_on_meanwhile_then_it_is_nobodys(case, flow, mentor, colleague) -> None:
    seen = item_of(case)
    flow.ask_back(case, actor=mentor, note="缺附件")

    assert assign([seen], to=colleague, by=colleague) == 0
    assert item_of(case).owner is None


# One case -------------------------------------------------------------------------------------------------------------


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

    with pytest.raises(Refused, match="不由您办理"):
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
