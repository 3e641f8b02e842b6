"""What of the library the newest draft of a page leads to: of a public page that is being changed, nothing else knows.

Leans on one name of Wagtail's, `ReferenceIndex._extract_references_from_object`, which finds what a page refers to;
tests/attacks/test_library.py holds it to that.
"""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms_pages.models.library import DraftUse, PortalDocument, PortalImage

LONGEST_KEY = 18  # digits; a database holds no more


def is_key(text: str) -> bool:
    """Whether the text can be a row's key: formatted text holds whatever an editor's browser sent."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def uses_of(page: Page) -> set[tuple[int, int]]:
    """Content type and key of every picture and document that the page in memory leads to."""
    kinds = {kind.pk for kind in ContentType.objects.get_for_models(PortalImage, PortalDocument).values()}
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kind, int(key)) for kind, key, *_paths in references if kind in kinds and is_key(key)}


def remember(draft: Page) -> None:
    """Keep what the page in memory leads to in place of what its draft before did."""
    before = DraftUse.objects.filter(page_id=draft.pk)
    uses = uses_of(draft)
    if set(before.values_list("content_type_id", "object_id")) == uses:
        return
    before.delete()
    # Who saves the page at the same instant may have written the same.
    DraftUse.objects.bulk_create(
        [DraftUse(page_id=draft.pk, content_type_id=kind, object_id=key) for kind, key in sorted(uses)],
        ignore_conflicts=True,
    )
