"""What is offered while somebody types, whatever way of typing they have."""

import pytest
from wagtail.models import Site

from search.models import BlockedWord, Synonym
from search.suggestions import suggest
from tests.factories.cms_pages import FieldFactory
from tests.factories.content import NewsFactory
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.usefixtures("declared")


def test_suggestions_come_by_text_pinyin_and_initials_in_groups(site: Site) -> None:
    mentor = MentorFactory(page__title="王雨桐")
    NewsFactory(title="王府创业沙龙")
    for typed in ("王雨", "wangyu", "wyt", "ＷＡＮＧyutong", "王 雨"):
        (group,) = suggest(typed, site)
        assert (group.name, group.label, [item.key for item in group.items]) == (
            "mentor",
            "导师",
            [str(mentor.pk)],
        )
    assert [group.name for group in suggest("wang", site)] == ["mentor", "notice"]
    assert [group.name for group in suggest("wang", site, kinds=("notice",))] == ["notice"]
    (fields,) = suggest("rz", site)
    assert (fields.name, fields.is_facet, fields.items[0].text) == ("field", True, "融资")
    for odd in ("", " ", "%", "_", "\0", "\ud800", "'", "x" * 10_000):
        assert suggest(odd, site) == ()


@pytest.mark.parametrize("typed", ["税务愁划", "shuiwuchouh", "shuiwucouhua"])
def test_suggestions_know_what_was_meant_where_nothing_begins_like_that(site: Site, typed: str) -> None:
    FieldFactory(slug="tax", name="税务筹划")
    (group,) = suggest(typed, site)
    assert [item.text for item in group.items] == ["税务筹划"]


def test_tones_do_not_matter(site: Site) -> None:
    FieldFactory(slug="tax", name="税务筹划")
    (group,) = suggest("shuǐwù", site)
    assert [item.text for item in group.items] == ["税务筹划"]


def test_words_that_editors_say_mean_the_same_lead_to_what_is_there(site: Site) -> None:
    FieldFactory(slug="tax", name="注册财税")
    assert suggest("逃不掉", site) == ()
    Synonym.objects.create(words="逃不掉的税、注册财税")
    (group,) = suggest("逃不", site)
    assert [item.text for item in group.items] == ["注册财税"]
    BlockedWord.objects.create(word="财税")
    assert suggest("逃不", site) == ()


def test_suggestions_follow_the_list_and_the_editors(site: Site) -> None:
    field = FieldFactory(name="出海")
    assert suggest("chuhai", site)
    field.name = "外贸"
    field.save()
    assert suggest("chuhai", site) == ()
    BlockedWord.objects.create(word="外贸")
    assert suggest("waimao", site) == ()
