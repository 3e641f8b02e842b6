"""The register of processing as a page of documentation, written from the declarations (D1)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from portal.privacy.base import BASIS_LABELS, ERASURE_LABELS, PUBLIC, SELF, PersonalData
from portal.privacy.registry import personal_data
from portal.roles.table import ROLES

BEGIN, END = "<!-- register: written by manage.py write_register -->", "<!-- end of the register -->"
READERS = {SELF: "本人", PUBLIC: "公众"}


def document() -> Path:
    """docs/privacy.md"""
    return Path(settings.BASE_DIR) / "docs" / "privacy.md"


def table() -> str:
    """The register as Markdown, in Chinese: it is the city's, and inspectors read it."""
    with translation.override("zh-hans"):
        head = (
            "| 数据 | 字段 | 目的 | 法律依据 | 保存期限 | 谁能看 | 注销账号时 |",
            "|---|---|---|---|---|---|---|",
        )
        return "\n".join([*head, *_rows()])


def with_table(text: str) -> str:
    """The document with the register of now between its marks. Raises ValueError where there are none."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the document has no place for the register")
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def _rows() -> Iterator[str]:
    for declared in personal_data():
        yield (
            f"| {declared.label}（`{declared.model}`） | {_fields(declared)} "
            f"| {declared.purpose} | {BASIS_LABELS[declared.basis]} | {declared.retention} | {_readers(declared)} "
            f"| {_erasure(declared)} |"
        )


def _fields(declared: PersonalData) -> str:
    return "、".join(
        f"{declared.label_of(field)}（脱敏显示）" if kind else declared.label_of(field)
        for field, kind in declared.fields.items()
    )


def _readers(declared: PersonalData) -> str:
    return "、".join(READERS.get(reader) or str(ROLES[reader].label) for reader in declared.seen_by)


def _erasure(declared: PersonalData) -> str:
    label = str(ERASURE_LABELS[declared.erasure])
    return f"{label}：{declared.erasure_words}" if declared.erasure_words else label
