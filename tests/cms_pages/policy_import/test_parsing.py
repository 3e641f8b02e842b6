"""Whole documents, from their text to the tree."""

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.tree import (
    Article,
    Items,
    Line,
    NamedDocument,
    Node,
    Paragraph,
    ParsedPolicy,
    Reading,
)
from tests.cms_pages.policy_import.conftest import (
    as_docx,
    attempt,
    load,
    messages,
    parse_bytes,
    parse_text,
    regulation,
    shape,
)
from tests.cms_pages.policy_import.generated import bodies, typed

HALF = str.maketrans("，；：（）？！。〔〕“”", ',;:()?!.[]""')
FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def lists(article: Article) -> list[Items]:
    return [part for part in article.content if isinstance(part, Items)]


def test_regulation_when_copied_from_a_web_page_then_head_is_read() -> None:
    """B0, P4: the head table of the document."""
    head = parse_text(load("station_measures_web")).head
    assert head.title == "关于印发《海澜市创业驿站管理办法》的通知"
    assert head.inner_title == "海澜市创业驿站管理办法"
    assert head.issuers == ["海澜市人力资源和社会保障局", "海澜市财政局"]
    assert (head.issued_on, head.published_on) == (date(2026, 3, 31), date(2026, 4, 8))
    assert head.document_number == ""
    assert head.disclosure == "active"
    assert head.contact_unit == "海澜市公共就业和人才服务中心"
    assert head.addressees == "各区（市）人力资源社会保障局、财政局，各有关单位："
    assert head.preamble == [
        "现将《海澜市创业驿站管理办法》印发给你们，请照此办理。",
        "工作中遇到的问题，请及时告诉我们。",
    ]


def test_regulation_when_copied_from_a_web_page_then_six_chapters_and_eighteen_articles() -> None:
    policy = parse_text(load("station_measures_web"))
    assert [(chapter.number, chapter.title) for chapter in policy.chapters] == list(
        enumerate(["总则", "服务事项", "入驻管理", "日常服务", "监督评价", "附则"], 1)
    )
    assert [article.number for article in policy.articles] == list(range(1, 19))
    assert [article.number for article in policy.articles if article.title] == [
        3,
        4,
        5,
        7,
        8,
        9,
        10,
        12,
        13,
        14,
        15,
    ]


def test_regulation_when_items_are_nested_then_each_at_its_place() -> None:
    articles = {article.number: article for article in parse_text(load("station_measures_web")).articles}
    ninth, tenth = lists(articles[9])[0], lists(articles[10])[0]
    assert [entry.number for entry in lists(articles[5])[0].entries] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(part.entries) for part in ninth.entries[0].content if isinstance(part, Items)] == [5]
    assert [type(part) for part in ninth.entries[1].content] == [Paragraph]
    points, after = tenth.entries[5].content
    assert isinstance(points, Items)
    assert isinstance(after, Paragraph)
    assert [entry.number for entry in points.entries] == list(range(1, 9))
    assert after.text.startswith("收到《离站通知书》后")


def test_regulation_when_valid_for_three_years_then_last_day_is_before_the_anniversary() -> None:
    """P5: validity and repeal come from the text."""
    policy = parse_text(load("station_measures_web"))
    assert policy.term.effective_on == date(2026, 3, 31)
    assert policy.term.validity_years == 3
    assert policy.term.expires_on == date(2029, 3, 30)
    assert policy.repeals == [NamedDocument("海澜市创业苗圃管理暂行规定", "海人社字〔2021〕85号")]
    assert len(policy.citations) == 4


def test_regulation_when_copied_from_a_web_page_then_only_the_empty_number_is_warned_about() -> None:
    policy = parse_text(load("station_measures_web"))
    assert len(messages(policy)) == 1
    assert "文号为空" in messages(policy)[0]
    dropped = [note for note in messages(policy, Level.NOTE) if "略去" in note]
    assert [note.split("：")[0] for note in dropped] == ["第 1 行", "第 7 行", "第 150 行", "第 152 行"]


def test_regulation_when_clean_or_from_the_web_then_same_text() -> None:
    clean, copied = (
        shape(parse_text(load("station_measures"))),
        shape(parse_text(load("station_measures_web"))),
    )
    assert clean["body"] == copied["body"]
    assert (
        clean["head"] | {"document_number": "", "published_on": copied["head"]["published_on"]}
        == copied["head"]
    )


@pytest.mark.parametrize(
    "name", ["station_measures", "station_measures_web", "rules_without_chapters", "notice_with_headings"]
)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("gb18030"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n\n", "\n").encode(),
        lambda text: "\n".join(f"\u3000\u3000{line}" for line in text.splitlines()).encode(),
        lambda text: text.replace(" ", "\u00a0").encode(),
        lambda text: text.translate(HALF).encode(),
        as_docx,
    ],
    ids=[
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "gb18030",
        "crlf",
        "no-blank-lines",
        "indented",
        "nbsp",
        "half-width",
        "docx",
    ],
)
def test_document_when_saved_in_another_way_then_same_tree(name: str, change) -> None:
    text = load(name)
    assert shape(parse_bytes(change(text))) == shape(parse_text(text))


def test_document_when_all_marks_and_digits_are_full_width_then_same_structure() -> None:
    text = load("station_measures_web")
    wide, plain = parse_text(text.translate(FULL)), parse_text(text)
    assert asdict(wide.term) == asdict(plain.term)
    assert wide.repeals == plain.repeals
    assert [(a.number, a.title, len(a.content)) for a in wide.articles] == [
        (a.number, a.title, len(a.content)) for a in plain.articles
    ]


