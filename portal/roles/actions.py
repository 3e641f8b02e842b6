"""Giving roles and taking them back. Every change of rights goes through here (B8)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.origin import THE_PORTAL
from portal.audit.recording import record
from portal.audit.table import (
    ROLE_BEGUN,
    ROLE_CONFIRMED,
    ROLE_GRANTED,
    ROLE_LAPSED,
    ROLE_PROPOSED,
    ROLE_TAKEN,
    Action,
)
from portal.roles.groups import align
from portal.roles.models import Grant
from portal.roles.table import ROLES, SECURITY_ADMINISTRATOR, Role, may_meet


@transaction.atomic
def grant_role(
    person: Any, role: Role, *, actor: Any, ends_at: datetime, reason: str, starts_at: datetime | None = None
) -> Grant:
    """Give the person the role from `starts_at` (now unless given) until `ends_at`.

    A role of power waits until somebody else confirms it. Raises ValidationError with a sentence for staff when the
    actor is the person, when the times do not fit, or when the role does not go together with another one.
    """
    now = timezone.now()
    starts_at = max(starts_at or now, now)
    if actor.pk == person.pk:
        raise ValidationError({"person": _("不能给自己授权，请由另一位安全管理员办理。")})
    _refuse_wrong_times(starts_at, ends_at)
    _lock(person)
    _refuse_clash(person, role, starts_at, ends_at)
    grant = Grant.objects.create(
        person=person,
        role=role.slug,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
    )
    _trace(ROLE_PROPOSED if role.power else ROLE_GRANTED, grant, actor, reason)
    return grant if role.power else _take_effect(grant, now)


@transaction.atomic
def confirm_grant(grant: Grant, *, actor: Any) -> Grant:
    """Say yes to a role of power that somebody else has proposed; it works from then on, not before its start.

    Raises ValidationError when the actor proposed it or would receive it, when it is no longer open, and when the
    person has meanwhile got a role that does not go together with it.
    """
    now = timezone.now()
    grant = _locked(grant)
    if actor.pk in (grant.person_id, grant.proposed_by_id):
        raise ValidationError(_("须由授予人和本人以外的另一人确认。"))
    _refuse_closed(grant, now)
    if grant.confirmed_at is not None:
        raise ValidationError(_("这项授权已经由 %s 确认。") % grant.confirmed_by)
    role = grant.definition
    if role is None:
        raise ValidationError(_("这个岗位已经取消，不能再授予。"))
    _refuse_clash(grant.person, role, grant.starts_at, grant.ends_at, besides=grant)
    grant.confirmed_by = actor
    _trace(ROLE_CONFIRMED, grant, actor, grant.reason)
    return _take_effect(grant, now)


@transaction.atomic
def end_grant(grant: Grant, *, actor: Any, reason: str) -> Grant:
    """Take the role back now, or a proposal that nobody has confirmed. Raises ValidationError when it is over."""
    now = timezone.now()
    grant = _locked(grant)
    _refuse_closed(grant, now)
    grant.ended_at, grant.ended_by, grant.end_reason = now, actor, reason
    _trace(ROLE_TAKEN, grant, actor, reason)
    return _carry_out(grant, now)


@transaction.atomic
def appoint_first(people: tuple[Any, Any], *, ends_at: datetime) -> list[Grant]:
    """Make two people security administrators where nobody is one; from then on they confirm each other's grants.

    Raises ValidationError when there is one already, or when either holds a role that does not go together with it.
    """
    now = timezone.now()
    if Grant.objects.held(now).filter(role=SECURITY_ADMINISTRATOR.slug).exists():
        raise ValidationError(_("已有安全管理员，请由他们授权。"))
    first, second = people
    if first.pk == second.pk:
        raise ValidationError(_("须是两位不同的人员。"))
    return [_appoint(person, now, ends_at) for person in people]


@transaction.atomic
def carry_out_due(person: Any | None = None, at: datetime | None = None) -> int:
    """Carry out every begin and end whose time has come, of one person or of all; returns how many grants.

    Safe to run any number of times and beside itself.
    """
    now = at or timezone.now()
    due = Grant.objects.due(now)
    due = due.filter(person=person) if person is not None else due
    done = 0
    for key in due.order_by("person", "pk").values_list("pk", flat=True):
        grant = _locked(Grant(pk=key))
        if grant.due_at is not None and grant.due_at <= now:
            _trace(ROLE_LAPSED if grant.ends_at <= now else ROLE_BEGUN, grant, THE_PORTAL, grant.reason)
            _carry_out(grant, now)
            done += 1
    return done


def _appoint(person: Any, now: datetime, ends_at: datetime) -> Grant:
    _refuse_wrong_times(now, ends_at)
    _lock(person)
    _refuse_clash(person, SECURITY_ADMINISTRATOR, now, ends_at)
    grant = Grant(
        person=person,
        role=SECURITY_ADMINISTRATOR.slug,
        starts_at=now,
        ends_at=ends_at,
        reason=_("首次任命"),
        proposed_at=now,
    )
    grant = _take_effect(grant, now)
    _trace(ROLE_GRANTED, grant, THE_PORTAL, grant.reason)
    return grant


def _trace(action: Action, grant: Grant, actor: Any, reason: str) -> None:
    """One entry for each change of rights (B10)."""
    term = (grant.role, grant.starts_at, grant.ends_at, grant.ended_at)
    record(
        action,
        actor=actor,
        object=grant,
        subject=grant.person_id,
        purpose=reason,
        details=grant.role,
        after=term,
    )


def _lock(person: Any) -> None:
    """One person's grants change one after the other: two grants that exclude each other cannot slip past."""
    get_user_model().objects.select_for_update().get(pk=person.pk)


