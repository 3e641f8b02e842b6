"""“我的账号”: what one sees and changes oneself."""

import pytest
from django.test import Client

from portal.accounts.models import Phone
from portal.accounts.testing import sign_in
from tests.portal.accounts.conftest import PASSWORD, PHONE, is_signed_in

pytestmark = pytest.mark.usefixtures("site")

PAGES = [
    "/accounts/",
    "/accounts/profile/",
    "/accounts/devices/",
    "/accounts/email/",
    "/accounts/phone/change/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
]
STRANGERS = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]


@pytest.mark.parametrize("address", PAGES)
def test_strangers_are_sent_to_the_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/accounts/login/", "/"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_both_languages(citizen, editor, address: str, language: str) -> None:
    client = sign_in(Client(), citizen)
    client.cookies["qc_lang"] = language
    page = client.get(address)
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    chinese = [letter for letter in main if "\u4e00" <= letter <= "\u9fff"]
    if language == "en":
        assert "".join(chinese) in ("", "王市民")
    else:
        assert len(chinese) > 5


@pytest.mark.parametrize("address", STRANGERS)
def test_pages_for_strangers_speak_english_too(client: Client, address: str) -> None:
    client.cookies["qc_lang"] = "en"
    main = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    assert [letter for letter in main if "\u4e00" <= letter <= "\u9fff"] == []


@pytest.fixture
def sure(with_phone: Client) -> Client:
    """Somebody who has just typed their password once more."""
    with_phone.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return with_phone


def test_the_overview_shows_what_is_ones_own_and_masks_the_number(with_phone: Client) -> None:
    page = with_phone.get("/accounts/").content.decode()
    assert "138****8000" in page
    assert PHONE not in page
    for address in ("/accounts/tokens/", "/accounts/devices/", "/accounts/identity/", "/accounts/looks/"):
        assert f'href="{address}"' in page


def test_people_change_what_they_are_called(with_phone: Client) -> None:
    with_phone.post("/accounts/profile/", {"name": "小林"})
    assert "小林" in with_phone.get("/accounts/").content.decode()
    empty = with_phone.post("/accounts/profile/", {"name": ""}).content.decode()
    assert "请填写称呼" in empty


def test_staff_sign_with_a_name_that_is_not_theirs_to_change(editor) -> None:
    client = sign_in(Client(), editor)
    client.post("/accounts/profile/", {"name": "某人"})
    editor.refresh_from_db()
    assert editor.get_full_name() == "周编辑"


def test_a_new_number_replaces_the_old_one_when_it_is_confirmed(sure: Client, code_sent_to) -> None:
    new = "13900139000"
    there = sure.post("/accounts/phone/change/", {"phone": new})
    assert there["Location"] == "/accounts/phone/verify/"
    assert Phone.owner_of(PHONE) is not None
    sure.post("/accounts/phone/verify/", {"code": code_sent_to(new)})
    assert Phone.owner_of(PHONE) is None
    assert Phone.owner_of(new) is not None


def test_a_number_that_is_anothers_looks_free_and_is_never_taken(sure: Client, citizen, texts) -> None:
    """B6: the page says the same; only the owner of the number is told."""
    number = "13900139000"
    Phone.objects.create(user=citizen, number=number, confirmed_at="2026-01-01T00:00:00Z")
    there = sure.post("/accounts/phone/change/", {"phone": number})
    assert there["Location"] == "/accounts/phone/verify/"
    assert Phone.owner_of(number) == citizen


def test_a_new_address_replaces_the_old_one_when_it_is_confirmed(sure: Client, code_sent_to) -> None:
    sure.post("/accounts/email/", {"email": "lin@hailan.example", "action_add": ""})
    person = Phone.owner_of(PHONE)
    assert person.email == ""
    sure.post("/accounts/confirm-email/", {"code": code_sent_to("lin@hailan.example")})
    person.refresh_from_db()
    assert person.email == "lin@hailan.example"


def test_the_list_of_devices_has_one_address_only(citizen) -> None:
    answer = sign_in(Client(), citizen).get("/accounts/sessions/")
    assert answer["Location"] == "/accounts/devices/"
