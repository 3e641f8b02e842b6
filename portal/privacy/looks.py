"""Which fields look personal: each of them must be declared, or said not to be (D1)."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field

PERSONAL = re.compile(
    r"(?:^|_)(?:phone|mobile|tel|telephone|fax|email|mail|wechat|qq|openid"
    r"|id_?number|id_?card|identity|passport|licence_number|social_security"
    r"|real_?name|full_?name|first_?name|last_?name|family_?name|given_?name|surname|nickname|username"
    r"|birth\w*|born\w*|age|gender|sex|nationality|ethnic\w*|religion|marital\w*|health\w*|disability|education|school"
    r"|address|residence|postcode|ip|ip_address|user_agent|latitude|longitude|location"
    r"|photo|portrait|avatar|face|picture|signature|fingerprint|voice"
    r"|bank\w*|card_number|account_number|salary|income|contact|resume|cv|emergency\w*|spouse|guardian)(?:$|_)"
)
NAME = re.compile(r"(?:^|_)name(?:$|_)")
"""In the portal's own models every name counts until it is said whose it is; in those of libraries it is a label."""

LIBRARIES = ("django.", "wagtail.", "django_q", "taggit", "modelcluster", "rest_framework", "rules", "lucide")


def looks_personal() -> Iterator[tuple[str, str]]:
    """("app.Model", "field") of every stored field with such a name or, outside libraries, that points at an account."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if _sounds_personal(field, is_library=model.__module__.startswith(LIBRARIES)):
                yield model._meta.label, field.name


def _sounds_personal(field: "Field[object, object]", *, is_library: bool) -> bool:
    if PERSONAL.search(field.name):
        return True
    return not is_library and bool(NAME.search(field.name) or field.related_model is get_user_model())
