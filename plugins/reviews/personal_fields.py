"""What expert review keeps of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

KEPT = _("评审记录属于政府信息，依法保存")
TEN_YEARS = _("评审结束后十年（《机关文件材料归档范围和文书档案保管期限规定》）")
SECRETARIES = ("mentor_clerk", "manager")

PERSONAL_DATA = (
    PersonalData(
        "reviews.ExpertProfile",
        {"user": "", "employer": "", "is_available": ""},
        subject="user",
        purpose=_("抽取评审专家，发现利益冲突"),
        basis=Basis.CONSENT,
        retention=_("担任专家期间"),
        seen_by=(SELF, *SECRETARIES),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "reviews.Seat",
        {"expert": "", "kind": "", "rank": "", "signed_at": "", "interests": "text"},
        subject="expert",
        purpose=_("组织专家独立评审"),
        basis=Basis.DUTY,
        retention=TEN_YEARS,
        seen_by=(SELF, *SECRETARIES),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "reviews.ScoreSheet",
        {"ground": "", "reason": "text", "saved_at": "", "submitted_at": ""},
        subject="seat__expert",
        purpose=_("组织专家独立评审"),
        basis=Basis.DUTY,
        retention=TEN_YEARS,
        seen_by=(SELF, *SECRETARIES),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "reviews.Score",
        {"value": "", "comment": "text"},
        subject="sheet__seat__expert",
        purpose=_("组织专家独立评审"),
        basis=Basis.DUTY,
        retention=TEN_YEARS,
        seen_by=(SELF, *SECRETARIES),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "reviews.Record",
        {"place": "", "held_at": "", "present": "text", "observations": "text"},
        subject="sheet__seat__expert",
        purpose=_("记录走访和面谈的情况"),
        basis=Basis.DUTY,
        retention=TEN_YEARS,
        seen_by=(SELF, *SECRETARIES),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "reviews.Draw",
        {"drawn_by": "", "pool": ""},
        said={"pool": lambda draw: _("%d 位") % len(draw.pool)},
        subject="drawn_by",
        purpose=_("证明专家是随机抽取的"),
        basis=Basis.DUTY,
        retention=TEN_YEARS,
        seen_by=SECRETARIES,
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
)
NOT_PERSONAL = {"reviews.CriteriaSet.name": _("评分标准的名称")}
