"""Carries out what editors scheduled: pages that become due appear, pages that expire disappear."""

from typing import NamedTuple

import structlog
from django.db import transaction
from django.db.models.functions import Now
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms_pages.personal_data.gate import PublicationRefused
from cms_pages.personal_data.log_actions import REFUSED

logger = structlog.get_logger(__name__)


class Sweep(NamedTuple):
    """What one run did, in pages. `failed` ones are tried again by the next run, `refused` ones are not."""

    published: int = 0
    expired: int = 0
    refused: int = 0
    failed: int = 0


def publish_scheduled() -> Sweep:
    """Publish every page that is due and take down every page that has expired.

    Meant to run each minute. Due is what the database clock says. Each page has its own transaction, so one that is
    refused or breaks does not hold up the others; two runs at once do nothing twice.
    """
    expired = [_expire(pk) for pk in _expired_pages()]
    published = [_publish(pk) for pk in _due_revisions()]
    outcomes = [*expired, *published]
    sweep = Sweep(*(outcomes.count(name) for name in Sweep._fields))
    if any(sweep):
        logger.info("scheduled_publishing", **sweep._asdict())
    return sweep


def _expired_pages() -> list[int]:
    pages = Page.objects.filter(live=True, expire_at__lte=Now()).order_by("expire_at")
    return list(pages.values_list("pk", flat=True))


def _due_revisions() -> list[int]:
    due = Revision.page_revisions.filter(approved_go_live_at__lte=Now()).order_by("approved_go_live_at", "pk")
    return list(due.values_list("pk", flat=True))


def _expire(pk: int) -> str | None:
    """Take one page down; the row lock and the second look keep two runs from doing it twice."""
    try:
        with transaction.atomic():
            page = (
                Page.objects.select_for_update(of=("self",))
                .filter(pk=pk, live=True, expire_at__lte=Now())
                .first()
            )
            if page is None:
                return None
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("scheduled_expiry_failed", page=pk)
        return "failed"
    return "expired"


def _publish(pk: int) -> str | None:
    try:
        with transaction.atomic():
            due = Revision.objects.select_for_update(of=("self",)).filter(approved_go_live_at__lte=Now())
            revision = due.filter(pk=pk).first()
            if revision is None:
                return None
            revision.publish(log_action="wagtail.publish.scheduled")
    except PublicationRefused as refusal:
        return _give_up(pk, refusal)
    except Exception:
        logger.exception("scheduled_publishing_failed", revision=pk)
        return "failed"
    return "published"


def _give_up(pk: int, refusal: PublicationRefused) -> str:
    """Take a refused page off the schedule, else it would be refused each minute; its history says why."""
    Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
    findings = [finding.as_data() for finding in refusal.findings]
    log(instance=refusal.page, action=REFUSED, data={"findings": findings}, revision=Revision(pk=pk))
    logger.warning("scheduled_publishing_refused", page=refusal.page.pk, findings=len(findings))
    return "refused"
