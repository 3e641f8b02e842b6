"""The auditor's page and the page for the person concerned (B10, N16)."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.models import User
from portal.audit.choices import Channel, Result
from portal.audit.models import Entry
from portal.audit.recording import record, record_each
from portal.audit.table import (
    FILE_READ,
    LIST_EXPORTED,
    PERSON_READ,
    PERSON_REVEALED,
    ROLE_TAKEN,
    SIGN_IN_FAILED,
    SIGNED_IN,
    TRACE_READ,
)
from portal.roles.table import AUDITOR, ROLES
from tests.conftest import person

PAGE = "/admin/trace/"
OWN = "/accounts/looks/"


@pytest.fixture
def auditor(site) -> User:
    return person("auditor", "严审计", AUDITOR.group)


@pytest.fixture
def desk(auditor, signed_in) -> Client:
    """The auditor's browser; signing in has left an entry of its own."""
    return signed_in(auditor)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(answer) -> list[int]:
    return [line.entry.pk for line in answer.context["lines"]]


@pytest.mark.parametrize("slug", [slug for slug in ROLES if slug != AUDITOR.slug])
def test_page_is_for_auditors_only(site, signed_in, slug: str) -> None:
    """B8: nobody else reads the log, whatever power they hold."""
    other = person("other", "旁人", ROLES[slug].group)
    answer = signed_in(other).get(PAGE)
    assert (
        answer.status_code == 403 or answer.headers["Location"] == "/admin/"
    )  # Wagtail sends its own staff home
    assert not Entry.objects.filter(action=TRACE_READ.name).exists()


def test_page_is_in_the_auditors_menu(desk) -> None:
    assert PAGE in text(desk.get("/admin/"))


def test_stranger_is_sent_to_sign_in(site, client) -> None:
    assert client.get(PAGE).status_code == 302


def test_line_says_everything_in_words(desk, clerk) -> None:
    entry = record(ROLE_TAKEN, actor=clerk, object=clerk, subject=clerk, purpose="离岗交接", details="editor")
    page = text(desk.get(PAGE))
    for words in ("收回岗位", "何专员", "导师专员", "离岗交接", "成功", f"账号 {clerk.pk}", str(entry.pk)):
        assert words in page


def test_looking_leaves_one_trace_with_what_was_looked_for(desk, auditor) -> None:
    text(desk.get(PAGE, {"action": SIGNED_IN.name}))
    entry = Entry.objects.get(action=TRACE_READ.name)
    assert (entry.person, entry.channel, entry.details) == (
        auditor.pk,
        Channel.ADMIN,
        "action=accounts.signed_in",
    )


def test_every_filter_narrows(desk, clerk, citizen) -> None:
    old = record(SIGNED_IN, actor=clerk)
    entries = {
        "who": record(SIGNED_IN, actor=clerk, channel=Channel.API),
        "object": record(ROLE_TAKEN, object=citizen, subject=citizen),
        "result": record(SIGN_IN_FAILED, result=Result.FAILED),
    }
    for given, wanted in (
        ({"who": "CLERK"}, {old.pk, entries["who"].pk}),
        ({"who": "何专员"}, {old.pk, entries["who"].pk}),
        ({"who": "nobody"}, set()),
        ({"subject": "citizen"}, {entries["object"].pk}),
        ({"action": SIGN_IN_FAILED.name}, {entries["result"].pk}),
        ({"object": f"accounts.user:{citizen.pk}"}, {entries["object"].pk}),
        ({"object": "accounts.User", "action": ROLE_TAKEN.name}, {entries["object"].pk}),
        ({"channel": "api"}, {entries["who"].pk}),
        ({"result": "failed"}, {entries["result"].pk}),
        ({"since": "2099-01-01"}, set()),
        ({"until": "2001-01-01"}, set()),
    ):
        assert set(numbers(desk.get(PAGE, given))) == wanted, given


def test_dates_mean_the_citys_days(desk, clerk, monkeypatch) -> None:
    today = timezone.localdate()
    entry = record(SIGNED_IN, actor=clerk)
    assert entry.pk in numbers(desk.get(PAGE, {"since": today, "until": today}))
    assert entry.pk not in numbers(desk.get(PAGE, {"until": today - timedelta(days=1)}))


