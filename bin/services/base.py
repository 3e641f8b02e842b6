"""What a service is to the commands that bring it about."""

from collections.abc import Callable
from dataclasses import dataclass


class CannotStart(Exception):
    """The service is installed but does not run; the message is one sentence."""


def _nothing_to_stop() -> None:
    """Most services are programs that merely must be there."""


@dataclass(frozen=True)
class Service:
    """A name for messages, the Debian packages it comes in, and how to find, start and stop it.

    `start` may be called again at any time and returns the variables that tell the tests where the service is.
    """

    name: str
    packages: tuple[str, ...]
    is_installed: Callable[[], bool]
    start: Callable[[], dict[str, str]] = dict
    stop: Callable[[], None] = _nothing_to_stop
