"""A masked value in full: purpose, one minute, one entry, a number a day (D8, S6)."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.choices import Result
from portal.audit.models import Entry
from portal.audit.own import looks_at
from portal.audit.table import PERSON_REVEALED
from portal.privacy import reveal_report
from portal.privacy.registry import personal_data
from portal.privacy.revealing import may_reveal, reveal, seen_today
from portal.roles.table import AUDITOR, ROLES, SECURITY_ADMINISTRATOR
from tests.conftest import person

PURPOSE = "核对任职通知的收件人"


@pytest.fixture
def officer(site) -> User:
    return person("officer", "吴安全", SECURITY_ADMINISTRATOR.group)


def address(row: User, field: str = "email") -> str:
    return f"/accounts/reveal/accounts.user/{row.pk}/{field}/"


def reveals() -> list[Entry]:
    return list(Entry.objects.filter(action=PERSON_REVEALED.name).order_by("pk"))


def test_value_is_shown_and_leaves_exactly_one_entry(officer, citizen) -> None:
    assert reveal(officer, citizen, "email", purpose=PURPOSE) == "citizen@hailan.example"
    (entry,) = reveals()
    assert (entry.person, entry.subject, entry.kind, entry.details) == (
        officer.pk,
        citizen.pk,
        "accounts.user",
        "email",
    )
    assert entry.purpose == PURPOSE
    assert list(looks_at(citizen)) == [entry]


@pytest.mark.parametrize("slug", [slug for slug in ROLES if slug != SECURITY_ADMINISTRATOR.slug])
def test_roles_that_the_declaration_does_not_name_see_the_mask_only(site, citizen, slug: str) -> None:
    other = person("other", "旁人", ROLES[slug].group)
    assert not may_reveal(other, citizen, "email")
    with pytest.raises(PermissionDenied):
        reveal(other, citizen, "email", purpose=PURPOSE)
    assert reveals() == []


@pytest.mark.parametrize("field", ["password", "is_superuser", "username", "nothing"])
def test_only_masked_fields_can_be_revealed(officer, citizen, field: str) -> None:
    assert not may_reveal(officer, citizen, field)


@pytest.mark.parametrize("declared", list(personal_data()), ids=lambda declared: declared.model)
def test_texts_are_not_revealed_past_the_predicates_of_their_page(site, declared) -> None:
    """What experts wrote, and nobody may read before all are in, is no number behind a mask (A7)."""
    row = apps.get_model(declared.model)(pk=1)
    texts = [field for field, mask in declared.fields.items() if mask == "text"]
    for slug, role in ROLES.items():
        user = person(slug, str(role.label), role.group)
        assert [field for field in texts if may_reveal(user, row, field)] == []


@pytest.mark.parametrize("purpose", ["", "   ", "看看", " 看 "])
def test_purpose_must_say_something(officer, citizen, purpose: str) -> None:
    with pytest.raises(ValidationError, match="至少 4 个字"):
        reveal(officer, citizen, "email", purpose=purpose)
    assert reveals() == []


def test_twenty_a_day_are_told_to_the_managers_and_fifty_are_the_end(officer, citizen, settings) -> None:
    """D8: 20 warns, 50 blocks; what is refused is in the trace, too, and does not show as a look."""
    settings.MANAGERS = [("", "manager@hailan.example")]
    settings.REVEALS_WARN_A_DAY, settings.REVEALS_A_DAY = 2, 4
    for number in range(1, 5):
        reveal(officer, citizen, "email", purpose=PURPOSE)
        assert len(mail.outbox) == int(number >= 2)
    with pytest.raises(ValidationError, match="达到上限"):
        reveal(officer, citizen, "email", purpose=PURPOSE)
    assert [entry.result for entry in reveals()] == [Result.OK] * 4 + [Result.REFUSED]
    assert looks_at(citizen).count() == seen_today(officer) == 4
    assert "citizen@" not in mail.outbox[0].body


def test_next_day_counts_anew(officer, citizen, settings) -> None:
    settings.REVEALS_A_DAY = 1
    reveal(officer, citizen, "email", purpose=PURPOSE)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        reveal(officer, citizen, "email", purpose=PURPOSE)


def test_numbers_of_the_design() -> None:
    from django.conf import settings

    assert (settings.REVEALS_WARN_A_DAY, settings.REVEALS_A_DAY, settings.REVEAL_SECONDS) == (20, 50, 60)


def test_page_asks_for_the_purpose_then_shows_the_value_for_a_minute(officer, citizen, signed_in) -> None:
    client = signed_in(officer)
    asked = client.get(address(citizen), {"next": "/admin/roles/"})
    assert "c**@hailan.example" in asked.content.decode()
    assert "citizen@" not in asked.content.decode()
    refused = client.post(address(citizen), {"purpose": ""})
    assert "请写明查看目的" in refused.content.decode()
    shown = client.post(f"{address(citizen)}?next=/admin/roles/", {"purpose": PURPOSE})
    assert "citizen@hailan.example" in shown.content.decode()
    assert shown.headers["Refresh"] == "60;url=/admin/roles/"
    assert "no-store" in shown.headers["Cache-Control"]
    assert len(reveals()) == 1


def test_page_leads_back_to_this_site_only(officer, citizen, signed_in) -> None:
    """W5"""
    shown = signed_in(officer).post(f"{address(citizen)}?next=//evil.example/", {"purpose": PURPOSE})
    assert shown.headers["Refresh"] == "60;url=/"


@pytest.mark.parametrize(
    ("back", "written"),
    [
        ("/desk/?q=%E7%8E%8B", "/desk/?q=%E7%8E%8B"),  # came from a search for 王
        ("/a%0D%0AX-Evil:1", "/a%0D%0AX-Evil:1"),
    ],
)
def test_page_that_was_left_has_any_address_and_the_value_still_goes_after_a_minute(
    officer, citizen, signed_in, back: str, written: str
) -> None:
    shown = signed_in(officer).post(f"{address(citizen)}?next={back}", {"purpose": PURPOSE})
    assert shown.headers["Refresh"] == f"60;url={written}"


def test_page_is_closed_to_everybody_else(citizen, clerk, client, signed_in) -> None:
    assert client.get(address(citizen)).status_code == 302
    missing = signed_in(clerk).get("/accounts/reveal/accounts.user/0/email/")
    assert signed_in(clerk).get(address(citizen)).status_code == missing.status_code == 404
    assert signed_in(citizen).post(address(citizen), {"purpose": PURPOSE}).status_code == 404


@pytest.mark.parametrize(
    "path", ["accounts.user/0/email", "accounts.user/x/email", "no.model/1/x", "nonsense/1/x"]
)
def test_page_of_nothing_is_404(officer, signed_in, path: str) -> None:
    assert signed_in(officer).get(f"/accounts/reveal/{path}/").status_code == 404


def test_auditors_get_the_weeks_counts_without_names_of_people_concerned(officer, citizen) -> None:
    person("auditor", "严审计", AUDITOR.group)
    reveal(officer, citizen, "email", purpose=PURPOSE)
    assert reveal_report.send() == 1
    (message,) = mail.outbox
    assert message.to == ["auditor@hailan.example"]
    assert "officer ok 1" in message.body
    assert "citizen" not in message.body
