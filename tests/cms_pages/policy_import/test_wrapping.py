from cms_pages.policy_import.findings import Findings
from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.wrapping import unwrap
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
