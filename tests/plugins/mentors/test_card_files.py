"""The short address and the card's files: found, made once, kept, served again without being sent."""

from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import Page

from cms_pages.models import MentorIndexPage, MentorPage
from cms_pages.pdf import PdfUnavailable
from plugins.mentors.card import files
from plugins.mentors.card.content import address_of, content_of
from plugins.mentors.card.files import KINDS
from plugins.mentors.models import Mentor
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import at_most

pytestmark = pytest.mark.django_db

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "vcf": "text/vcard; charset=utf-8",
}


@pytest.fixture(scope="module")
def made(module_site) -> int:
    return MentorFactory(page__title="王晓明").pk


@pytest.fixture
def wang(made: int, site) -> Mentor:
    return Mentor.objects.select_related("page").get(pk=made)


def stored(mentor) -> set[str]:
    return set(default_storage.listdir(f"cards/{mentor.code}")[1])


# The short address --------------------------------------------------------------------------------------------


def test_short_address_leads_to_the_page_for_now(wang, client) -> None:
    response = client.get(f"/m/{wang.code}")
    assert (response.status_code, response.url) == (302, wang.page.url_path_on_site)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("spell", [str.lower, lambda code: f"{code[:3]}-{code[3:]}", lambda code: f" {code}"])
def test_short_address_in_another_spelling_leads_to_the_right_one_for_good(wang, client, spell) -> None:
    response = client.get(f"/m/{spell(wang.code)}")
    if spell(wang.code) == wang.code:
        return
    assert (response.status_code, response.url) == (301, f"/m/{wang.code}")


@pytest.mark.parametrize(
    "code", ["222222", "0OIL10", "short", "王" * 6, "x" * 3000, "%00%00%00%00%00%00", "..%2f..%2f"]
)
def test_short_address_that_nobody_has_is_not_found(site, client, code) -> None:
    response = client.get(f"/m/{code}")
    assert response.status_code == 404
    assert "search" in response.content.decode()


def test_short_address_survives_a_new_name_slug_and_section(wang, client, site) -> None:
    page = MentorPage.objects.get()
    page.title, page.slug = "王小明", "another"
    page.save_revision().publish()
    assert client.get(f"/m/{wang.code}").url == "/mentors/another/"
    other = site.root_page.specific.add_child(instance=MentorIndexPage(title="别处", slug="elsewhere"))
    MentorPage.objects.get().move(other, pos="last-child")
    assert client.get(f"/m/{wang.code}").url == "/elsewhere/another/"


@pytest.mark.parametrize("trait", ["ended", "former", "paused"])
def test_card_of_whoever_has_left_still_leads_to_the_page(site, client, trait) -> None:
    mentor = MentorFactory(**{trait: True})
    assert client.get(f"/m/{mentor.code}").status_code == 302
    assert client.get(f"/m/{mentor.code}/qr.svg").status_code == 200


def test_card_of_a_draft_is_not_found(site, client) -> None:
    mentor = MentorFactory(draft=True)
    assert client.get(f"/m/{mentor.code}").status_code == 404
    assert client.get(f"/m/{mentor.code}/card.vcf").status_code == 404


def test_card_of_a_deleted_mentor_is_not_found_and_never_anybody_elses(wang, client) -> None:
    code = wang.code
    wang.delete()
    assert client.get(f"/m/{code}").status_code == 404


