"""Every row against what the columns allow, the other rows and the mentors there are."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.models import MentorIndexPage
from cms_pages.personal_data.detectors import find
from plugins.mentors.importing.columns import COLUMNS, Column, Vocabulary, headings
from plugins.mentors.importing.problems import Problem, SheetRefused
from plugins.mentors.importing.reading import FORMULA_WITHOUT_VALUE, Row, Table
from plugins.mentors.models import Mentor, RetiredCode

Key = tuple[str, str]
LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3}[- ]?\d{4})(?!\d)")


@dataclass(frozen=True)
class Draft:
    """A row that may be written: its number and its values by the columns' names."""

    row: int
    values: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """By what a mentor is the same person: name and organisation."""
        return self.values["title"], self.values["organisation"]


@dataclass(frozen=True)
class Plan:
    """What an import would do: rows to write, and everything that is wrong with the others."""

    drafts: Sequence[Draft]
    problems: Sequence[Problem]

    @property
    def refused_rows(self) -> int:
        return len({problem.row for problem in self.problems})


def check(table: Table, *, index: MentorIndexPage, today: date | None = None) -> Plan:
    """Look at every cell; a fixed number of queries. Raises SheetRefused when the headings are wrong."""
    places = _places(table.header)
    words = Vocabulary.read()
    known = _Known.read(index)
    drafts, problems = [], []
    for row in table.rows:
        draft, found = _draft(row, places, words, today or timezone.localdate())
        found += list(known.clashes(draft)) if draft is not None else []
        problems += found
        if draft is not None and not found:
            known.remember(draft)
            drafts.append(draft)
    return Plan(drafts, problems)


def _places(header: Row) -> dict[str, int]:
    """Where each column stands. Raises SheetRefused naming every heading that is unknown, missing or there twice."""
    known = list(headings())
    written = Counter(cell for cell in header.cells if cell)
    problems = [
        Problem(header.number, heading, "", _("没有这一列；可用的列：%s。") % "、".join(known))
        for heading in written
        if heading not in known
    ]
    problems += [
        Problem(header.number, heading, "", _("这一列出现了 %d 次。") % times)
        for heading, times in written.items()
        if times > 1
    ]
    problems += [
        Problem(header.number, column.heading, "", _("缺少这一列。"))
        for column in COLUMNS
        if column.required and column.heading not in written
    ]
    if problems and header.merged:
        merged = "、".join(dict.fromkeys(header.merged.values()))
        why = _("表头里有合并的单元格（%s）：请取消合并，每列一个名称，只占一行。") % merged
        problems.append(Problem(header.number, "", "", why))
    if problems:
        raise SheetRefused(problems)
    return {heading: header.cells.index(heading) for heading in written}


def _draft(
    row: Row, places: Mapping[str, int], words: Vocabulary, today: date
) -> tuple[Draft | None, list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for column in COLUMNS:
        cell = row.cells[places[column.heading]] if column.heading in places else ""
        merged = "" if cell else row.merged.get(places.get(column.heading, -1), "")
        try:
            if merged:
                raise ValueError(
                    _("与旁边的格合并了（%s），内容只在第一格里；请取消合并，每格都填。") % merged
                )
            if cell or column.required:
                values[column.name] = _value(column, cell, words)
        except ValueError as error:
            problems.append(Problem(row.number, column.heading, _masked(cell), str(error)))
    if any(cell for place, cell in enumerate(row.cells) if place not in places.values()):
        problems.append(Problem(row.number, "", "", _("没有表头的列里有内容，可能错了一列。")))
    values.setdefault("term_from", today)
    values.setdefault("appointed_on", values["term_from"])
    if values.get("term_to") and values["term_to"] < values["term_from"]:
        problems.append(Problem(row.number, "聘期结束", values["term_to"].isoformat(), _("早于聘期开始。")))
    return (Draft(row.number, values) if not problems else None), problems


def _value(column: Column, cell: str, words: Vocabulary) -> Any:
    if not cell:
        raise ValueError(_("必须填写。"))
    if cell == FORMULA_WITHOUT_VALUE:
        raise ValueError(_("公式没有算出结果，请改为粘贴数值。"))
    if _tells_how_to_reach(cell):
        raise ValueError(_("含有电话、证件号码或邮箱；导师页面不公开联系方式。"))
    return column.read(cell, words)


def _masked(cell: str) -> str:
    """A value as a report may show it: nothing of one that holds personal data."""
    return "" if cell == FORMULA_WITHOUT_VALUE or _tells_how_to_reach(cell) else cell


def _tells_how_to_reach(cell: str) -> bool:
    """Whether the text holds a number or an address by which the mentor could be reached (P14)."""
    return bool(find(cell) or "@" in cell or LANDLINE.search(cell))


class _Known:
    """Mentors and codes that there are, those of earlier rows included."""

    def __init__(self, mentors: dict[Key, str], codes: dict[str, str]) -> None:
        self.mentors = mentors
        self.codes = codes

    @classmethod
    def read(cls, index: MentorIndexPage) -> "_Known":
        rows = Mentor.objects.filter(page__path__startswith=index.path)
        mentors = {
            (name, organisation): _("已有这位导师，名片编号 %s。") % code
            for name, organisation, code in rows.values_list("page__title", "page__organisation", "code")
        }
        taken = dict.fromkeys(Mentor.objects.values_list("code", flat=True), _("这个编号已属于另一位导师。"))
        retired = dict.fromkeys(
            RetiredCode.objects.values_list("code", flat=True), _("这个编号属于以前的导师，不能再用。")
        )
        return cls(mentors, taken | retired)

    def clashes(self, draft: Draft) -> Iterator[Problem]:
        if draft.key in self.mentors:
            yield Problem(draft.row, "姓名", draft.key[0], self.mentors[draft.key])
        code = draft.values.get("code")
        if code in self.codes:
            yield Problem(draft.row, "名片编号", code, self.codes[code])

    def remember(self, draft: Draft) -> None:
        repeated = _("与第 %d 行重复。") % draft.row
        self.mentors[draft.key] = repeated
        if "code" in draft.values:
            self.codes[draft.values["code"]] = repeated
