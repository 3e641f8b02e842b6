"""The list of one city: facets and their counts, addresses, what is said of words and order, what to give up."""

import re

import pytest
from django.utils import translation

from cms_pages.choices import Way
from cms_pages.models import Field
from plugins.mentors.queries import current_turn
from search.listing import PER_PAGE
from tests.factories.cms_pages import DistrictFactory, FieldFactory
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import counts, in_order, settled

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def city(module_site) -> None:
    """Four mentors in two districts: financing 3, law 2, both 1; meeting 3, video 1."""
    finance = FieldFactory(slug="financing", name="融资", name_en="Financing", shown_first=True)
    law = FieldFactory(slug="law", name="合同法务", name_en="Contracts", shown_first=True)
    east, north = DistrictFactory(), DistrictFactory(slug="beiling", name="北岭市", name_en="Beiling")
    meeting, video = Way.MEETING.value, Way.VIDEO.value
    MentorFactory(page__title="王晓明", page__fields=[finance], page__district=east, page__ways=[meeting])
    MentorFactory(
        page__title="解思远", page__fields=[finance, law], page__district=east, page__ways=[meeting]
    )
    MentorFactory(page__title="尉迟青", page__fields=[law], page__district=north, page__ways=[video])
    MentorFactory(page__title="曾可心", page__fields=[finance], page__district=north, page__ways=[meeting])
    settled()


@pytest.mark.parametrize(
    ("chosen", "found", "expected"),
    [
        ({}, 4, {"field": {"financing": 3, "law": 2}, "district": {"haidong": 2, "beiling": 2}}),
        (
            {"field": ["law"]},
            2,
            {"field": {"financing": 3, "law": 2}, "district": {"haidong": 1, "beiling": 1}},
        ),
        (
            {"field": ["law", "financing"]},
            4,
            {"field": {"financing": 3, "law": 2}, "way": {"meeting": 3, "video": 1}},
        ),
        (
            {"field": ["law"], "district": ["haidong"]},
            1,
            {
                "field": {"financing": 2, "law": 1},
                "district": {"haidong": 1, "beiling": 1},
                "way": {"meeting": 1},
            },
        ),
        (
            {"field": ["financing"], "way": ["video"]},
            0,
            {"field": {"financing": 0, "law": 1}, "way": {"meeting": 3, "video": 0}, "district": {}},
        ),
    ],
)
def test_facets_of_a_choice_count_what_one_more_click_would_bring(find, chosen, found, expected) -> None:
    results = find(**chosen)
    assert results.total == len(results.items) == found
    assert {name: counts(results)[name] for name in expected} == expected


def test_facets_of_words_count_only_what_the_words_leave(find) -> None:
    results = find("王晓明")
    assert counts(results)["field"] == {"financing": 1}
    assert counts(results)["district"] == {"haidong": 1}


def test_values_when_chosen_are_selected_and_their_address_takes_them_away(find) -> None:
    results = find(field=["law"], way=["meeting"])
    values = {value.slug: value for facet in results.facets for value in facet.values}
    assert values["law"].selected
    assert values["law"].url == "/mentors/?way=meeting"
    assert values["financing"].url == "/mentors/?field=law&field=financing&way=meeting"
    assert [choice.url for choice in results.active] == ["/mentors/?way=meeting", "/mentors/?field=law"]


def test_addresses_keep_words_and_order_and_begin_at_the_first_page(find) -> None:
    results = find("融资", sort="newest", page=3)
    value = results.facets[0].values[0]
    assert value.url == "/mentors/?q=%E8%9E%8D%E8%B5%84&field=financing&sort=newest"
    assert {choice.slug: choice.url for choice in results.sorts} == {
        "relevance": "/mentors/?q=%E8%9E%8D%E8%B5%84",
        "reply": "/mentors/?q=%E8%9E%8D%E8%B5%84&sort=reply",
        "rating": "/mentors/?q=%E8%9E%8D%E8%B5%84&sort=rating",
        "newest": "/mentors/?q=%E8%9E%8D%E8%B5%84&sort=newest",
    }


