"""How allauth behaves in this portal."""

import time
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import locks, passwords
from portal.accounts.addresses import normal_address
from portal.accounts.models import Attempt, Phone
from portal.accounts.phones import PhoneField
from portal.accounts.sessions.own import end_others
from portal.accounts.sms import send_sms

log = structlog.get_logger(__name__)

NAME_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# One sentence for every way of being wrong: it does not say which part was (B6).
MISMATCH = gettext_lazy("账号或密码不正确。")


class AccountAdapter(DefaultAccountAdapter):
    """Phones, wrong passwords, rules of passwords; what allauth asks and tells."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "incorrect_password": gettext_lazy("密码不正确。"),
        "enter_current_password": gettext_lazy("现在的密码不正确。"),
        "incorrect_code": gettext_lazy("验证码不正确。"),
        "too_many_login_attempts": gettext_lazy(
            "尝试次数过多。请 15 分钟后再试，或者用验证码登录、找回密码。"
        ),
        "rate_limited": gettext_lazy("请求太频繁，请一分钟后再试。"),
        "phone_taken": gettext_lazy("这个手机号已经登记在另一个账号上。"),
        "email_taken": gettext_lazy("这个邮箱已经登记在另一个账号上。"),
        "same_as_current": gettext_lazy("与现在的相同，请填写新的。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may open an account (setting ACCOUNT_OPEN_SIGNUP)."""
        return bool(settings.ACCOUNT_OPEN_SIGNUP)

    def generate_unique_username(self, txts: Any, regex: str | None = None) -> str:
        """A name that says nothing about the person and cannot be counted through."""
        return f"u{get_random_string(11, NAME_ALPHABET)}"

    def clean_email(self, email: str) -> str:
        """As it is kept (`portal.accounts.addresses`)."""
        return str(super().clean_email(normal_address(email)))

    def get_login_stages(self) -> list[str]:
        ours = {
            "allauth.account.stages.EmailVerificationStage": "portal.accounts.stages.ConfirmEmailStage",
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down stops nobody: the page offers to send again, to known and unknown alike (B6)."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("mail_failed", template=template_prefix)

    def logout(self, request: HttpRequest) -> None:
        """Signing out ends the person's sessions on every device, unless they asked for this one only (B4)."""
        if "only_here" not in request.POST:
            end_others(request, reason="signed out")
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    # Wrong passwords (B2) ----------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; refuse one too many."""
        typed = next(
            (str(credentials[name]) for name in ("phone", "email", "username") if credentials.get(name)), ""
        )
        self._person = person_named(credentials)
        self._attempt: Attempt | None = locks.knock(request, self._person, typed)
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right: allauth's place to take the count back."""
        if self._attempt is not None:
            self._attempt.delete()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if self._attempt is not None:
            locks.tell_if_closed(request, self._person, self._attempt)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's own count is not used."""

    # Passwords (B1) ----------------------------------------------------------------------------------------------

    def set_password(self, user: Any, password: str) -> None:
        """Every password that its owner chooses comes through here, at sign-up through `save_user`."""
        super().set_password(user, password)
        passwords.remember(user)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        with transaction.atomic():
            user = super().save_user(request, user, form, commit)
            if commit and user.has_usable_password():
                passwords.remember(user)
                # Whoever has just chosen the password is not asked for it again (B3).
                record_authentication(request, user, "password")
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """All sessions ended with the old password (B4)."""
        return reverse("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within the last minutes has just shown who they are."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    # Phones ------------------------------------------------------------------------------------------------------

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        phone = Phone._default_manager.filter(user=user).first()
        return (phone.number, phone.confirmed_at is not None) if phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        now = timezone.now()
        values = {"number": phone, "claimed_at": now, "confirmed_at": now if verified else None}
        Phone._default_manager.update_or_create(user=user, defaults=values)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Of two people who confirm one number at the same moment, the second is told that it is taken."""
        try:
            with transaction.atomic():
                self.set_phone(user, phone, True)
        except IntegrityError:
            request = context.request
            self.add_message(request, messages.ERROR, message=str(self.error_messages["phone_taken"]))
            raise ImmediateHttpResponse(redirect("account_login")) from None

    def get_user_by_phone(self, phone: str) -> Any:
        return Phone.owner_of(phone)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        self._text(
            phone, _("【青创通】验证码 %s，5 分钟内有效。请不要告诉任何人，包括自称工作人员的人。") % code
        )

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._text(
            phone,
            _("【青创通】这个手机号已有账号，请直接登录，或用短信验证码登录。如果不是您本人操作，不必理会。"),
        )

    def _text(self, phone: str, words: str) -> None:
        """As with mails: a gateway that is down is logged, and the page offers to send again."""
        try:
            send_sms(phone, words)
        except OSError:
            log.exception("sms_failed")


def person_named(credentials: dict[str, Any]) -> Any:
    """Whom the name that was typed stands for, None when it is nobody's."""
    if (phone := credentials.get("phone")) and (owner := Phone.owner_of(phone)):
        return owner
    email = credentials.get("email")
    if email and (found := filter_users_by_email(email, prefer_verified=True, for_login=True)):
        return found[0]
    name = credentials.get("username")
    return get_user_by_username(name) if name else None
