"""What an editor's browser sends as formatted text is cut down to what the portal allows (W2)."""

import json
import re
from html import unescape

import pytest
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

from cms_pages.blocks import PLAIN_RICH_TEXT

BAD_ADDRESSES = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "&#106;avascript:alert(1)",
)
HOSTILE_WORDS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src='//evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<embed embedtype='image' id='1' onerror='alert(1)'/>",
    "]]><script>alert(1)</script>",
)


def sent(text: str, *, entity: dict | None = None, style: str = "") -> str:
    """What the editor sends for one paragraph."""
    whole = {"offset": 0, "length": len(text)}
    block = {
        "key": "a",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [{**whole, "style": style}] if style else [],
        "entityRanges": [{**whole, "key": 0}] if entity else [],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


def shown(content: str) -> str:
    block = RichTextBlock(features=PLAIN_RICH_TEXT)
    value = block.value_from_datadict({"body": content}, {}, "body")
    return str(RichText(value.source).__html__())


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_w2_link_to_a_script_is_dropped(db, address: str) -> None:
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
    html = shown(sent("官网", entity=link))
    assert "官网" in html
    for found in re.findall(r'href="([^"]*)"', html):
        seen = re.sub(r"[\x00-\x20]", "", unescape(found)).lower()
        assert not seen.startswith(("javascript:", "data:", "vbscript:"))


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_w2_tags_that_were_typed_are_words(db, words: str) -> None:
    html = shown(sent(words))
    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert "<iframe" not in html
    assert "&lt;" in html


@pytest.mark.parametrize("kind", ["EMBED", "IMAGE", "SCRIPT", "IFRAME"])
def test_w2_things_that_are_not_allowed_are_dropped(db, kind: str) -> None:
    thing = {
        "type": kind,
        "mutability": "IMMUTABLE",
        "data": {"url": "https://evil.example", "src": "x", "id": 1},
    }
    html = shown(sent(" ", entity=thing))
    assert "evil.example" not in html


@pytest.mark.parametrize("style", ["CODE", "STRIKETHROUGH", "STYLE", "SCRIPT"])
def test_w2_formats_that_are_not_allowed_are_dropped(db, style: str) -> None:
    html = shown(sent("要点", style=style))
    assert "要点" in html
    assert "<code" not in html
    assert "style" not in html
