"""What is kept of mentors (D1)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Application
from plugins.mentors.rules.application import handles_applications
from portal.privacy.base import PUBLIC, SELF, Basis, Consent, Erasure, PersonalData


def _check_value(application: Application) -> Promise | str:
    """That there is one; itself it says nothing to anybody."""
    return _("已保存，还原不出号码") if application.id_number_index else _("未填写")


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
    PersonalData(
        "mentors.Application",
        {
            "applicant": "",
            "name": "name",
            "organisation": "",
            "position": "",
            "years": "",
            "phone": "phone",
            "email": "email",
            "id_number": "id_number",
            "id_number_index": "",
            "education": "",
            "introduction": "text",
            "experience": "text",
            "rough": "text",
        },
        words={"id_number_index": _("身份证号的查重值")},
        said={"id_number_index": _check_value},
        subject="applicant",
        purpose=_("审核、评审导师申请，制发聘书"),
        basis=Basis.CONSENT,
        retention=_("聘任的随聘任档案保存；未聘任的保存三年"),
        seen_by=(SELF, "mentor_clerk"),
        erasure=Erasure.KEPT,
        erasure_words=_("申请和评审过程是履行职责的证明，依法归档"),
        may_reveal=handles_applications,
    ),
    PersonalData(
        "mentors.ProfileChange",
        {"mentor": "", "number": "", "revision": "", "answer": "text"},
        subject="mentor__user",
        purpose=_("审核展示页的变更"),
        basis=Basis.CONSENT,
        retention=_("随聘任档案保存"),
        seen_by=(SELF, "mentor_clerk"),
        erasure=Erasure.KEPT,
        erasure_words=_("审核过程是履行职责的证明，依法归档"),
    ),
    PersonalData(
        "mentors.Resignation",
        {"mentor": "", "number": "", "reason": "text", "heirs": "", "answer": "text"},
        subject="mentor__user",
        purpose=_("审核解聘申请，移交未办结的事项"),
        basis=Basis.DUTY,
        retention=_("随聘任档案保存"),
        seen_by=(SELF, "mentor_clerk"),
        erasure=Erasure.KEPT,
        erasure_words=_("解聘记录属于政府信息，依法保存"),
    ),
)
TRUTHFULNESS = Consent(
    "mentors.truthfulness",
    "2026-1",
    _("导师申请真实性承诺"),
    _(
        "我承诺：申请表中填写的内容和上传的材料真实、完整，没有隐瞒；我了解导师服务对创业者免费，聘任后遵守导师行为规范和保密协议。"
        "如有不实，我接受终止申请或解除聘任的处理。（平台手册第一部分第 2 条：确保信息真实、完整。）"
    ),
)
CONSENTS = (TRUTHFULNESS, *AGREEMENTS)
NOT_PERSONAL = {"mentors.MentorListing.name": _("导师页面标题的副本")}
