"""The build fails for a personal field without an entry (D1)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.urls import NoReverseMatch, reverse

from portal.masking import MASKS
from portal.privacy.base import PUBLIC, SELF, Erasure, PersonalData
from portal.privacy.looks import looks_personal
from portal.privacy.registry import not_personal, personal_data
from portal.roles.table import ROLES


@register(Tags.security, deploy=True)
def check_declarations(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every field that looks personal is declared, and every declaration holds together."""
    hint = "Declare it in the module personal_fields of its application (docs/privacy.md)."
    missing = (f"{model}.{field} looks personal and has no entry." for model, field in undeclared())
    wrong = (f"{declared.model}: {words}" for declared in personal_data() for words in mistakes_of(declared))
    return [
        *(Error(sentence, hint=hint, id="privacy.E001") for sentence in missing),
        *(Error(sentence, id="privacy.E002") for sentence in wrong),
    ]


def undeclared() -> list[tuple[str, str]]:
    """Fields that look personal, with no entry and no reason why they are not."""
    known = {(declared.model.lower(), field) for declared in personal_data() for field in declared.fields}
    excused = {name.lower() for name in not_personal()}
    return [
        (model, field)
        for model, field in looks_personal()
        if (model.lower(), field) not in known and f"{model}.{field}".lower() not in excused
    ]


def mistakes_of(declared: PersonalData) -> Iterator[str]:
    """What is wrong with one declaration, in sentences."""
    try:
        meta = declared.model_class()._meta
    except LookupError:
        yield "there is no such model"
        return
    for field, kind in declared.fields.items():
        try:
            meta.get_field(field)
        except FieldDoesNotExist:
            yield f"it has no field {field}"
        if kind and kind not in MASKS:
            yield f"{field}: there is no mask {kind!r}"
    yield from (
        f"there is no role {reader!r}" for reader in declared.seen_by if reader not in {*ROLES, SELF, PUBLIC}
    )
    if declared.erasure != Erasure.DELETED and not declared.erasure_words:
        yield "what is kept after deletion needs a reason"
    if declared.subject:
        try:
            declared.model_class()._base_manager.filter(**{declared.subject: 0})
        except FieldError:
            yield f"{declared.subject!r} leads to no account"
    if declared.correct_at:
        try:
            reverse(declared.correct_at)
        except NoReverseMatch:
            yield f"there is no address {declared.correct_at!r}"
