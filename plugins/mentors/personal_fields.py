"""What is kept of mentors (D1)."""

from django.utils.translation import gettext_lazy as _

from plugins.mentors.agreements import AGREEMENTS
from portal.privacy.base import PUBLIC, SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "mentors.Mentor",
        {
            "user": "",
            "code": "",
            "state": "",
            "appointed_on": "",
            "term_from": "",
            "term_to": "",
            "term_number": "",
            "pause_from": "",
            "pause_to": "",
            "weekly_cap": "",
        },
        subject="user",
        purpose=_("导师的聘任和名片"),
        basis=Basis.DUTY,
        retention=_("长期：聘任须可追溯"),
        seen_by=(SELF, PUBLIC),
        erasure=Erasure.KEPT,
        erasure_words=_("聘任记录属于政府信息，依法保存"),
    ),
    PersonalData(
        "mentors.TermOfOffice",
        {
            "holder": "name",
            "organisation": "",
            "term_from": "",
            "term_to": "",
            "ended_on": "",
            "certificate_number": "",
            "certificate_code": "",
            "entered_by": "",
        },
        subject="mentor__user",
        purpose=_("证明聘任：聘期和聘书"),
        basis=Basis.DUTY,
        retention=_("长期：聘任须可追溯，聘书须可查验"),
        seen_by=(SELF, "mentor_clerk"),
        erasure=Erasure.KEPT,
        erasure_words=_("聘任记录属于政府信息，依法保存"),
    ),
    PersonalData(
        "cms_pages.MentorPage",
        {
            "title": "",
            "organisation": "",
            "position": "",
            "years_of_experience": "",
            "portrait": "",
            "introduction": "",
            "experience": "",
        },
        subject="mentor__user",
        purpose=_("让求助者选择合适的导师"),
        basis=Basis.CONSENT,
        retention=_("聘期内公开；离任后照片和介绍由本人决定是否保留"),
        seen_by=(SELF, PUBLIC),
        erasure=Erasure.ANONYMISED,
        erasure_words=_("服务案例中的署名按本人意愿保留或去除"),
    ),
)
NOT_PERSONAL = {"mentors.MentorListing.name": _("导师页面标题的副本")}
CONSENTS = AGREEMENTS
