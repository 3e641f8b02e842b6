"""Notices as data: every kind with its own fields, withdrawn ones without what they said."""

from copy import deepcopy
from datetime import date

import pytest
from django.test import RequestFactory

from cms_pages.choices import NewsKind
from cms_pages.found_lists import found_list
from cms_pages.models import NewsPage
from tests.factories.content import NewsFactory, PolicyFactory, today
from tests.factories.library import a_document, a_picture


@pytest.fixture
def board(site) -> list[NewsPage]:
    return [
        NewsFactory(title="开业公告", kind=NewsKind.ANNOUNCEMENT, published_on=date(2025, 12, 30)),
        NewsFactory(title="入驻公示", public_notice=True, published_on=date(2026, 1, 5)),
        NewsFactory(title="路演活动", activity=True, published_on=date(2026, 2, 1)),
        NewsFactory(title="路演动态", published_on=date(2026, 2, 1)),
    ]


def test_list_is_newest_first(get, board) -> None:
    rows = get("notices/").json()["results"]
    assert [row["title"] for row in rows] == ["路演动态", "路演活动", "入驻公示", "开业公告"]
    assert [row["kind_label"] for row in rows] == ["资讯", "活动", "公示", "公告"]


FILTERS = [
    ({"kind": ["activity"]}, 1),
    ({"kind": ["activity", "public_notice"]}, 2),
    ({"year": ["2026"]}, 3),
    ({"year": ["2025", "2026"]}, 4),
    ({"kind": ["news"], "year": ["2025"]}, 0),
    ({"q": ["路演"]}, 2),
    ({"q": ["路演 活动"]}, 1),
    ({"q": ["luyan"], "kind": ["activity"]}, 1),
]


def test_filters_give_what_the_page_gives(get, board, subtests) -> None:
    for parameters, number in FILTERS:
        with subtests.test(str(parameters)):
            found = get("notices/", **parameters, total="true").json()
            page = found_list(RequestFactory().get("/notices/", parameters), "notice")
            assert found["total"] == number == page.total
            here, there = [row["slug"] for row in found["results"]], [hit.object.slug for hit in page.hits]
            # For a text the page puts the best match first; this list keeps its own order.
            assert (sorted(here) == sorted(there)) if "q" in parameters else (here == there)


def test_rows_say_how_the_text_was_taken_and_where_its_words_stand(get, board) -> None:
    """C4: as the list of mentors does; a notice is found by its body too."""
    NewsFactory(title="开班通知", body=[{"type": "paragraph", "value": "<p>讲解税务筹划。</p>"}])
    answer = get("notices/", q="水务筹划").json()
    assert answer["corrections"] == [{"typed": "水务筹划", "meant": "税务筹划"}]
    (row,) = answer["results"]
    assert [(piece["field"], piece["text"]) for piece in row["highlights"]] == [("body", "讲解税务筹划。")]
    assert [row["highlights"][0]["text"][start:end] for start, end in row["highlights"][0]["marks"]]
    assert get("notices/", q="水务筹划", exact="true").json()["results"] == []


def test_withdrawn_notice_is_in_the_list_and_found_by_no_text(get, site) -> None:
    NewsFactory(title="路演日程", withdrawn=True)
    assert [row["title"] for row in get("notices/").json()["results"]] == ["路演日程"]
    assert get("notices/", q="路演").json()["results"] == []


def test_unknown_kind_is_refused(get, site) -> None:
    assert get("notices/", kind="gossip").status_code == 400


@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_three_queries_however_long(get, site, number, django_assert_max_num_queries) -> None:
    NewsFactory.create_batch(number)
    get("notices/")
    with django_assert_max_num_queries(3):
        assert len(get("notices/", limit=100).json()["results"]) == number


def test_kinds_carry_their_own_fields(get, board) -> None:
    _, notice, activity, _ = board
    shown = get(f"notices/{notice.slug}/").json()
    assert (shown["notice_starts"], shown["notice_ends"]) == (today(-2).isoformat(), today(2).isoformat())
    shown = get(f"notices/{activity.slug}/").json()
    assert shown["event_place"] == "创业赋能中心一楼路演厅"
    assert shown["event_starts"].endswith("+08:00")


