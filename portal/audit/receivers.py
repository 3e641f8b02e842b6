"""Acts of other people's code that leave their entry by signals: Django's, allauth's, Wagtail's (B10)."""

from functools import partial
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.http import HttpRequest
from wagtail.models import PageLogEntry
from wagtail.models.audit_log import BaseLogEntry

from portal.accounts import signals as accounts
from portal.attachments.signals import read
from portal.audit import table
from portal.audit.choices import Result
from portal.audit.origin import THE_PORTAL
from portal.audit.recording import fingerprint, record
from portal.audit.table import Action
from portal.identity import signals as identity

Signals = tuple[tuple[Signal, Action], ...]

OWN_SIGNALS: Signals = (
    (auth.user_logged_in, table.SIGNED_IN),
    (auth.user_logged_out, table.SIGNED_OUT),
    (account.user_signed_up, table.SIGNED_UP),
    (account.password_set, table.PASSWORD_CHANGED),
    (account.password_changed, table.PASSWORD_CHANGED),
    (account.password_reset, table.PASSWORD_RESET),
    (account.email_added, table.EMAIL_ADDED),
    (account.email_confirmed, table.EMAIL_CONFIRMED),
    (account.email_changed, table.EMAIL_CHANGED),
    (account.email_removed, table.EMAIL_REMOVED),
    (mfa.authenticator_added, table.FACTOR_ADDED),
    (mfa.authenticator_removed, table.FACTOR_REMOVED),
    (mfa.authenticator_reset, table.FACTOR_RENEWED),
    (mfa.authentication_failed, table.FACTOR_FAILED),
    (identity.provider_linked, table.PROVIDER_LINKED),
    (identity.provider_unlinked, table.PROVIDER_UNLINKED),
)
"""What people do with their own account."""

DONE_TO_SIGNALS: Signals = (
    (accounts.account_closed, table.ACCOUNT_CLOSED),
    (accounts.account_opened, table.ACCOUNT_OPENED),
    (accounts.session_ended, table.SESSION_ENDED),
    (accounts.second_factor_reset, table.FACTOR_RESET),
    (accounts.unused_warned, table.UNUSED_WARNED),
    (identity.identity_verified, table.IDENTITY_VERIFIED),
)
"""What others, or the portal by itself, do to an account."""

REFUSED_SIGNALS: Signals = (
    (accounts.locked_out, table.LOCKED_OUT),
    (identity.identity_refused, table.IDENTITY_REFUSED),
)
"""What an account, or nobody's, was kept closed against: whoever knocks may be a stranger."""


def connect() -> None:
    """Listen; called once when the applications are ready."""
    heard = (
        (OWN_SIGNALS, _on_own_account),
        (DONE_TO_SIGNALS, _done_to_an_account),
        (REFUSED_SIGNALS, _kept_out),
    )
    for signals, receiver in heard:
        for signal, action in signals:
            signal.connect(partial(receiver, action), weak=False)
    auth.user_login_failed.connect(_sign_in_failed)
    read.connect(_file_read)
    post_save.connect(_staff_act)


def _on_own_account(
    action: Action, request: HttpRequest | None = None, user: Any = None, **given: Any
) -> None:
    """What people do with their own account."""
    user = user or _owner(given)
    if user is None:  # a sign-out without anybody being signed in
        return
    record(
        action,
        request=request,
        actor=user,
        object=user,
        subject=user,
        details=getattr(given.get("authenticator"), "type", ""),
        result=Result.FAILED if action == table.FACTOR_FAILED else Result.OK,
        before=_address(given, "from_email_address"),
        after=_address(given, "to_email_address") or _address(given, "email_address"),
    )


def _owner(given: dict[str, Any]) -> Any:
    """The person behind an address or a linked account, where a signal names only that."""
    source = given.get("email_address") or given.get("socialaccount") or given.get("sociallogin")
    return getattr(source, "user", None)


def _address(given: dict[str, Any], name: str) -> str | None:
    found = given.get(name)
    return found.email if found is not None else None


def _done_to_an_account(
    action: Action, user: Any, by: Any, reason: str, request: HttpRequest | None = None, **given: Any
) -> None:
    """`by` is None where the portal did it by itself, or a provider vouched for the person."""
    record(action, request=request, actor=by or THE_PORTAL, object=user, subject=user, purpose=reason)


def _kept_out(
    action: Action, user: Any, reason: Any, request: HttpRequest | None = None, **given: Any
) -> None:
    record(action, request=request, object=user, subject=user, purpose=str(reason), result=Result.REFUSED)


def _sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **given: Any) -> None:
    """Who was tried is kept as a fingerprint: people type passwords where the name belongs."""
    tried = next(
        (str(credentials[name]) for name in ("login", "username", "email", "phone") if credentials.get(name)),
        "",
    )
    record(
        table.SIGN_IN_FAILED,
        request=request,
        result=Result.FAILED,
        details=fingerprint(tried.casefold())[:16],
    )


def _file_read(attachment: Any, user: Any, request: HttpRequest, **given: Any) -> None:
    record(
        table.FILE_READ,
        request=request,
        actor=user,
        object=attachment,
        subject=attachment.uploaded_by_id,
        details=attachment.slot,
    )


def _staff_act(sender: type, instance: Any, created: bool, **given: Any) -> None:
    """Whatever Wagtail writes into its history: edit, publish, approve, delete, change settings, and the like."""
    if not created or not issubclass(sender, BaseLogEntry):
        return
    is_page = isinstance(instance, PageLogEntry)
    key = instance.page_id if is_page else instance.object_id
    model = instance.content_type.model_class()
    record(
        Action(instance.action, ""),
        actor=instance.user,
        object=model(pk=key) if model else None,  # the object itself may be gone already
        subject=key if model is get_user_model() else None,
        details=instance.label if is_page else "",
        after=instance.revision.content if instance.revision else None,
    )
