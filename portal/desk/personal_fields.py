"""What the desk keeps of people (D1)."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

STAFF = ("desk_officer", "mentor_clerk", "manager")
KEPT = _("办理责任的证明，依法归档")

PERSONAL_DATA = (
    PersonalData(
        "desk.WorkItem",
        {"number": "", "title": "", "applicant": "text"},
        subject="",
        purpose=_("在服务台办理事项；申请人只存遮盖后的名称"),
        basis=Basis.DUTY,
        retention=_("随所属事项归档"),
        seen_by=STAFF,
        erasure=Erasure.ANONYMISED,
        erasure_words=_("没有可以识别身份的内容"),
    ),
    PersonalData(
        "desk.WorkItem",
        {"first_asked": "", "claimed_until": ""},
        subject="first_asked",
        purpose=_("首问负责：最先接办的人对事项负责到底"),
        basis=Basis.DUTY,
        retention=_("随所属事项归档"),
        seen_by=(SELF, *STAFF),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "desk.WorkItem",
        {"owner": ""},
        subject="owner",
        purpose=_("现在由谁承办"),
        basis=Basis.DUTY,
        retention=_("随所属事项归档"),
        seen_by=(SELF, *STAFF),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "desk.Look",
        {"person": "", "at": ""},
        subject="person",
        purpose=_("避免两人同时办理一件事项"),
        basis=Basis.DUTY,
        retention=_("下次打开时更新"),
        seen_by=(SELF, *STAFF),
        words={"person": _("查看人"), "at": _("打开时间")},
    ),
    PersonalData(
        "desk.CheckMark",
        {"by": "", "verdict": "", "reason": "text", "late_reason": "text", "at": ""},
        subject="by",
        purpose=_("证明材料由谁如何审核，一次性告知申请人"),
        basis=Basis.DUTY,
        retention=_("随所属事项归档"),
        seen_by=(SELF, *STAFF),
        erasure=Erasure.KEPT,
        erasure_words=KEPT,
    ),
    PersonalData(
        "desk.SavedFilter",
        {"person": "", "name": "", "query": ""},
        subject="person",
        purpose=_("本人常用的筛选"),
        basis=Basis.DUTY,
        retention=_("本人删除为止"),
        seen_by=(SELF,),
        words={"person": _("本人")},
    ),
)
NOT_PERSONAL = {"desk.CheckMark.name": _("审核项的代号，与人无关")}
