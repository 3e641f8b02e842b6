"""The address that `make run` serves on, and whether it is free.

    python -m bin.address      exits with one sentence when HOST and PORT cannot be used

Asked before anything long begins, so a taken port costs a second and not a whole installation.
"""

import errno
import os
import socket
import sys
from dataclasses import dataclass

from bin import env_file
from bin.paths import ROOT

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = "8000"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only when HOST asks for it


class Unusable(Exception):
    """The address cannot be served on; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Address:
    """An IPv4 host and a port, with the URL that a browser on this machine types."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{DEFAULT_HOST if self.host == EVERYWHERE else self.host}:{self.port}"


def wanted() -> Address:
    """Return the address of HOST and PORT from the environment or `.env`; Unusable when PORT is no port number."""
    env_file.load(ROOT / ".env")
    port = os.environ.get("PORT", DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Unusable(f"PORT must be a number from 1 to 65535, not “{port}”.")
    return Address(os.environ.get("HOST", DEFAULT_HOST), int(port))


def require_free(address: Address) -> None:
    """Raise Unusable when something listens there already, or when this user may not listen there."""
    # A browser that is told `localhost` tries the IPv6 loopback first and would meet the other program.
    if address.host == DEFAULT_HOST and _answers("::1", address.port):
        raise _taken(address)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address.host, address.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _taken(address) from None
            raise Unusable(f"Cannot listen on {address.url}: {error.strerror or error}.") from None


def _taken(address: Address) -> Unusable:
    suggestion = address.port + 1 if address.port < 65535 else 8000
    return Unusable(
        f"Port {address.port} is taken by another program: stop it, or run PORT={suggestion} make run."
    )


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    try:
        require_free(wanted())
    except Unusable as refusal:
        sys.exit(str(refusal))
