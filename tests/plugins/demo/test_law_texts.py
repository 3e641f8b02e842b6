"""The demo's law, read by the importer that editors use."""

from datetime import date

import pytest

from cms_pages import law
from cms_pages.citations import Citation
from cms_pages.policy_import.body import to_blocks
from cms_pages.policy_import.findings import Level
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.tree import Content, Items, ParsedPolicy, Reading
from plugins.demo.seeding.content import read, text_of
from plugins.demo.seeding.placeholders import fill

ISSUED, EXPIRES = date(2026, 9, 6), date(2028, 4, 23)
POLICIES = {row["key"]: row for row in read("policies")["policies"]}
LAWS = {
    "centre-measures": (6, 20),
    "mentor-measures": (5, 27),
    "loan-rules": (7, 24),
    "voucher-measures": (5, 18),
}
# What an importer may remark about a document that is written as the demo's are.
EXPECTED_REMARKS = (
    "没有找到发布日期",
    "无编号的段落归入",
    "正文没有写有效期",
    "没有找到与标题一致的正文标题",
)


def _parsed(key: str) -> ParsedPolicy:
    return parse(Reading(split_lines(fill(text_of(POLICIES[key]["text"]), ISSUED, EXPIRES))))


def _runs(content: Content) -> list[list[int]]:
    """The numbers of every list in an article or section, lists inside entries included."""
    found = []
    for part in content:
        if isinstance(part, Items):
            found.append([entry.number for entry in part.entries])
            found += [numbers for entry in part.entries for numbers in _runs(entry.content)]
    return found


@pytest.mark.parametrize("key", sorted(POLICIES))
def test_law_text_when_imported_raises_nothing_unexpected(key: str) -> None:
    remarks = [finding for finding in _parsed(key).findings if finding.level is not Level.NOTE]
    assert [
        str(remark) for remark in remarks if not any(words in remark.text for words in EXPECTED_REMARKS)
    ] == []


@pytest.mark.parametrize("key", sorted(POLICIES))
def test_law_text_when_imported_gives_the_head_of_the_table(key: str) -> None:
    row, found = POLICIES[key], _parsed(key)
    assert found.head.title == row["title"]
    assert found.head.issuers == row["issuers"]
    assert found.head.contact_unit == row["contact_unit"]
    assert found.head.disclosure == row["disclosure"]
    assert found.head.document_number == row["document_number"].format(year=ISSUED.year)
    assert found.head.issued_on == ISSUED
    assert found.term.validity_years == row.get("validity_years")
    assert len(found.repeals) == len(row["repeals"])


@pytest.mark.parametrize("key", sorted(POLICIES))
def test_numbers_when_read_in_order_leave_no_gap(key: str) -> None:
    found = _parsed(key)
    numbered = found.articles or found.sections
    assert numbered
    assert [node.number for node in numbered] == list(range(1, len(numbered) + 1))
    assert [chapter.number for chapter in found.chapters] == list(range(1, len(found.chapters) + 1))
    for node in (*found.articles, *found.sections):
        for numbers in _runs(node.content):
            assert numbers == list(range(1, len(numbers) + 1)), (key, node.number)


@pytest.mark.parametrize(("key", "size"), sorted(LAWS.items()))
def test_law_text_when_it_has_articles_has_as_many_as_its_summary_says(
    key: str, size: tuple[int, int]
) -> None:
    found = _parsed(key)
    assert (len(found.chapters), len(found.articles)) == size
    assert POLICIES[key]["citation_key"] == key


def test_law_text_when_read_as_printed_holds_no_date_of_its_own() -> None:
    """Days come from placeholders, so that the demo is fresh whenever it is made."""
    for row in POLICIES.values():
        assert "{issued_cn}" in text_of(row["text"])
        assert "2026年" not in text_of(row["text"])


def test_repealed_document_when_named_is_the_one_in_the_catalogue() -> None:
    [repealed] = _parsed("centre-measures").repeals
    assert repealed.title == POLICIES["harbour-notice"]["title"]


def test_centre_measures_when_cited_by_later_code_say_what_it_expects() -> None:
    """B10.4 five days, B10.6 eight grounds and 30 days, B15.1 15 square metres a head."""
    articles = {
        article.number: article for article in law.articles(to_blocks(_parsed("centre-measures").body))
    }
    places = {item.anchor: item for article in articles.values() for item in article.items}
    assert "公示期为5日" in places["a10-4"].text
    assert "二分之一" in places["a10-5"].text
    [grounds, after] = places["a10-6"].content
    assert [ground.anchor for ground in grounds.items] == [f"a10-6-{number}" for number in range(1, 9)]
    assert "30日内" in after.text
    assert "每人15平方米" in places["a15-1"].text


def test_rounds_when_they_cite_point_at_places_that_exist() -> None:
    anchors: dict[str, set[str]] = {}
    for key in LAWS:
        for article in law.articles(to_blocks(_parsed(key).body)):
            places = [
                article,
                *article.items,
                *(sub for item in article.items for part in item.content for sub in part.items),
            ]
            anchors.setdefault(key, set()).update(place.anchor for place in places)
    for row in read("recruitment")["rounds"]:
        assert row["articles"]
        for cited in row["articles"]:
            citation = Citation(**cited)
            assert citation.anchor in anchors[citation.policy], citation
