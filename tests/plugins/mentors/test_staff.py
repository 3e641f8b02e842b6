"""导师 in the admin: lists, appointing, editing terms, importing; who may and who may not."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors.figures import Figures, record
from plugins.mentors.models import CardScan, Mentor, MentorFigures
from portal.accounts.models import User
from tests.factories.cms_pages import DistrictFactory, MentorPageFactory
from tests.factories.content import today
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import name_sheet_words
from tests.plugins.mentors.sheets import GOOD, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk: User, signed_in) -> Client:
    """A clerk at work."""
    return signed_in(clerk)


@pytest.fixture
def sheet_words(site) -> None:
    """For those tests alone that import something."""
    name_sheet_words()


def page(response) -> str:
    return response.content.decode()


# The list -----------------------------------------------------------------------------------------------------


def test_clerk_sees_the_menu_and_every_mentor_with_this_months_scans(desk) -> None:
    mentor = MentorFactory(page__title="尉迟青")
    MentorFactory(draft=True, page__title="还没发布")
    first = timezone.localdate().replace(day=1)
    CardScan.objects.create(mentor=mentor, day=first, count=40)
    CardScan.objects.create(mentor=mentor, day=first - timedelta(days=1), count=500)
    html = page(desk.get("/admin/mentor/"))
    for expected in ("尉迟青", "还没发布", mentor.code, "40", "草稿", "导入导师"):
        assert expected in html
    assert "540" not in html
    assert "/admin/mentor/" in page(desk.get("/admin/"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=paused", {"歇着的"}),
        ("ending=0", {"到期的"}),
        ("ending=30", {"快到期"}),
        ("ending=90", {"快到期", "季度内"}),
        ("district=beiling", {"季度内"}),
        ("q=快到", {"快到期"}),
        ("q=北岭资本", {"季度内"}),
    ],
)
def test_list_is_filtered_by_state_district_end_of_term_and_words(desk, query, expected) -> None:
    north = DistrictFactory(slug="beiling", name="北岭市")
    MentorFactory(page__title="歇着的", paused=True)
    MentorFactory(page__title="到期的", ended=True)
    MentorFactory(page__title="快到期", term_to=today(20))
    MentorFactory(
        page__title="季度内", term_to=today(80), page__district=north, page__organisation="北岭资本"
    )
    html = page(desk.get(f"/admin/mentor/?{query.replace('=beiling', f'={north.pk}')}"))
    assert {name for name in ("歇着的", "到期的", "快到期", "季度内") if name in html} == expected


def test_list_is_searched_by_code(desk) -> None:
    wanted, other = mentors(2)
    html = page(desk.get(f"/admin/mentor/?q={wanted.code}"))
    assert wanted.code in html
    assert other.code not in html


@pytest.mark.parametrize("number", [1, 20])
def test_list_asks_as_much_for_one_as_for_twenty(desk, number, django_assert_max_num_queries) -> None:
    mentors(number)
    desk.get("/admin/mentor/")
    with django_assert_max_num_queries(25):
        desk.get("/admin/mentor/")


# Appointing and editing ---------------------------------------------------------------------------------------


@pytest.fixture
def appointment(index: MentorIndexPage) -> dict[str, object]:
    return {
        "title": "尉迟青",
        "organisation": "青禾顾问",
        "position": "高级顾问",
        "section": index.pk,
        "term_from": "2026-03-01",
        "term_to": "2028-02-29",
    }


def test_appointing_makes_a_draft_and_goes_on_to_its_page(desk, appointment, clerk) -> None:
    response = desk.post("/admin/mentor/new/", appointment)
    mentor = Mentor.objects.get()
    draft = MentorPage.objects.get()
    assert response.status_code == 302
    assert response.url == f"/admin/pages/{draft.pk}/edit/"
    assert (draft.title, draft.live, draft.owner) == ("尉迟青", False, clerk)
    assert mentor.code
    assert mentor.appointed_on == mentor.term_from
    assert desk.get(response.url).status_code == 200


def test_appointing_somebody_twice_is_refused_with_the_code(desk, appointment) -> None:
    desk.post("/admin/mentor/new/", appointment)
    response = desk.post("/admin/mentor/new/", appointment)
    assert response.status_code == 200
    assert f"名片编号 {Mentor.objects.get().code}" in page(response)


def test_appointing_with_a_term_that_ends_before_it_begins_writes_nothing(desk, appointment) -> None:
    response = desk.post("/admin/mentor/new/", appointment | {"term_to": "2026-02-01"})
    assert "聘期结束不能早于聘期开始" in page(response)
    assert not MentorPage.objects.exists()


def test_account_and_cap_are_edited_but_state_and_term_are_moved(desk, citizen) -> None:
    mentor = MentorFactory()
    before = (mentor.state, mentor.term_number, mentor.term_to)
    url = f"/admin/mentor/edit/{mentor.pk}/"
    html = page(desk.get(url))
    for expected in (
        f"/admin/pages/{mentor.page_id}/edit/",
        f"/m/{mentor.code}/card.png",
        f"/m/{mentor.code}/poster.pdf",
        f"/admin/mentor/inspect/{mentor.pk}/",
    ):
        assert expected in html
    form = {"appointed_on": "2024-01-01", "user": citizen.pk, "weekly_cap": "4"}
    moved = {"state": "paused", "term_from": "2026-01-01", "term_to": "", "term_number": "2"}
    assert desk.post(url, form | moved).status_code == 302
    mentor.refresh_from_db()
    assert (mentor.user, mentor.weekly_cap) == (citizen, 4)
    assert (mentor.state, mentor.term_number, mentor.term_to) == before


def test_code_cannot_be_edited(desk) -> None:
    mentor = MentorFactory()
    form = {
        "state": "serving",
        "term_from": "2026-01-01",
        "term_number": "1",
        "appointed_on": "2024-01-01",
        "code": "222222",
    }
    desk.post(f"/admin/mentor/edit/{mentor.pk}/", form)
    assert Mentor.objects.get().code == mentor.code


def test_figures_are_read_and_never_written(desk) -> None:
    mentor = MentorFactory()
    url = f"/admin/mentor/edit/{mentor.pk}/"
    sentence = "服务数据由系统按服务记录计算，不能手工填写或修改。"
    html = page(desk.get(url))
    assert sentence in html
    assert "还没有服务记录。" in html
    rated = {"explicit_ratings": 2, "mean_rating": 4.5, "default_ratings": 1}
    record(mentor, Figures(services=3, replies=3, median_reply_hours=7.0, on_time_share=1.0, **rated))
    html = page(desk.get(url))
    for expected in (sentence, "7 小时（3 次）", "100%（3 次）", "4.5（2 条）", "1 次，不计入平均分"):
        assert expected in html
    assert 'name="services"' not in html
    form = {"state": "serving", "term_from": "2026-01-01", "term_number": "1", "appointed_on": "2024-01-01"}
    assert desk.post(url, form | {"services": "99", "mean_rating": "5"}).status_code == 302
    assert MentorFigures.objects.values_list("services", "mean_rating").get() == (3, 4.5)


@pytest.mark.parametrize("what", ["page", "section", "ticked"])
def test_page_of_a_mentor_is_not_deleted_in_the_admin_and_the_reason_is_said(
    index, manager, signed_in, what
) -> None:
    mentor = MentorFactory()
    target = index.pk if what == "section" else mentor.page_id
    url = f"/admin/pages/{target}/delete/"
    if what == "ticked":
        url = f"/admin/bulk/wagtailcore/page/delete/?id={target}"
    response = signed_in(manager).post(url, follow=True)
    assert "不能删除" in page(response)
    assert MentorPage.objects.exists()


def test_page_that_is_nobodys_is_deleted_in_the_admin(manager, signed_in, site) -> None:
    stray = MentorPageFactory(draft=True)
    signed_in(manager).post(f"/admin/pages/{stray.pk}/delete/")
    assert not MentorPage.objects.exists()


# Importing ----------------------------------------------------------------------------------------------------


def upload(desk: Client, *rows: dict[str, object], **options: object):
    file = SimpleUploadedFile("导师.xlsx", xlsx(*rows))
    section = MentorIndexPage.objects.get().pk
    return desk.post("/admin/mentor/import/", {"file": file, "section": section, "then": "draft", **options})


@pytest.mark.usefixtures("sheet_words")
def test_import_with_two_wrong_rows_names_them_and_writes_nothing(desk) -> None:
    response = upload(
        desk, GOOD, {**GOOD, "姓名": "王", "区市": "火星"}, {**GOOD, "姓名": "李", "聘期结束": "明年"}
    )
    html = page(response)
    assert response.status_code == 422
    for expected in ("2 处问题", "火星", "聘期结束", "明年", "没有导入任何一行"):
        assert expected in html
    assert not Mentor.objects.exists()


@pytest.mark.usefixtures("sheet_words")
def test_import_of_a_good_sheet_writes_drafts(desk, clerk) -> None:
    response = upload(desk, GOOD)
    assert response.status_code == 200
    assert "已导入 1 位导师" in page(response)
    assert MentorPage.objects.get().owner == clerk


@pytest.mark.usefixtures("sheet_words")
def test_import_that_only_checks_writes_nothing(desk) -> None:
    assert "没有发现问题" in page(upload(desk, GOOD, only_check="on"))
    assert not Mentor.objects.exists()


@pytest.mark.usefixtures("sheet_words")
def test_import_that_skips_wrong_rows_writes_the_others(desk) -> None:
    html = page(upload(desk, GOOD, {**GOOD, "姓名": ""}, keep_going="on"))
    assert "已导入 1 位导师" in html
    assert "必须填写" in html


@pytest.mark.usefixtures("sheet_words")
def test_import_can_submit_for_approval_and_never_publishes(desk) -> None:
    upload(desk, GOOD, then="submit")
    assert MentorPage.objects.get().current_workflow_state is not None
    upload(desk, {**GOOD, "姓名": "王"}, then="publish")
    assert not MentorPage.objects.live().exists()


def test_import_of_something_else_is_refused(desk, site) -> None:
    file = SimpleUploadedFile("mentors.exe", b"MZ")
    section = MentorIndexPage.objects.get().pk
    response = desk.post("/admin/mentor/import/", {"file": file, "section": section, "then": "draft"})
    assert response.status_code == 422
    assert "只接受 xlsx 和 csv 文件" in page(response)


def test_template_is_downloaded(desk) -> None:
    response = desk.get("/admin/mentor/import/template.xlsx")
    assert load_workbook(io.BytesIO(response.content)).sheetnames == ["导师", "可填的值"]


# Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "new/", "import/", "import/template.xlsx", "edit/{pk}/"])
def test_editors_have_no_business_here(editor, signed_in, path) -> None:
    mentor = MentorFactory()
    response = signed_in(editor).get(f"/admin/mentor/{path.format(pk=mentor.pk)}")
    assert response.status_code in (302, 403)
    assert "尉迟" not in page(response)


def test_strangers_are_sent_to_sign_in(site, client) -> None:
    assert client.get("/admin/mentor/import/").url.startswith("/accounts/login/")


def test_plugin_when_off_has_no_staff_pages(desk, switched_off) -> None:
    for path in ("", "new/", "import/"):
        assert desk.get(f"/admin/mentor/{path}").status_code == 404
    assert 'href="/admin/mentor/"' not in page(desk.get("/admin/"))
