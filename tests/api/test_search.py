"""Searching as a program does: what is found, why, and how it goes on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.plugin.registry import registry
from portal.plugin.switches import switch
from search import throttle
from search.counting import count_words
from tests.factories.content import NewsFactory, PolicyFactory, ServiceCaseFactory, today

pytestmark = pytest.mark.usefixtures("site")


def test_hit_says_what_it_is_and_where_the_words_stand(get) -> None:
    PolicyFactory(as_law=True, slug="measures", published_on=today(-3))
    answer = get("search/", q="公示期为五日").json()
    [hit] = answer["results"]
    assert (answer["total"], answer["exact"], answer["next"]) == (1, True, None)
    assert (hit["kind"], hit["kind_label"], hit["day"]) == ("policy", "政策", str(today(-3)))
    assert hit["html_url"] == "http://testserver/policies/measures/#a10"
    [passage] = [passage for passage in hit["passages"] if passage["label"] == "第十条 公示"]
    assert [passage["text"][start:end] for start, end in passage["marks"]]
    for piece in hit["highlights"]:
        assert all(0 <= start < end <= len(piece["text"]) for start, end in piece["marks"])


def test_kinds_and_facets_narrow_and_are_counted(get) -> None:
    PolicyFactory(title="孵化器扶持办法")
    NewsFactory(title="孵化器开放日", public_notice=True)
    NewsFactory(title="孵化器简讯")
    answer = get("search/", q="孵化器", kind="notice", notice="public_notice").json()
    assert [hit["title"] for hit in answer["results"]] == ["孵化器开放日"]
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    assert {value["value"]: value["count"] for value in facets["notice"]} == {"public_notice": 1, "news": 1}
    assert [value["value"] for value in facets["kind"] if value["selected"]] == ["notice"]
    assert answer["without"] == {"kind": 1, "notice": 2}


def test_corrections_and_what_was_relaxed_are_told(get) -> None:
    PolicyFactory(title="创业担保贷款实施办法")
    count_words()
    answer = get("search/", q="担报贷款").json()
    assert answer["corrections"] == [{"typed": "担报贷款", "meant": "担保贷款"}]
    assert get("search/", q="担报贷款", exact="true").json()["corrections"] == []
    assert get("search/", q="担保贷款 殡葬").json()["relaxed"] == ["殡葬"]


def test_cursor_leads_through_every_hit_once(get) -> None:
    for number in range(5):
        NewsFactory(title=f"孵化器开放日 {number}")
    seen, address = [], "/api/v1/search/?q=孵化器&limit=2"
    while address:
        answer = get(address).json()
        seen += [hit["title"] for hit in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 5


def test_days_and_order(get) -> None:
    for age in (1, 40, 900):
        NewsFactory(title=f"孵化器 {age}", published_on=today(-age))
    answer = get("search/", q="孵化器", since=str(today(-100)), sort="newest").json()
    assert [hit["title"] for hit in answer["results"]] == ["孵化器 1", "孵化器 40"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"since": "2026-11-20", "until": "2026-11-01"}, "until"),
        ({"since": "yesterday"}, "since"),
        ({"cursor": "bm90IG91cnM"}, "cursor"),
        ({"limit": "51"}, "limit"),
        ({"sort": "rating"}, "sort"),
        ({"nobody": "knows"}, "nobody"),
        ({"exact": "1"}, "exact"),
        ({"q": "融" * 101}, "q"),
        ({"q": "\x00"}, "q"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(get, parameters, field) -> None:
    answer = get("search/", **parameters)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("text", ['"', "\\", "*", "(", "NEAR(", "，。", "的", "😀", "' OR 1=1 --", ""])
def test_no_text_breaks_it(get, text) -> None:
    NewsFactory()
    assert get("search/", q=text).status_code == 200
    assert get("search/suggestions/", q=text).status_code == 200


def test_facet_of_a_plugin_that_is_off_is_unknown(get, site) -> None:
    for plugin in registry:
        switch(plugin, site, on=False)
    answer = get("search/").json()
    assert {facet["name"] for facet in answer["facets"]} == {
        "kind",
        "topic",
        "audience",
        "issuer",
        "year",
        "validity",
        "notice",
        "service",
        "industry",
    }


def test_queries_do_not_depend_on_the_number_of_hits(get) -> None:
    costs = []
    for number in (1, 8):
        for _place in range(number):
            PolicyFactory(title="孵化器扶持办法", as_law=number > 5 and _place == 0)
            ServiceCaseFactory(title="孵化器里的第一单")
        get("search/", q="孵化器")
        with CaptureQueriesContext(connection) as queries:
            get("search/", q="孵化器")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_suggestions_come_in_groups_with_addresses(get) -> None:
    PolicyFactory(title="创业担保贷款实施办法", slug="loan")
    groups = {group["name"]: group for group in get("search/suggestions/", q="cydb").json()["groups"]}
    assert groups["policy"]["label"] == "政策"
    assert groups["policy"]["items"] == [
        {"text": "创业担保贷款实施办法", "html_url": "http://testserver/policies/loan/"}
    ]
    assert get("search/suggestions/").json() == {"groups": []}


def test_whoever_asks_for_suggestions_too_often_waits(get, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "PER_MINUTE", 1)
    answers = [get("search/suggestions/", q="a") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1]["Content-Type"] == "application/problem+json"
    assert int(answers[1]["Retry-After"]) > 0
