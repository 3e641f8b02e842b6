"""The identity provider beside `make run`: when it is there, where, and what the portal is told of it."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bin.address import Address
from bin.identity_provider import companion
from bin.identity_provider.people import PEOPLE
from bin.paths import ROOT
from portal.identity.numbers import is_id_number


@pytest.mark.parametrize(
    ("environment", "there"),
    [({}, True), ({"RSJ_ISSUER": ""}, True), ({"SDZW_ISSUER": "https://id.hailan.example"}, False)],
)
def test_companion_when_the_environment_names_a_provider_then_stays_away(
    environment: dict[str, str], there: bool
) -> None:
    assert companion.wanted(environment) == there


def test_place_when_the_next_port_is_taken_then_the_one_after_it() -> None:
    with socket.socket() as portal, socket.socket() as other:
        portal.bind(("127.0.0.1", 0))
        port = portal.getsockname()[1]
        try:
            other.bind(("127.0.0.1", port + 1))
        except (OSError, OverflowError):
            pytest.skip("The next port is no port of ours.")
        other.listen()

        place = companion.place_after(Address("127.0.0.1", port))

    assert place is not None
    assert port + 1 < place.port <= port + companion.PORTS_TRIED


def test_place_when_the_portal_has_the_last_port_then_none() -> None:
    assert companion.place_after(Address("127.0.0.1", 65535)) is None


def test_variables_when_asked_twice_then_other_secrets_and_none_among_the_arguments() -> None:
    place = Address("127.0.0.1", 8001)
    first, second = companion.variables(place), companion.variables(place)
    command = companion.program(place, Address("127.0.0.1", 8000)).command

    assert first["RSJ_ISSUER"] == "http://127.0.0.1:8001"
    for name in ("RSJ_CLIENT_SECRET", "SDZW_CLIENT_SECRET"):
        assert first[name] != second[name]
        assert first[name] not in command
    assert command[-2:] == ["http://127.0.0.1:8000", "http://localhost:8000"]


def test_people_when_read_then_their_numbers_are_right_and_their_region_is_nowhere() -> None:
    """Region 370299 was never given to any place, so nobody has such a number."""
    assert all(is_id_number(person.id_number) for person in PEOPLE.values())
    assert all(person.id_number.startswith("370299") for person in PEOPLE.values())
    assert len({person.id_number for person in PEOPLE.values()}) == len(PEOPLE)


TWICE = """
import sys
from pathlib import Path
from bin.identity_provider.prepare import prepare
for secret in ("first", "second"):
    prepare(Path(sys.argv[1]), {"rsj": secret}, [f"http://{secret}.example"])
from allauth.idp.oidc.models import Client
client = Client.objects.get()
assert client.check_secret("second")
assert client.get_redirect_uris() == ["http://second.example/accounts/oidc/rsj/login/callback/"]
"""


def test_preparing_when_done_again_then_the_new_secrets_and_addresses_count(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWICE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
