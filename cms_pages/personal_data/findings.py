"""What the gate reports. Nothing here can be turned back into a number: values are masked and keyed (D6, D10)."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.personal_data.detectors import Kind, find, plain_text
from cms_pages.personal_data.passages import Passage

SALT = "cms_pages.personal_data"

KIND_LABELS = {
    Kind.RESIDENT_ID: gettext_lazy("身份证号码"),
    Kind.MOBILE: gettext_lazy("手机号码"),
    Kind.BANK_CARD: gettext_lazy("银行卡号"),
    Kind.UNREADABLE: gettext_lazy("无法检查"),
}


@dataclass(frozen=True)
class Finding:
    """One number in one place, or one file that could not be checked.

    `fingerprint` is the same wherever the same number stands; `field` names the page field, "" for a file.
    """

    kind: Kind
    where: str
    masked: str
    fingerprint: str
    field: str = ""

    @property
    def label(self) -> str:
        """What kind of thing it is, in Chinese."""
        return str(KIND_LABELS[self.kind])

    @property
    def message(self) -> str:
        """The finding in one line: 正文第 3 段：手机号码 138****1234."""
        return _("%(where)s：%(what)s %(masked)s") % {
            "where": self.where,
            "what": self.label,
            "masked": self.masked,
        }

    def as_data(self) -> dict[str, str]:
        """The finding for a log entry or a JSON column."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Finding":
        """The finding that `as_data` wrote."""
        return cls(**{**data, "kind": Kind(data["kind"])})


def in_passages(passages: Iterable[Passage]) -> list[Finding]:
    """Every number in the passages, in reading order; the same number twice in one place counts once."""
    found: dict[Finding, None] = {}
    for passage in passages:
        for match in find(passage.text, context=passage.context):
            name = fingerprint(match.kind, match.value)
            found[Finding(match.kind, _label(passage.where), match.masked, name, passage.field)] = None
    return list(found)


def unreadable(where: str, reason: str, content_hash: str, field: str = "") -> Finding:
    """A file that could not be checked; another file is another finding."""
    return Finding(Kind.UNREADABLE, _label(where), reason, fingerprint(Kind.UNREADABLE, content_hash), field)


def fingerprint(kind: Kind, value: str) -> str:
    """A name for a number that only this site can compute."""
    return salted_hmac(SALT, f"{kind}:{value}", algorithm="sha256").hexdigest()


def set_fingerprint(findings: Iterable[Finding]) -> str:
    """A name for exactly this set of numbers and unchecked files, wherever they stand."""
    names = sorted({finding.fingerprint for finding in findings})
    return salted_hmac(SALT, " ".join(names), algorithm="sha256").hexdigest()


def _label(where: str) -> str:
    """A place may be named after a number: 附件《张三13800138000.xlsx》."""
    return re.sub(r"\d", "*", plain_text(where)) if find(where) else where