def _locked(grant: Grant) -> Grant:
    """The grant as it is now, with its person locked first."""
    _lock(get_user_model()(pk=Grant.objects.values_list("person_id", flat=True).get(pk=grant.pk)))
    return Grant.objects.select_related("person", "confirmed_by").get(pk=grant.pk)


def _take_effect(grant: Grant, now: datetime) -> Grant:
    grant.confirmed_at = now
    return _carry_out(grant, now)


def _carry_out(grant: Grant, now: datetime) -> Grant:
    """Save the grant with its next moment, and bring the person's groups into line with what they hold now."""
    grant.due_at = _next_moment(grant, now)
    grant.save()
    align(grant.person, now)
    return grant


def _next_moment(grant: Grant, now: datetime) -> datetime | None:
    """When something is to be done next: the begin, then the end."""
    if grant.confirmed_at is None or grant.ended_at is not None:
        return None
    return next((moment for moment in (grant.starts_at, grant.ends_at) if moment > now), None)


def _refuse_wrong_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("结束时间须晚于开始时间。")})
    if ends_at - starts_at > timedelta(days=settings.LONGEST_GRANT_DAYS):
        raise ValidationError({"ends_at": _("一次授权最长 %d 天，到期可续。") % settings.LONGEST_GRANT_DAYS})


def _refuse_closed(grant: Grant, now: datetime) -> None:
    if grant.ended_at is not None:
        raise ValidationError(_("这项授权已由 %s 收回。") % (grant.ended_by or "—"))
    if grant.ends_at <= now:
        raise ValidationError(_("这项授权已到期。"))


def _refuse_clash(
    person: Any, role: Role, starts_at: datetime, ends_at: datetime, besides: Grant | None = None
) -> None:
    """Look at every grant of the person that is or may come into force in the same time."""
    others = Grant.objects.filter(person=person, ended_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    for other in others:
        if other == besides:
            continue
        held = ROLES.get(other.role)
        if held == role:
            raise ValidationError({"role": _("这段时间内已有“%s”岗位或待确认的授权。") % role.label})
        if held is not None and not may_meet(role, held):
            words = {"role": role.label, "held": held.label}
            raise ValidationError({"role": _("“%(role)s”不能与“%(held)s”由同一人担任。") % words})
