"""Labels of government sites in the head of every page (X3): all there, none empty, whatever editors leave out."""

from html.parser import HTMLParser

import pytest
from django.test import RequestFactory
from wagtail.models import Page, get_page_models

from cms_pages.head import description_of, is_column, keywords_of, labels
from cms_pages.models import BasePage, FaqPage, HomePage, PortalSettings, SectionPage, ServiceType
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.factories.library import a_picture

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Url"}
SHARED = {"og:title", "og:type", "og:url", "og:site_name", "og:description", "og:locale"}


class Head(HTMLParser):
    """What stands between <head> and </head>, read as a browser reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.canonical: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("head", "body"):
            self.inside = tag == "head"
        if self.inside and tag == "meta" and ("name" in given or "property" in given):
            self.metas.append((given.get("name") or given["property"], given.get("content", "")))
        if self.inside and tag == "link" and given.get("rel") == "canonical":
            self.canonical.append(given["href"])

    @property
    def filled(self) -> set[str]:
        return {name for name, content in self.metas if content.strip()}


@pytest.fixture(scope="module")
def settings_of_the_city(module_site) -> PortalSettings:
    """The site's settings as a city fills them."""
    found, _created = PortalSettings.objects.update_or_create(
        site=module_site,
        defaults={
            "site_name": "青创通",
            "host_name": "海澜市人力资源和社会保障局",
            "site_code": "3702000123",
        },
    )
    return found


@pytest.fixture
def named(db, settings_of_the_city) -> PortalSettings:
    return PortalSettings.objects.get()


@pytest.fixture(scope="module")
def published(settings_of_the_city) -> dict[type[Page], Page]:
    """One published page of every type, with nothing filled in that can be left out."""
    kind = ServiceType.objects.create(name="融资对接", slug="finance")
    home = HomePage.objects.get()
    home.add_child(instance=SectionPage(title="公共服务", slug="services-here")).add_child(
        instance=SectionPage(title="创业贷款", slug="loans")
    )
    for factory in (PolicyFactory, NewsFactory, RecruitmentFactory):
        factory(summary="")
    MentorPageFactory()
    ServiceCaseFactory(service_type=kind, summary="")
    return {model: model.objects.live().first() for model in types()}


@pytest.fixture
def pages(named, published) -> dict[type[Page], Page]:
    return {model: model.objects.get(pk=page.pk) for model, page in published.items()}


def types() -> list[type[BasePage]]:
    return [model for model in get_page_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("model", types(), ids=lambda model: model.__name__)
def test_every_page_type_carries_every_label(client, pages, model) -> None:
    page = pages[model]
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    head = Head(answer.content.decode())
    expected = SITE | SHARED
    if model is not HomePage:
        expected |= COLUMN if is_column(page) else CONTENT
    assert expected <= head.filled
    names = [name for name, _content in head.metas]
    assert len(names) == len(set(names))
    assert head.canonical == [page.full_url]


def test_sections_are_columns_while_something_is_below(pages) -> None:
    assert is_column(SectionPage.objects.get(slug="services-here"))
    assert not is_column(SectionPage.objects.get(slug="loans"))
    assert is_column(FaqPage.objects.get())


@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing-here/"])
def test_pages_outside_the_tree_carry_the_labels_of_the_site(client, named, address) -> None:
    head = Head(client.get(address).content.decode())
    assert head.filled >= SITE
    assert not {name for name in head.filled if name.startswith(("Column", "Article", "og:"))}


def read_labels(page: Page) -> dict[str, str]:
    return dict(labels(page, RequestFactory().get("/", SERVER_NAME="testserver")))


def test_editors_words_come_before_ours(named) -> None:
    page = NewsFactory(
        summary="本月服务情况。",
        keywords="月报；导师；  ",
        source="海澜日报",
        author="周编辑",
        published_on="2026-11-22",
    )
    found = read_labels(page)
    assert (found["ArticleTitle"], found["Description"]) == (page.title, "本月服务情况。")
    assert (found["Keywords"], found["ContentSource"], found["Author"]) == ("月报,导师", "海澜日报", "周编辑")
    assert found["PubDate"] == "2026-11-22"
    assert found["Url"].endswith(f"/notices/{page.slug}/")


def test_what_editors_leave_out_is_said_by_the_site(named) -> None:
    found = read_labels(NewsFactory(summary=""))
    assert found["ContentSource"] == found["Author"] == "海澜市人力资源和社会保障局"
    assert found["Keywords"] == "公告资讯,青创通"
    assert found["Description"] == found["ArticleTitle"]


def test_description_is_one_line_and_not_too_long(named) -> None:
    page = PolicyFactory(summary="第一行\n  第二行" + "长" * 280)
    text = description_of(page)
    assert text.startswith("第一行 第二行长")
    assert len(text) == 200


def test_label_cannot_break_out_of_its_attribute(client, named) -> None:
    page = NewsFactory(title='"><script>alert(1)</script>', keywords="'><b>")
    text = client.get(page.get_url()).content.decode()
    assert "<script>alert" not in text
    assert ("ArticleTitle", page.title) in Head(text).metas


def test_shared_picture_is_the_listing_image(client, named) -> None:
    page = NewsFactory(listing_image=a_picture())
    metas = dict(Head(client.get(page.get_url()).content.decode()).metas)
    assert metas["og:image"].startswith("http://testserver/media/images/")
    assert metas["og:type"] == "article"
    assert "og:image" not in dict(Head(client.get("/").content.decode()).metas)


def test_keywords_take_either_semicolon(named) -> None:
    page = NewsFactory(keywords="融资；贷款;担保")
    assert keywords_of(page, named) == "融资,贷款,担保"
