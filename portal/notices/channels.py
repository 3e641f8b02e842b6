"""Handing a message over, and what may come of it.

NotSent: surely not accepted, so it is tried again. Rejected: will never be. Unknown: it may have been accepted, so it
is not tried again by itself (N2). Everything else that a channel raises counts as Unknown.
"""

import smtplib
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from portal.accounts import sms
from portal.accounts.models import Phone
from portal.accounts.sms import NotSent, Rejected
from portal.notices.choices import Channel
from portal.notices.models import Delivery

PERMANENT = 500  # SMTP: from here on the server will never take it


def send_email(bundle: Sequence[Delivery], title: str, text: str) -> None:
    """One mail. Its Message-ID is the same at every try, so that a mail program shows it once."""
    first = bundle[0]
    address = first.message.person.email
    if not address:
        raise Rejected(_("没有邮箱地址"))
    host = urlsplit(settings.SITE_URL).hostname
    mail = EmailMessage(title, text, to=[address], headers={"Message-ID": f"<{first.key}@{host}>"})
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _words in refusal.recipients.values()]
        raise (Rejected if min(codes) >= PERMANENT else NotSent)(str(refusal)) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise (Rejected if refusal.smtp_code >= PERMANENT else NotSent)(str(refusal)) from refusal
    except OSError as trouble:
        raise NotSent(str(trouble)) from trouble


def send_sms(bundle: Sequence[Delivery], title: str, text: str) -> None:
    """One text message."""
    phone = Phone.confirmed_of(bundle[0].message.person)
    if phone is None:
        raise Rejected(_("没有已确认的手机号"))
    sms.send_sms(phone.number, text, str(bundle[0].key))


SENDERS: dict[str, Callable[[Sequence[Delivery], str, str], None]] = {
    Channel.EMAIL: send_email,
    Channel.SMS: send_sms,
}
