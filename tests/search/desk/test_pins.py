"""Editors put results first for a query: chosen by the portal's own search, for some days, on a site."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Site

from search.finding import find
from search.models import BlockedWord, Pin
from search.query import SearchQuery, Sort
from tests.factories.content import NewsFactory, PolicyFactory, today

LIST, EDIT = "/admin/search/pins/", "/admin/search/pins/edit/"


@pytest.fixture
def notice(site):
    return NewsFactory(title="办理营业执照的新流程")


@pytest.fixture
def desk(editor, signed_in):
    """The editor's browser."""
    return signed_in(editor)


def fields(site: Site, **more) -> dict:
    return {"query": "开店", "site": site.pk, "since": "", "until": "", "look": "", "do": "save"} | more


def titles(site: Site, text: str = "开店", **parts) -> list[str]:
    return [hit.title for hit in find(SearchQuery(text=text, turn=0, **parts), site).hits]


def test_object_is_found_chosen_and_saved_without_typing_a_number(desk, site, notice) -> None:
    looked = desk.post(EDIT, fields(site, query="开店", look="营业执照", do="find")).content.decode()
    assert notice.title in looked
    assert f'value="choose:notice:{notice.pk}"' in looked
    chosen = desk.post(EDIT, fields(site, do=f"choose:notice:{notice.pk}", look="营业执照")).content.decode()
    assert f'<input type="hidden" name="chosen" value="notice:{notice.pk}">' in chosen
    assert 'value="开店"' in chosen
    assert not Pin.objects.exists()
    answer = desk.post(EDIT, fields(site, query="　開店 ", chosen=[f"notice:{notice.pk}"]), follow=True)
    assert "“开店”的置顶结果已保存，立即生效。" in answer.content.decode()
    assert titles(site) == [notice.title]


def test_order_is_changed_and_objects_are_taken_away_by_buttons(desk, site, notice) -> None:
    other = PolicyFactory(title="开店补贴办法")
    both = [f"notice:{notice.pk}", f"policy:{other.pk}"]
    moved = desk.post(EDIT, fields(site, chosen=both, do=f"up:policy:{other.pk}")).content.decode()
    assert moved.index(f'value="policy:{other.pk}"') < moved.index(f'value="notice:{notice.pk}"')
    left = desk.post(EDIT, fields(site, chosen=both, do=f"remove:notice:{notice.pk}")).content.decode()
    assert f'name="chosen" value="notice:{notice.pk}"' not in left
    desk.post(EDIT, fields(site, chosen=both))
    assert titles(site) == [notice.title, other.title]
    desk.post(f"{EDIT}?query=开店&site={site.pk}", fields(site, chosen=both[::-1]))
    assert titles(site) == [other.title, notice.title]
    assert Pin.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"query": "  "}, "请填写搜索词。"),
        ({"chosen": []}, "请至少选一条要置顶的内容。"),
        ({"since": "2026-12-01", "until": "2026-11-01"}, "截止日期不能早于开始日期。"),
        ({"query": "坏东西"}, "含有屏蔽词"),
        ({"query": "已有"}, "已经有置顶结果"),
        ({"chosen": ["notice:999999"]}, "访客在这个站点看不到"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, site, notice, wrong, sentence) -> None:
    BlockedWord.objects.create(word="坏东西")
    Pin.objects.create(query="已有", site=site, kind="notice", key=notice.pk)
    posted = fields(site, chosen=[f"notice:{notice.pk}"]) | wrong
    answer = desk.post(EDIT, posted).content.decode()
    assert sentence in answer
    assert f'value="{posted["until"]}"' in answer
    assert Pin.objects.count() == 1


@pytest.mark.parametrize("chosen", ["notice:x", "nothing:1", "notice", "", "notice:" + "9" * 30, "\x00:1"])
def test_made_up_references_are_nobody(desk, site, chosen: str) -> None:
    assert "请至少选一条要置顶的内容。" in desk.post(EDIT, fields(site, chosen=[chosen])).content.decode()


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [(None, None, True), (0, 0, True), (1, None, False), (None, -1, False), (-3, 3, True)],
)
def test_days_limit_it_first_and_last_included(site, notice, since, until, shown) -> None:
    days = {
        name: None if day is None else today(day) for name, day in {"since": since, "until": until}.items()
    }
    Pin.objects.create(query="开店", site=site, kind="notice", key=notice.pk, **days)
    assert titles(site) == ([notice.title] if shown else [])


