"""{{ person.phone|mask:"phone" }}: personal data in templates, masked (D6)."""

from django import template

from portal import masking

register = template.Library()


@register.filter
def mask(value: object, kind: str) -> str:
    """The value masked as its kind; the kinds are those of `portal.masking.MASKS`."""
    return masking.mask(kind, value)
