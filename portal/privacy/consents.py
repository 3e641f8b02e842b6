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
    """A consent and what the person has said to it; `given` is None without a standing yes.

    `asked` is False where it cannot be given on the page: it is binding, or asked for nowhere on the site any more.
    """

    consent: Consent
    given: GivenConsent | None
    asked: bool = True

    @property
    def is_current(self) -> bool:
        """Whether the yes is to the text of today."""
        return self.given is not None and self.given.version == self.consent.version


def has_consented(person: Any, key: str) -> bool:
    """Whether the person agrees to the present version. Raises KeyError for a consent that nobody declares."""
    version = consents()[key].version
    return GivenConsent.objects.standing().filter(person=person, key=key, version=version).exists()


def standings(person: Any, site: Any = None) -> list[Standing]:
    """Every consent with the person's answer; one query besides the site's plugins.

    Left out are binding ones and those of plugins that are off on the site, unless the person has given them.
    """
    given = {row.key: row for row in GivenConsent.objects.standing().filter(person=person)}
    declared = consents()
    asked = {key for key, consent in consents(site).items() if not consent.binding}
    known = [
        Standing(consent, given.get(key), key in asked)
        for key, consent in declared.items()
        if key in asked or key in given
    ]
    return known + [Standing(_as_given(row), row, False) for key, row in given.items() if key not in declared]


@transaction.atomic
def give(person: Any, key: str) -> GivenConsent:
    """Note the person's yes to the present version, with its text as it was shown; a yes to an older one ends with it.

    Safe to repeat. Raises ValidationError for a consent that is not declared (any more).
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
            given = _create(person, consent, now)
    except IntegrityError:  # the same yes by a second click
        return GivenConsent.objects.standing().get(person=person, key=key)
    record(CONSENT_GIVEN, actor=person, subject=person, details=f"{key} {consent.version}")
    return given


@transaction.atomic
def withdraw(person: Any, key: str) -> None:
    """Take the yes back; what stands on it stops with this transaction. Withdrawing twice changes nothing.

    Raises ValidationError for a promise, which binds.
    """
    consent = consents().get(key)
    if consent is not None and consent.binding:
        raise ValidationError(_("承诺已经生效，不能在这里撤回。"))
    standing = GivenConsent.objects.standing().filter(person=person, key=key)
    if standing.update(withdrawn_at=timezone.now()):
        withdrawn.send(sender=GivenConsent, person=person, key=key)
        record(CONSENT_WITHDRAWN, actor=person, subject=person, details=key)


def _create(person: Any, consent: Consent, now: Any) -> GivenConsent:
    return GivenConsent.objects.create(
        person=person,
        key=consent.key,
        version=consent.version,
        title=str(consent.title),
        text=str(consent.text),
        given_at=now,
    )


def _as_given(row: GivenConsent) -> Consent:
    """What was agreed to, where nobody declares it any more."""
    return Consent(row.key, row.version, row.title or row.key, row.text)


def _declared(key: str) -> Consent:
    try:
        return consents()[key]
    except KeyError:
        raise ValidationError(_("没有这一项同意。")) from None


def _standing(person: Any, key: str) -> GivenConsent | None:
    return GivenConsent.objects.standing().select_for_update().filter(person=person, key=key).first()
