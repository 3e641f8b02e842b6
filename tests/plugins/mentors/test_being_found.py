"""A mentor is found by what they say of themselves, and no longer when they leave."""

import pytest

from plugins.mentors.models import Mentor
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from search.finding import find
from search.indexing import rebuild
from search.query import SearchQuery
from tests.factories.cms_pages import DistrictFactory, FieldFactory, IndustryFactory
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def made(module_site) -> None:
    """Made after the index, so that every answer proves that it was followed."""
    list(rebuild())
    MentorFactory(
        page__title="王雨桐",
        page__headline="第一笔融资怎么谈",
        page__organisation="海澜某律师事务所",
        page__fields=[FieldFactory(slug="loan", name="创业担保贷款")],
        page__industries=[IndustryFactory(slug="robots", name="机器人", name_en="Robots")],
        page__district=DistrictFactory(slug="beiling", name="北岭市"),
    )
    settled()


@pytest.fixture
def wang(site) -> Mentor:
    return Mentor.objects.get()


@pytest.mark.parametrize(
    "text",
    [
        "王雨桐",
        "雨桐",
        "wangyutong",
        "wyt",
        "王雨同",
        "融资",
        "担保贷款",
        "創業擔保貸款",
        "ＲＯＢＯＴＳ",
        "北岭",
        "找个懂融资的导师",
    ],
)
def test_mentor_is_found_by_name_need_trade_and_place(ask, text: str) -> None:
    assert ask(text) == ["王雨桐"]


@pytest.mark.parametrize("text", ["殡葬", "和服"])
def test_words_that_nobody_said_find_nobody(ask, text: str) -> None:
    assert ask(text) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"field": ("loan",)}, 1),
        ({"district": ("beiling",), "way": ("nonsense",)}, 0),
        ({"field": ("law",)}, 0),
    ],
)
def test_filters_are_those_of_the_list(ask, filters: dict[str, tuple[str, ...]], found: int) -> None:
    assert len(ask(**filters)) == found


def test_whoever_leaves_is_gone_in_the_same_transaction(wang, ask) -> None:
    wang.page.unpublish()
    assert ask("王雨桐") == []


def test_plugin_that_is_off_is_searched_by_nobody(ask, site) -> None:
    switch(registry["mentors"], site, on=False)
    result = find(SearchQuery(text="王雨桐"), site)
    assert result.total == 0


def test_renamed_field_is_found_under_its_new_name_at_once(wang, ask) -> None:
    field = wang.page.fields.get()
    field.name = "供应链金融"
    field.save()
    assert ask("供应链金融") == ["王雨桐"]
