"""How many wrong passwords there may be (B2).

A try is written down before the password is looked at, so that a hundred at the same moment count like a hundred one
after the other, and nothing is hashed for those that are too many. A right password takes its row away again.

Three counts: the pair of account and address, one known device of the account, and all unknown devices together. The
last makes guessing from a thousand addresses as slow as from one, and the known device stays open to the owner.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.accounts.devices import known_device
from portal.accounts.models import Attempt
from portal.accounts.signals import locked_out

IPV6_NETWORK = 64
"""What one subscriber has; counting single addresses would count nobody twice."""


@dataclass(frozen=True)
class Door:
    """Where one try knocks: which account, from where."""

    account: str
    origin: str
    known: bool

    def is_locked(self) -> bool:
        """Whether there are too many tries, the one that is written down last included."""
        return any(tries > number for tries, number in self._counts())

    def is_full(self) -> bool:
        """Whether there are as many tries as there may be."""
        return any(tries >= number for tries, number in self._counts())

    def _counts(self) -> list[tuple[int, int]]:
        mine = Attempt._default_manager.filter(account=self.account)
        counts = [_count(mine.filter(origin=self.origin), settings.LOCK_PAIR)]
        if not self.known:
            counts.append(_count(mine.filter(known=False), settings.LOCK_ACCOUNT))
        return counts


def door_of(request: HttpRequest, person: Any, typed: str) -> Door:
    """The door for a person, or for the name that was typed when it is nobody's: strangers cannot tell them apart."""
    account = f"person:{person.pk}" if person is not None else f"typed:{typed.strip().lower()}"
    device = known_device(request, person)
    origin = f"device:{device}" if device else f"address:{_network(get_adapter().get_client_ip(request))}"
    return Door(_digest(account), _digest(origin), device is not None)


def knock(request: HttpRequest, person: Any, typed: str) -> Attempt | None:
    """Write a try down; None when it is one too many and must not be carried out."""
    door = door_of(request, person, typed)
    attempt = Attempt._default_manager.create(account=door.account, origin=door.origin, known=door.known)
    if door.is_locked():
        attempt.delete()  # does not count: whoever goes on knocking would keep the door closed for ever
        return None
    return attempt


def tell_if_closed(request: HttpRequest, person: Any, attempt: Attempt) -> None:
    """Send `locked_out` when this failure was the last one allowed."""
    if Door(attempt.account, attempt.origin, attempt.known).is_full():
        locked_out.send(sender=Attempt, request=request, user=person, by=None, reason="")


def forget_old() -> None:
    """Delete the tries that no count looks at any more."""
    longest = max(seconds for _number, seconds in (settings.LOCK_PAIR, settings.LOCK_ACCOUNT))
    before = timezone.now() - max(timedelta(days=1), timedelta(seconds=longest))
    Attempt._default_manager.filter(at__lt=before).delete()


def _count(tries: Any, limit: tuple[int, int]) -> tuple[int, int]:
    """How many tries there are within the time of the limit, and how many there may be."""
    number, seconds = limit
    return tries.filter(at__gt=timezone.now() - timedelta(seconds=seconds)).count(), number


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))


def _digest(text: str) -> str:
    return salted_hmac("portal.accounts.locks", text, algorithm="sha256").hexdigest()
