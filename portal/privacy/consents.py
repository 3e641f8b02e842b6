"""Giving and taking back consents; withdrawing is as easy as giving (D2)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.audit.table import CONSENT_GIVEN, CONSENT_WITHDRAWN
from portal.privacy.base import Consent
from portal.privacy.models import GivenConsent
from portal.privacy.registry import consents
from portal.privacy.signals import withdrawn


@dataclass(frozen=True)
class Standing:
    """A consent and what the person has said to it; `given` is None without a standing yes."""

    consent: Consent
    given: GivenConsent | None

    @property
    def is_current(self) -> bool:
        """Whether the yes is to the text of today."""
        return self.given is not None and self.given.version == self.consent.version


def has_consented(person: Any, key: str) -> bool:
    """Whether the person agrees to the present version. Raises KeyError for a consent that nobody declares."""
    version = consents()[key].version
    return GivenConsent.objects.standing().filter(person=person, key=key, version=version).exists()


def standings(person: Any) -> list[Standing]:
    """Every declared consent with the person's answer; one query."""
    given = {row.key: row for row in GivenConsent.objects.standing().filter(person=person)}
    return [Standing(consent, given.get(key)) for key, consent in consents().items()]


@transaction.atomic
def give(person: Any, key: str) -> GivenConsent:
    """Note the person's yes to the present version; a yes to an older one ends with it. Safe to repeat.

    Raises ValidationError for a consent that is not declared (any more).
    """
    consent = _declared(key)
    standing = _standing(person, key)
    if standing is not None and standing.version == consent.version:
        return standing
    now = timezone.now()
    if standing is not None:
        GivenConsent.objects.filter(pk=standing.pk).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            given = GivenConsent.objects.create(person=person, key=key, version=consent.version, given_at=now)
    except IntegrityError:  # the same yes by a second click
        return GivenConsent.objects.standing().get(person=person, key=key)
    record(CONSENT_GIVEN, actor=person, subject=person, details=f"{key} {consent.version}")
    return given


@transaction.atomic
def withdraw(person: Any, key: str) -> None:
    """Take the yes back; what stands on it stops with this transaction. Withdrawing twice changes nothing."""
    standing = GivenConsent.objects.standing().filter(person=person, key=key)
    if standing.update(withdrawn_at=timezone.now()):
        withdrawn.send(sender=GivenConsent, person=person, key=key)
        record(CONSENT_WITHDRAWN, actor=person, subject=person, details=key)


def _declared(key: str) -> Consent:
    try:
        return consents()[key]
    except KeyError:
        raise ValidationError(_("没有这一项同意。")) from None


def _standing(person: Any, key: str) -> GivenConsent | None:
    return GivenConsent.objects.standing().select_for_update().filter(person=person, key=key).first()
