"""The demo's words: everything named exists, nothing personal, typography as the house sets it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from cms_pages.choices import ApplicantKind, Disclosure, NewsKind
from cms_pages.personal_data.detectors import find
from plugins.demo.seeding.content import CONTENT, read, text_of

CJK = "\u3400-\u9fff\U00020000-\U000323af"
FILES = ("policies", "news", "mentors", "cases", "recruitment", "faq", "services", "terms", "phrases")
HALF_WIDTH = re.compile(rf"[{CJK}][,;:!?()][{CJK}]|[{CJK}][,;!?()]|[,;!?()][{CJK}]")
UNSPACED = re.compile(rf"[{CJK}][0-9A-Za-z]|[0-9A-Za-z][{CJK}]")
DATE = re.compile(r"\d+年\d+月\d+日|〔\d+〕\d+号")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
WORDS_WITHOUT_SPACES = frozenset({"document_number"})


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text below a value with the path of keys that leads there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, place)
    elif isinstance(value, str):
        yield place, value


def _all_texts() -> list[tuple[str, str]]:
    """Every text of every content file, the law texts included."""
    found = [pair for name in FILES for pair in _texts(read(name), name)]
    return found + [(path.name, path.read_text(encoding="utf-8")) for path in (CONTENT / "law").glob("*.txt")]


def length_of(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def _chinese(value: Any) -> int:
    return sum(len(re.findall(rf"[{CJK}]", text)) for _place, text in _texts(value, ""))


def names_in(table: str) -> set[str]:
    return {row["name"] for row in read("terms")[table]}


def test_counts_when_read_reach_what_the_portal_promises() -> None:
    counts = {
        "policies": len(read("policies")["policies"]),
        "news": len(read("news")["news"]),
        "mentors": len(read("mentors")["mentors"]),
        "cases": len(read("cases")["cases"]),
        "rounds": len(read("recruitment")["rounds"]),
        "services": len(read("services")["services"]),
        "groups": len(read("faq")["groups"]),
        "questions": sum(len(group["questions"]) for group in read("faq")["groups"]),
    }
    least = {
        "policies": 13,
        "news": 34,
        "mentors": 64,
        "cases": 44,
        "rounds": 3,
        "services": 7,
        "groups": 5,
        "questions": 24,
    }
    assert {name: count for name, count in counts.items() if count < least[name]} == {}


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [
        ("policies", "policies", "key"),
        ("policies", "policies", "title"),
        ("policies", "policies", "document_number"),
        ("policies", "policies", "index_number"),
        ("news", "news", "key"),
        ("news", "news", "title"),
        ("mentors", "mentors", "code"),
        ("mentors", "mentors", "name"),
        ("mentors", "mentors", "headline"),
        ("mentors", "mentors", "introduction"),
        ("cases", "cases", "title"),
        ("cases", "cases", "result"),
        ("recruitment", "rounds", "key"),
        ("services", "services", "slug"),
    ],
)
def test_rows_when_compared_are_no_two_alike(name: str, table: str, key: str) -> None:
    repeated = [value for value, count in Counter(row[key] for row in read(name)[table]).items() if count > 1]
    assert repeated == []


@pytest.mark.parametrize("table", sorted(read("terms")))
def test_terms_when_listed_have_distinct_names_in_both_languages(table: str) -> None:
    rows = read("terms")[table]
    for key in ("slug", "name", "name_en"):
        assert len({row[key] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", row["slug"]) for row in rows)


def test_texts_when_searched_hold_no_personal_numbers() -> None:
    found = [(place, match.masked) for place, text in _all_texts() for match in find(text)]
    assert found == []


def test_phone_numbers_when_given_are_plainly_no_real_ones() -> None:
    dialled = re.compile(r"(?<!\d)(\d{3,4}-\d{7,8}|400-?\d{3}-?\d{4}|\d{11})(?!\d)")
    numbers = {number for _place, text in _all_texts() for number in dialled.findall(text)}
    assert numbers
    assert all(re.fullmatch(r"0000-\d{7}", number) for number in numbers)


def test_punctuation_when_between_chinese_characters_is_full_width() -> None:
    assert [
        (place, found.group()) for place, text in _all_texts() if (found := HALF_WIDTH.search(text))
    ] == []


def test_running_text_when_it_mixes_scripts_is_spaced_the_same_everywhere() -> None:
    """“48 小时”, but dates and document numbers stay closed; law texts follow the rules for official documents."""
    prose = [pair for name in FILES if name not in {"terms", "phrases"} for pair in _texts(read(name), name)]
    wrong = []
    for place, text in prose:
        if place.rsplit(".", 1)[-1] in WORDS_WITHOUT_SPACES:
            continue
        found = UNSPACED.search(PLACEHOLDER.sub("", DATE.sub("", text)))
        if found:
            wrong.append((place, found.group(), text[:20]))
    assert wrong == []


def test_placeholders_when_used_are_known_and_name_policies_that_exist() -> None:
    keys = {row["key"] for row in read("policies")["policies"]}
    known = re.compile(r"\{(?:year|issued_cn|expires_cn|day:-?\d+|md:-?\d+|number:([a-z-]+))\}")
    for place, text in _all_texts():
        if place.startswith("phrases"):
            continue
        for placeholder in PLACEHOLDER.findall(text):
            found = known.fullmatch(placeholder)
            assert found, (place, placeholder)
            assert found.group(1) is None or found.group(1) in keys


# Policies -----------------------------------------------------------------------------------------------------------


def test_policies_when_read_have_heads_that_resolve() -> None:
    rows = read("policies")["policies"]
    keys = {row["key"] for row in rows}
    for row in rows:
        assert text_of(row["text"]).startswith(row["title"] + "\n"), row["key"]
        assert row["topic"] in names_in("policy_topics")
        assert set(row["audiences"]) <= names_in("audiences")
        assert set(row["repeals"]) <= keys - {row["key"]}
        assert row["disclosure"] == Disclosure.ACTIVE
        assert row["document_number"] in text_of(row["text"])
        assert f"（联系单位：{row['contact_unit']}）" in text_of(row["text"])
        assert re.sub(r"\s+", " ", "　".join(row["issuers"])) in re.sub(r"\s+", " ", text_of(row["text"]))
        assert row["issued_days_ago"] >= row["published_days_ago"]
        assert 30 <= length_of(row["summary"]) <= 90, row["key"]


def test_policies_when_seeded_show_every_state_of_validity() -> None:
    rows = {row["key"]: row for row in read("policies")["policies"]}
    left = {
        key: row["validity_years"] * 365 - row["effective_days_ago"]
        for key, row in rows.items()
        if "validity_years" in row
    }
    repealed = {key for row in rows.values() for key in row["repeals"]}
    assert [key for key, days in left.items() if days < -2 and key not in repealed]
    assert [key for key, days in left.items() if 2 < days <= 60]
    assert repealed == {"harbour-notice"}
    assert left["harbour-notice"] > 0, "it lost force by repeal, not by time"
    assert {row.get("citation_key") for row in rows.values()} >= {
        "centre-measures",
        "mentor-measures",
        "loan-rules",
        "voucher-measures",
    }


# News ---------------------------------------------------------------------------------------------------------------


def test_news_when_read_covers_every_kind_and_a_year() -> None:
    rows = read("news")["news"]
    assert {row["kind"] for row in rows} == set(NewsKind.values)
    assert max(row["published_days_ago"] for row in rows) > 300
    assert min(row["published_days_ago"] for row in rows) >= 0


def test_news_when_just_seeded_is_fresh_enough_for_the_inspection() -> None:
    """X5: news within two weeks, notices and policies within six months."""
    newest: dict[str, int] = {}
    for row in read("news")["news"]:
        newest[row["kind"]] = min(newest.get(row["kind"], 9999), row["published_days_ago"])
    assert newest["news"] <= 7
    assert max(newest.values()) <= 180
    assert min(row["published_days_ago"] for row in read("policies")["policies"]) <= 90


def test_news_when_tied_to_something_names_what_exists() -> None:
    rows = {row["key"]: row for row in read("news")["news"]}
    policies = {row["key"]: row for row in read("policies")["policies"]}
    interpretations = [row for row in rows.values() if row["kind"] == "interpretation"]
    assert len(interpretations) >= 3
    for row in interpretations:
        assert policies[row["interprets"]]["published_days_ago"] >= row["published_days_ago"]
    for row in (row for row in rows.values() if row["kind"] == "result"):
        notice = rows[row["result_of"]]
        assert notice["kind"] == "public_notice"
        assert -notice["notice_ends_in_days"] > row["published_days_ago"]


def test_public_notices_when_seeded_run_five_days_and_one_is_open() -> None:
    """Article 10 of the centre measures: five days, both counted; the subsidy counts five working days."""
    notices = [row for row in read("news")["news"] if row["kind"] == "public_notice"]
    days = {row["key"]: row["notice_ends_in_days"] - row["notice_starts_in_days"] + 1 for row in notices}
    assert days.pop("subsidy-notice") == 7
    assert set(days.values()) == {5}
    running = [
        row["key"] for row in notices if row["notice_starts_in_days"] <= 0 <= row["notice_ends_in_days"]
    ]
    assert running == ["first-batch-notice"]
    assert len([row for row in notices if row["notice_ends_in_days"] < 0]) >= 2
    assert all(row["objection_contact"] for row in notices)


def test_activities_when_seeded_are_past_and_to_come() -> None:
    events = [row for row in read("news")["news"] if row["kind"] == "activity"]
    assert [row for row in events if row["event_starts_in_days"] > 0]
    assert [row for row in events if row["event_ends_in_days"] < 0]
    for row in events:
        starts = (row["event_starts_in_days"], row["event_starts_at"])
        assert starts < (row["event_ends_in_days"], row["event_ends_at"])
        assert row["place"]


def test_news_when_withdrawn_says_why() -> None:
    withdrawn = [row for row in read("news")["news"] if "withdrawn_days_ago" in row]
    assert len(withdrawn) == 1
    assert withdrawn[0]["withdrawal_reason"]
    assert withdrawn[0]["withdrawn_days_ago"] < withdrawn[0]["published_days_ago"]


def test_bodies_when_read_have_known_blocks_and_a_reader_friendly_length() -> None:
    for row in read("news")["news"]:
        assert 150 <= _chinese(row["body"]) <= 500, row["key"]
    bodies = [row["body"] for name, table in _with_body() for row in read(name)[table]]
    for block in (block for blocks in bodies for block in blocks):
        assert block["type"] in {"paragraph", "heading", "list", "table", "quote"}
        for line in block.get("rows", []):
            assert len(line) == len(block["head"])


def _with_body() -> tuple[tuple[str, str], ...]:
    return (("news", "news"), ("recruitment", "rounds"), ("services", "services"), ("services", "about"))


# Rounds, questions, standing pages ----------------------------------------------------------------------------------


def test_rounds_when_seeded_are_over_open_and_to_come() -> None:
    rounds = read("recruitment")["rounds"]
    assert [row["closes_in_days"] < 0 for row in rounds] == [True, False, False]
    assert [row["opens_in_days"] < 0 for row in rounds] == [True, True, False]
    assert rounds[1]["closes_in_days"] == 12
    for row in rounds:
        # Article 10, item 1 of the centre measures: the announcement stands for 20 days at least.
        assert row["closes_in_days"] - row["opens_in_days"] >= 20
        assert set(row["applicant_kinds"]) <= set(ApplicantKind.values)


def test_materials_when_listed_belong_to_kinds_of_their_round() -> None:
    for row in read("recruitment")["rounds"]:
        assert any(each["required"] for each in row["materials"])
        assert any(not each["required"] for each in row["materials"])
        for each in row["materials"]:
            assert set(each["kinds"]) <= set(row["applicant_kinds"])
            assert len(each["name"]) <= 120
            assert len(each["note"]) <= 200


def test_questions_when_read_fit_their_fields() -> None:
    for group in read("faq")["groups"]:
        assert len(group["title"]) <= 30
        for entry in group["questions"]:
            assert len(entry["question"]) <= 120
            assert entry["question"].endswith("？")
            assert 30 <= length_of(entry["answer"]) <= 300, entry["question"]


def test_links_when_given_lead_to_pages_of_this_site() -> None:
    policies = {f"/policies/{row['key']}/" for row in read("policies")["policies"]}
    notices = {f"/notices/{row['key']}/" for row in read("news")["news"]}
    about = {f"/{row['path']}/" for row in read("services")["about"]}
    lists = {"/policies/", "/notices/", "/mentors/", "/cases/", "/recruitment/", "/faq/"}
    fields = {row["slug"] for row in read("terms")["fields"]}
    for row in read("services")["services"] + read("services")["about"]:
        for link in row.get("links", []):
            path, _mark, query = link["path"].partition("?")
            assert path in lists | policies | notices | about, link
            name, _equals, value = query.partition("=")
            assert not query or value in {"notice": set(NewsKind.values), "field": fields}[name]


def test_facts_when_read_fit_their_fields() -> None:
    for row in read("services")["services"]:
        assert {"你能得到", "适合谁", "办理时限", "联系"} <= {fact["label"] for fact in row["facts"]}
        assert all(len(fact["label"]) <= 20 and len(fact["text"]) <= 200 for fact in row["facts"])
