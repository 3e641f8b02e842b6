"""Erasing what is old enough, except for people whose data are held (D9)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.origin import THE_PORTAL
from portal.audit.recording import record
from portal.audit.table import DATA_EXPIRED, HOLD_RELEASED, HOLD_SET
from portal.privacy.base import Retention
from portal.privacy.models import LegalHold
from portal.privacy.registry import retentions


def erase_expired() -> int:
    """Carry out every declared retention; returns how many rows went. A job does this daily."""
    return sum(_carry_out(retention) for retention in retentions())


@transaction.atomic
def hold(person: Any, *, reason: str, actor: Any = None) -> LegalHold:
    """Keep the person's data from now on. Raises ValidationError when they are held already, or without a reason."""
    if not reason.strip():
        raise ValidationError(_("请填写理由。"))
    try:
        with transaction.atomic():
            held = LegalHold.objects.create(person=person, reason=reason, set_at=timezone.now())
    except IntegrityError:
        raise ValidationError(_("这个账号的数据已在保全中。")) from None
    record(HOLD_SET, actor=actor, object=held, subject=person, purpose=reason)
    return held


@transaction.atomic
def release(person: Any, *, reason: str, actor: Any = None) -> None:
    """Let the rules of retention count again. Raises ValidationError when nothing is held."""
    held = LegalHold.objects.standing().select_for_update().filter(person=person).first()
    if held is None:
        raise ValidationError(_("这个账号的数据没有保全。"))
    LegalHold.objects.filter(pk=held.pk).update(released_at=timezone.now())
    record(HOLD_RELEASED, actor=actor, object=held, subject=person, purpose=reason)


def _carry_out(retention: Retention) -> int:
    """Delete the rows of one rule; the trace keeps how many went by which rule."""
    days = getattr(settings, retention.days) if isinstance(retention.days, str) else retention.days
    rows = retention.rows(timezone.now() - timedelta(days=days))
    if retention.person:
        held = LegalHold.objects.standing().values("person")
        rows = rows.exclude(**{f"{retention.person}__in": held})
    with transaction.atomic():
        count = rows.count()
        if count:
            rows.delete()
            record(DATA_EXPIRED, actor=THE_PORTAL, details=f"{retention.name} {count}")
    return int(count)
