"""Reads of identity."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError

from portal.accounts.models import Phone
from portal.accounts.phones import PhoneField
from portal.identity.choices import Assurance
from portal.identity.conf import IdentityProvider
from portal.identity.models import VerifiedIdentity
from portal.identity.statements import Statement


def current_identity(person: Any) -> VerifiedIdentity | None:
    """The person's verified identity, None when there is none."""
    if not person.is_authenticated:
        return None
    return VerifiedIdentity.objects.current().filter(person=person.pk).first()


def assurance(person: Any) -> Assurance:
    """How sure the portal is of who the person is, at this moment."""
    identity = current_identity(person)
    if identity is not None:
        return Assurance(identity.level)
    return Assurance.PHONE if _has_verified_phone(person) else Assurance.NONE


def _has_verified_phone(person: Any) -> bool:
    if not person.is_authenticated:
        return False
    found = get_adapter().get_phone(person)
    return bool(found and found[1])


def linked_accounts(person: Any) -> dict[str, SocialAccount]:
    """The person's accounts at providers, by the provider's slug."""
    return {account.provider: account for account in SocialAccount.objects.filter(user=person.pk)}


def contact_is_known(claims: Mapping[str, Any], provider: IdentityProvider) -> bool:
    """Whether an account here has the mail address or mobile number that the provider has verified for the person.

    It is a hint for the person, never a reason to merge: addresses and numbers change hands.
    """
    email = claims.get("email") if claims.get("email_verified") is True else None
    if isinstance(email, str) and EmailAddress.objects.filter(email__iexact=email, verified=True).exists():
        return True
    phone = claims.get(provider.phone_claim)
    try:
        return isinstance(phone, str) and Phone.owner_of(PhoneField().clean(phone)) is not None
    except ValidationError:
        return False


def is_taken(statement: Statement) -> bool:
    """Whether the person that the statement is about has a verified account already."""
    return (
        statement.is_verified
        and VerifiedIdentity.objects.current().filter(number_digest=statement.number_digest).exists()
    )
