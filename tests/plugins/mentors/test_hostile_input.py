"""Whatever is typed into an address of the list, page and API give an answer or say clearly what is wrong."""

from urllib.parse import quote

import pytest

from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "/mentors/": ("q", "field", "way", "sort", "page", "turn"),
    "/api/v1/mentors/": ("q", "field", "way", "sort", "limit", "cursor", "prefer_district"),
}
VALUES = {
    "quote": quote('"'),
    "apostrophe": quote("' OR 1=1 --"),
    "backslash": quote("\\"),
    "star": "*",
    "bracket": quote("(((a AND"),
    "percent": "%25%25s",
    "nul": "%00",
    "nul inside": quote("融") + "%00" + quote("资"),
    "lone surrogate": "%ED%A0%80",
    "not utf-8": "%ff%fe",
    "10,000 characters": quote("融" * 10_000),
    "10,000 letters": "a" * 10_000,
    "emoji": quote("😀" * 30),
    "only punctuation": quote("，。！？…"),
    "only blanks": "%20%20%E3%80%80",
    "only stop words": quote("的 了 吗"),
    "script": quote("<script>alert(1)</script>"),
    "right to left": quote("\u202e融资"),
    "nothing": "",
    "unknown value": "nonsense",
    "negative": "-1",
    "deep": "999999",
    "deeper than numbers": "9" * 5000,
    "full-width number": quote("２"),
}


@pytest.fixture(scope="module", autouse=True)
def mentor(module_site) -> None:
    MentorFactory()
    settled()


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_parameter_breaks_anything(client, address, value) -> None:
    for parameter in ADDRESSES[address]:
        answer = client.get(f"{address}?{parameter}={value}")
        body = answer.content.decode()
        if answer.status_code == 400 and address == "/api/v1/mentors/":
            assert answer["Content-Type"] == "application/problem+json"
            named = {error["field"].partition(".")[0] for error in answer.json()["errors"]}
            assert named == {parameter}
        else:
            assert answer.status_code == 200, parameter
            assert 'id="finder-body"' in body or '"results":' in body
            assert "<script>alert" not in body


def test_the_same_parameter_many_times_breaks_nothing(client) -> None:
    many = "&".join(f"field=f{number}&q={number}" for number in range(2000))
    assert client.get(f"/mentors/?{many}").status_code in (200, 400)
    assert client.get(f"/api/v1/mentors/?{many}").status_code == 400
