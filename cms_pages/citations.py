"""Naming the rule behind a decision: a policy, an article, an item.

Code that acts on a regulation holds a `Citation`; pages show its label as a link to the very item. A citation
that points at nothing is found by `dangling`, which `manage.py check_citations` and the editor's home report.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cms_pages.models.policy import PolicyPage
from portal.numerals import to_chinese


@dataclass(frozen=True, order=True)
class Citation:
    """An article, item or sub-item of the policy whose `citation_key` is `policy`."""

    policy: str
    article: int
    item: int | None = None
    sub_item: int | None = None

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
