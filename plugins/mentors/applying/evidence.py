"""The files of an application: which slots there are, and who may have what is in them (A2, P33)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.mentors.applying.becoming import PORTRAIT_SLOT
from plugins.mentors.applying.sections import IDENTITY_SLOT
from plugins.mentors.models import Application
from plugins.mentors.rules.application import fills_in_application, reads_application
from plugins.reviews.rules import may_review
from portal.attachments.base import AttachmentOwner, AttachmentSlot

PICTURES, PAPERS = ("jpg", "png"), ("pdf", "jpg", "png")
MB = 1024 * 1024


def may_read(user: Any, application: Application) -> bool:
    """The applicant, those who handle the application, and its experts while it is reviewed: no copy of a document for those."""
    return reads_application(user, application) or may_review(user, application)


APPLICATION_FILES = AttachmentOwner(
    "mentors.Application",
    slots=(
        AttachmentSlot(
            PORTRAIT_SLOT,
            _("本人照片"),
            kinds=PICTURES,
            max_bytes=5 * MB,
            help_text=_("聘任后公开在导师页面：正面、清晰、近一年内。"),
        ),
        AttachmentSlot(
            IDENTITY_SLOT,
            _("身份证明"),
            kinds=PAPERS,
            max_files=2,
            required=False,
            may_read=reads_application,
            help_text=_("已通过人社或政务网账号实名的不用上传；没有实名的必须上传身份证正反面。"),
        ),
        AttachmentSlot(
            "qualification",
            _("资格证书"),
            kinds=PAPERS,
            max_files=6,
            help_text=_("学历、职称、执业资格等，能证明专业能力的都可以。"),
        ),
        AttachmentSlot(
            "employer",
            _("单位证明"),
            kinds=PAPERS,
            max_files=2,
            help_text=_("在职证明或营业执照，写明职务，加盖公章。"),
        ),
        AttachmentSlot(
            "cases",
            _("案例材料"),
            max_files=6,
            required=False,
            help_text=_("辅导过创业项目的证明，请先隐去他人的姓名和电话。"),
        ),
    ),
    may_read=may_read,
    may_change=fills_in_application,
)
