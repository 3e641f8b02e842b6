"""The admin's own search finds inner Chinese words and survives whatever is typed into it."""

from pathlib import Path

import pytest
from django.urls import reverse
from modelsearch.query import MATCH_NONE, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms_pages.models import Field, NewsPage
from search.wagtail_backend import IN_NO_TEXT, words_of
from tests.factories.content import NewsFactory
from tests.factories.library import a_picture

pytestmark = pytest.mark.usefixtures("wagtail_indexes")

TITLES = (
    "关于启用新版导师预约规则的通知",
    "创业赋能中心2026年第二批招募公告",
    "海上项目沙龙（ＡＩ专场）",
    "跨境电商培训班开班",
)
LONG = "字" * 10_000
HOSTILE = ('"', "'", "\\", "*", "(", ")", "a\x00b", "😀", "，。！", "%s %", "AND OR NOT", "NEAR(", LONG)


@pytest.fixture(scope="module")
def notices(wagtail_indexes, module_site) -> dict[str, NewsPage]:
    made = {title: NewsFactory(title=title) for title in TITLES}
    for page in made.values():
        page.save_revision().publish()
    return made


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("预约", TITLES[0]),
        ("导师预约", TITLES[0]),
        ("赋能中心", TITLES[1]),
        ("招募公告", TITLES[1]),
        ("2026", TITLES[1]),
        ("沙龙", TITLES[2]),
        ("AI", TITLES[2]),
        ("ai", TITLES[2]),
        ("跨境電商", TITLES[3]),
        ("培训班", TITLES[3]),
        (TITLES[0], TITLES[0]),
    ],
)
@pytest.mark.parametrize("way", ["search", "autocomplete"])
def test_words_inside_a_title_are_found(db, notices, asked: str, title: str, way: str) -> None:
    found = getattr(get_search_backend(), way)(asked, NewsPage.objects.all())
    assert [page.title for page in found] == [title]


def test_word_is_found_while_it_is_being_typed(db, notices) -> None:
    found = get_search_backend().autocomplete("创业赋", Page.objects.all())
    assert TITLES[1] in [page.title for page in found]


@pytest.mark.parametrize("asked", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("way", ["search", "autocomplete"])
def test_whatever_is_typed_gets_an_answer(db, notices, asked: str, way: str) -> None:
    list(getattr(get_search_backend(), way)(asked, Page.objects.all()))


def test_query_without_a_word_finds_nothing(db, notices) -> None:
    assert list(get_search_backend().search("，。", Page.objects.all())) == []


@pytest.mark.parametrize(
    "address",
    ["wagtailadmin_explore_root", "wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index"],
)
def test_every_search_box_of_the_admin_answers(notices, manager, signed_in, address: str) -> None:
    client = signed_in(manager)
    for asked in ('"', "a\x00b", "，。！", "NEAR("):
        assert client.get(reverse(address), {"q": asked}).status_code == 200, asked


def test_pictures_and_terms_are_found_by_inner_words(manager, signed_in) -> None:
    a_picture(title="导师张三的证件照")
    Field.objects.create(name="知识产权保护", slug="ip")
    client = signed_in(manager)
    assert "证件照" in client.get(reverse("wagtailimages:index"), {"q": "证件照"}).content.decode()
    listing = client.get(reverse("wagtailsnippets_cms_pages_field:list"), {"q": "产权"})
    assert "知识产权保护" in listing.content.decode()


def test_queries_of_every_form_ask_for_words() -> None:
    asked = words_of(Or([Phrase("创业担保贷款"), Not(PlainText("！"))]))
    assert [type(part).__name__ for part in asked.subqueries] == ["PlainText", "Not"]
    nothing = words_of(PlainText("、，"))
    assert nothing is MATCH_NONE or nothing.query_string == IN_NO_TEXT


def test_upstream_still_has_what_this_leans_on() -> None:
    """Fails when modelsearch moves its indexer or renames what compilers keep."""
    backend = get_search_backend()
    module = __import__(type(backend).__mro__[1].__module__, fromlist=["ObjectIndexer"])
    assert module.ObjectIndexer.__name__ == "ObjectIndexer"
    assert "ObjectIndexer(obj" in Path(module.__file__).read_text(encoding="utf-8")
    compiler = backend.query_compiler_class(Page.objects.all(), "创业担保贷款")
    assert " " in compiler.query.query_string or compiler.query.query_string == "创业担保贷款"