def test_needs_are_the_fields_shown_first_even_when_nobody_has_them(find) -> None:
    FieldFactory(slug="export", name="跨境电商", shown_first=True)
    FieldFactory(slug="other", name="其他")
    needs = find(field=["law"]).needs
    assert [(need.slug, need.selected) for need in needs] == [
        ("financing", False),
        ("law", True),
        ("export", False),
    ]


def test_list_says_how_words_were_taken(client) -> None:
    text = client.get("/mentors/?q=荣资").content.decode()
    assert "已按“融资”搜索" in text
    assert '<a href="/mentors/?q=%E8%8D%A3%E8%B5%84&amp;exact=1">仍搜索“荣资”</a>' in text
    assert "已按" not in client.get("/mentors/?q=荣资&exact=1").content.decode()
    assert "已放宽：殡葬" in client.get("/mentors/?q=融资 殡葬").content.decode()
    assert "没有按“律师”查找。" in client.get("/mentors/?q=不要律师，要懂融资的").content.decode()
    assert "没有按" not in text


def test_mistyped_words_are_corrected_with_a_way_back(find) -> None:
    results = find("荣资")
    assert results.corrected == "融资"
    assert results.total == find("融资").total > 0
    assert results.as_typed_url == "/mentors/?q=%E8%8D%A3%E8%B5%84&exact=1"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 4),
        ("field=nonsense", 4),
        ("field=law&field=nonsense", 2),
        ("way=telepathy&district=", 4),
        ("sort=random&page=x", 4),
        ("page=0", 4),
        ("page=" + "9" * 5000, 4),
        ("q=" + "融" * 10_000, 0),
        ("q=%00", 4),
        ("q=%ED%A0%80王", 1),
        ("field=%00&q=%F0%9F%98%80", 0),
        ("q=%20%20", 4),
        ("q=a&q=王", 1),
    ],
)
def test_addresses_that_nobody_made_give_an_answer(client, query, number) -> None:
    response = client.get(f"/mentors/?{query}")
    assert response.status_code == 200
    assert response.content.decode().count('class="mentor-row"') == number


def test_best_order_puts_whoever_fits_more_first(find) -> None:
    assert in_order(find(field=["financing", "law"]))[0] == "解思远"


def test_further_pages_keep_the_turn_of_the_first(client) -> None:
    mentors(PER_PAGE)
    text = client.get("/mentors/").content.decode()
    assert f"turn={current_turn()}" in text
    firsts = {tuple(card_codes(client, f"?page=2&turn={turn}")) for turn in range(5)}
    assert len(firsts) > 1


def card_codes(client, query: str) -> list[str]:
    return re.findall(r'href="/mentors/([-a-z0-9]+)/"', client.get(f"/mentors/{query}").content.decode())


def test_reason_says_why_in_words(find) -> None:
    assert "轮换" in find().reason
    assert (
        find(field=["law"], district=["haidong"]).reason
        == "因为你选了“合同法务、海东区”，符合得多的排在前面。"
    )
    assert find(sort="newest").reason == ""


def test_empty_result_suggests_what_to_give_up_most_fruitful_first(find) -> None:
    ways = find("王晓明", field=["law"]).ways_on
    assert [(way.label, way.total, way.url) for way in ways] == [
        ("“王晓明”", 2, "/mentors/?field=law"),
        ("合同法务", 1, "/mentors/?q=%E7%8E%8B%E6%99%93%E6%98%8E"),
    ]
    assert find(field=["law"]).ways_on == ()


def test_empty_result_that_no_single_choice_explains_suggests_nothing(find) -> None:
    assert find("无人机植保", field=["law"], way=["phone"]).ways_on == ()


def test_labels_follow_the_language_of_the_visitor(find) -> None:
    with translation.override("en"):
        labels = {value.slug: value.label for facet in find().facets for value in facet.values}
    assert labels["financing"] == "Financing"


def test_labels_when_a_term_is_renamed_or_made_are_new_at_once(find) -> None:
    find()
    finance = Field.objects.get(slug="financing")
    finance.name = "股权融资"
    finance.save()
    results = find()
    assert results.facets[0].values[0].label == "股权融资"
    assert {mentor.card["fields"][0]["name"] for mentor in results.items} == {"股权融资", "合同法务"}
    assert find("股权融资").total == 3
