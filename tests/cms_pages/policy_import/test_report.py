import io

from rich.console import Console

from cms_pages.policy_import.report import count_line, counts, head_fields, print_policy, shown
from cms_pages.policy_import.tree import ParsedPolicy
from tests.cms_pages.policy_import.conftest import load, parse_text, regulation


def printed(policy: ParsedPolicy) -> str:
    stream = io.StringIO()
    print_policy(policy, Console(file=stream, width=120))
    return stream.getvalue()


def test_head_fields_when_shown_then_in_the_order_of_the_head_table() -> None:
    """P4: the order of the State Council's own pages."""
    labels = [label for label, _value in head_fields(parse_text(load("station_measures_web")))]
    assert labels[:7] == ["索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期"]


def test_head_fields_when_empty_then_a_dash() -> None:
    fields = dict(head_fields(parse_text(load("station_measures_web"))))
    assert fields["发文字号"] == "—"
    assert fields["有效期至"] == "2029-03-30"
    assert fields["公开方式"] == "主动公开"
    assert fields["同时废止"] == "《海澜市创业苗圃管理暂行规定》（海人社字〔2021〕85号）"


def test_counts_when_regulation_then_every_level() -> None:
    found = counts(parse_text(load("station_measures_web")))
    assert (found["章"], found["条"], found["项"], found["目"], found["警告"]) == (6, 18, 23, 13, 1)


def test_count_line_when_there_is_none_of_something_then_left_out() -> None:
    assert "分部标题" not in count_line(parse_text(load("station_measures_web")))
    assert count_line(parse_text(load("notice_with_headings"))).startswith("分部标题 4")


def test_shown_when_nodes_differ_then_labels_as_readers_know_them() -> None:
    rules = shown(parse_text(load("station_measures")))
    assert [node.label for node in rules[:4]] == ["第一章 总则", "第一条", "第二条", "第三条 运行原则"]
    assert [node.opens for node in rules[:2]] == [True, False]
    notice = shown(parse_text(load("notice_with_headings")))
    assert notice[0].label == "一、申领对象"
    plan = shown(regulation("第一章 目标", "逐月推进。", title="海澜市驿站建设规划"))
    assert [(node.label, node.is_text) for node in plan] == [("第一章 目标", False), ("逐月推进。", True)]


def test_print_when_dry_run_then_head_tree_findings_and_counts() -> None:
    text = printed(parse_text(load("station_measures_web")))
    for expected in (
        "2029-03-30",
        "第六章 附则",
        "（六）离开驿站",
        "8.协议约定的其他情形",
        "[警告] 没有发文字号",
        "章 6，条 18",
    ):
        assert expected in text
    assert text.index("[警告]") < text.index("[说明]")


def test_print_when_chapters_hold_bare_text_then_printed_below_them() -> None:
    text = printed(regulation("第一章 目标", "逐月推进。", title="海澜市驿站建设规划"))
    assert text.index("第一章 目标") < text.index("逐月推进。")


def test_print_when_text_looks_like_markup_then_printed_as_it_stands() -> None:
    assert "[red]甲[/red]" in printed(regulation("第一条 填写[red]甲[/red]处的内容，一并提交。"))
