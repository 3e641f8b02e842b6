"""Text messages. The gateway is the class that setting SMS_GATEWAY names; without one there are no messages."""

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


class NotSent(OSError):
    """The gateway surely has not accepted the message; it may be sent again."""


class Rejected(OSError):
    """The gateway will never accept this message."""


class Unknown(OSError):
    """The gateway may or may not have accepted the message."""


class Gateway(Protocol):
    """What a city's own gateway must be able to do."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Hand the message over. Raises NotSent, Rejected, Unknown.

        `key` is the same whenever the same message is sent; a gateway that remembers keys sends it once.
        """


class FileGateway:
    """Writes each message into a file of its own, for machines that send nothing: development and tests."""

    def send(self, phone: str, text: str, key: str) -> None:
        folder = settings.OUTBOX_DIR / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        moment: datetime = timezone.localtime()
        name = f"{moment:%Y%m%d-%H%M%S-%f}-{phone}.txt"
        (folder / name).write_text(f"{phone}\n{text}\n", encoding="utf-8")


def available() -> bool:
    """Whether messages can be sent at all."""
    return bool(settings.SMS_GATEWAY)


def send_sms(phone: str, text: str, key: str = "") -> None:
    """Send the text to a mainland number. Raises OSError (NotSent, Rejected, Unknown) when the gateway cannot."""
    gateway: Gateway = import_string(settings.SMS_GATEWAY)()
    gateway.send(phone, text, key)