def test_days_in_the_wrong_order_are_refused_by_the_database(site, notice) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pin.objects.create(
            query="开店", site=site, kind="notice", key=notice.pk, since=today(2), until=today(1)
        )


def test_what_is_no_longer_public_shows_nothing_and_is_marked(desk, site, notice) -> None:
    Pin.objects.create(query="开店", site=site, kind="notice", key=notice.pk)
    notice.unpublish()
    assert titles(site) == []
    listed = desk.get(LIST).content.decode()
    assert notice.title in listed
    assert "已不公开，访客看不到" in listed
    kept = desk.post(f"{EDIT}?query=开店&site={site.pk}", fields(site, chosen=[f"notice:{notice.pk}"]))
    assert kept.status_code == 302
    notice.delete()
    assert "已删除的内容" in desk.get(LIST).content.decode()


def test_pinned_results_are_counted_once_whether_they_match_or_not(site, notice) -> None:
    policy = PolicyFactory(title="营业执照补贴办法")
    for place, page in enumerate((policy, notice)):
        kind = "policy" if page is policy else "notice"
        Pin.objects.create(query="营业执照", site=site, kind=kind, key=page.pk, sort_order=place)
    result = find(SearchQuery(text="营业执照"), site)
    assert ([hit.title for hit in result.hits], result.total) == ([policy.title, notice.title], 2)
    Pin.objects.create(query="开店", site=site, kind="notice", key=notice.pk)
    result = find(SearchQuery(text="开店"), site)
    assert (result.total, [hit.pinned for hit in result.hits]) == (1, [True])


def test_pinned_result_comes_once_in_all_pages(site) -> None:
    notices = [NewsFactory(title=f"营业执照第{number}讲", published_on=today(-number)) for number in range(5)]
    Pin.objects.create(query="营业执照", site=site, kind="notice", key=notices[4].pk)
    pages = [titles(site, "营业执照", size=2, page=page) for page in (1, 2, 3)]
    assert pages[0][0] == notices[4].title
    assert sorted(title for page in pages for title in page) == sorted(notice.title for notice in notices)


def test_filtered_lists_and_other_orders_and_sites_have_no_pins(site, notice) -> None:
    other = Site.objects.create(hostname="other.example", root_page=site.root_page)
    Pin.objects.create(query="开店", site=site, kind="notice", key=notice.pk)
    assert titles(site, filters={"kind": ("notice",)}) == []
    assert titles(site, sort=Sort.NEWEST) == []
    assert titles(site, since=today(-400)) == []
    assert titles(site, kinds=("policy",)) == []
    assert titles(other) == []


def test_list_is_searched_and_costs_the_same_for_many(desk, site, django_assert_max_num_queries) -> None:
    def pin(number: int) -> None:
        page = NewsFactory()
        Pin.objects.create(query=f"词{number}", site=site, kind="notice", key=page.pk)

    pin(0)
    desk.get(LIST)
    with django_assert_max_num_queries(40) as one:
        desk.get(LIST)
    for number in range(1, 9):
        pin(number)
    with django_assert_max_num_queries(len(one.captured_queries)):
        listed = desk.get(LIST).content.decode()
    assert "词8" in listed
    narrowed = desk.get(LIST, {"q": "词3"}).content.decode()
    assert "词3" in narrowed
    assert "词8" not in narrowed


def test_pins_of_a_query_are_taken_away_together(desk, site, notice) -> None:
    Pin.objects.create(query="开店", site=site, kind="notice", key=notice.pk)
    desk.post(f"{EDIT}?query=开店&site={site.pk}", fields(site, do="delete"))
    assert not Pin.objects.exists()


def test_whoever_keeps_no_words_is_not_let_in(clerk, signed_in) -> None:
    browser = signed_in(clerk)
    for address in (LIST, EDIT):
        assert browser.get(address).status_code == 302
    assert LIST not in browser.get("/admin/").content.decode()


def test_it_stands_in_the_menu_beside_the_words(desk) -> None:
    assert LIST in desk.get(reverse("wagtailsnippets_search_synonym:list")).content.decode()