@pytest.mark.parametrize(
    "query",
    [
        {"action": "nonsense"},
        {"since": "yesterday"},
        {"before": "-1"},
        {"before": "9" * 30},
        {"before": "٣"},
        {"who": "%"},
        {"object": ":" * 160},
        {"export": "pdf"},
        {"channel": "\x00"},
        {"who": "a\x00b"},
    ],
)
def test_every_address_gives_a_page(desk, query: dict[str, str]) -> None:
    assert desk.get(PAGE, query).status_code == 200


def test_older_entries_follow_page_by_page(desk, clerk) -> None:
    record_each(PERSON_READ, range(1, 121), actor=clerk)
    first = desk.get(PAGE, {"who": "clerk"})
    second = desk.get(PAGE, {"who": "clerk", "before": first.context["older"]})
    third = desk.get(PAGE, {"who": "clerk", "before": second.context["older"]})
    seen = [*numbers(first), *numbers(second), *numbers(third)]
    assert (len(seen), seen) == (120, sorted(set(seen), reverse=True))
    assert third.context["older"] is None


def test_page_costs_the_same_for_one_entry_and_for_many(desk, clerk, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE, {"who": "clerk"})
        return len(queries)

    record(SIGNED_IN, actor=clerk)
    cost()
    one = cost()
    for number in range(8):
        someone = person(f"p{number}", "人")
        record(ROLE_TAKEN, actor=clerk, object=someone, subject=someone)
    assert cost() == one


def test_export_is_recorded_and_inert(desk, clerk) -> None:
    """W8: a reason that looks like a formula stays text in both formats."""
    record(ROLE_TAKEN, actor=clerk, purpose='=HYPERLINK("http://evil")')
    answer = desk.get(PAGE, {"who": "clerk", "export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["编号", "时间", "操作人"]
    assert "'=HYPERLINK" in rows[1][11]
    book = load_workbook(io.BytesIO(desk.get(PAGE, {"who": "clerk", "export": "xlsx"}).content))
    assert book.active.cell(2, 12).data_type == "s"
    assert Entry.objects.filter(action=LIST_EXPORTED.name, channel=Channel.EXPORT).count() == 2


def test_export_ends_at_its_limit(desk, clerk, settings) -> None:
    settings.AUDIT_EXPORT_ROWS = 3
    record_each(PERSON_READ, range(1, 9), actor=clerk)
    answer = desk.get(PAGE, {"who": "clerk", "export": "csv"})
    assert len(answer.content.decode().splitlines()) == 4


class TestOwnPage:
    """谁看过我的信息: the subject's side of the trace (N16)."""

    def test_person_sees_who_looked_why_and_how(self, citizen, clerk, signed_in) -> None:
        look = record(PERSON_REVEALED, actor=clerk, subject=citizen, purpose="核对补贴账号")
        record(FILE_READ, actor=clerk, subject=citizen, channel=Channel.API)
        page = text(signed_in(citizen).get(OWN))
        for words in ("查看完整号码", "何**", "导师专员", "核对补贴账号", str(look.pk), "查看附件"):
            assert words in page
        assert "何专员" not in page
        assert "共 2 次，其中查看完整号码 1 次" in page

    def test_own_looks_other_acts_and_other_people_are_left_out(self, citizen, clerk, signed_in) -> None:
        record(FILE_READ, actor=citizen, subject=citizen)
        record(ROLE_TAKEN, actor=clerk, subject=citizen)
        record(FILE_READ, actor=citizen, subject=clerk)
        assert "还没有人看过你的信息" in text(signed_in(citizen).get(OWN))

    def test_look_of_a_program_without_an_account_is_shown(self, citizen, signed_in) -> None:
        record(PERSON_READ, subject=citizen, purpose="定期核对")
        assert "定期核对" in text(signed_in(citizen).get(OWN))

    def test_stranger_has_to_sign_in(self, site, client) -> None:
        assert client.get(OWN).status_code == 302

    def test_many_looks_come_in_pages(self, citizen, clerk, signed_in) -> None:
        for _time in range(45):
            record(FILE_READ, actor=clerk, subject=citizen)
        assert "第 3 页，共 3 页" in text(signed_in(citizen).get(OWN, {"page": 3}))
