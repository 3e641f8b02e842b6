"""Making, reading and revoking tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from api.models import PREFIX_LENGTH, Token
from portal.audit.choices import Channel, Result
from portal.audit.recording import record
from portal.audit.table import TOKEN_MADE, TOKEN_REFUSED, TOKEN_REVOKED, TOKEN_USED, Action
from portal.kept import find

MARK = "qct"
"""What every token begins with, so that scanners recognise one that leaked."""

SECRET_BYTES = 32
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ATTEMPTS = 5
SEEN_EVERY = timedelta(minutes=1)
"""So often is written down that a token was used."""

SITTING = timedelta(hours=1)
"""A use after so long a silence is a new one for the trace."""


def create_token(person: Any, *, name: str, scopes: Iterable[str], expires_at: datetime) -> tuple[Token, str]:
    """Make a token; returns it with the text to send, which is not kept and cannot be shown again.

    Raises ValidationError with a sentence for the person: too long a life, no scope, too many tokens.
    """
    now = timezone.now()
    chosen = sorted(set(scopes))
    if not chosen:
        raise ValidationError({"scopes": _("请至少选择一个范围。")})
    if not now < expires_at <= now + timedelta(days=settings.API_TOKEN_LONGEST_DAYS):
        raise ValidationError({"days": _("有效期最长 %d 天。") % settings.API_TOKEN_LONGEST_DAYS})
    if Token.objects.usable(now).filter(person=person).count() >= settings.API_TOKENS_PER_PERSON:
        raise ValidationError(_("最多同时有 %d 个令牌，请先停用不用的。") % settings.API_TOKENS_PER_PERSON)
    for _attempt in range(ATTEMPTS):
        prefix = "".join(secrets.choice(ALPHABET) for _place in range(PREFIX_LENGTH))
        text = f"{MARK}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
        try:
            with transaction.atomic():
                token = Token.objects.create(
                    person=person,
                    name=name,
                    prefix=prefix,
                    digest=_digest(text),
                    scopes=chosen,
                    created_at=now,
                    expires_at=expires_at,
                )
                record(
                    TOKEN_MADE,
                    actor=person,
                    object=token,
                    subject=person,
                    details=f"{prefix} {' '.join(chosen)}",
                )
        except IntegrityError:
            continue  # somebody has this prefix
        return token, text
    raise IntegrityError(f"no free prefix after {ATTEMPTS} attempts")


@transaction.atomic
def revoke_token(token: Token) -> None:
    """Close the token for good; the next request with it is refused. Revoking twice changes nothing."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(TOKEN_REVOKED, object=token, subject=token.person_id, details=token.prefix)


def revoke_all(person: Any) -> None:
    """Close all tokens of the person for good."""
    Token.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())


def token_of(text: str) -> Token | None:
    """The usable token with this text, with `last_used_at` brought up to date; None for every other text."""
    mark, _gap, rest = text.partition("_")
    prefix = rest[:PREFIX_LENGTH]
    now = timezone.now()
    token: Token | None = find(Token, "prefix", prefix) if mark == MARK else None
    expected = token.digest if token else _digest("")
    if not secrets.compare_digest(expected, _digest(text)) or token is None:
        return None
    if not token.is_usable(now):
        _trace(token, TOKEN_REFUSED, Result.REFUSED)
        return None
    _note_use(token, now)
    return token


def _note_use(token: Token, now: datetime) -> None:
    last = token.last_used_at
    if last is not None and now - last < SEEN_EVERY:
        return
    Token.objects.filter(pk=token.pk).update(last_used_at=now)
    if last is None or now - last >= SITTING:
        _trace(token, TOKEN_USED)


def _trace(token: Token, action: Action, result: Result = Result.OK) -> None:
    record(
        action,
        actor=token.person,
        object=token,
        subject=token.person_id,
        details=token.prefix,
        result=result,
        channel=Channel.TOKEN,
    )


def _digest(text: str) -> str:
    """Plain SHA-256: the text holds 256 random bits, which nobody guesses however fast they try."""
    return hashlib.sha256(text.encode()).hexdigest()
