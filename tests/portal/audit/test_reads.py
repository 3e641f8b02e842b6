"""Every page on which staff see people leaves one look for each of them (B10, N16)."""

import pytest

from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.roles.table import DESK_OFFICER, SECURITY_ADMINISTRATOR
from tests.conftest import person

pytestmark = pytest.mark.django_db


def looked_at() -> list[int | None]:
    return list(Entry.objects.filter(action=PERSON_READ.name).values_list("subject", flat=True))


@pytest.fixture
def security(site):
    return person("security", "方安全", SECURITY_ADMINISTRATOR.group)


def test_list_of_accounts_is_a_look_at_everybody_in_it(security, editor, clerk, citizen, signed_in) -> None:
    assert signed_in(security).get("/admin/accounts/").status_code == 200
    assert sorted(looked_at()) == sorted([security.pk, editor.pk, clerk.pk])


def test_account_is_a_look_at_its_owner(security, citizen, signed_in) -> None:
    assert signed_in(security).get(f"/admin/accounts/{citizen.pk}/").status_code == 200
    assert looked_at() == [citizen.pk]


def test_counter_is_a_look_at_the_person_in_front_of_it(site, citizen, signed_in) -> None:
    officer = person("officer", "吴窗口", DESK_OFFICER.group)
    assert signed_in(officer).get(f"/desk/identity/{citizen.pk}/").status_code == 200
    assert looked_at() == [citizen.pk]


def test_refused_page_is_no_look(clerk, citizen, signed_in) -> None:
    assert signed_in(clerk).get(f"/desk/identity/{citizen.pk}/").status_code == 403
    assert looked_at() == []
