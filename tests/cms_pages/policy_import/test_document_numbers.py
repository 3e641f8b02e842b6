import pytest

from cms_pages.policy_import.document_numbers import normalise


@pytest.mark.parametrize(
    "text",
    [
        "海人社规〔2026〕7号",
        "海人社规[2026]7号",
        "海人社规(2026)7号",
        "海人社规（2026）7号",
        "海人社规【2026】7号",
        "海人社规［2026］7号",
        "海人社规 〔2026〕 7 号",
        "海人社规〔2026〕第7号",
        "海人社规〔2026〕007号",
    ],
)
def test_normalise_when_any_bracket_or_zero_then_the_standard_form(text: str) -> None:
    assert normalise(text) == "海人社规〔2026〕7号"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第7号",
        "2026年第7号",
        "海人社规〔26〕7号",
        "海人社规〔2026〕号",
        "海人社规〔2026〕0号",
        "海人社规2026-7",
    ],
)
def test_normalise_when_not_a_document_number_then_none(text: str) -> None:
    assert normalise(text) is None
