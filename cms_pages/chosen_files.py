"""Whether the pictures and files that a page's form was sent are ones that the person may use (A5).

The window to choose from offers no others, but a form takes any key, and shows what it has taken: also when something
else is wrong with it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignKey
from django.forms import ModelForm
from wagtail.models import Page

from cms_pages.draft_uses import is_key, uses_of
from cms_pages.library_access import RIGHTS, within_reach


def require_within_reach(form: "ModelForm[Any]", person: Any) -> None:
    """Refuse what the person may not use, whether or not the form is valid; what is on the draft already stays.

    Raises PermissionDenied.
    """
    sent: dict[type[Any], set[str]] = defaultdict(set)
    for model, key in _sent(form):
        if not is_key(key):
            raise PermissionDenied
        sent[model].add(key)
    refused = {found for model, keys in sent.items() for found in _out_of_reach(model, keys, person)}
    if refused and not refused <= _on_the_draft(form.instance.pk):
        raise PermissionDenied


def _out_of_reach(model: type[Any], keys: set[str], person: Any) -> Iterator[tuple[int, int]]:
    asked = model._default_manager.filter(pk__in=keys)
    kind = ContentType.objects.get_for_model(model).pk
    beyond = asked.exclude(pk__in=within_reach(asked, person).values("pk"))
    return ((kind, key) for key in beyond.values_list("pk", flat=True))


def _on_the_draft(key: int | None) -> set[tuple[int, int]]:
    """As it lies in the database: the form has changed the page in memory."""
    page = Page.objects.filter(pk=key).first()
    return uses_of(page.specific.get_latest_revision_as_object()) if page else set()


def _sent(form: "ModelForm[Any]") -> Iterator[tuple[type[Any], str]]:
    """Kind and key of each, out of columns, blocks and formatted text."""
    columns = {column.name: column for column in form._meta.model._meta.get_fields()}
    for name in form.fields.keys() & columns.keys():
        column, value = columns[name], form[name].data
        if isinstance(column, ForeignKey) and column.related_model in RIGHTS:
            chosen = _chosen(form, name)
            if chosen:
                yield column.related_model, str(chosen.pk)
        elif value is not None and hasattr(column, "extract_references"):
            for model, key, *_paths in column.extract_references(value):
                if model in RIGHTS:
                    yield model, key


def _chosen(form: "ModelForm[Any]", name: str) -> Any:
    try:
        return form.fields[name].clean(form[name].data)
    except ValidationError:
        return None
