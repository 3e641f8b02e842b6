"""The line below a title that says who made the law when, by which number, and from when it applies (题注)."""

import re
from dataclasses import dataclass
from datetime import date

from cms_pages.policy_import.dates import DATE_PATTERN, find_date
from cms_pages.policy_import.document_numbers import DOCUMENT_NUMBER_PATTERN, normalise
from cms_pages.policy_import.tree import Line
from cms_pages.policy_import.typography import close_up
from portal.numerals import NUMERAL_CHARACTERS

MOST_LINES = 12

_DECIDED = "通过|批准|公布|发布|颁布|印发|修订|修正|修改"
_OPENING = re.compile(rf"（?\s?(?:{DATE_PATTERN}|根据|自)")
_ACT = re.compile(
    rf"(?P<amending>根据|依照|依据)?\s?(?<!自)(?P<day>{DATE_PATTERN})(?P<words>(?:(?!{DATE_PATTERN}).)*?)(?P<verb>{_DECIDED})"
    rf"(?=[\s，；、。）]|{DATE_PATTERN}|根据|自|并|$)"
)
_STARTS = re.compile(rf"自\s?(?P<day>{DATE_PATTERN})\s?起?(?:正式)?(?:施行|实施|执行|生效)")
_ORDER_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}(?:令|公告)")
_ORDER_NUMBER = re.compile(rf"第\s?[0-9{NUMERAL_CHARACTERS}]{{1,7}}\s?号")
_NUMBER = re.compile(DOCUMENT_NUMBER_PATTERN)
_ISSUED = {"公布", "发布", "颁布", "印发", "修订"}
_AMENDED = {"修正", "修改"}


@dataclass(frozen=True, slots=True)
class Promulgation:
    """What a 题注 says; None and empty where it does not say.

    ``issued_on`` and ``number`` are those of the act that made the whole text, its first issue or its latest
    revision (修订); ``amended_on`` is the day of the latest amendment of single articles (修正) after it.
    """

    issued_on: date | None = None
    number: str = ""
    effective_on: date | None = None
    amended_on: date | None = None
    adopted_only: bool = False


def promulgation_lines(lines: list[Line], place: int) -> int:
    """How many lines from ``place`` on are one 题注, from its opening bracket to the closing one (0: none)."""
    if not _OPENING.match(lines[place].text):
        return 0
    text = ""
    for count, line in enumerate(lines[place : place + MOST_LINES], 1):
        text = f"{text} {line.text}"
        if text.count("（") == text.count("）"):
            return count if _is_promulgation(text) else 0
    return 0


def join_order(lines: list[Line]) -> list[Line]:
    """``lines`` with the head of an order, 海澜市人民政府令 and 第12号 below it, in one line."""
    joined: list[Line] = []
    for line in lines:
        before = close_up(joined[-1].text) if joined else ""
        if _ORDER_NAME.fullmatch(before) and _ORDER_NUMBER.fullmatch(line.text):
            joined[-1] = Line(joined[-1].number, before + line.text)
        else:
            joined.append(line)
    return joined


def stated_start(text: str) -> date | None:
    """The last day from which the text says that something applies."""
    starts = list(_STARTS.finditer(text))
    return find_date(starts[-1]["day"]) if starts else None


def read_promulgation(text: str) -> Promulgation:
    """The day, number and beginning that a 题注 states."""
    acts = list(_ACT.finditer(text))
    whole = [act for act in acts if act["verb"] in _ISSUED and not act["amending"]]
    whole += [act for act in acts if act["verb"] == "修订" and act["amending"]]
    whole.sort(key=lambda act: act.start())
    making = whole[-1] if whole else (acts[-1] if acts else None)
    if making is None:
        return Promulgation(effective_on=stated_start(text))
    number = _NUMBER.search(making["words"])
    later = [act for act in acts if act["verb"] in _AMENDED and act.start() > making.start()]
    return Promulgation(
        issued_on=find_date(making["day"]),
        number=(normalise(number[0]) or "") if number else "",
        effective_on=stated_start(text),
        amended_on=find_date(later[-1]["day"]) if later else None,
        adopted_only=not whole,
    )


def _is_promulgation(text: str) -> bool:
    bare = text.strip()
    inside = bare.startswith("（") and bare.endswith("）")
    return (inside and bool(_ACT.search(text) or _STARTS.search(text))) or bool(
        _ACT.match(bare) and "。" not in bare
    )
