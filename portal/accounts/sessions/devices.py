"""A person's sessions as they recognise them: by browser and system, not by numbers."""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first that is found in what the browser says of itself; order matters, most pretend to be others too.
BROWSERS = (
    ("MicroMessenger", gettext_lazy("微信")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One session: what it runs on, where and when it was used, whether it is the one that asks."""

    key: int
    label: str
    address: str
    began_at: Any
    seen_at: Any
    is_this: bool


def of(request: HttpRequest) -> list[Device]:
    """The person's sessions, this one first, then by last use; what has run out meanwhile is left out."""
    mine = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    listed = sorted(mine, key=lambda row: (row.session_key != here, -row.last_seen_at.timestamp()))
    return [
        Device(
            key=row.pk,
            label=described(row.user_agent),
            address=row.ip,
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            is_this=row.session_key == here,
        )
        for row in listed
    ]


def described(user_agent: str) -> str:
    """“Chrome · Windows”; what is not recognised is said to be unknown."""
    found = [
        next((str(label) for mark, label in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(part for part in found if part) or _("未知设备")
