"""What the history of cases keeps of people (D1)."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "workflow.Step",
        {"actor": "", "party": "", "move": "", "note": "text", "address": "", "at": ""},
        subject="actor",
        purpose=_("证明事项何时由谁如何办理"),
        basis=Basis.DUTY,
        retention=_("随所属事项归档"),
        seen_by=(SELF,),
        erasure=Erasure.KEPT,
        erasure_words=_("办理过程是履行职责的证明，依法归档"),
        words={"move": _("办理")},
        said={"move": attrgetter("public"), "party": attrgetter("role")},
    ),
)
