"""Accounts of staff that nobody uses (B7), and accounts that were begun and never finished."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.closing import close_account
from portal.accounts.models.user import at_work_here
from portal.accounts.signals import unused_warned


def mind_unused() -> None:
    """Warn staff who have not come for so many days, and close the accounts of those who stayed away still longer.

    Each is warned once for each time they stay away, and nobody's account is closed without a warning before.
    """
    now = timezone.now()
    warned = Q(warned_unused_at__gte=F("used_at"))
    staff = (
        get_user_model()
        ._default_manager.filter(at_work_here(), is_active=True)
        .annotate(used_at=Coalesce("last_login", "date_joined"))
    )
    for person in staff.filter(warned, used_at__lte=_days_before(now, settings.UNUSED_CLOSE_DAYS)):
        reason = _("连续 %d 天没有登录，自动停用。") % settings.UNUSED_CLOSE_DAYS
        close_account(person, by=None, reason=reason)
    for person in staff.exclude(warned).filter(used_at__lte=_days_before(now, settings.UNUSED_WARN_DAYS)):
        _warn(person, now)


def drop_unfinished() -> None:
    """Delete sign-ups whose phone or address was never confirmed: nobody has been in them, and nothing hangs on them."""
    before = timezone.now() - timedelta(hours=settings.UNFINISHED_SIGNUP_HOURS)
    begun = get_user_model()._default_manager.filter(
        last_login=None, date_joined__lt=before, is_active=True, grants=None
    )
    claims = Q(phone__confirmed_at=None, phone__isnull=False) | Q(emailaddress__verified=False)
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    for person in begun.filter(claims).exclude(at_work_here()).exclude(pk__in=confirmed).distinct():
        person.delete()


def _warn(person: Any, now: Any) -> None:
    person.warned_unused_at = now
    person.save(update_fields=["warned_unused_at"])
    left = settings.UNUSED_CLOSE_DAYS - settings.UNUSED_WARN_DAYS
    if person.email:
        send_mail(
            settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _("账号即将停用"),
            _("您的工作账号已有 %(days)d 天没有登录。%(left)d 天内不登录，账号将自动停用。\n\n%(address)s")
            % {"days": settings.UNUSED_WARN_DAYS, "left": left, "address": settings.SITE_URL},
            None,
            [person.email],
        )
    unused_warned.send(sender=type(person), request=None, user=person, by=None, reason="")


def _days_before(now: Any, days: int) -> Any:
    return now - timedelta(days=days)
