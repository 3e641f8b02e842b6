"""Clerk's tools: a mentor's service page, terms ending soon, renewing many, the export."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor
from portal.accounts.models import User
from portal.audit.models import Entry
from tests.factories.content import today
from tests.factories.service import appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk: User, signed_in) -> Client:
    return signed_in(clerk)


def words(response) -> str:
    return response.content.decode()


def test_service_page_shows_terms_history_and_moves(desk, mentor, tutor) -> None:
    html = words(desk.get(f"/admin/mentor/inspect/{mentor.pk}/"))
    for expected in (
        "续聘",
        "更正聘期",
        "紧急隐藏",
        "解除聘任",
        mentor.terms.get().certificate_number,
        "已聘任",
    ):
        assert expected in html
    assert f"/admin/mentor/{mentor.pk}/renew/" in html
    assert Entry.objects.filter(action="people.read", subject=tutor.pk).exists()
    assert desk.get(f"/admin/mentor/{mentor.pk}/certificates/1.pdf").content.startswith(b"%PDF")


def test_renewal_begins_on_the_day_after_the_term_unless_said_otherwise(desk, mentor) -> None:
    url = f"/admin/mentor/{mentor.pk}/renew/"
    assert str(today(336)) in words(desk.get(url))
    form = {"version": mentor.version, "term_from": today(336), "term_to": today(700)}
    assert desk.post(url, form).url == f"/admin/mentor/inspect/{mentor.pk}/"
    assert mentor.terms.count() == 2
    assert "已有变化" in words(desk.post(url, form))


def test_plain_move_is_done_on_the_service_page_and_needs_its_reason(desk, mentor) -> None:
    url = f"/admin/mentor/inspect/{mentor.pk}/"
    assert "须写明理由" in words(desk.post(url, {"move": "hide", "version": 1, "note": ""}))
    desk.post(url, {"move": "hide", "version": 1, "note": "照片侵权"})
    assert Mentor.objects.get().state == ServingState.HIDDEN


def test_terms_that_end_soon_are_listed_and_renewed_together(desk, mentor) -> None:
    soon, later = appointed(term_to=today(20)), appointed(term_to=today(60))
    html = words(desk.get("/admin/mentor/ending/"))
    assert html.index(soon.code) < html.index(later.code)
    assert mentor.code not in html
    assert "1 位导师的聘期在 30 天内结束" in words(desk.get("/admin/"))
    form = {"mentors": [soon.pk, later.pk], "term_to": today(500)}
    html = words(desk.post("/admin/mentor/ending/", form))
    assert "已续聘 2 位导师" in html
    assert soon.code not in html
    assert [soon.terms.count(), later.terms.count()] == [2, 2]


def test_export_is_the_filtered_list_without_formulas_and_leaves_a_trace(desk, mentor) -> None:
    appointed(page__title="=cmd()", page__organisation="+86", term_to=today(20))
    response = desk.get("/admin/mentor/export.xlsx?ending=30")
    sheet = load_workbook(io.BytesIO(response.content)).active
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head][:3] == ["名片编号", "姓名", "单位"]
    [row] = rows
    assert (row[1].value, row[1].data_type, row[2].value) == ("=cmd()", "s", "+86")
    assert Entry.objects.filter(action="lists.exported", details="mentors").count() == 1


@pytest.mark.parametrize(
    "path", ["ending/", "export.xlsx", "{pk}/renew/", "{pk}/certificates/1.pdf", "inspect/{pk}/"]
)
def test_editors_have_no_business_with_terms(editor, signed_in, mentor, path) -> None:
    response = signed_in(editor).get(f"/admin/mentor/{path.format(pk=mentor.pk)}")
    assert response.status_code in (302, 403)
    assert "尉迟青" not in words(response)


def test_ending_list_asks_as_much_for_one_as_for_five(desk, django_assert_max_num_queries) -> None:
    appointed(term_to=today(20))
    desk.get("/admin/mentor/ending/")
    with django_assert_max_num_queries(30) as one:
        desk.get("/admin/mentor/ending/")
    for _more in range(4):
        appointed(term_to=today(21))
    with django_assert_max_num_queries(len(one)):
        desk.get("/admin/mentor/ending/")