def test_rules_when_without_chapters_then_head_from_the_page_and_three_repeals() -> None:
    policy = parse_text(load("rules_without_chapters"))
    assert policy.chapters == []
    assert [article.title for article in policy.articles] == ["目的", "谁可以用", "", "", ""]
    assert policy.head.document_number == "海人社发〔2025〕31号"
    assert policy.head.disclosure == "on_request"
    assert policy.head.topic == "场地服务"
    assert policy.term.expires_on == date(2027, 10, 31)
    assert [document.number for document in policy.repeals] == [
        "海人社字〔2018〕9号",
        "海人社字〔2019〕44号",
        "",
    ]


def test_notice_when_it_has_headings_only_then_sections_and_signature_below() -> None:
    policy = parse_text(load("notice_with_headings"))
    assert [(section.number, section.title) for section in policy.sections] == [
        (1, "申领对象"),
        (2, "补贴标准"),
        (3, "办理时间"),
        (4, "其他事项"),
    ]
    assert policy.head.issuers == ["海澜市人力资源和社会保障局"]
    assert policy.head.issued_on == date(2026, 4, 16)
    assert policy.head.attachments == ["一次性开业补贴申领表", "带动就业人员名册"]
    assert policy.term.expires_on == date(2028, 4, 30)


def test_contents_when_listed_before_the_text_then_left_out_with_a_note() -> None:
    policy = regulation(
        "目  录",
        "第一章 总则",
        "第二章 附则",
        "第一章 总则",
        "第一条 甲可以申请。",
        "第二章 附则",
        "第二条 乙可以申请。",
    )
    assert len(policy.chapters) == 2
    assert any("略去目录" in note for note in messages(policy, Level.NOTE))


def test_contents_when_the_text_does_not_follow_then_the_lines_stay() -> None:
    policy = regulation("目录", "第一章 总则", "第一条 甲可以申请。")
    assert len(policy.articles) == 1
    assert policy.head.preamble == ["目录"]


def test_page_numbers_when_inside_the_text_then_left_out_with_a_note() -> None:
    policy = regulation("第一条 甲可以申请。", "— 2 —", "第二条 乙可以申请。")
    assert [len(article.content) for article in policy.articles] == [1, 1]
    assert any("页码" in note for note in messages(policy, Level.NOTE))


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("", ["文件里没有文字"]),
        ("  \n\u3000\n", ["文件里没有文字"]),
        ("今天天气很好。\n明天也好。", ["没有找到“第一条”", "没有找到标题"]),
        ("关于甲的通知\n没有条款。", ["没有找到“第一条”"]),
        ("第一条 甲可以申请。", ["没有找到标题"]),
    ],
)
def test_document_when_nothing_can_be_read_then_every_reason_at_once(text: str, reasons: list[str]) -> None:
    with pytest.raises(PolicyImportError) as refused:
        parse_text(text)
    assert len(refused.value.findings) == len(reasons)
    for finding, reason in zip(refused.value.findings, reasons, strict=True):
        assert reason in finding.text


def test_document_when_several_parts_are_wrong_then_all_are_named_in_order() -> None:
    with pytest.raises(PolicyImportError) as refused:
        regulation(
            "第一编 甲", "第一章 乙", "散落的文字。", "第一条", "第二条之一 丙。", "第二条 丁可以申请。"
        )
    assert [finding.line for finding in refused.value.findings] == [2, 4, 5, 6]


@given(bodies())
def test_tree_when_typed_and_read_again_then_same(body: list[Node]) -> None:
    lines = ["海澜市试验场地管理办法", *typed(body)]
    read = parse_text("\n\n".join(lines))
    assert shape(read)["body"] == shape(ParsedPolicy(read.head, body))["body"]


_FRAGMENTS = st.sampled_from(
    [
        "关于印发《甲办法》的通知", "甲办法", "目录", "第一章 总则", "第二章", "第一节 甲", "第一编 乙", "第一条 甲。", "第二条", "第九条之一 甲",
        "第三条 本办法自印发之日起施行，有效期三年。", "（一）甲", "（二）", "1.甲；", "2．乙", "（1）丙", "④丁", "一、甲：乙", "附件", "附件：1.甲",
        "2026年3月31日", "9999年12月31日", "海澜市财政局", "文号：|", "发布日期：2026-99-99", "（此件主动公开）", "《甲》（乙〔2021〕8号）同时废止。",
        "本办法自9999年12月31日起施行，有效期九十九年。", "自印发之日起九千日后施行", "首页 > 甲", "|||", "— 1 —", "各单位：", "《《》", "((<\"",
    ]
)  # fmt: skip


@given(
    st.lists(
        st.one_of(_FRAGMENTS, st.text(max_size=40), st.builds(str.__add__, _FRAGMENTS, st.text(max_size=8))),
        max_size=25,
    )
)
def test_parse_when_text_is_anything_then_a_policy_or_a_refusal(texts: list[str]) -> None:
    reading = Reading([Line(number, text) for number, text in enumerate(texts, 1)])
    outcome = attempt(lambda: parse(reading))
    levels = {finding.level for finding in outcome.findings}
    if isinstance(outcome, PolicyImportError):
        assert levels == {Level.REFUSAL}
    else:
        assert outcome.head.title
        assert outcome.body
        assert Level.REFUSAL not in levels
