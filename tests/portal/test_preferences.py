"""Elder mode, contrast, language, personal lists: the visitor's choice, kept in cookies only (X11, P11)."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("site")


def test_elder_mode_is_a_link_and_lasts_a_day(client: Client) -> None:
    answer = client.get("/preferences/?elder=1&next=/policies/")
    assert (answer.status_code, answer["Location"]) == (302, "/policies/")
    assert answer.cookies["qc_elder"]["max-age"] == 24 * 3600
    assert 'class="elder"' in client.get("/policies/").content.decode()


def test_choices_combine(client: Client) -> None:
    client.get("/preferences/?elder=1")
    client.get("/preferences/?contrast=1")
    assert 'class="elder contrast"' in client.get("/").content.decode()


def test_language_is_chosen_never_guessed(client: Client) -> None:
    assert 'lang="zh-Hans"' in client.get("/", headers={"Accept-Language": "en"}).content.decode()
    client.get("/preferences/?lang=en")
    assert 'lang="en"' in client.get("/").content.decode()


def test_personal_lists_are_switched_off_for_a_year_and_on_again(client: Client) -> None:
    answer = client.get("/preferences/?personal=0&next=/mentors/")
    assert (answer.status_code, answer["Location"]) == (302, "/mentors/")
    assert (answer.cookies["qc_personal"].value, answer.cookies["qc_personal"]["max-age"]) == (
        "0",
        365 * 24 * 3600,
    )
    assert client.get("/preferences/?personal=1").cookies["qc_personal"].value == "1"


@pytest.mark.parametrize("value", ["2", "", "<script>", "zh"])
def test_unknown_values_set_nothing(client: Client, value: str) -> None:
    answer = client.get("/preferences/", {"elder": value, "lang": value, "personal": value, "forget": value})
    assert not answer.cookies


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "\\\\elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "https:elsewhere.example",
        "///elsewhere.example",
    ],
)
def test_the_way_back_never_leaves_the_site(client: Client, target: str) -> None:
    assert client.get("/preferences/", {"elder": "1", "next": target})["Location"].startswith("/")
    location = client.get("/preferences/", {"elder": "1", "next": target})["Location"]
    assert not location.startswith(("//", "/\\"))
