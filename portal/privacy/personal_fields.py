"""What consents and holds keep of people (D1), and when withdrawn consents go (D9)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData, Retention
from portal.privacy.models import GivenConsent

PERSONAL_DATA = (
    PersonalData(
        "privacy.GivenConsent",
        {"person": "", "key": "", "version": "", "title": "", "text": "", "given_at": "", "withdrawn_at": ""},
        subject="person",
        purpose=_("证明本人何时同意、何时撤回"),
        basis=Basis.DUTY,
        retention=_("撤回后三年"),
        seen_by=(SELF,),
        correct_at="privacy:consents",
    ),
    PersonalData(
        "privacy.LegalHold",
        {"person": "", "reason": "", "set_at": "", "released_at": ""},
        subject="",
        purpose=_("依法保全证据，期间不清理当事人的数据"),
        basis=Basis.LAW,
        retention=_("解除后三年"),
        seen_by=(),
        erasure=Erasure.KEPT,
        erasure_words=_("依有权机关要求保全"),
    ),
)
RETENTIONS = (
    Retention(
        "privacy.withdrawn_consents",
        _("撤回已久的同意"),
        lambda before: GivenConsent.objects.filter(withdrawn_at__lt=before),
        days=3 * 365,
        person="person",
    ),
)
