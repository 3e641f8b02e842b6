"""The local identity provider beside `make run`: where it listens, how it is started, and what the portal must know."""

import secrets
import sys
from collections.abc import Mapping

from bin.address import DEFAULT_HOST, Address, Unusable, require_free
from bin.supervisor import Program

CLIENTS = ("rsj", "sdzw")
PORTS_TRIED = 20


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether the demo needs it: not where the environment names a provider of its own, and on the loopback only."""
    return not any(environment.get(f"{slug.upper()}_ISSUER") for slug in CLIENTS)


def place_after(portal: Address) -> Address | None:
    """The first free address above the portal's; None when there is none."""
    for port in range(portal.port + 1, min(portal.port + 1 + PORTS_TRIED, 65536)):
        place = Address(DEFAULT_HOST, port)
        try:
            require_free(place)
        except Unusable:
            continue
        return place
    return None


def variables(place: Address) -> dict[str, str]:
    """What tells the portal of the provider; the secrets are new each time and stand nowhere."""
    return {
        name: value
        for slug in CLIENTS
        for name, value in {
            f"{slug.upper()}_ISSUER": place.url,
            f"{slug.upper()}_CLIENT_ID": slug,
            f"{slug.upper()}_CLIENT_SECRET": secrets.token_urlsafe(32),
            f"{slug.upper()}_LEVEL_CLAIM": "level",
            f"{slug.upper()}_LEVEL_VALUES": "3",
        }.items()
    }


def program(place: Address, portal: Address) -> Program:
    """The command that serves it; people return to the portal under either name of this machine."""
    portals = [portal.url, portal.url.replace(DEFAULT_HOST, "localhost")]
    command = [sys.executable, "-m", "bin.identity_provider", str(place.port), *portals]
    return Program("identity provider", command)
