"""What happens elsewhere and changes the index: each receiver runs in the transaction of the change.

Plugins load late, so nothing is connected to their models when applications start. The first change of anything
connects everything. Switching a plugin off does not stop its receivers, so that its entries are right the moment it is
switched on again.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search.documents import Document
from search.indexing import index, values_changed
from search.models import BlockedWord, Pin, StopWord, Synonym
from search.registry import documents
from search.warm import VOCABULARY

FIRST = (pre_save, pre_delete, m2m_changed)
"""What is sent before anything that concerns the index."""

DRAFT_FIELDS = {
    "latest_revision",
    "draft_title",
    "has_unpublished_changes",
    "locked",
    "locked_by",
    "locked_at",
}
"""What Wagtail saves of a page when only its draft has changed."""

PUBLICATION = (page_published, page_unpublished, page_slug_changed)


def connect() -> None:
    """Wait for the first change."""
    for signal in FIRST:
        signal.connect(_first_change, dispatch_uid="search")
    for signal in (post_save, post_delete):
        for model in (Synonym, StopWord, BlockedWord, Pin):
            signal.connect(_vocabulary_changed, sender=model, dispatch_uid="search")


def _first_change(sender: type[Model], **kwargs: Any) -> None:
    for signal in FIRST:
        signal.disconnect(dispatch_uid="search")
    connect_documents(documents.all.values())
    if kwargs["signal"] is pre_delete:
        # Whoever was connected just now has missed this one.
        for document, lookup in _followers(sender):
            _note(document, lookup, kwargs["instance"])


def connect_documents(declared: Iterable[Document]) -> None:
    """Follow what these documents are made of."""
    declared = list(declared)
    followed = {model for document in declared for model in (document.model, *document.follows)}
    for model in followed:
        _connect(model)
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search")
        for model in {facet.model for document in declared for facet in document.facets if facet.model}:
            signal.connect(_values_changed, sender=model, dispatch_uid="search values")


def _connect(model: type[Model]) -> None:
    post_save.connect(_saved, sender=model, dispatch_uid="search")
    pre_delete.connect(_about_to_go, sender=model, dispatch_uid="search")
    post_delete.connect(_gone, sender=model, dispatch_uid="search")
    for relation in model._meta.many_to_many:
        m2m_changed.connect(
            _relation_changed, sender=getattr(model, relation.name).through, dispatch_uid="search"
        )
    if issubclass(model, Page):
        for signal in PUBLICATION:
            signal.connect(_published, sender=model, dispatch_uid="search")
        post_page_move.connect(_moved, dispatch_uid="search")


def _followers(model: type[Model]) -> list[tuple[Document, str]]:
    """The documents that a model's objects belong to, with the lookup from the document's model."""
    own = [(document, "pk") for document in documents.all.values() if document.model is model]
    return own + [
        (document, document.follows[model])
        for document in documents.all.values()
        if model in document.follows
    ]


def _keys(document: Document, lookup: str, keys: Iterable[Any]) -> list[int]:
    condition = Q(**{f"{lookup}__in": list(keys)}) if lookup else Q()
    found = document.model._base_manager.filter(condition)
    return list(found.order_by().values_list("pk", flat=True).distinct())


def _changed(model: type[Model], keys: Iterable[Any]) -> None:
    keys = list(keys)
    for document, lookup in _followers(model):
        index(document, keys if lookup == "pk" else _keys(document, lookup, keys))


def _saved(sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any) -> None:
    fields = kwargs.get("update_fields")
    if raw or (isinstance(instance, Page) and fields and DRAFT_FIELDS.issuperset(fields)):
        return
    _changed(sender, [instance.pk])


def _about_to_go(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    for document, lookup in _followers(sender):
        _note(document, lookup, instance)


def _note(document: Document, lookup: str, instance: Model) -> None:
    """Remember whose entries change, since relations are gone once the object is."""
    going = instance.__dict__.setdefault("_search_going", {})
    going[document.kind] = [instance.pk] if lookup == "pk" else _keys(document, lookup, [instance.pk])


def _gone(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    for kind, keys in instance.__dict__.pop("_search_going", {}).items():
        index(documents[kind], keys)


def _relation_changed(
    sender: type[Model],
    instance: Model,
    action: str,
    reverse: bool,
    model: type[Model],
    pk_set: Any,
    **kwargs: Any,
) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        _changed(type(instance), [instance.pk])
    elif pk_set:
        _changed(model, pk_set)


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _changed(sender, [instance.pk])


def _moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _below(instance.path)


def _restriction_changed(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    _below(instance.page.path)


def _below(path: str) -> None:
    """Everything at or under a page may have become public or private."""
    for document in documents.all.values():
        if issubclass(document.model, Page):
            index(
                document,
                document.model._base_manager.filter(path__startswith=path).values_list("pk", flat=True),
            )
        for model, lookup in document.follows.items():
            if issubclass(model, Page):
                pages = model._base_manager.filter(path__startswith=path).values_list("pk", flat=True)
                index(document, _keys(document, lookup, pages))


def _values_changed(sender: type[Model], **kwargs: Any) -> None:
    values_changed([facet for facet in documents.facets.values() if facet.model is sender])


def _vocabulary_changed(sender: type[Model], **kwargs: Any) -> None:
    VOCABULARY.change()