# Files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in KINDS if not name.endswith(".pdf")])
def test_file_has_its_type_name_tag_and_time_to_keep(wang, client, name) -> None:
    response = client.get(f"/m/{wang.code}/{name}")
    assert response.headers["Content-Type"] == TYPES[name.rpartition(".")[2]]
    assert "王晓明-导师" in unquote(response.headers["Content-Disposition"])
    assert response.headers["Content-Disposition"].startswith(
        "attachment" if name == "card.vcf" else "inline"
    )
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert not response.headers["ETag"].startswith("W/")
    again = client.get(f"/m/{wang.code}/{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]


def test_file_is_made_once_and_then_read(wang, client, monkeypatch) -> None:
    first = client.get(f"/m/{wang.code}/card.png")
    monkeypatch.setattr(files, "KINDS", {**KINDS, "card.png": None})

    def never(*args: object) -> bytes:
        raise AssertionError

    kind = KINDS["card.png"]
    monkeypatch.setattr(
        files, "KINDS", {**KINDS, "card.png": type(kind)(never, kind.content_type, kind.label, kind.ending)}
    )
    assert client.get(f"/m/{wang.code}/card.png").content == first.content


def test_file_when_the_mentor_changes_is_new_and_the_old_one_goes(wang, client) -> None:
    before = client.get(f"/m/{wang.code}/card.svg")
    client.get(f"/m/{wang.code}/card.vcf")
    old = stored(wang)
    page = MentorPage.objects.get()
    page.headline = "改过的一句话"
    page.save_revision().publish()
    after = client.get(f"/m/{wang.code}/card.svg", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert len(stored(wang)) == 1
    assert stored(wang).isdisjoint(old)


def test_file_when_something_it_does_not_show_changes_stays(wang, client) -> None:
    before = client.get(f"/m/{wang.code}/card.vcf").headers["ETag"]
    page = MentorPage.objects.get()
    page.introduction = "更长的介绍"
    page.save_revision().publish()
    assert client.get(f"/m/{wang.code}/card.vcf").headers["ETag"] == before


def test_file_that_is_only_half_written_is_not_served(wang, client, site) -> None:
    whole = client.get(f"/m/{wang.code}/card.vcf").content
    path = f"cards/{wang.code}/{content_of(wang.code, site).digest('card.vcf')}.vcf"
    default_storage.delete(path)
    default_storage.save(path, ContentFile(whole[:40]))
    assert client.get(f"/m/{wang.code}/card.vcf").content == whole


def test_file_made_by_two_at_once_is_kept_once(wang, site) -> None:
    content = content_of(wang.code, site)
    made = files.card_file(content, "card.vcf")
    files._keep(content, "card.vcf", made)
    assert len(stored(wang)) == 1


def test_file_that_no_card_has_is_not_found(wang, client) -> None:
    for name in ("card.exe", "card.", "../../settings.py", "card.svg%00", "CARD.SVG"):
        assert client.get(f"/m/{wang.code}/{name}").status_code == 404


def test_file_under_another_spelling_leads_to_the_right_one(wang, client) -> None:
    code = f"{wang.code[:3]}-{wang.code[3:]}"
    response = client.get(f"/m/{code}/card.vcf")
    assert (response.status_code, response.url) == (301, f"/m/{wang.code}/card.vcf")


def test_sheet_on_a_machine_without_pango_says_so(wang, client, monkeypatch) -> None:
    def missing(*args: object) -> bytes:
        raise PdfUnavailable("服务器缺少 Pango 库，暂时不能生成 PDF。")

    monkeypatch.setattr("plugins.mentors.card.sheets.render_pdf", missing)
    response = client.get(f"/m/{wang.code}/card.pdf")
    assert response.status_code == 503
    assert "Pango" in response.content.decode()


def test_file_asks_one_query_warm(wang, client) -> None:
    client.get(f"/m/{wang.code}/card.png")
    with at_most(1):
        client.get(f"/m/{wang.code}/card.png")


def test_short_address_asks_two_queries_warm(wang) -> None:
    visitor = Client()
    visitor.get(f"/m/{wang.code}")
    with at_most(2):
        visitor.get(f"/m/{wang.code}")


# The address in the code --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "host", "port", "address"),
    [
        ("https://qct.hailan.example", "qct.hailan.example", 80, "https://qct.hailan.example"),
        ("https://qct.hailan.example/", "localhost", 80, "https://qct.hailan.example"),
        ("http://127.0.0.1:8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("https://qct.hailan.example", "beiling.hailan.example", 443, "https://beiling.hailan.example"),
    ],
)
def test_code_carries_the_address_that_visitors_use(site, settings, setting, host, port, address) -> None:
    settings.SITE_URL = setting
    site.hostname, site.port = host, port
    site.save()
    assert address_of(site) == address
    assert content_of(MentorFactory().code, site).url.startswith(f"{address}/m/")


def test_code_of_a_mentor_of_another_site_carries_that_sites_address(wang, site) -> None:
    root = Page.objects.get(depth=1)
    home = type(site.root_page.specific)(title="北岭", slug="beiling", hero_title="北岭")
    root.add_child(instance=home)
    other = type(site).objects.create(hostname="beiling.hailan.example", port=443, root_page=home)
    index = home.add_child(instance=MentorIndexPage(title="导师", slug="mentors"))
    mentor = MentorFactory(page__parent=index)
    assert content_of(mentor.code, site).url == f"https://beiling.hailan.example/m/{mentor.code}"
    assert content_of(wang.code, other).url.endswith(f"/m/{wang.code}")
    assert "beiling" not in content_of(wang.code, other).url
