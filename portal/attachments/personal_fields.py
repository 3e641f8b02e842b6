"""What private files keep of people (D1); what is inside a file is said by the object that it belongs to."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import SELF, Basis, Erasure, PersonalData

PERSONAL_DATA = (
    PersonalData(
        "attachments.Attachment",
        {"original_name": "", "name": "", "uploaded_by": "", "uploaded_at": "", "removed_by": ""},
        subject="uploaded_by",
        purpose=_("办理事项的佐证材料"),
        basis=Basis.DUTY,
        retention=_("随所属事项；移除后三十日删除"),
        seen_by=(SELF,),
        erasure=Erasure.KEPT,
        erasure_words=_("已提交的材料随所属事项归档"),
    ),
    PersonalData(
        "attachments.Upload",
        {"original_name": "", "person": "", "started_at": "", "last_at": ""},
        subject="person",
        purpose=_("网络中断后接着上传"),
        basis=Basis.DUTY,
        retention=_("二十四小时"),
        seen_by=(SELF,),
    ),
)
