"""The part of a mentor's page that is the mentor's own, in its versions: public, proposed, and what came between.

Versions are revisions of Wagtail's. Two versions of one page are brought together field by field: what one side has
left alone is taken from the other.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Revision

from cms_pages.models import MentorPage, PortalImage
from plugins.mentors.models import ProfileChange

TERMS = ("fields", "industries", "languages", "service_types")
LISTS = ("ways", "times", "stages")
FIELDS = (
    *("headline", "help_points", "introduction"),
    *("organisation", "position", "years_of_experience", "district", "portrait"),
    *("fields", "industries", "service_types"),
    *("ways", "times", "stages", "languages"),
    "experience",
)
"""What a mentor writes about themselves, in the order of the page. The name is that of the verified person, the
address is the clerk's."""


def public_page(change: ProfileChange) -> MentorPage:
    """The page as everybody sees it now, or will see it again where it is hidden in an emergency."""
    page: MentorPage = MentorPage.objects.get(pk=change.mentor.page_id)
    hidden = change.mentor.hidden_revision
    return page if page.live or hidden is None else version_in(hidden, page)


def version_in(revision: Revision, page: MentorPage) -> MentorPage:
    """The page as a revision of a change has it; not to be saved."""
    version: MentorPage = page.with_content_json(revision.content)
    return version


def proposed_page(change: ProfileChange) -> MentorPage:
    """The page as it would be if the change were approved now: the public one with what the mentor has changed."""
    page = public_page(change)
    if change.revision is None or change.base is None:
        return page
    return merged(page, base=version_in(change.base, page), mine=version_in(change.revision, page))


def keep(change: ProfileChange, page: MentorPage, *, user: Any) -> Revision:
    """The page as it stands in memory, as a revision of the change."""
    revision: Revision = Revision.objects.create(
        content_object=change, user=user, content=page.serializable_data(), object_str=str(page)
    )
    return revision


def merged(
    onto: MentorPage, *, base: MentorPage, mine: MentorPage, keeping: Collection[str] = ()
) -> MentorPage:
    """`onto` itself, with every field that `mine` has changed since `base`, save those of `keeping`; not saved."""
    for name in changed(base, mine):
        if name in keeping:
            continue
        value = getattr(mine, name)
        setattr(onto, name, list(value.all()) if name in TERMS else value)
    return onto


def forget_passing_versions(change: ProfileChange, *, since: datetime) -> None:
    """Delete the versions made from that moment on that the present ones have taken the place of.

    One with another picture stays: by it the picture is found when the change is given up.
    """
    made = Revision.objects.for_instance(change).filter(created_at__gte=since)
    present = version_in(change.revision, public_page(change)) if change.revision else None
    same = made.filter(content__portrait=present.portrait_id if present else None)
    same.exclude(pk__in=(change.base_id, change.revision_id)).delete()


def unused_photos(change: ProfileChange) -> list[PortalImage]:
    """Photos that the mentor sent for this change and that are on no page now."""
    versions = Revision.objects.for_instance(change).values_list("content__portrait", flat=True)
    public = public_page(change).portrait_id
    sent = PortalImage.objects.filter(pk__in={key for key in versions if key}).exclude(pk=public)
    own = sent.filter(uploaded_by_user=change.mentor.user_id) if change.mentor.user_id else sent.none()
    return [photo for photo in own if not photo.get_usage().count()]


def changed(before: MentorPage, after: MentorPage) -> list[str]:
    """The fields in which two versions differ."""
    return [name for name in FIELDS if _differs(before, after, name)]


def _differs(before: MentorPage, after: MentorPage, name: str) -> bool:
    if name == "district":
        return before.district_id != after.district_id  # which is there already, its name would be asked for
    return bool(value_of(before, name) != value_of(after, name))


def overtaken(change: ProfileChange) -> list[str]:
    """The fields that somebody else has changed on the public page since the mentor began."""
    page = public_page(change)
    return changed(version_in(change.base, page), page) if change.base else []


def value_of(page: MentorPage, name: str) -> Any:
    """A field as plain data, terms and pictures by what names them: equal where two versions say the same."""
    value = getattr(page, name)
    match name:
        case "district":
            return value.slug if value else None
        case "portrait":
            return page.portrait_id
        case "help_points":
            return [str(block.value) for block in value]
        case "experience":
            return [dict(block.value) for block in value]
        case _ if name in TERMS:
            return sorted(term.slug for term in value.all())
        case _ if name in LISTS:
            return sorted(value or [])
    return value


def values_of(page: MentorPage, names: Sequence[str] = FIELDS) -> dict[str, Any]:
    """All of them: what the API gives and takes."""
    return {name: value_of(page, name) for name in names}
