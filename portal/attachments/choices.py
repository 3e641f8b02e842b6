"""Where a file stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """CURRENT counts; REPLACED is history; REMOVED waits for its deletion; REFUSED and LOST have no bytes."""

    CURRENT = "current", _("有效")
    REPLACED = "replaced", _("已替换")
    REMOVED = "removed", _("已移除")
    REFUSED = "refused", _("未通过安全检查")
    LOST = "lost", _("文件丢失")


class Scan(TextChoices):
    """What the malware scanner said; OFF when there was none at the time of the upload."""

    OFF = "off", _("未检查")
    WAITING = "waiting", _("等待检查")
    CLEAN = "clean", _("未发现问题")
    INFECTED = "infected", _("发现恶意内容")
