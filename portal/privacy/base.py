"""What an application declares about personal data, in its module `personal_fields` (D1).

`PERSONAL_DATA` holds a `PersonalData` for each group of fields that share a purpose, `NOT_PERSONAL` a reason for each
field whose name only sounds personal. Plugins declare theirs in the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

SELF, PUBLIC = "self", "public"
"""Readers besides roles: the person concerned, everybody."""


class Basis(StrEnum):
    """Why data may be processed (Personal Information Protection Law, article 13)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    DISCLOSED = "disclosed"
    LAW = "law"


BASIS_LABELS: Mapping[Basis, Any] = {
    Basis.CONSENT: _("本人同意（第十三条第一项）"),
    Basis.CONTRACT: _("订立或履行合同（第十三条第二项）"),
    Basis.DUTY: _("履行法定职责（第十三条第三项）"),
    Basis.DISCLOSED: _("依法公开的信息（第十三条第六项）"),
    Basis.LAW: _("法律、行政法规规定的其他情形（第十三条第七项）"),
}


class Erasure(StrEnum):
    """What happens to the data when an account is deleted."""

    DELETED = "deleted"
    ANONYMISED = "anonymised"
    KEPT = "kept"


ERASURE_LABELS: Mapping[Erasure, Any] = {
    Erasure.DELETED: _("随账号删除"),
    Erasure.ANONYMISED: _("去除身份后保留"),
    Erasure.KEPT: _("依法保留"),
}


@dataclass(frozen=True)
class PersonalData:
    """Fields of one model that are kept for one purpose.

    `model` is "app.Model". `fields` gives each field the kind of its mask (`portal.masking.MASKS`), "" where there is
    nothing to mask. `subject` is the lookup from a row to the account of the person concerned ("pk" where the row is
    the account, "" where the person has none). `seen_by` names roles, SELF, PUBLIC; those roles may reveal a masked
    value, further limited by `may_reveal`, a predicate over user and row. `words` replaces verbose names, "" the model's.
    `said` gives, for a field that holds a key, what says it in words, a function of the row. `correct_at` is the name
    of the address where the person corrects it. `erasure_words` says why data is kept.
    """

    model: str
    fields: Mapping[str, str]
    subject: str
    purpose: Any
    basis: Basis
    retention: Any
    seen_by: tuple[str, ...]
    erasure: Erasure = Erasure.DELETED
    erasure_words: Any = ""
    correct_at: str = ""
    may_reveal: Callable[[Any, Any], bool] | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def model_class(self) -> Any:
        """The model. Raises LookupError for one that is not installed."""
        return apps.get_model(self.model)

    @property
    def label(self) -> str:
        """What people call the rows."""
        return str(self.words.get("") or self.model_class()._meta.verbose_name)

    def label_of(self, name: str) -> str:
        """What people call the field."""
        return str(self.words.get(name) or self.model_class()._meta.get_field(name).verbose_name)


@dataclass(frozen=True)
class Consent:
    """Something that people may agree to and take back (D2). A new `version` asks everybody anew.

    `key` is permanent and begins with the application's label. A `binding` one is no consent but a promise, of truth or
    of secrecy: it is made in the form that asks for it, and cannot be taken back on a page.
    """

    key: str
    version: str
    title: Any
    text: Any
    binding: bool = False


@dataclass(frozen=True)
class Retention:
    """Rows that go by themselves when they are old enough (D9).

    `rows` gets the moment before which a row is too old and returns those that are; `person` is the lookup from a row
    to an account, by which a legal hold keeps the row. `days` is the name of the setting, or a number.
    """

    name: str
    label: Any
    rows: Callable[[Any], Any]
    days: str | int
    person: str = ""
