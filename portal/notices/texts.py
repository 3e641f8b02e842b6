"""The words of notices: filled in, cleaned of what has no place in a header or a text message (N5), looked through."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import VariableNode
from django.template.loader import get_template
from django.utils import translation

from portal.notices.base import Notice

LONGEST_TITLE, LONGEST_SMS = 100, 70
"""A text message of more than 70 Chinese characters is sent, and paid for, as two."""
PARTS = ("title", "body", "sms")
SPACES = re.compile(r"\s+")


class Texts(NamedTuple):
    title: str
    body: str
    sms: str


def texts(notice: Notice, values: Mapping[str, Any]) -> Texts:
    """The words for these values, in Chinese. Raises LookupError when they are not the variables that the notice has."""
    if values.keys() != notice.example.keys():
        different = ", ".join(sorted(values.keys() ^ notice.example.keys()))
        raise LookupError(f"Notice {notice.key}: its example and its context differ in {different}.")
    with translation.override(settings.LANGUAGE_CODE):
        title, body, sms = (_filled(notice, part, values) for part in PARTS)
    return Texts(one_line(title)[:LONGEST_TITLE], _clean(body).strip(), short(sms))


def one_line(text: str) -> str:
    """Without line ends and other control characters: fit for a header."""
    return SPACES.sub(" ", _clean(text)).strip()


def short(text: str) -> str:
    """One text message: one line of plain characters, cut where it would become two messages."""
    line = "".join(
        char for char in one_line(text) if ord(char) < 0x10000 and unicodedata.category(char) != "So"
    )
    return line if len(line) <= LONGEST_SMS else line[: LONGEST_SMS - 1] + "…"


def mistakes_of(notice: Notice) -> list[str]:
    """Everything wrong with a notice's templates, in sentences."""
    return [mistake for part in PARTS for mistake in _mistakes_in(notice, part)]


def _mistakes_in(notice: Notice, part: str) -> Iterator[str]:
    try:
        template = get_template(notice.template(part)).template  # type: ignore[attr-defined]
    except TemplateDoesNotExist:
        yield f"there is no template {notice.template(part)}"
        return
    except TemplateSyntaxError as error:
        yield f"the template {notice.template(part)} cannot be read ({error})"
        return
    nodes = template.nodelist.get_nodes_by_type(VariableNode)
    used = {re.split(r"[.|]", node.filter_expression.token)[0] for node in nodes}
    for name in sorted(used - notice.example.keys()):
        yield f"{notice.template(part)} uses {name!r}, of which there is no example"
    filled = _filled(notice, part, notice.example).strip()
    if not filled:
        yield f"{notice.template(part)} is empty"
    if part == "title" and len(one_line(filled)) > LONGEST_TITLE:
        yield f"{notice.template(part)} is longer than {LONGEST_TITLE} characters"
    if part == "sms":
        yield from _mistakes_in_sms(notice, filled)


def _mistakes_in_sms(notice: Notice, filled: str) -> Iterator[str]:
    if len(one_line(filled)) > LONGEST_SMS:
        yield f"{notice.template('sms')} has more than {LONGEST_SMS} characters and would be sent as two messages"
    if one_line(filled) != short(filled) and len(one_line(filled)) <= LONGEST_SMS:
        yield f"{notice.template('sms')} has characters that text messages cannot carry"
    if "http" in filled and settings.SITE_URL not in filled:
        yield f"{notice.template('sms')} has a link to another site"


def _filled(notice: Notice, part: str, values: Mapping[str, Any]) -> str:
    template = get_template(notice.template(part)).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(values), autoescape=False)))


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
