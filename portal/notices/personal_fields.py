"""What messages keep of people (D1), and when they go (D9)."""

from django.utils.translation import gettext_lazy as _

from portal.notices.models import Message
from portal.privacy.base import SELF, Basis, PersonalData, Retention

PERSONAL_DATA = (
    PersonalData(
        "notices.Message",
        {"person": "", "title": "text", "body": "text", "created_at": "", "read_at": ""},
        subject="person",
        purpose=_("告知本人事项的进展和需要办理的事"),
        basis=Basis.DUTY,
        retention=_("九十日"),
        seen_by=(SELF,),
    ),
    PersonalData(
        "notices.Delivery",
        {"channel": "", "text": "text", "state": "", "sent_at": ""},
        subject="message__person",
        purpose=_("证明通知是否送出"),
        basis=Basis.DUTY,
        retention=_("随通知删除"),
        seen_by=(SELF,),
    ),
    PersonalData(
        "notices.Choice",
        {"person": "", "email": "", "sms": ""},
        subject="person",
        purpose=_("按本人选择的方式发送通知"),
        basis=Basis.CONSENT,
        retention=_("随账号删除"),
        seen_by=(SELF,),
        correct_at="notices:inbox",
    ),
)
RETENTIONS = (
    Retention(
        "notices.messages",
        _("到期的通知"),
        lambda before: Message.objects.filter(created_at__lt=before),
        days="NOTICE_KEPT_DAYS",
        person="person",
    ),
)
