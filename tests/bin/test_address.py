"""A taken port costs one sentence and no waiting."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bin import address
from bin.address import Address, Unusable
from bin.paths import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(address, "ROOT", ROOT / "tests")  # without the developer's .env


def test_address_when_nothing_is_set_then_loopback_and_port_8000() -> None:
    assert address.wanted().url == "http://127.0.0.1:8000"


def test_address_when_host_is_everywhere_then_the_url_is_one_that_can_be_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")

    assert address.wanted().url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("port", ["", "web", "0", "65536", "-1", "80.5"])
def test_address_when_port_is_no_port_then_a_sentence_says_so(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(Unusable, match=r"PORT must be a number from 1 to 65535"):
        address.wanted()


def test_port_when_taken_then_refused_with_what_to_do(taken: int) -> None:
    with pytest.raises(Unusable) as refusal:
        address.require_free(Address("127.0.0.1", taken))

    assert str(refusal.value) == (
        f"Port {taken} is taken by another program: stop it, or run PORT={taken + 1} make run."
    )


def test_port_when_taken_on_the_other_loopback_then_refused_too() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener, pytest.raises(Unusable, match="is taken"):
        address.require_free(Address("127.0.0.1", listener.getsockname()[1]))


def test_port_when_free_then_nothing_is_said_and_it_stays_free(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]

    address.require_free(Address("127.0.0.1", free))
    address.require_free(Address("127.0.0.1", free))


def test_host_when_it_is_not_this_machines_then_a_sentence_says_so() -> None:
    with pytest.raises(Unusable, match=r"Cannot listen on http://192\.0\.2\.1:8000"):
        address.require_free(Address("192.0.2.1", 8000))


def test_command_when_the_port_is_taken_then_one_line_and_exit_code_1(taken: int) -> None:
    command = [sys.executable, "-m", "bin.address"]
    finished = subprocess.run(
        command, cwd=ROOT, env={"PORT": str(taken)}, capture_output=True, text=True, timeout=30
    )

    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert finished.stderr.startswith(f"Port {taken} is taken")
