"""Whatever address somebody gives the portal, it calls named hosts on the internet only (W6)."""

import socket

import pytest

from portal import outbound
from portal.outbound import AddressRefused, call

HOSTS = {"hook.example"}
REFUSED = (
    "http://hook.example/",
    "https://other.example/",
    "https://hook.example.other.example/",
    "https://sub.hook.example/",
    "https://hook.example@other.example/",
    "https://other.example@hook.example/",
    "https://hook.example:8443/",
    "https://hook.example:22/",
    "https://hook.example:99999/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::1",
    "https://10.0.0.8/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://169.254.169.254/latest/",
    "https://localhost/",
    "https://0/",
    "https:///x",
    "https:hook.example",
    "//hook.example/",
    "file:///etc/passwd",
    "gopher://hook.example/",
    "ftp://hook.example/",
    "https://hook。example/",
    "https://ｈook.example/",
    "https://hook.example\\@other.example/",
    "https://hook.example\t.other.example/",
    "https://hook.example\r\nX: y/",
    "https://hook.example#@other.example/\x00",
    "",
)
INSIDE = (
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "ff02::1",
    "64:ff9b::7f00:1",
)


@pytest.fixture
def resolves(monkeypatch):
    """`resolves("10.0.0.1", …)`: what every name points at; connections are counted and never made."""
    made: list[tuple[str, int]] = []

    def point(*addresses: str) -> list[tuple[str, int]]:
        entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *args, **options: entries)
        return made

    def refuse(address, *args, **options):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", refuse)
    return point


@pytest.mark.parametrize("url", REFUSED)
def test_w6_address_is_refused_before_anything_is_sent(resolves, url: str) -> None:
    made = resolves("93.184.216.34")
    with pytest.raises(AddressRefused):
        call("POST", url, hosts=HOSTS)
    assert made == []


def test_w6_corpus_has_thirty() -> None:
    assert len(REFUSED) >= 30


@pytest.mark.parametrize("address", INSIDE)
def test_w6_named_host_that_points_inside_is_refused(resolves, address: str) -> None:
    made = resolves("93.184.216.34", address)
    with pytest.raises(AddressRefused):
        call("POST", "https://hook.example/", hosts=HOSTS)
    assert made == []


def test_w6_connection_goes_to_the_address_that_was_looked_at(resolves) -> None:
    made = resolves("93.184.216.34")
    with pytest.raises(outbound.urllib3.exceptions.HTTPError):
        call("POST", "https://hook.example/a?b=c", hosts=HOSTS, body=b"{}")
    assert made == [("93.184.216.34", 443)]


def test_w6_name_that_cannot_be_resolved_is_refused(monkeypatch) -> None:
    def fail(*args, **options):
        raise socket.gaierror

    monkeypatch.setattr(outbound.socket, "getaddrinfo", fail)
    with pytest.raises(AddressRefused, match="no such host"):
        call("GET", "https://hook.example/", hosts=HOSTS)
