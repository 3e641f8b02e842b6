"""Naming the rule behind a decision: a policy, an article, an item.

Code that acts on a regulation holds a `Citation`; pages show its label as a link to the very item. A citation
that points at nothing is found by `dangling`, which `manage.py check_citations` and the editor's home report.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from cms_pages.models.policy import PolicyPage
from portal.numerals import to_chinese

KEY = re.compile(r"([-\w]{1,50})#a([0-9]{1,4})(?:-([0-9]{1,4})(?:-([0-9]{1,4}))?)?")


@dataclass(frozen=True, order=True)
class Citation:
    """An article, item or sub-item of the policy whose `citation_key` is `policy`."""

    policy: str
    article: int
    item: int | None = None
    sub_item: int | None = None

    @classmethod
    def of_key(cls, key: str) -> Self | None:
        """The citation of a key; None for what is none."""
        found = KEY.fullmatch(key)
        if found is None:
            return None
        policy, *numbers = found.groups()
        article, item, sub_item = (int(number) if number else None for number in numbers)
        return cls(policy, article or 0, item, sub_item)

    @property
    def key(self) -> str:
        """What is kept of it, such as centre-measures#a10-4; `of_key` reads it again."""
        return f"{self.policy}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The fragment on the policy's page, such as a10-4."""
        numbers = [self.article, self.item, self.sub_item]
        return "a" + "-".join(str(number) for number in numbers if number is not None)

    @property
    def place(self) -> str:
        """The place in words, such as 第十条第四项."""
        words = f"第{to_chinese(self.article)}条"
        if self.item is not None:
            words += f"第{to_chinese(self.item)}项"
        if self.sub_item is not None:
            words += f"第{self.sub_item}目"
        return words


@dataclass(frozen=True)
class Cited:
    """A citation that was found: what a page shows."""

    citation: Citation
    label: str
    url: str

    @property
    def key(self) -> str:
        return self.citation.key


def resolve(citations: Iterable[Citation]) -> list[Cited]:
    """The published places that the citations name, in their order; dangling ones are left out. One query."""
    wanted = list(citations)
    policies = _policies(wanted)
    return [
        Cited(
            c,
            f"{policies[c.policy].short_title}{c.place}",
            f"{policies[c.policy].url_path_on_site}#{c.anchor}",
        )
        for c in wanted
        if c.policy in policies and c.anchor in policies[c.policy].anchors
    ]


def cited(keys: Iterable[str]) -> list[Cited]:
    """The same for keys; what is no key is left out."""
    return resolve(citation for key in keys if (citation := Citation.of_key(key)) is not None)


def citable(policies: Iterable[str]) -> list[Cited]:
    """Every article, item and sub-item of these policies that is published, in the order of the text."""
    wanted = list(policies)
    found = _policies([Citation(key, 0) for key in wanted])
    return resolve(citation for key in wanted if key in found for citation in _all_in(found[key]))


def _all_in(policy: PolicyPage) -> Iterator[Citation]:
    for article in policy.articles:
        yield Citation(policy.citation_key, article.number)
        for item in article.items:
            yield Citation(policy.citation_key, article.number, item.number)
            for part in item.content:
                for sub in part.items:
                    yield Citation(policy.citation_key, article.number, item.number, sub.number)


def dangling(citations: Iterable[Citation]) -> list[Citation]:
    """Those citations whose policy, article or item is not published."""
    wanted = list(citations)
    policies = _policies(wanted)
    return [c for c in wanted if c.policy not in policies or c.anchor not in policies[c.policy].anchors]


def _policies(citations: list[Citation]) -> dict[str, PolicyPage]:
    keys = {citation.policy for citation in citations}
    if not keys:
        return {}
    return {policy.citation_key: policy for policy in PolicyPage.objects.live().filter(citation_key__in=keys)}