def test_result_and_public_notice_link_both_ways(get, board) -> None:
    notice = board[1]
    result = NewsFactory(kind=NewsKind.RESULT, result_of=notice)
    assert get(f"notices/{result.slug}/").json()["result_of"]["slug"] == notice.slug
    assert [link["slug"] for link in get(f"notices/{notice.slug}/").json()["results"]] == [result.slug]


def test_interpretation_links_its_policy_while_it_is_public(get, site) -> None:
    policy = PolicyFactory()
    page = NewsFactory(kind=NewsKind.INTERPRETATION, interprets=policy)
    assert get(f"notices/{page.slug}/").json()["interprets"]["slug"] == policy.slug
    policy.unpublish()
    assert get(f"notices/{page.slug}/").json()["interprets"] is None


def test_withdrawn_notice_keeps_title_and_reason_only(get, site) -> None:
    page = NewsFactory(public_notice=True, withdrawn=True, objection_contact="监督科")
    row = get("notices/").json()["results"][0]
    shown = get(f"notices/{page.slug}/").json()
    for answer in (row, shown):
        assert answer["title"] == page.title
        assert answer["withdrawal_reason"] == "名单有误，更正后重新公示。"
        assert (answer["summary"], answer["notice_starts"], answer["notice_ends"]) == ("", None, None)
    assert (shown["body"], shown["objection_contact"]) == ([], "")


@pytest.fixture
def rich(site) -> NewsPage:
    """A notice with one block of every type; its text links a page and a file."""
    policy, form = PolicyFactory(slug="measures"), a_document("申请表")
    text = f'<p>见<a linktype="page" id="{policy.pk}">办法</a>和<a linktype="document" id="{form.pk}">表</a>。</p>'
    rows = [["事项", "时限"], ["审核", None]]
    return NewsFactory(
        slug="rich",
        body=[
            {"type": "heading", "value": "办理"},
            {"type": "paragraph", "value": text},
            {
                "type": "image",
                "value": {"image": a_picture().pk, "alt_text": "签约现场", "decorative": False},
            },
            {"type": "image", "value": {"image": a_picture().pk, "alt_text": "", "decorative": True}},
            {"type": "table", "value": {"data": rows, "first_row_is_table_header": True}},
            {"type": "quote", "value": {"text": "少跑一趟。", "attribution": "某创业者"}},
            {"type": "attachment", "value": form.pk},
            {"type": "paragraph", "value": "<p>完</p>"},
        ],
    )


def copied(page: NewsPage) -> list[dict]:
    return deepcopy([dict(block) for block in page.body.raw_data])


def test_body_comes_as_structure(get, rich) -> None:
    heading, text, image, decoration, table, quote, attachment, end = get("notices/rich/").json()["body"]
    assert heading == {"type": "heading", "text": "办理"}
    assert 'href="/policies/measures/"' in text["html"]
    assert "/documents/" in text["html"]
    assert (image["type"], image["alt"], decoration["alt"]) == ("image", "签约现场", "")
    assert image["url"].startswith("http://testserver/media/images/")
    assert (image["width"], image["height"]) == (960, 640)
    assert table == {"type": "table", "has_header": True, "rows": [["事项", "时限"], ["审核", ""]]}
    assert quote == {"type": "quote", "text": "少跑一趟。", "attribution": "某创业者"}
    assert (attachment["type"], attachment["title"], attachment["file_type"]) == (
        "attachment",
        "申请表",
        "pdf",
    )
    assert end == {"type": "paragraph", "html": "<p>完</p>"}


def test_pictures_and_files_that_are_gone_are_left_out(get, rich) -> None:
    blocks = copied(rich)
    blocks[2]["value"]["image"] = blocks[6]["value"] = 999_999
    NewsPage.objects.filter(pk=rich.pk).update(body=NewsPage(body=blocks).body)
    kinds = [node["type"] for node in get("notices/rich/").json()["body"]]
    assert kinds == ["heading", "paragraph", "image", "table", "quote", "paragraph"]


@pytest.mark.parametrize("number", [1, 15])
def test_detail_asks_the_same_however_long_the_body(get, rich, number, django_assert_max_num_queries) -> None:
    blocks = [block for _ in range(number) for block in copied(rich)]
    NewsPage.objects.filter(pk=rich.pk).update(body=NewsPage(body=blocks).body)
    get("notices/rich/")
    with django_assert_max_num_queries(8):
        assert len(get("notices/rich/").json()["body"]) == 8 * number
