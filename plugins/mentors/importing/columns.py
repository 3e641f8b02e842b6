"""The columns of the sheet: heading, meaning, example, and how a cell becomes a value."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.models import District, Field, Industry, Language, MentorPage, ServiceType, Term
from plugins.mentors import codes

VALUE_SEPARATORS = re.compile(r"[；;、，,\n]+")
POINT_SEPARATORS = re.compile(r"[；;\n]+")
WRITTEN_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
DAY_ZERO = date(1899, 12, 30)  # of the numbers by which spreadsheets keep days
DAY_NUMBERS = range(20_000, 80_000)
MOST_FIELDS = 6
MOST_POINTS = 10
LONGEST_POINT = 120
LONGEST_CAREER = 80

Reader = Callable[[str, "Vocabulary"], Any]


@dataclass(frozen=True)
class Vocabulary:
    """The words that cells may hold: for each list of terms, the term by its name and by its slug."""

    terms: Mapping[type[Term], Mapping[str, Term]]

    @classmethod
    def read(cls) -> "Vocabulary":
        """Everything the site knows now; one query for each list."""
        lists = (District, Field, Industry, Language, ServiceType)
        return cls(
            {
                model: {key: term for term in model.objects.all() for key in (term.name, term.slug)}
                for model in lists
            }
        )

    def names(self, model: type[Term]) -> list[str]:
        return list(dict.fromkeys(term.name for term in self.terms[model].values()))


@dataclass(frozen=True)
class Column:
    """A column: `read` makes a value from the text of a cell or raises ValueError with a sentence.

    Cells hold terms of `model`, or some of `choices`, where one of the two is given.
    """

    heading: str
    name: str
    read: Reader
    required: bool = False
    example: str = ""
    note: Any = ""
    model: type[Term] | None = field(default=None)
    choices: type[TextChoices] | None = None


def text(longest: int) -> Reader:
    def read(cell: str, words: Vocabulary) -> str:
        if len(cell) > longest:
            raise ValueError(_("最多 %(most)d 字，现有 %(now)d 字。") % {"most": longest, "now": len(cell)})
        return cell

    return read


def number(cell: str, words: Vocabulary) -> int:
    digits = cell.removesuffix("年").strip()
    if not digits.isdecimal() or len(digits) > 3 or int(digits) > LONGEST_CAREER:
        raise ValueError(_("应为 0 至 %d 的整数。") % LONGEST_CAREER)
    return int(digits)


def day(cell: str, words: Vocabulary) -> date:
    """2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301, or the number by which a spreadsheet keeps the day."""
    if cell.isdecimal() and len(cell) <= 5 and int(cell) in DAY_NUMBERS:
        return DAY_ZERO + timedelta(days=int(cell))
    found = WRITTEN_DATE.fullmatch(cell.split(" ")[0]) or PLAIN_DATE.fullmatch(cell)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise ValueError(_("不是日期，请写成 2026-03-01。"))


def term(model: type[Term]) -> Reader:
    return lambda cell, words: _term(cell, model, words)


def terms(model: type[Term], most: int = 20) -> Reader:
    def read(cell: str, words: Vocabulary) -> list[Term]:
        found = [_term(part, model, words) for part in _parts(cell, VALUE_SEPARATORS)]
        return list(dict.fromkeys(_at_most(found, most)))

    return read


def some_of(choices: type[TextChoices]) -> Reader:
    """Several of a closed list, by what they are called or by their value; it is short enough to be named whole."""

    def read(cell: str, words: Vocabulary) -> list[str]:
        known = {key: one.value for one in choices for key in (str(one.label), one.value)}
        parts = _parts(cell, VALUE_SEPARATORS)
        for part in parts:
            if part not in known:
                raise ValueError(_none_of(part, [str(one.label) for one in choices]))
        return list(dict.fromkeys(known[part] for part in parts))

    return read


def points(cell: str, words: Vocabulary) -> list[tuple[str, str]]:
    parts = _at_most(_parts(cell, POINT_SEPARATORS), MOST_POINTS)
    return [("point", text(LONGEST_POINT)(part, words)) for part in parts]


def code(cell: str, words: Vocabulary) -> str:
    found = codes.canonical(cell)
    if found is None:
        raise ValueError(_("名片编号是 %d 位，不含 0、1、I、L、O。") % codes.LENGTH)
    return found


def _term(cell: str, model: type[Term], words: Vocabulary) -> Term:
    found = words.terms[model].get(cell)
    if found is None:
        raise ValueError(_unknown(cell, words.names(model)))
    return found


def _unknown(cell: str, known: Sequence[str]) -> str:
    """Why a word is not accepted: the word that was probably meant, else what there is."""
    close = difflib.get_close_matches(cell, known, n=1, cutoff=0.6)
    if close:
        return _("没有“%(word)s”，是不是“%(close)s”？") % {"word": cell, "close": close[0]}
    return _none_of(cell, known)


def _none_of(cell: str, known: Sequence[str]) -> str:
    return _("没有“%(word)s”，可填：%(known)s。") % {"word": cell, "known": "、".join(known)}


def _parts(cell: str, separators: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in separators.split(cell) if part.strip()]


def _at_most(parts: list[Any], most: int) -> list[Any]:
    if len(parts) > most:
        raise ValueError(_("最多 %(most)d 项，现有 %(now)d 项。") % {"most": most, "now": len(parts)})
    return parts


def _length(name: str) -> int:
    return int(MentorPage._meta.get_field(name).max_length or 0)


LONGEST_NAME = 40
LONGEST_TEXT = 5000
SEVERAL = gettext_lazy("多项用“；”或“、”隔开。")

COLUMNS: tuple[Column, ...] = (
    Column("姓名", "title", text(LONGEST_NAME), required=True, example="尉迟青"),
    Column("单位", "organisation", text(_length("organisation")), required=True, example="青禾顾问"),
    Column("职务", "position", text(_length("position")), required=True, example="高级顾问"),
    Column("从业年限", "years_of_experience", number, example="12"),
    Column("区市", "district", term(District), required=True, model=District),
    Column(
        "擅长领域",
        "fields",
        terms(Field, MOST_FIELDS),
        required=True,
        note=gettext_lazy("1 至 6 项。"),
        model=Field,
    ),
    Column("行业", "industries", terms(Industry), note=SEVERAL, model=Industry),
    Column("语言", "languages", terms(Language), note=SEVERAL, model=Language),
    Column("服务类型", "service_types", terms(ServiceType), note=SEVERAL, model=ServiceType),
    Column("咨询方式", "ways", some_of(Way), required=True, example="留言；面谈", note=SEVERAL, choices=Way),
    Column(
        "可约时间",
        "times",
        some_of(AvailableTime),
        example="工作日晚上；周末",
        note=SEVERAL,
        choices=AvailableTime,
    ),
    Column("创业阶段", "stages", some_of(Stage), example="筹备期；初创期", note=SEVERAL, choices=Stage),
    Column(
        "一句话介绍",
        "headline",
        text(_length("headline")),
        required=True,
        example="股权架构、期权和投资协议逐条讲清楚",
    ),
    Column(
        "我能帮你什么",
        "help_points",
        points,
        example="看股东协议；设计员工期权；准备尽职调查材料",
        note=gettext_lazy("一件事一项，用“；”隔开。"),
    ),
    Column("介绍", "introduction", text(LONGEST_TEXT), example="做了十二年公司法律顾问。"),
    Column("首次聘任", "appointed_on", day, example="2025-03-01", note=gettext_lazy("不填为聘期开始日。")),
    Column("聘期开始", "term_from", day, example="2025-03-01", note=gettext_lazy("不填为导入当天。")),
    Column("聘期结束", "term_to", day, example="2027-02-28", note=gettext_lazy("含当日；不填为未定。")),
    Column("名片编号", "code", code, note=gettext_lazy("已经印过名片的才填，其余由系统编号。")),
)

PAGE_FIELDS: tuple[str, ...] = tuple(column.name for column in COLUMNS[:15])


def headings() -> Iterable[str]:
    return (column.heading for column in COLUMNS)
