"""A database field for several of a closed list of choices, the same on every database."""

from typing import Any

from django import forms
from django.db import models


class ChoiceListField(models.JSONField):
    """A list of values of `choices_class`, kept as JSON in the order of the class, without repetition."""

    def __init__(
        self, *args: Any, choices_class: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.choices_class = choices_class
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        assert self.choices_class is not None
        return forms.TypedMultipleChoiceField(
            choices=self.choices_class.choices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def get_prep_value(self, value: Any) -> Any:
        if value and self.choices_class is not None:
            value = [choice for choice in self.choices_class.values if choice in value]
        return super().get_prep_value(value)
