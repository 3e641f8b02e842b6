"""A clerk who sees whose page is to change has looked at that mentor, on every way (N16)."""

import pytest

from plugins.mentors.models import ProfileChange
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/profile-changes/"


def looked_at() -> list[tuple[int | None, int | None]]:
    return list(Entry.objects.filter(action=PERSON_READ.name).values_list("person", "subject"))


@pytest.mark.parametrize(
    "address",
    [CHANGES, f"{CHANGES}{{}}/", f"{CHANGES}{{}}/differences/", "/desk/cases/mentors.profilechange/{}/"],
)
def test_clerk_who_reads_a_change_leaves_a_trace(
    submitted: ProfileChange, writer: User, clerk: User, signed_in, address: str
) -> None:
    assert signed_in(clerk).get(address.format(submitted.pk)).status_code == 200
    assert looked_at() == [(clerk.pk, writer.pk)]


@pytest.mark.parametrize("address", [CHANGES, f"{CHANGES}{{}}/", "/m/mine/profile/"])
def test_mentor_who_reads_their_own_leaves_none(
    submitted: ProfileChange, writer: User, signed_in, address: str
) -> None:
    assert signed_in(writer).get(address.format(submitted.pk)).status_code == 200
    assert looked_at() == []
