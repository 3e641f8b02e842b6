"""Settings that a plugin declares and a site may change: typed, with defaults, kept as JSON."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Self, dataclass_transform

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, DecimalField, Field, Form, IntegerField, TypedChoiceField

from portal.plugin import switches

FORM_FIELDS: dict[type, Any] = {bool: BooleanField, int: IntegerField, Decimal: DecimalField, str: CharField}


def setting(default: Any, *, label: Any, help_text: Any = "", required: bool = True, **limits: Any) -> Any:
    """One setting: its default gives the type (bool, int, Decimal, str), its help text names the clause behind it.

    `choices` makes a list to choose from; `min_value`, `max_value`, `max_length` are as in Django's form fields.
    """
    options = {"label": label, "help_text": help_text, "required": required and not isinstance(default, bool)}
    return dataclasses.field(default=default, metadata={**options, **limits})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(setting,))
class PluginSettings:
    """Base of a plugin's settings: `class HelloSettings(PluginSettings, plugin="hello")`."""

    plugin: ClassVar[str]

    def __init_subclass__(cls, plugin: str) -> None:
        cls.plugin = plugin
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def for_site(cls, site: Any) -> Self:
        """The site's values, defaults where it has none; a stored key that is no longer declared is ignored."""
        row = switches.stored(site).get(cls.plugin)
        kept = row.values if row else {}
        return cls(**{f.name: type(f.default)(kept[f.name]) for f in declared(cls) if f.name in kept})

    @classmethod
    def form_class(cls) -> type[Form]:
        """A form with one field per setting."""
        return type("SettingsForm", (Form,), {f.name: _form_field(f) for f in declared(cls)})

    @classmethod
    def differing(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The checked values that differ from their defaults: what is worth keeping.

        Raises ValidationError for a key that is not declared and for a value that its field refuses.
        """
        defaults = {f.name: f.default for f in declared(cls)}
        if unknown := set(values) - set(defaults):
            raise ValidationError(f"{cls.__name__} has no setting {', '.join(sorted(unknown))}.")
        form = cls.form_class()({**defaults, **values})
        if not form.is_valid():
            raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
        return {name: value for name, value in form.cleaned_data.items() if value != defaults[name]}


def declared(settings: type[PluginSettings]) -> Sequence[Any]:
    """The dataclass fields of a settings class, in the order in which they are written."""
    return dataclasses.fields(settings)  # type: ignore[arg-type]  # a dataclass through __init_subclass__


def _form_field(declaration: Any) -> Field:
    kind: Any = type(declaration.default)
    options = {"initial": declaration.default, **declaration.metadata}
    return TypedChoiceField(coerce=kind, **options) if "choices" in options else FORM_FIELDS[kind](**options)
