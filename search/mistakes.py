"""What is wrong with a `Document`, in sentences: found before anything is searched with it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from search.documents import Document, FacetField

NEEDED = ("public", "content")


def mistakes_of(document: Any, known: Mapping[str, Document]) -> Iterator[str]:
    """Everything wrong with one declaration, beside the documents that are known already; needs no database."""
    if not (isinstance(document, type) and issubclass(document, Document)):
        yield "it is no class of search.documents.Document"
        return
    if not re.fullmatch(r"[a-z][a-z0-9_]*", kind := getattr(document, "kind", "")):
        yield f"its kind {kind!r} is not lower-case letters, digits and underscores"
    if not str(getattr(document, "label", "")):
        yield "it has no label"
    model = getattr(document, "model", None)
    if not (isinstance(model, type) and issubclass(model, Model)):
        yield "it names no model"
    elif document.url is Document.url and not hasattr(model, "get_absolute_url"):
        yield f"it has no method url, and {model.__name__} no get_absolute_url"
    for name in NEEDED:
        if getattr(document, name) is getattr(Document, name):
            yield f"it has no method {name}"
    yield from _mistaken_facets(document, known)


def _mistaken_facets(document: type[Document], known: Mapping[str, Document]) -> Iterator[str]:
    taken = {facet.name: (other, facet) for other in known.values() for facet in other.facets}
    for facet in document.facets:
        if not isinstance(facet, FacetField):
            yield f"its facets hold {facet!r} instead of FacetField"
        elif facet.name in taken and taken[facet.name][1].values != facet.values:
            other = type(taken[facet.name][0]).__qualname__
            yield f"its facet {facet.name!r} has other values than that of {other}"
    if document.facets and document.values is Document.values and document.on is Document.on:
        yield "it has facets, but no method values"
