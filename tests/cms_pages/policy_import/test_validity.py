from datetime import date

import pytest

from cms_pages.policy_import.findings import Findings, Level
from cms_pages.policy_import.tree import Head, NamedDocument, Term
from cms_pages.policy_import.validity import named_documents, read_citations, read_repeals, read_term

HEAD = Head(title="甲办法", issued_on=date(2025, 8, 31), published_on=date(2025, 9, 8))


def term_of(text: str, head: Head = HEAD) -> Term:
    return read_term([(1, text)], head, Findings())


def repeals_of(text: str) -> tuple[list[NamedDocument], list[str]]:
    findings = Findings()
    return read_repeals([(3, text)], {"甲办法"}, findings), [str(f) for f in findings.collected]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("本办法自印发之日起实施，有效期三年。", Term(date(2025, 8, 31), 3, date(2028, 8, 30))),
        ("本办法自发布之日起施行，有效期5年。", Term(date(2025, 9, 8), 5, date(2030, 9, 7))),
        (
            "本办法自2025年10月1日起施行，有效期至2028年8月31日。",
            Term(date(2025, 10, 1), None, date(2028, 8, 31)),
        ),
        ("本办法自2025年10月1日起至2027年9月30日止施行。", Term(date(2025, 10, 1), None, date(2027, 9, 30))),
        ("本办法自二〇二五年十月一日起执行，有效期为两年。", Term(date(2025, 10, 1), 2, date(2027, 9, 30))),
        ("本办法自印发之日起30日后施行，有效期一年。", Term(date(2025, 9, 30), 1, date(2026, 9, 29))),
        ("本办法自印发之日起试行，试行期一年。", Term(date(2025, 8, 31), 1, date(2026, 8, 30))),
        ("本办法自印发之日起施行，有效期18个月。", Term(date(2025, 8, 31), None, date(2027, 2, 28))),
        ("本办法自印发之日起施行。有效期三年。", Term(date(2025, 8, 31), 3, date(2028, 8, 30))),
        (
            "本办法自2025年9月1日起施行，有效期三年，至2028年8月31日。",
            Term(date(2025, 9, 1), 3, date(2028, 8, 31)),
        ),
        ("本办法自印发之日起施行。", Term(date(2025, 8, 31), None, None)),
        ("没有写明何时施行。", Term()),
        ("本办法自印发之日起5个工作日后施行。", Term()),
    ],
)
def test_term_when_stated_then_first_and_last_day(text: str, term: Term) -> None:
    assert term_of(text) == term


def test_term_when_other_validities_are_mentioned_then_the_documents_own() -> None:
    findings = Findings()
    passages = [
        (1, "协议自签订之日起生效，有效期一年。"),
        (2, "补贴自2026年1月1日起执行。"),
        (3, "本办法自印发之日起施行，有效期三年。"),
    ]
    assert read_term(passages, HEAD, findings) == Term(date(2025, 8, 31), 3, date(2028, 8, 30))
    assert findings.collected == []


def test_term_when_stated_twice_then_the_last_and_a_warning() -> None:
    findings = Findings()
    passages = [(1, "本办法自2026年1月1日起施行。"), (2, "本办法自2026年2月1日起施行，有效期一年。")]
    assert read_term(passages, HEAD, findings).effective_on == date(2026, 2, 1)
    assert [finding.level for finding in findings.collected] == [Level.WARNING]


def test_term_when_end_and_length_disagree_then_the_stated_end_and_a_warning() -> None:
    findings = Findings()
    text = "本办法自2025年9月1日起施行，有效期三年，有效期至2027年8月31日。"
    assert read_term([(1, text)], HEAD, findings) == Term(date(2025, 9, 1), None, date(2027, 8, 31))
    assert "不一致" in findings.collected[0].text


def test_term_when_day_of_issue_is_unknown_then_warning() -> None:
    findings = Findings()
    assert read_term([(1, "本办法自印发之日起施行，有效期三年。")], Head(), findings) == Term(None, 3, None)
    assert "施行日期算不出来" in findings.collected[0].text


@pytest.mark.parametrize(
    "text",
    [
        "本办法自印发之日起施行，有效期〇年。",
        "本办法自印发之日起施行，有效期十百年。",
        "本办法自印发之日起施行，有效期至2027年2月30日。",
    ],
)
def test_term_when_the_length_makes_no_sense_then_without_an_end(text: str) -> None:
    assert term_of(text) == Term(date(2025, 8, 31), None, None)


def test_term_when_the_end_is_no_day_of_the_calendar_then_warning() -> None:
    findings = Findings()
    read_term([(2, "本办法自印发之日起施行，有效期至2027年2月30日。")], HEAD, findings)
    assert "日期不存在" in findings.collected[0].text


def test_term_when_the_delay_is_no_number_then_no_first_day() -> None:
    assert term_of("本办法自印发之日起十百日后施行。") == Term()


def test_term_when_no_length_is_stated_then_a_note_says_so() -> None:
    findings = Findings()
    read_term([(4, "本办法自印发之日起施行。")], HEAD, findings)
    assert [(finding.level, finding.line) for finding in findings.collected] == [(Level.NOTE, 4)]


def test_named_documents_when_titles_nest_then_outermost_with_their_numbers() -> None:
    text = (
        "依据《关于印发〈乙方案〉的通知》（海政发〔2025〕12号）、《丙〈丁〉《戊》办法》（以下简称丙）和《己》"
    )
    assert named_documents(text) == [
        NamedDocument("关于印发〈乙方案〉的通知", "海政发〔2025〕12号"),
        NamedDocument("丙〈丁〉《戊》办法"),
        NamedDocument("己"),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("《乙》（海人社字〔2021〕85号）同时废止。", ["乙"]),
        (
            "《乙》（海人社字〔2021〕85号）、《丙》（海人社字〔2019〕4号）和《丁》同时废止。",
            ["乙", "丙", "丁"],
        ),
        ("自本办法施行之日起，原《乙》即行废止。", ["乙"]),
        ("《乙》《丙》等2个文件自本办法施行之日起一并废止。", ["乙", "丙"]),
        ("根据《丁》要求，《乙》停止执行。", ["乙"]),
    ],
)
def test_repeals_when_whole_documents_are_named_then_listed(text: str, titles: list[str]) -> None:
    found, warnings = repeals_of(text)
    assert [document.title for document in found] == titles
    assert warnings == []


@pytest.mark.parametrize("text", ["《乙》第三条同时废止。", "以往规定同时废止。", "《甲办法》同时废止。"])
def test_repeals_when_no_whole_document_can_be_named_then_warning_with_line(text: str) -> None:
    found, warnings = repeals_of(text)
    assert found == []
    assert warnings == ["第 3 行：写到废止，但没有认出被废止的整份文件，请在编辑页核对。"]


def test_repeals_when_repeal_is_only_mentioned_then_nothing() -> None:
    assert repeals_of("《乙》被废止的，按新规定执行。") == ([], [])


def test_citations_when_repealed_or_own_then_left_out() -> None:
    passages = [(1, "根据《乙》和《丙》，制定《甲办法》。"), (2, "依照《丙》办理。《丁》同时废止。")]
    assert read_citations(passages, {"甲办法"}, [NamedDocument("丁")]) == [
        NamedDocument("乙"),
        NamedDocument("丙"),
    ]
