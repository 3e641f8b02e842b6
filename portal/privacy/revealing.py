"""Showing a masked value in full: an act with a purpose, for a minute, counted and limited (D8, S6)."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import mail_managers
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.choices import Result
from portal.audit.models import Entry
from portal.audit.recording import record
from portal.audit.table import PERSON_REVEALED
from portal.privacy.base import PersonalData
from portal.privacy.registry import declared_field
from portal.roles.rules import roles_of

SHORTEST_PURPOSE = 4
NOT_REVEALED = ("", "text")
"""Kinds of masks: none, and that of texts."""


def may_reveal(user: Any, row: Any, field: str) -> bool:
    """Whether the user may see the field of this row in full: by a role that the declaration names.

    Numbers and names are revealed; whole texts stand on the page of what they belong to, and its predicates decide.
    """
    declared = declared_field(row._meta.label, field)
    if declared is None or declared.fields[field] in NOT_REVEALED:
        return False
    if not (user.is_authenticated and user.is_active):
        return False
    allowed = bool(set(roles_of(user)) & set(declared.seen_by))
    return allowed and (declared.may_reveal is None or declared.may_reveal(user, row))


def reveal(user: Any, row: Any, field: str, *, purpose: str) -> str:
    """The value in full; leaves exactly one entry.

    Raises PermissionDenied, and ValidationError with a sentence for a missing purpose or when the day's number is
    used up (settings.REVEALS_A_DAY). At REVEALS_WARN_A_DAY the managers are told.
    """
    if not may_reveal(user, row, field):
        raise PermissionDenied
    purpose = " ".join(purpose.split())
    if len(purpose) < SHORTEST_PURPOSE:
        raise ValidationError(_("请写明查看目的，至少 %d 个字。") % SHORTEST_PURPOSE)
    with transaction.atomic():
        number = _count(user) + 1
        full = number > settings.REVEALS_A_DAY
        record(
            PERSON_REVEALED,
            actor=user,
            object=row,
            subject=subject_of(row, field),
            purpose=purpose,
            details=field,
            result=Result.REFUSED if full else Result.OK,
        )
    if full:
        raise ValidationError(
            _("今天已查看 %d 次，达到上限；确有需要请联系审计管理员。") % settings.REVEALS_A_DAY
        )
    if number == settings.REVEALS_WARN_A_DAY:
        _warn(user, number)
    return str(getattr(row, field))


def seen_today(user: Any) -> int:
    """How often the person has seen a value in full today, by the city's clock."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    entries = Entry.objects.filter(person=user.pk, at__gte=midnight, action=PERSON_REVEALED.name)
    return entries.filter(result=Result.OK).count()


def subject_of(row: Any, field: str) -> int | None:
    """The account of the person whose data the field is; None where they have none."""
    declared = declared_field(row._meta.label, field)
    assert isinstance(declared, PersonalData)
    if not declared.subject:
        return None
    found = type(row)._base_manager.filter(pk=row.pk).values_list(declared.subject, flat=True).first()
    return int(found) if found is not None else None


def _count(user: Any) -> int:
    """Today's number, counted alone: two clicks at once are two."""
    get_user_model().objects.select_for_update().get(pk=user.pk)
    return seen_today(user)


def _warn(user: Any, number: int) -> None:
    words = {"name": user.get_username(), "number": number}
    mail_managers(
        _("查看完整号码较多：%(name)s") % words,
        _("%(name)s 今天已查看完整号码 %(number)d 次，请核对操作记录。") % words,
        fail_silently=True,
    )
