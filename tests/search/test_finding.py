"""What visitors get for a query."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from plugins.mentors.models import Mentor
from search import finding
from search.engines import database
from search.engines.base import EngineUnavailable
from search.engines.database import DatabaseEngine
from search.finding import find
from search.models import BlockedWord, Entry, Pin, StopWord, Synonym, Text
from search.query import LARGEST_SIZE, QueryRefused, SearchQuery, SearchResult, Seeker, Sort
from search.registry import documents
from search.suggestions import suggest
from tests.factories.cms_pages import FieldFactory, IndustryFactory
from tests.factories.content import NewsFactory, today
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled
from tests.search.conftest import ADVISER, NOTICE

pytestmark = pytest.mark.usefixtures("declared")


@pytest.fixture
def ask(site: Site):
    """`ask("融资", kinds=("mentor",))`: the result for a visitor of the site."""

    def search(text: str = "", **parts) -> SearchResult:
        return find(SearchQuery(text, **parts), site)

    return search


def keys(result: SearchResult) -> list[int]:
    return sorted(hit.key for hit in result.hits)


def counted(result: SearchResult, name: str) -> dict[str, int]:
    (facet,) = [facet for facet in result.facets if facet.name == name]
    return {value.value: value.count for value in facet.values}


def test_hits_carry_what_a_card_needs(ask) -> None:
    mentor = MentorFactory(page__title="王雨桐")
    (hit,) = ask("雨桐").hits
    assert (hit.kind, hit.key, hit.object, hit.title, hit.url) == (
        "mentor",
        mentor.pk,
        mentor,
        "王雨桐",
        f"/advisers/{mentor.pk}/",
    )
    assert [(mark.field, mark.text, mark.marks) for mark in hit.highlights] == [
        ("title", "王雨桐", ((1, 3),))
    ]


def test_no_text_finds_everything_and_no_marks(ask) -> None:
    MentorFactory.create_batch(2)
    NewsFactory()
    result = ask()
    assert result.total == 3
    assert {hit.kind for hit in result.hits} == {"mentor", "notice"}
    assert not any(hit.highlights for hit in result.hits)


@pytest.mark.parametrize(
    "text", ["？！", "  ，", "😀", '"', "\0", "\ud800", "(((((", "*" * 10_000, "融" * 10_000, "' OR 1=1"]
)
def test_odd_texts_get_an_answer(ask, text: str) -> None:
    MentorFactory()
    assert ask(text).total in (0, 1)


def test_counts_leave_their_own_choice_aside(ask) -> None:
    tax, export = FieldFactory(slug="tax"), FieldFactory(slug="export")
    robots, food = IndustryFactory(slug="robots"), IndustryFactory(slug="food")
    MentorFactory(page__fields=[tax], page__industries=[robots])
    MentorFactory(page__fields=[export], page__industries=[robots])
    MentorFactory(page__fields=[tax, export], page__industries=[food])
    NewsFactory()
    facets = ("field", "industry", "kind")
    result = ask(filters={"field": ("tax",), "kind": ("mentor",)}, facets=facets)
    assert result.total == 2
    assert counted(result, "field") == {"tax": 2, "export": 2}
    assert counted(result, "industry") == {"robots": 1, "food": 1}
    assert counted(result, "kind") == {"mentor": 2}
    assert result.without == {"field": 3, "kind": 2}
    both = ask(filters={"field": ("tax", "export"), "industry": ("robots",)}, facets=facets)
    assert both.total == 2
    assert counted(both, "industry") == {"robots": 2, "food": 1}


def test_empty_list_says_which_filter_to_drop(ask) -> None:
    MentorFactory(page__industries=[IndustryFactory(slug="food")])
    IndustryFactory(slug="robots")
    result = ask("融资", filters={"industry": ("robots",), "field": ("financing",)}, facets=("industry",))
    assert result.total == 0
    assert result.without == {"industry": 1, "field": 0}
    assert result.relaxed == ()


def test_unknown_values_are_nobodys_and_unknown_facets_are_refused(ask) -> None:
    MentorFactory()
    assert ask(filters={"field": ("nothing", "%s", "\0")}).total == 0
    assert ask(filters={"field": ("nothing", "financing")}).total == 1
    assert ask(filters={"kind": ("nothing",)}).total == 0
    for parts in ({"filters": {"colour": ("red",)}}, {"facets": ("colour",)}, {"kinds": ("colour",)}):
        with pytest.raises(QueryRefused):
            ask(**parts)


@pytest.mark.parametrize(
    ("parameter", "parts"),
    [
        ("size", {"size": LARGEST_SIZE + 1}),
        ("size", {"size": 0}),
        ("page", {"page": 0}),
        ("page", {"page": 51, "size": 20}),
        ("sort", {"sort": "colour"}),
        ("until", {"since": date(2026, 2, 1), "until": date(2026, 1, 1)}),
        ("cursor", {"cursor": "x"}),
        ("cursor", {"cursor": "W10"}),
        ("cursor", {"cursor": "\ud800中"}),
        ("cursor", {"cursor": "[" * 5000}),
    ],
)
def test_limits_are_told(ask, parameter: str, parts: dict) -> None:
    with pytest.raises(QueryRefused) as refused:
        ask(**parts)
    assert refused.value.parameter == parameter
    assert str(refused.value)


def test_pages_and_cursors_show_every_hit_once(ask) -> None:
    expected = sorted(mentor.pk for mentor in MentorFactory.create_batch(7))
    first = ask("融资", size=3)
    pages = [first, *(ask("融资", size=3, page=page, turn=first.turn) for page in (2, 3))]
    assert sorted(hit.key for page in pages for hit in page.hits) == expected
    seen, cursor = keys(first), first.cursor
    while cursor:
        result = ask("融资", size=3, cursor=cursor)
        seen, cursor = [*seen, *keys(result)], result.cursor
    assert sorted(seen) == expected
    assert ask("融资", size=20, page=50).hits == ()
    assert first.pages == 3


def test_cursors_lead_back_as_well(ask) -> None:
    MentorFactory.create_batch(7)
    first = ask("融资", size=3)
    second = ask("融资", size=3, cursor=first.cursor)
    back = ask("融资", size=3, cursor=second.previous)
    assert first.previous == ""
    assert [hit.key for hit in back.hits] == [hit.key for hit in first.hits]


def test_index_that_names_what_is_hidden_shows_nothing_of_it(ask, site: Site) -> None:
    hidden, gone, seen = MentorFactory(page__title="王雨桐"), MentorFactory(), MentorFactory()
    page = hidden.page
    type(page).objects.filter(pk=page.pk).update(live=False)
    Entry.objects.filter(key=gone.pk).update(key=999_999)
    Entry.objects.filter(key=seen.pk).update(mask_00=2**62)
    assert ask("融资", facets=("field",)).hits[0].key == seen.pk
    assert len(ask("融资").hits) == 1
    assert [group.name for group in suggest("王", site)] == ["mentor"]
    assert hidden.pk not in [int(item.key) for group in suggest("王", site) for item in group.items]


def test_entry_of_an_unknown_kind_shows_nothing(ask) -> None:
    MentorFactory()
    Entry.objects.update(kind="stranger")
    assert ask("融资").hits == ()


def test_switched_off_is_neither_listed_nor_found_nor_suggested(ask, site: Site, monkeypatch) -> None:
    MentorFactory(page__title="王雨桐")
    monkeypatch.setattr(documents, "enabled", lambda site: {"notice": NOTICE})
    assert ask("雨桐").total == 0
    assert suggest("雨桐", site) == ()
    assert counted(ask(facets=("kind",)), "kind") == {}
    with pytest.raises(QueryRefused):
        ask(kinds=("mentor",))


def test_number_of_queries_does_not_grow_with_hits(ask) -> None:
    FieldFactory(slug="tax")

    def cost() -> int:
        ask("融资", facets=("field", "kind"))
        with CaptureQueriesContext(connection) as queries:
            ask("融资", facets=("field", "kind"), filters={"field": ("financing",)})
        return len(queries)

    MentorFactory.create_batch(2)
    few = cost()
    MentorFactory.create_batch(12)
    assert cost() == few


def test_each_of_equal_mentors_stands_first_in_turn(ask) -> None:
    MentorFactory.create_batch(5)
    first = Counter(ask("融资").hits[0].key for _search in range(100))
    assert sorted(first.values()) == [20] * 5


def test_turns_of_one_question_do_not_depend_on_others(ask) -> None:
    MentorFactory.create_batch(4)
    first = Counter()
    for _search in range(40):
        first[ask("融资").hits[0].key] += 1
        for other in range(3):
            ask("融资", filters={"field": ("financing",)}, sort=list(Sort)[other])
    assert max(first.values()) <= 0.3 * 40


def test_notices_do_not_take_turns(ask) -> None:
    for _notice in range(4):
        NewsFactory(title="税务通知")
    assert len({tuple(hit.key for hit in ask("税务").hits) for _search in range(5)}) == 1


def test_seekers_find_those_who_know_their_trade_first_and_read_why(ask) -> None:
    robots = IndustryFactory(slug="robots", name="机器人")
    mentors = [MentorFactory(page__industries=[]) for _mentor in range(3)]
    mentors[1].page.industries.add(robots)
    mentors[1].page.save()
    seeker = Seeker(industries=("robots", "unknown"))
    for _turn in range(3):
        hit = ask("融资", seeker=seeker).hits[0]
        assert hit.key == mentors[1].pk
        assert hit.reasons == ("行业相符：机器人",)
    assert not any(hit.reasons for hit in ask("融资").hits)


def test_what_nobody_can_share_is_no_reason(ask) -> None:
    MentorFactory()
    assert ask("融资", seeker=Seeker(needs=("unknown",), district="x", stage="y")).hits[0].reasons == ()


def test_seeker_of_choices_holds_them_by_facet() -> None:
    chosen = {"field": ["tax", "law"], "district": ["east", "north"], "way": ["video"]}
    assert Seeker.wishing(chosen).wishes == {"field": ("tax", "law"), "district": ("east",)}
    assert Seeker.wishing({}) == Seeker()


@pytest.fixture
def rankings(monkeypatch) -> list[object]:
    """How many hits were put in order, each time that some were."""
    counted: list[object] = []
    original = database.groups_of

    def counting(rows, *others):
        counted.append(len(rows))
        return original(rows, *others)

    monkeypatch.setattr(database, "groups_of", counting)
    return counted


@pytest.mark.parametrize("text", ["", "融资"])
def test_ranking_is_kept_for_further_pages_and_turns_until_something_changes(ask, rankings, text) -> None:
    MentorFactory.create_batch(7)
    settled()
    pages = [ask(text, size=3, page=page, turn=turn, kinds=("mentor",)) for turn in (1, 2) for page in (1, 2)]
    assert rankings == [7]
    assert len({hit.key for page in pages for hit in page.hits}) == 7
    ask(text, size=3, kinds=("mentor",), sort=Sort.NEWEST)
    assert rankings == [7, 7]
    MentorFactory()
    assert ask(text, size=3, kinds=("mentor",), turn=1).total == 8
    assert rankings == [7, 7, 8]


def test_ranking_for_a_seeker_is_kept_for_nobody(ask, rankings) -> None:
    MentorFactory.create_batch(3)
    settled()
    others = {*database._rankings._things, *database._rows._things}
    for _time in range(2):
        ask("融资", seeker=Seeker(needs=("financing",)))
    assert rankings == [3, 3]
    assert "financing" not in repr({*database._rankings._things, *database._rows._things} - others)


def test_own_experience_counts_and_stays_within_bounds(ask) -> None:
    good, bad, other = MentorFactory.create_batch(3)
    seeker = Seeker(consulted={("mentor", good.pk): 5, ("mentor", bad.pk): 1, ("mentor", other.pk): None})
    hits = ask("融资", seeker=seeker).hits
    assert [hit.key for hit in hits] == [good.pk, other.pk, bad.pk]
    assert hits[2].score / hits[0].score >= 0.7


def test_newest_comes_first_when_asked(ask) -> None:
    old, new = MentorFactory(appointed_on=today(-100)), MentorFactory(appointed_on=today(-1))
    assert [hit.key for hit in ask("融资", sort=Sort.NEWEST).hits] == [new.pk, old.pk]


def test_words_of_editors_take_effect_at_once(ask) -> None:
    mentor = MentorFactory()
    assert ask("找金主").total == 0
    Synonym.objects.create(words="融资、找金主")
    assert keys(ask("找金主")) == [mentor.pk]
    StopWord.objects.create(word="海澜市")
    assert ask("海澜市融资").relaxed == ()
    BlockedWord.objects.create(word="融资")
    result = ask("请问融资")
    assert result.blocked
    assert result.total == 0
    BlockedWord.objects.all().delete()
    BlockedWord.objects.create(word="骗子").delete()
    assert keys(ask("融资")) == [mentor.pk]


def test_pinned_result_stands_first_once(ask, site: Site) -> None:
    mentors = MentorFactory.create_batch(3)
    notice = NewsFactory(title="别的")
    pin = Pin(site=site, query="ＲＯＮＧ融资", kind="notice", key=notice.pk)
    pin.query = "融资"
    pin.full_clean()
    pin.save()
    Pin.objects.create(site=site, query="融资", kind="mentor", key=mentors[1].pk, sort_order=200)
    hits = ask("融資").hits
    assert [(hit.kind, hit.key, hit.pinned) for hit in hits[:2]] == [
        ("notice", notice.pk, True),
        ("mentor", mentors[1].pk, True),
    ]
    assert len(hits) == 4
    Pin.objects.filter(kind="notice").update(until=today(-1))
    Pin.objects.get(kind="mentor").delete()
    assert not any(hit.pinned for hit in ask("融资").hits)


def test_hidden_object_cannot_be_pinned_into_sight(ask, site: Site) -> None:
    mentor = MentorFactory(former=True)
    Pin.objects.create(site=site, query="融资", kind="mentor", key=mentor.pk)
    assert ask("融资").hits == ()


def test_typo_is_corrected_unless_what_was_typed_is_found(ask) -> None:
    FieldFactory(slug="tax", name="税务筹划")
    mentor = MentorFactory(page__headline="税务筹划")
    result = ask("税务筹画")
    assert keys(result) == [mentor.pk]
    assert [(found.typed, found.meant) for found in result.corrected] == [("税务筹画", "税务筹划")]
    assert ask("税务筹画", as_typed=True).corrected == ()
    literal = MentorFactory(page__headline="税务筹画")
    assert keys(ask("税务筹画")) == [literal.pk]


def test_engine_that_does_not_answer_is_no_error(ask, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise EngineUnavailable

    monkeypatch.setattr(DatabaseEngine, "search", fail)
    result = ask("融资")
    assert result.degraded
    assert result.hits == ()


def test_results_know_how_they_were_found(ask) -> None:
    result = ask("融资")
    assert (result.engine, result.degraded, result.exact) == ("database", False, True)
    assert result.took_ms > 0
    assert result.plan.words == ("融资",) or "融资" in result.plan.words


def test_unindexed_portal_finds_nothing_and_says_so(ask) -> None:
    Text.objects.all().delete()
    assert ask("融资").total == 0
    assert finding.documents.all == {"mentor": ADVISER, "notice": NOTICE}
    assert not Mentor.objects.exists()


def test_slip_inside_a_longer_text_is_corrected_though_a_part_of_it_is_written_somewhere(ask) -> None:
    notice = NewsFactory(title="三天备齐担保贷款材料")
    result = ask("创业但保贷款")
    assert [correction.meant for correction in result.corrected] == ["创业担保贷款"]
    assert keys(result) == [notice.pk]


def test_text_that_somebody_wrote_like_this_is_not_corrected(ask) -> None:
    notice = NewsFactory(title="创业但保贷款，一个真实的错别字")
    NewsFactory(title="三天备齐担保贷款材料")
    result = ask("创业但保贷款")
    assert result.corrected == ()
    assert keys(result) == [notice.pk]
