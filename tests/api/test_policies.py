"""Policies as data: the filters of the page, the head table, the tree of articles, what repeals what."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms_pages.choices import NewsKind, ValidityState
from cms_pages.found_lists import found_list
from cms_pages.models import Audience, PolicyPage, PolicyRepeal, PolicyTopic
from tests.factories.content import NewsFactory, PolicyFactory, today
from tests.factories.library import a_document
from tests.statements import asked


def titles(answer) -> list[str]:
    return [row["title"] for row in answer.json()["results"]]


@pytest.fixture
def topics(site) -> dict[str, PolicyTopic]:
    return {
        slug: PolicyTopic.objects.create(name=name, slug=slug)
        for slug, name in (("space", "场地"), ("money", "资金"))
    }


@pytest.fixture
def audiences(site) -> dict[str, Audience]:
    names = (("graduates", "高校毕业生"), ("startups", "初创企业"))
    return {slug: Audience.objects.create(name=name, slug=slug, name_en=slug.title()) for slug, name in names}


@pytest.fixture
def library(topics, audiences) -> list[PolicyPage]:
    """Five documents that differ in everything one can filter by."""
    repealed = PolicyFactory(title="旧的入驻办法", published_on=date(2022, 3, 1), topic=topics["space"])
    new = PolicyFactory(title="新的入驻办法", published_on=date(2025, 8, 1), topic=topics["space"])
    PolicyRepeal.objects.create(page=new, target=repealed, title=repealed.title)
    new.audiences.set([audiences["graduates"], audiences["startups"]])
    new.save()
    expired = PolicyFactory(
        title="补贴细则", expired=True, published_on=date(2022, 5, 1), topic=topics["money"]
    )
    expired.audiences.set([audiences["startups"]])
    expired.save()
    coming = PolicyFactory(
        title="来年的担保办法", not_yet=True, published_on=date(2026, 1, 1), issuers="海澜市财政局"
    )
    undated = PolicyFactory(title="没有日期的函", published_on=None, issuers="海澜市商务局\r\n海澜市财政局")
    return [repealed, new, expired, coming, undated]


def test_list_is_newest_first_and_undated_ones_come_last(get, library) -> None:
    assert titles(get("policies/")) == [
        "来年的担保办法",
        "新的入驻办法",
        "补贴细则",
        "旧的入驻办法",
        "没有日期的函",
    ]


def test_undated_ones_are_reached_page_by_page(get, library) -> None:
    found, address = [], "policies/?limit=2"
    while address:
        answer = get(address)
        found += titles(answer)
        address = answer.json()["next"]
    assert found == ["来年的担保办法", "新的入驻办法", "补贴细则", "旧的入驻办法", "没有日期的函"]


FILTERS = [
    ({"topic": ["space"]}, 2),
    ({"topic": ["space", "money"]}, 3),
    ({"topic": ["nothing-of-the-kind"]}, 0),
    ({"audience": ["startups"]}, 2),
    ({"audience": ["startups", "graduates"]}, 2),
    ({"audience": ["graduates"], "topic": ["money"]}, 0),
    ({"issuer": ["海澜市财政局"]}, 5),
    ({"issuer": ["海澜市商务局"]}, 1),
    ({"issuer": ["财政局"]}, 0),
    ({"issuer": [".*"]}, 0),
    ({"year": ["2022"]}, 2),
    ({"year": ["2022", "2026"]}, 3),
    ({"validity": ["repealed"]}, 1),
    ({"validity": ["expired"]}, 1),
    ({"validity": ["not_yet"]}, 1),
    ({"validity": ["valid"]}, 2),
    ({"validity": ["valid", "repealed"]}, 3),
    ({"q": ["担保办法"]}, 1),
    ({"q": ["入驻 场地"]}, 2),
    ({"q": ["ruzhu"]}, 2),
    ({"q": ["人驻"]}, 2),
    ({"q": ["入驻"], "validity": ["repealed"]}, 1),
]


def test_filters_give_what_the_page_gives(get, library, site, subtests) -> None:
    for parameters, number in FILTERS:
        with subtests.test(str(parameters)):
            found = get("policies/", **parameters, total="true").json()
            page = found_list(RequestFactory().get("/policies/", parameters), "policy")
            assert found["total"] == number == page.total
            assert {row["slug"] for row in found["results"]} == {hit.object.slug for hit in page.hits}
            assert {
                facet["name"]: {
                    value["value"]: (value["count"], value["selected"]) for value in facet["values"]
                }
                for facet in found["facets"]
            } == {
                facet.name: {value.slug: (value.count, value.selected) for value in facet.values}
                for facet in page.facets
            }


def test_every_row_says_its_state_as_its_page_does(get, library) -> None:
    states = {row["slug"]: row["validity_state"] for row in get("policies/").json()["results"]}
    assert states == {policy.slug: policy.validity_state for policy in PolicyPage.objects.all()}


def test_row_carries_the_head_of_the_document(get, library) -> None:
    row = next(row for row in get("policies/").json()["results"] if row["title"] == "新的入驻办法")
    assert row["topic"] == {"slug": "space", "name": "场地", "name_en": ""}
    assert [audience["slug"] for audience in row["audiences"]] == ["graduates", "startups"]
    assert row["issuers"] == ["海澜市人力资源和社会保障局", "海澜市财政局"]
    assert row["html_url"] == f"http://testserver/policies/{row['slug']}/"
    assert row["detail_url"] == f"http://testserver/api/v1/policies/{row['slug']}/"
    assert get(row["detail_url"]).json()["title"] == "新的入驻办法"


def test_list_asks_as_many_queries_for_one_document_as_for_thirty(get, topics, audiences) -> None:
    """Cold, as every query of a transaction with changes is: the rows with their audiences, what the search knows, the
    counts."""
    costs = []
    for number in (1, 29):
        for _ in range(number):
            policy = PolicyFactory(topic=topics["space"])
            policy.audiences.set(audiences.values())
            policy.save()
        get("policies/", limit=100)
        with CaptureQueriesContext(connection) as queries:
            answer = get("policies/", limit=100)
        costs.append(len(asked(queries)))
    assert len(answer.json()["results"]) == 30
    assert costs[0] == costs[1] <= 11


# One document -------------------------------------------------------------------------------------------------------


@pytest.fixture
def law(topics) -> PolicyPage:
    return PolicyFactory(as_law=True, slug="measures", topic=topics["space"], keywords="入驻；孵化; 公示")


def test_detail_has_the_whole_head_table(get, law) -> None:
    document = get("policies/measures/").json()
    head = "index_number topic issuers issued_on title document_number published_on validity effective_on expires_on"
    assert set(head.split()) <= set(document)
    assert document["validity"] == {
        "state": "valid",
        "label": "有效",
        "since": law.effective_on.isoformat(),
        "repealed_by": None,
    }
    assert document["disclosure_label"] == "主动公开"
    assert document["keywords"] == ["入驻", "孵化", "公示"]
    assert document["short_title"].startswith("《海澜市第")


def test_detail_holds_the_tree_with_anchors_and_places(get, law) -> None:
    sections = get("policies/measures/").json()["sections"]
    assert [(section["kind"], section["label"], section["anchor"]) for section in sections] == [
        ("chapter", "第一章", "c1"),
        ("chapter", "第二章", "c2"),
    ]
    second = sections[1]["content"][0]
    assert (second["type"], second["anchor"], second["label"], second["chapter"]) == (
        "article",
        "a2",
        "第二条",
        2,
    )
    text, items = second["content"]
    assert text == {"type": "text", "text": "申请入驻按下列程序办理："}
    assert [(item["anchor"], item["label"], item["place"]) for item in items["items"]] == [
        ("a2-1", "（一）", "第二条第一项"),
        ("a2-2", "（二）", "第二条第二项"),
        ("a2-3", "（三）", "第二条第三项"),
    ]
    subs = items["items"][1]["content"][0]["items"]
    assert [(sub["anchor"], sub["place"]) for sub in subs] == [
        ("a2-2-1", "第二条第二项第1目"),
        ("a2-2-2", "第二条第二项第2目"),
    ]


def test_every_anchor_of_the_page_is_in_the_tree(get, law) -> None:
    def anchors(node):
        if isinstance(node, dict):
            if str(node.get("anchor", "")).startswith("a"):
                yield node["anchor"]
            for value in node.values():
                yield from anchors(value)
        elif isinstance(node, list):
            for value in node:
                yield from anchors(value)

    assert set(anchors(get("policies/measures/").json()["sections"])) == law.anchors


def test_article_is_cited_alone_with_its_neighbours(get, law) -> None:
    article = get("policies/measures/articles/2/").json()
    assert article["citation"] == f"{law.short_title}第二条"
    assert article["html_url"] == "http://testserver/policies/measures/#a2"
    assert article["policy"]["slug"] == "measures"
    assert article["previous_url"] == "http://testserver/api/v1/policies/measures/articles/1/"
    assert get(article["next_url"]).json()["number"] == 10
    assert get("policies/measures/articles/10/").json()["next_url"] is None


@pytest.mark.parametrize("number", ["3", "0", "9999"])
def test_article_that_is_not_there_is_not_found(get, law, number) -> None:
    assert get(f"policies/measures/articles/{number}/").status_code == 404


def test_repeals_link_both_ways(get, library) -> None:
    old, new, *_ = library
    there = get(f"policies/{new.slug}/").json()
    back = get(f"policies/{old.slug}/").json()
    assert [line["policy"]["slug"] for line in there["repeals"]] == [old.slug]
    assert [page["slug"] for page in back["repealed_by"]] == [new.slug]
    assert back["validity"]["state"] == "repealed"
    assert back["validity"]["repealed_by"]["slug"] == new.slug


def test_repealed_document_off_the_site_keeps_its_name_without_a_link(get, law) -> None:
    PolicyRepeal.objects.create(
        page=law, title="关于印发《旧办法》的通知", document_number="海人社〔2019〕3号"
    )
    assert get("policies/measures/").json()["repeals"] == [
        {"title": "关于印发《旧办法》的通知", "document_number": "海人社〔2019〕3号", "policy": None}
    ]


def test_interpretations_are_linked_and_withdrawn_ones_are_not(get, law) -> None:
    shown = NewsFactory(kind=NewsKind.INTERPRETATION, interprets=law)
    NewsFactory(kind=NewsKind.INTERPRETATION, interprets=law, withdrawn=True)
    NewsFactory(kind=NewsKind.INTERPRETATION, interprets=law, live=False)
    assert [link["slug"] for link in get("policies/measures/").json()["interpretations"]] == [shown.slug]


def test_private_neighbours_are_not_named(get, library) -> None:
    old, new, *_ = library
    PageViewRestriction.objects.create(page=new, restriction_type=PageViewRestriction.LOGIN)
    document = get(f"policies/{old.slug}/").json()
    assert (document["repealed_by"], document["validity"]["repealed_by"]) == ([], None)
    assert document["validity"]["state"] == ValidityState.REPEALED
    assert get(f"policies/{new.slug}/").status_code == 404
    assert new.title not in titles(get("policies/"))


def test_attachments_of_closed_collections_are_left_out(get, law) -> None:
    closed = Collection.get_first_root_node().add_child(name="内部")
    below = closed.add_child(name="内部之下")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    files = [a_document("申请表"), a_document("底稿", collection=below)]
    law.attachments = [("document", file) for file in files]
    law.save()
    assert get("policies/measures/").json()["attachments"] == [
        {
            "title": "申请表",
            "url": f"http://testserver{files[0].url}",
            "file_type": "pdf",
            "size": files[0].file.size,
        }
    ]


def test_unpublished_document_is_not_found(get, law) -> None:
    law.unpublish()
    assert get("policies/measures/").status_code == 404
    assert get("policies/measures/articles/2/").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_detail_asks_the_same_however_much_belongs_to_it(
    get, law, number, django_assert_max_num_queries
) -> None:
    for place in range(number):
        other = PolicyFactory(published_on=today(-place), effective_on=today(100))
        PolicyRepeal.objects.create(page=law, target=PolicyFactory(), title="旧")
        PolicyRepeal.objects.create(page=other, target=law, title=law.title)
        NewsFactory(kind=NewsKind.INTERPRETATION, interprets=law)
        law.attachments.append(("document", a_document()))
    law.save()
    get("policies/measures/")
    with django_assert_max_num_queries(8):
        found = get("policies/measures/").json()
    assert {len(found[name]) for name in ("repeals", "repealed_by", "interpretations", "attachments")} == {
        number
    }


# The day -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "states"),
    [
        (-1, {"not_yet": 2, "valid": 1}),
        (0, {"not_yet": 1, "valid": 2}),
        (9, {"not_yet": 1, "valid": 2}),
        (10, {"repealed": 1, "valid": 2}),
        (20, {"repealed": 1, "valid": 2}),
        (21, {"expired": 1, "repealed": 1, "valid": 1}),
    ],
)
def test_counts_are_those_of_the_day_without_anything_being_written(
    get, site, monkeypatch, days: int, states: dict[str, int]
) -> None:
    old = PolicyFactory(title="旧的入驻办法")
    PolicyFactory(title="补贴细则", effective_on=today(), expires_on=today(20))
    new = PolicyFactory(title="新的入驻办法", effective_on=today(10))
    PolicyRepeal.objects.create(page=new, target=old, title=old.title)
    that_day = today(days)
    monkeypatch.setattr(timezone, "localdate", lambda *given: that_day)
    found = get("policies/", total="true").json()
    (validity,) = (facet for facet in found["facets"] if facet["name"] == "validity")
    assert {value["value"]: value["count"] for value in validity["values"]} == states
    page = found_list(RequestFactory().get("/policies/"), "policy")
    assert {
        value.slug: value.count for facet in page.facets if facet.name == "validity" for value in facet.values
    } == states
    assert Counter(hit.object.listed_state.value for hit in page.hits) == states
    for state, number in states.items():
        chosen = {"validity": [state], "q": ["办法"]}
        policies = found_list(RequestFactory().get("/policies/", {"validity": [state]}), "policy")
        assert policies.total == number == get("policies/", validity=[state], total="true").json()["total"]
        narrowed = found_list(RequestFactory().get("/policies/", chosen), "policy")
        assert {hit.object.listed_state.value for hit in narrowed.hits} <= {state}


def test_rows_say_where_the_words_stand_as_offsets_of_their_own_text(get, site) -> None:
    """C4: an article that says it is told with its address; without a text, or where nobody asks, nothing is."""
    PolicyFactory(as_law=True, slug="measures", title="入驻管理办法")
    (row,) = get("policies/", q="公示期为五日").json()["results"]
    passage = row["passages"][0]
    assert (passage["label"], passage["html_url"]) == (
        "第十条 公示",
        "http://testserver/policies/measures/#a10",
    )
    assert [passage["text"][start:end] for start, end in passage["marks"]][:2] == ["公示", "五日"]
    (row,) = get("policies/", q="管理办法").json()["results"]
    title = row["highlights"][0]
    assert (title["field"], title["text"], title["marks"]) == ("title", "入驻管理办法", [[2, 6]])
    for parameters in ({}, {"q": "管理办法", "highlight": "false"}):
        (row,) = get("policies/", **parameters).json()["results"]
        assert (row["highlights"], row["passages"]) == ([], [])


def test_corrected_text_and_counts_stand_beside_the_rows(get, library) -> None:
    found = get("policies/", q="人驻", topic=["money"]).json()
    assert found["results"] == []
    assert (found["corrections"], found["relaxed"]) == ([{"typed": "人驻", "meant": "入驻"}], [])
    (topic,) = (facet for facet in found["facets"] if facet["name"] == "topic")
    assert {value["value"]: value["count"] for value in topic["values"]} == {"space": 2, "money": 0}
    assert get("policies/", q="人驻", exact="true").json()["results"] == []


def test_editor_who_repeals_a_document_sees_it_counted_at_once(get, site) -> None:
    policy = PolicyFactory()
    assert get("policies/", validity=["valid"], total="true").json()["total"] == 1
    policy.repealed_on = today(-1)
    policy.save()
    found = get("policies/", validity=["repealed"], total="true").json()
    assert found["total"] == 1
    (validity,) = (facet for facet in found["facets"] if facet["name"] == "validity")
    assert [(value["value"], value["count"]) for value in validity["values"]] == [("repealed", 1)]
