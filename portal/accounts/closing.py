"""Closing accounts and opening them again; taking off a second factor that is lost. Every act has a reason."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import signals
from portal.accounts.models import Closure
from portal.accounts.sessions.own import end_all


@transaction.atomic
def close_account(person: Any, *, by: Any, reason: str, request: HttpRequest | None = None) -> Closure:
    """Close the account: sessions end at once, nobody signs in to it, and what else opens it is told to go (B15).

    `by` is None when the portal does it by itself. Raises ValidationError when it is closed already, when somebody
    would close their own, and for an empty reason.
    """
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("不能停用自己的账号，请由另一位安全管理员办理。"))
    person = _locked(person)
    if not person.is_active:
        raise ValidationError(_("这个账号已经停用。"))
    closure = Closure._default_manager.create(
        user=person, closed_at=timezone.now(), closed_by=by, reason=_given(reason)
    )
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_all(person, request=request, by=by, reason="account closed")
    signals.account_closed.send(sender=Closure, request=request, user=person, by=by, reason=reason)
    return closure


@transaction.atomic
def open_account(person: Any, *, by: Any, reason: str, request: HttpRequest | None = None) -> None:
    """Open a closed account again. Raises ValidationError when it is open, and for an empty reason."""
    person = _locked(person)
    if person.is_active:
        raise ValidationError(_("这个账号没有停用。"))
    now = timezone.now()
    words = {"opened_at": now, "opened_by": by, "open_reason": _given(reason)}
    Closure._default_manager.filter(user=person, opened_at=None).update(**words)
    person.is_active = True
    # An account that was closed because nobody used it has another chance from today on (B7).
    person.last_login, person.warned_unused_at = now, None
    person.save(update_fields=["is_active", "last_login", "warned_unused_at"])
    signals.account_opened.send(sender=Closure, request=request, user=person, by=by, reason=reason)


@transaction.atomic
def reset_second_factor(person: Any, *, by: Any, reason: str, request: HttpRequest | None = None) -> None:
    """Take off every second factor of somebody who lost all of them; they set up a new one at the next sign-in.

    All their sessions end. Raises ValidationError when there is none, for one's own account, and for an empty reason.
    """
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("不能重置自己的第二重验证，请由另一位安全管理员办理。"))
    person, reason = _locked(person), _given(reason)
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise ValidationError(_("这个账号没有设置第二重验证。"))
    end_all(person, request=request, by=by, reason="second factor reset")
    signals.second_factor_reset.send(sender=Authenticator, request=request, user=person, by=by, reason=reason)


def _locked(person: Any) -> Any:
    """The person as they are now; two people who close one account take turns."""
    return get_user_model().objects.select_for_update().get(pk=person.pk)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("请填写理由。"))
    return reason.strip()
