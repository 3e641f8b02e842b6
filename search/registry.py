"""All documents: those that applications registered, and those that plugins name in `Plugin.search_documents`."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.module_loading import import_string

from portal.plugin.base import Plugin
from portal.plugin.registry import registry as plugins
from search.documents import Document, FacetField
from search.mistakes import mistakes_of

KIND = "kind"
"""The name by which kinds are filtered and counted like a facet; no facet may bear it."""

PINNED = "pinned"
"""The name by which engines count pinned results; no facet may bear it."""


class Documents:
    """Plugins are asked at the first question, as they load late; so register before that, in `AppConfig.ready`."""

    def __init__(self) -> None:
        self._registered: dict[str, Document] = {}

    def register(self, document: type[Document]) -> type[Document]:
        """Make a kind findable on every site; serves as a decorator. Raises ValueError for a kind that is taken."""
        self._add(self._registered, document)
        self.__dict__.pop("all", None)
        return document

    @cached_property
    def all(self) -> Mapping[str, Document]:
        """Every document by kind, whether its plugin is on or not."""
        found = dict(self._registered)
        for plugin in plugins:
            if plugin.slug in plugins:  # else it stands on one that was refused a moment ago
                found = self._with_those_of(plugin, found)
        return found

    def _with_those_of(self, plugin: Plugin, found: dict[str, Document]) -> dict[str, Document]:
        """The documents with a plugin's own; a plugin with a mistaken one is taken out of use."""
        more = dict(found)
        try:
            for document in declared_by(plugin):
                if mistake := next(mistakes_of(document, more), ""):
                    raise ValueError(f"{document.__qualname__}: {mistake}")
                self._add(more, document)
        except Exception as error:  # a stranger's mistake must not close the search
            plugins.refuse(plugin, error)
            return found
        return more

    def __getitem__(self, kind: str) -> Document:
        return self.all[kind]

    def enabled(self, site: Any) -> dict[str, Document]:
        """What may be found on the site: without the documents of plugins that are off."""
        off = {plugin.slug for plugin in plugins} - {plugin.slug for plugin in plugins.enabled(site)}
        hidden = {document.kind for slug in off for document in declared_by(plugins[slug])}
        return {
            kind: document
            for kind, document in self.all.items()
            if kind not in hidden and getattr(document.model, "plugin", None) not in off
        }

    @property
    def facets(self) -> dict[str, FacetField]:
        """Every facet by name."""
        return {facet.name: facet for document in self.all.values() for facet in document.facets}

    def facets_of(self, documents: Mapping[str, Document]) -> dict[str, FacetField]:
        """The facets of some documents, in the order of their declaration."""
        return {facet.name: facet for document in documents.values() for facet in document.facets}

    def forget(self) -> None:
        """Ask the plugins again; for tests that install some."""
        self.__dict__.pop("all", None)

    @staticmethod
    def _add(found: dict[str, Document], document: type[Document]) -> None:
        known = found.get(document.kind)
        if known is not None and type(known) is not document:
            raise ValueError(f"the kind {document.kind!r} is taken by {type(known).__qualname__}")
        if taken := {KIND, PINNED}.intersection(facet.name for facet in document.facets):
            raise ValueError(f"{document.__qualname__}: no facet may be called {taken.pop()!r}")
        found[document.kind] = known or document()


def declared_by(plugin: Plugin) -> list[type[Document]]:
    """The documents that a plugin names, as classes or as dotted paths. Raises ImportError."""
    return [import_string(item) if isinstance(item, str) else item for item in plugin.search_documents]


documents = Documents()
register = documents.register
