"""Indices by generation: made, completed, found, dropped.

A generation has two indices, named by time. Whoever writes uses an alias that each has from its making, and requires
it to be one, so that an index that was deleted is never made again by a write. Whoever searches uses another alias,
which both get in one call when they are complete.
"""

import time
from collections.abc import Iterable

from elasticsearch import Elasticsearch

from search.engines.base import EngineRefused
from search.engines.elastic.client import WORK_SECONDS, Address, answering, client
from search.engines.elastic.schema import ENTRIES, MAPPINGS, MARK, OFFERS, SETTINGS

CONTENTS = (ENTRIES, OFFERS)


class Indices:
    """The indices of one portal on one server. Every method may raise EngineUnavailable."""

    def __init__(self, address: Address) -> None:
        self.address = address

    def reading(self, generation: int, content: str = ENTRIES) -> str:
        """The alias to search."""
        return f"{self.address.prefix}-{generation}-{content}"

    def writing(self, generation: int, content: str = ENTRIES) -> str:
        """The alias to write to."""
        return f"{self.reading(generation, content)}-write"

    def open(self, generation: int, analysis_version: str) -> None:
        """Make the indices of a generation, instead of any it has."""
        self.drop(generation)
        moment = time.strftime("%Y%m%d%H%M%S", time.gmtime())
        with answering():
            for content in CONTENTS:
                self._server.indices.create(
                    index=f"{self.reading(generation, content)}-{moment}",
                    mappings={**MAPPINGS[content], "_meta": {"made_by": MARK, "analysis": analysis_version}},
                    settings=SETTINGS,
                    aliases={self.writing(generation, content): {}},
                )

    def complete(self, generation: int) -> None:
        """Let the generation be searched: everything that was written, and from now on."""
        writing = [self.writing(generation, content) for content in CONTENTS]
        actions = [
            {"add": {"index": index, "alias": self.reading(generation, content)}}
            for content in CONTENTS
            for index in self._behind(self.writing(generation, content))
        ]
        with answering():
            self._server.indices.refresh(index=writing)
            self._server.indices.update_aliases(actions=actions)

    def drop(self, generation: int) -> None:
        """Delete what the generation has; nothing happens where that is nothing."""
        names = [name for content in CONTENTS for name in self._behind(self.writing(generation, content))]
        if names:
            with answering():
                self._server.indices.delete(index=names, ignore_unavailable=True)

    def writable(self, generations: Iterable[int]) -> list[int]:
        """Those of the generations that have indices."""
        found = self._aliases(f"{self.address.prefix}-*-write")
        return [
            generation
            for generation in generations
            if all(self.writing(generation, content) in found for content in CONTENTS)
        ]

    def held(self, generations: Iterable[int]) -> list[int]:
        """Those of the generations that have anything."""
        found = self._aliases(f"{self.address.prefix}-*-write")
        return [
            generation
            for generation in generations
            if any(self.writing(generation, content) in found for content in CONTENTS)
        ]

    def require(self, generation: int) -> None:
        """Raises EngineRefused unless the generation can be searched and was made by this release."""
        with answering():
            names = [self.reading(generation, content) for content in CONTENTS]
            # Searches ask this too, so it may not take longer than they do.
            found = client(self.address).indices.get_mapping(index=",".join(names)).body
        marks = {index["mappings"].get("_meta", {}).get("made_by") for index in found.values()}
        if len(found) != len(CONTENTS) or marks != {MARK}:
            raise EngineRefused(f"the indices of generation {generation} were not made by this release")

    def refresh(self, generation: int) -> None:
        """Let searches see everything that was written."""
        with answering():
            self._server.indices.refresh(index=[self.writing(generation, content) for content in CONTENTS])

    @property
    def _server(self) -> Elasticsearch:
        return client(self.address).options(request_timeout=WORK_SECONDS)

    def _behind(self, alias: str) -> list[str]:
        return self._aliases(alias).get(alias, [])

    def _aliases(self, pattern: str) -> dict[str, list[str]]:
        """Index names by alias."""
        with answering():
            # A pattern, since a name that is not there would be an error.
            found = self._server.indices.get_alias(name=f"{pattern}*").body
        aliases: dict[str, list[str]] = {}
        for index, about in found.items():
            for alias in about["aliases"]:
                aliases.setdefault(alias, []).append(index)
        return aliases
