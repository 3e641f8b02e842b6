"""What a process keeps of the lists that it drew: they are read much more often than they change."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from search.warm import INDEX, VOCABULARY, Kept, Mark, current

LISTS, CARDS = 100, 2000

LISTINGS = Mark("mentors")
"""Changes with the rows of mentors and with what lists show beside them."""


@dataclass(frozen=True)
class Drawn:
    """A list as HTML, and how many are on it; one that an engine in trouble gave does not last."""

    html: SafeString
    total: int
    lasting: bool


lists: Kept[Drawn] = Kept(LISTS, lasting=lambda drawn: drawn.lasting)
cards: Kept[SafeString] = Kept(CARDS)


def mark() -> str | None:
    """The state of everything that a list shows; ask once a request and pass it on."""
    return current(LISTINGS, INDEX, VOCABULARY)
