"""Publishing all the same: one person asks and says why, another confirms; each step is in the page's history."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms_pages.models.override import REASON_MIN_LENGTH, PublicationOverride
from cms_pages.moderation import is_last_editor, may_approve
from cms_pages.personal_data.detectors import find
from cms_pages.personal_data.findings import Finding, set_fingerprint
from cms_pages.personal_data.gate import findings_for
from cms_pages.personal_data.log_actions import CONFIRMED, DECLINED, REQUESTED


class OverrideRefused(Exception):
    """A step of an override that may not be taken; the message is a sentence for the person who tried."""


def draft_findings(page: Page) -> list[Finding]:
    """What the gate would say about the latest draft of the page, overrides left aside."""
    stored = Page.objects.get(pk=page.pk).specific
    return findings_for(stored.get_latest_revision_as_object())


def checked_reason(reason: str) -> str:
    """The reason, stripped. Raises `ValidationError` when it is too short or repeats a number."""
    reason = reason.strip()
    if len(reason) < REASON_MIN_LENGTH:
        raise ValidationError(_("理由至少 %(length)s 个字。") % {"length": REASON_MIN_LENGTH})
    if find(reason):
        raise ValidationError(_("理由里不要写号码本身。"))
    return reason


@transaction.atomic
def request_override(page: Page, *, user: Any, reason: str) -> PublicationOverride:
    """Ask that the draft may be published with what it carries now.

    Raises `OverrideRefused` when there is nothing to ask for or it was asked already, `ValidationError` for a bad
    reason.
    """
    reason = checked_reason(reason)
    if not page.permissions_for_user(user).can_edit():
        raise OverrideRefused(_("你不能编辑这个页面。"))
    findings = draft_findings(page)
    if not findings:
        raise OverrideRefused(_("当前草稿没有需要例外的内容。"))
    override, created = PublicationOverride.objects.get_or_create(
        page_id=page.pk,
        fingerprint=set_fingerprint(findings),
        defaults={
            "reason": reason,
            "requested_by": user,
            "findings": [finding.as_data() for finding in findings],
        },
    )
    if not created:
        raise OverrideRefused(_("这些内容已有人申请。"))
    _record(REQUESTED, override, user)
    return override


@transaction.atomic
def confirm_override(override: PublicationOverride, *, user: Any) -> None:
    """Sign as the second person. Raises `OverrideRefused` when that may not be, or the draft has changed since."""
    override = _locked(override)
    _require_second_person(override, user)
    if set_fingerprint(draft_findings(override.page)) != override.fingerprint:
        raise OverrideRefused(_("申请之后草稿又有变化，请按现在的内容重新申请。"))
    override.confirmed_by, override.confirmed_at = user, timezone.now()
    override.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(CONFIRMED, override, user)


@transaction.atomic
def decline_override(override: PublicationOverride, *, user: Any) -> None:
    """Send a request back, or withdraw one's own; it can then be made anew. Raises `OverrideRefused`."""
    override = _locked(override)
    if override.requested_by_id != user.pk and not may_approve(override.page, user):
        raise OverrideRefused(_("你没有审核这个页面的权限。"))
    _record(DECLINED, override, user)
    override.delete()


def may_confirm(override: PublicationOverride, user: Any) -> bool:
    """Whether the person could be the second one to sign."""
    try:
        _require_second_person(override, user)
    except OverrideRefused:
        return False
    return True


def _locked(override: PublicationOverride) -> PublicationOverride:
    """The row as it is now, held until the transaction ends; signed or deleted ones are not open any more."""
    rows = PublicationOverride.objects.select_for_update(of=("self",)).select_related("page")
    current = rows.filter(pk=override.pk, confirmed_at__isnull=True).first()
    if current is None:
        raise OverrideRefused(_("这个申请已经处理过了。"))
    return current


def _require_second_person(override: PublicationOverride, user: Any) -> None:
    if override.requested_by_id == user.pk:
        raise OverrideRefused(_("不能确认自己的申请，请由另一个人确认。"))
    if not may_approve(override.page, user):
        raise OverrideRefused(_("你没有审核这个页面的权限。"))
    if is_last_editor(override.page, user):
        raise OverrideRefused(_("你最后修改了这个页面，请由另一个人确认。"))


def _record(action: str, override: PublicationOverride, user: Any) -> None:
    data = {"reason": override.reason, "findings": override.findings, "fingerprint": override.fingerprint}
    log(instance=override.page.specific, action=action, user=user, data=data)
