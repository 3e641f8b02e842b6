import pytest

from cms_pages.policy_import.findings import Findings
from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.wrapping import mend_markers, unwrap
from tests.cms_pages.policy_import.conftest import load, messages, parse_text, shape

WIDTH = 38


def wrapped(text: str) -> str:
    lines = []
    for line in text.splitlines():
        lines.extend(line[start : start + WIDTH] for start in range(0, max(len(line), 1), WIDTH))
    return "\n".join(lines)


def test_document_when_wrapped_at_a_fixed_width_then_joined_with_a_warning() -> None:
    text = load("station_measures")
    policy = parse_text(wrapped(text))
    assert shape(policy) == shape(parse_text(text))
    assert any("固定宽度换行" in message for message in messages(policy))


def test_document_when_not_wrapped_then_untouched_and_no_warning() -> None:
    for text in (load("station_measures"), load("station_measures").replace("\n\n", "\n")):
        findings = Findings()
        lines = [line for line in split_lines(text) if line.text]
        assert unwrap(lines, findings) == lines
        assert findings.collected == []


def test_wrapped_lines_when_many_then_warning_names_the_first_few() -> None:
    findings = Findings()
    unwrap(split_lines("\n".join(["字" * 30] * 20)), findings)
    assert "如第 1、2、3、4、5、6、7、8 行之后" in findings.collected[0].text


@pytest.mark.parametrize(
    "broken", ["第\n二条 服务", "第二\n条 服务", "第\n二\n条 服务", "第 2\n条 服务", "第二条\n服务"]
)
def test_number_when_broken_in_two_lines_then_the_article_is_there(broken: str) -> None:
    text = "海阳市服务券管理办法\n第一条 总的规定。\n第二条 服务券分为两种。\n第三条 本办法自发布之日起施行。"
    assert shape(parse_text(text.replace("第二条 服务", broken))) == shape(parse_text(text))


def test_lone_sign_when_no_number_follows_then_it_stays_where_it_is() -> None:
    lines = split_lines("第\n一是公开。")
    assert mend_markers(lines, Findings()) == lines
