"""The moment in which a change becomes public, and what stands in its way."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms_pages.models import MentorPage
from cms_pages.personal_data.gate import PublicationRefused, open_findings, refusal_sentence
from plugins.mentors.changing.content import (
    changed,
    keep,
    merged,
    overtaken,
    proposed_page,
    public_page,
    unused_photos,
    version_in,
)
from plugins.mentors.models import ProfileChange
from portal.numbering.giving import next_number
from portal.workflow.engine import CHANGED, GUARD, Refused
from portal.workflow.transitions import Moved

SERIES = "DB"


# Guards --------------------------------------------------------------------------------------------------------------


def changes_nothing(change: ProfileChange, actor: Any) -> str | None:
    if not changed(public_page(change), proposed_page(change)):
        return _("修改稿和公开的展示页没有区别。")
    return None


def shows_numbers(change: ProfileChange, actor: Any) -> str | None:
    """Nothing with a phone or ID number on it is handed in, let alone published (D10)."""
    found = open_findings(proposed_page(change))
    return refusal_sentence(found) if found else None


def is_overtaken(change: ProfileChange, actor: Any) -> str | None:
    """What the reviewer read is not what would be published: somebody has edited the page meanwhile."""
    if names := overtaken(change):
        return _("导师动笔之后，公开的展示页又改过：%(fields)s。先合并这些改动，看过再决定。") % {
            "fields": labels(names)
        }
    return None


def is_not_overtaken(change: ProfileChange, actor: Any) -> str | None:
    return None if overtaken(change) else _("公开的展示页没有别的改动，不需要合并。")


def is_in_moderation(change: ProfileChange, actor: Any) -> str | None:
    """Publishing would end the review of what an editor has handed in."""
    if public_page(change).workflow_in_progress:
        return _("编辑对这个展示页的修改正在内容审核中，请先办完。")
    return None


def labels(names: list[str]) -> str:
    """The fields in words."""
    return _("、").join(str(MentorPage._meta.get_field(name).verbose_name) for name in names)


# Effects -------------------------------------------------------------------------------------------------------------


def keep_base(moved: Moved) -> None:
    """Both versions begin as the page that is public."""
    change: ProfileChange = moved.case
    page = public_page(change)
    change.base = keep(change, page, user=moved.step.actor)
    change.revision = change.base
    change.save(update_fields=["base", "revision"])


def take_in(moved: Moved) -> None:
    """Give it its receipt number at the first time that it is handed in."""
    change: ProfileChange = moved.case
    if change.number is None:
        change.number = next_number(SERIES)
        change.save(update_fields=["number"])


def keep_answer(moved: Moved) -> None:
    """What staff wrote for the mentor: the record's note is nobody's outside."""
    moved.case.answer = moved.step.note
    moved.case.save(update_fields=["answer"])


def forget_photos(moved: Moved) -> None:
    """Photos that have not become public go with the change: nobody agreed to more than showing them."""
    for photo in unused_photos(moved.case):
        photo.delete()


def take_over_news(moved: Moved) -> None:
    """Put the mentor's own changes onto the page as it is public now; the mentor's word counts where both wrote."""
    bring_up_to_date(moved.case, actor=moved.step.actor)


def bring_up_to_date(change: ProfileChange, *, actor: Any) -> None:
    """The same for a change that is locked; the versions that it had stay in the database."""
    page, proposed = public_page(change), proposed_page(change)
    change.base = keep(change, page, user=actor)
    change.revision = keep(change, proposed, user=change.mentor.user)
    change.save(update_fields=["base", "revision"])


def publish_change(moved: Moved) -> None:
    """Make it the public page, as a revision of the page by the mentor which the reviewer publishes.

    A page that is hidden in an emergency stays hidden: the new content is what will be shown again. What editors have
    drafted stays their draft. Raises Refused where the gate of personal data refuses, or where somebody has just edited
    the page.
    """
    change: ProfileChange = moved.case
    Page.objects.select_for_update(of=("self",)).get(pk=change.mentor.page_id)
    if why := is_overtaken(change, moved.step.actor) or is_in_moderation(change, moved.step.actor):
        raise Refused(CHANGED, why)
    public, proposed = public_page(change), proposed_page(change)
    draft = _draft_of_editors(public)
    revision = proposed.save_revision(user=change.mentor.user, log_action=True)
    if public.live:
        _publish(revision, moved.step.actor)
    else:
        change.mentor.hidden_revision = revision
        change.mentor.save(update_fields=["hidden_revision"])
    if draft is not None:
        version, editor = draft
        carried = merged(version, base=public, mine=proposed, keeping=changed(public, version))
        carried.save_revision(user=editor, clean=False)


def _publish(revision: Revision, actor: Any) -> None:
    try:
        revision.publish(user=actor, skip_permission_checks=True)
    except PublicationRefused as refusal:
        raise Refused(GUARD, str(refusal)) from refusal


def _draft_of_editors(page: MentorPage) -> tuple[MentorPage, Any] | None:
    """What editors have written and not yet published, with who wrote it last."""
    revision = page.get_latest_revision()
    if revision is None or revision.pk == page.live_revision_id:
        return None
    version = version_in(revision, page)
    return (version, revision.user) if page.live or changed(page, version) else None
