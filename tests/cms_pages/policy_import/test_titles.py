import pytest

from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.titles import find_title, is_title, issued_title, same_title


def title_of(text: str) -> str | None:
    found = find_title(split_lines(text))
    return found[0] if found else None


def test_title_when_notice_and_regulation_both_stand_there_then_the_notice() -> None:
    assert (
        title_of("海澜市驿站管理办法\n关于印发《海澜市驿站管理办法》的通知")
        == "关于印发《海澜市驿站管理办法》的通知"
    )


def test_title_when_broken_over_three_lines_then_put_together() -> None:
    broken = "海澜市财政局\n关于印发《海澜市创业驿站\n管理办法（试行）》的\n通知\n各单位："
    assert title_of(broken) == "关于印发《海澜市创业驿站管理办法（试行）》的通知"


def test_title_when_set_wide_then_closed_up() -> None:
    assert title_of("管 理 办 法") == "管理办法"


def test_title_when_two_bodies_are_named_then_space_between_them_stays() -> None:
    assert (
        title_of("中共海澜市委 海澜市人民政府关于支持创业的意见")
        == "中共海澜市委 海澜市人民政府关于支持创业的意见"
    )


def test_title_when_only_breadcrumb_and_links_then_none() -> None:
    assert title_of("首页 > 政策 > 关于印发办法的通知\n上一篇：关于印发办法的通知") is None


@pytest.mark.parametrize(
    "text", ["现将办法印发给你们。", "附件：管理办法", "关于印发《海澜市", "很" * 200 + "办法", "办法"]
)
def test_title_when_line_is_a_sentence_or_a_fragment_then_not_a_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    ("title", "inner"),
    [
        ("关于印发《甲办法》的通知", "甲办法"),
        ("海澜市财政局关于印发《甲〈乙〉办法》（试行）的通知", "甲〈乙〉办法"),
        ("关于公布《甲目录》的公告", "甲目录"),
        ("关于做好申领工作的通知", ""),
        ("甲办法", ""),
    ],
)
def test_issued_title_when_notice_issues_something_then_its_title(title: str, inner: str) -> None:
    assert issued_title(title) == inner


def test_same_title_when_only_spaces_and_brackets_differ_then_same() -> None:
    assert same_title("《甲 办 法》", "甲办法")
    assert not same_title("甲办法", "乙办法")
