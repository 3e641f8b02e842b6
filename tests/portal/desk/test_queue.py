"""The queue's page, as staff and strangers meet it."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.audit.models import Entry
from portal.desk.actions import assign
from portal.desk.models import SavedFilter, WorkItem
from portal.notices.models import Message
from tests.portal.desk.asking import html
from tests.portal.desk.checked import SECRET
from tests.portal.desk.conftest import item_of
from tests.questions import Question

pytestmark = pytest.mark.django_db

SIGNED_IN = 4  # who it is, what they may: every page of somebody who is signed in asks that


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


def test_queue_when_read_in_english_then_titles_are_too_as_far_as_they_are_known(desk, ask, time) -> None:
    WorkItem.objects.of(ask("一")).update(title="导师申请")
    ask("二")
    desk.cookies["qc_lang"] = "en"

    shown = html(desk.get("/desk/"))

    assert ">Application to become a mentor</a>" in shown
    assert "材料：二" in shown


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
    traced = Entry.objects.filter(action="desk.assigned").order_by("pk")
    assert [(entry.person, entry.subject, entry.key, entry.details) for entry in traced] == [
        (clerk.pk, colleague.pk, str(case.pk), str(item_of(case))) for case in cases
    ]


def test_queue_when_a_case_is_ones_own_then_it_stands_in_colleagues_queues_only(
    flow, desk, clerk, colleague, mentor, signed_in, time
) -> None:
    own = flow.ask(Question(text="我自己的事", asker=clerk, mentor=mentor), actor=clerk)
    number = item_of(own).number

    for query in ("", f"?q={number}"):
        assert "材料：我自己的事" not in html(desk.get(f"/desk/{query}"))
    assert desk.get("/api/v1/desk/").json()["results"] == []
    assert "材料：我自己的事" in html(signed_in(colleague).get("/desk/"))


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
