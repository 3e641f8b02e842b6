"""Calls to addresses that people give the portal, such as webhooks: only to named hosts, never into the city's own net.

Not for servers that the settings name (mail, sign-in, storage): whoever sets these up may place them anywhere.
"""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

HTTPS_PORT = 443
SECONDS = 5
LARGEST_ANSWER = 1024 * 1024
# Addresses that carry an older one inside and lead to it.
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class AddressRefused(Exception):
    """The portal does not call this address; the message says why, for logs."""


@dataclass(frozen=True)
class Answer:
    """What came back: at most LARGEST_ANSWER bytes of it."""

    status: int
    content: bytes


def call(
    method: str, url: str, *, hosts: Collection[str], body: bytes = b"", content_type: str = ""
) -> Answer:
    """Send a request to an https address on one of `hosts`; redirects are not followed.

    The name is resolved once and the connection goes to the address that was looked at, so that a name which points
    elsewhere a moment later leads nowhere (W6). Raises AddressRefused before anything is sent, urllib3's HTTPError when
    the other side fails.
    """
    host, path = _allowed(url, hosts)
    pool = urllib3.HTTPSConnectionPool(
        _public_address(host),
        HTTPS_PORT,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
        timeout=SECONDS,
        retries=False,
    )
    headers = {"Host": host} | ({"Content-Type": content_type} if content_type else {})
    with (
        pool,
        pool.urlopen(
            method, path, body=body, headers=headers, redirect=False, preload_content=False
        ) as answer,
    ):
        return Answer(answer.status, answer.read(LARGEST_ANSWER))


def _allowed(url: str, hosts: Collection[str]) -> tuple[str, str]:
    """The host and what follows it. Only an exact name counts: no number, no part of a name, no other spelling."""
    if not url.isascii() or any(char <= " " or char == "\\" for char in url):
        raise AddressRefused("strange characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("not an address") from None
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, HTTPS_PORT):
        raise AddressRefused("only https on its usual port, without a name before the host")
    host = parts.hostname or ""
    if host not in hosts:
        raise AddressRefused("not one of the named hosts")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _public_address(host: str) -> str:
    """An address of the host; every one that it has must be out on the internet."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)}
    except OSError:
        raise AddressRefused("no such host") from None
    for address in found:
        if not _is_public(address):
            raise AddressRefused("the host is not out on the internet")
    return min(found)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if any(found in network for network in TRANSLATED):
        return False
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inside is None or inside.is_global)
