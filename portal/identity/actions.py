"""Verifying people and taking providers away. Every change of an identity goes through here (A1)."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import masking
from portal.identity import numbers
from portal.identity.choices import COUNTER, Assurance, DocumentKind
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import current_identity, linked_accounts
from portal.identity.refusals import IdentityRefused, Refusal
from portal.identity.signals import identity_verified, provider_unlinked
from portal.identity.statements import Statement
from portal.names import surname


@transaction.atomic
def verify_by_provider(
    person: Any, statement: Statement, *, provider: str, request: HttpRequest
) -> VerifiedIdentity | None:
    """Take over what a provider vouches for; return the identity that holds afterwards.

    A statement without a verified name changes nothing. What staff have entered stands above a provider's word. Raises
    IdentityRefused when the statement is about somebody else, or about somebody who has another account.
    """
    _lock(person)
    current = current_identity(person)
    if not statement.is_verified:
        return current
    try:
        if current is not None:
            if not _is_about(statement, current):
                raise IdentityRefused(Refusal.OTHER_PERSON)
            if current.source == COUNTER or current.real_name == statement.real_name:
                return current
        identity = VerifiedIdentity(
            person=person,
            real_name=statement.real_name,
            document=DocumentKind.ID_CARD,
            id_number=statement.id_number,
            number_digest=statement.number_digest,
            level=statement.level,
            source=provider,
        )
        return _replace(current, identity, request)
    except IntegrityError:
        raise IdentityRefused(Refusal.OTHER_ACCOUNT) from None


@transaction.atomic
def verify_at_counter(
    person: Any,
    *,
    by: Any,
    real_name: str,
    document: DocumentKind,
    number: str,
    reason: str,
    request: HttpRequest,
) -> VerifiedIdentity:
    """Enter what staff have read on the person's document, or correct what was wrong.

    Raises ValidationError with a sentence for staff when it is their own account, or when the document's number
    belongs to another one.
    """
    if by.pk == person.pk:
        raise ValidationError(_("不能核验自己的身份，请由另一位工作人员办理。"))
    _lock(person)
    identity = VerifiedIdentity(
        person=person,
        real_name=real_name,
        document=document,
        id_number=masking.id_number(number),
        number_digest=numbers.digest(document, number),
        level=Assurance.COUNTER,
        source=COUNTER,
        verified_by=by,
        reason=reason,
    )
    try:
        return _replace(current_identity(person), identity, request)
    except IntegrityError:
        raise ValidationError(
            {
                "number": _(
                    "这个证件号码已经属于另一个账号。一人只有一个账号：请办事人用原来的账号登录，或停用多余的账号。"
                )
            }
        ) from None


def take_note(person: Any) -> None:
    """The person has read what staff entered about them."""
    VerifiedIdentity.objects.current().filter(person=person, source=COUNTER, seen_at=None).update(
        seen_at=timezone.now()
    )


@transaction.atomic
def unlink(person: Any, provider: str, *, request: HttpRequest) -> None:
    """Take a provider away as a way in; a verified identity stays.

    Raises ValidationError when the person could not come in any more.
    """
    person = _lock(person)
    linked = linked_accounts(person)
    account = linked.pop(provider, None)
    if account is None:
        return
    if not linked and not person.has_usable_password():
        raise ValidationError(_("这是你唯一的登录方式。请先设置密码，再解除绑定。"))
    SocialAccount.objects.filter(pk=account.pk).delete()
    provider_unlinked.send(SocialAccount, request=request, user=person, provider=provider)


def _lock(person: Any) -> Any:
    """One person's ways in and identities change one after the other."""
    return get_user_model().objects.select_for_update().get(pk=person.pk)


def _is_about(statement: Statement, identity: VerifiedIdentity) -> bool:
    """Whether both are of one person.

    The digest says so; after a change of the secret key, name and mask do, and the row gets the digest of today.
    """
    if statement.number_digest == identity.number_digest:
        return True
    if (statement.real_name, statement.id_number) != (identity.real_name, identity.id_number):
        return False
    identity.number_digest = statement.number_digest
    identity.save(update_fields=["number_digest"])
    return True


def _replace(
    previous: VerifiedIdentity | None, identity: VerifiedIdentity, request: HttpRequest
) -> VerifiedIdentity:
    """End the previous row, write the new one, call the account by the verified name."""
    now = identity.verified_at = timezone.now()
    with transaction.atomic():
        if previous is not None:
            previous.ended_at = now
            previous.save(update_fields=["ended_at"])
        identity.save()
    person = identity.person
    person.last_name = surname(identity.real_name)
    person.first_name = identity.real_name.removeprefix(person.last_name)
    person.save(update_fields=["last_name", "first_name"])
    identity_verified.send(
        VerifiedIdentity,
        request=request,
        user=person,
        identity=identity,
        previous=previous,
        by=identity.verified_by,
        reason=identity.reason,
    )
    return identity
