"""Old data go by themselves, except those of people whose data are held (D9)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from api.models import Token
from api.tokens.actions import create_token, revoke_token
from portal.audit.models import Entry
from portal.privacy.models import GivenConsent, LegalHold
from portal.privacy.retention import erase_expired, hold, release
from tests.conftest import person

DAY = timedelta(days=1)


def token_of(owner) -> Token:
    token, _text = create_token(owner, name="程序", scopes=["me:read"], expires_at=timezone.now() + 30 * DAY)
    revoke_token(token)
    return token


@pytest.mark.parametrize(("days", "left"), [(179, 1), (181, 0)])
def test_revoked_token_goes_after_180_days(citizen, days: int, left: int) -> None:
    token_of(citizen)
    with time_machine.travel(timezone.now() + days * DAY, tick=False):
        assert erase_expired() == 1 - left
    assert Token.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(3 * 365 - 1, 1), (3 * 365 + 1, 0)])
def test_withdrawn_consent_goes_after_three_years_and_a_standing_one_never(
    citizen, days: int, left: int
) -> None:
    now = timezone.now()
    for key, withdrawn_at in (("a", now), ("b", None)):
        GivenConsent.objects.create(
            person=citizen, key=key, version="1", given_at=now, withdrawn_at=withdrawn_at
        )
    with time_machine.travel(now + days * DAY, tick=False):
        erase_expired()
    assert GivenConsent.objects.filter(key="a").count() == left
    assert GivenConsent.objects.filter(key="b").exists()


def test_held_data_stay_until_they_are_released(citizen) -> None:
    """A legal hold stands above every rule; others' data go as ever."""
    other = person("other", "旁人")
    token_of(citizen)
    token_of(other)
    hold(citizen, reason="海公函〔2026〕5号")
    with time_machine.travel(timezone.now() + 400 * DAY, tick=False):
        assert erase_expired() == 1
        assert Token.objects.get().person == citizen
        release(citizen, reason="结案")
        assert erase_expired() == 1


def test_trace_keeps_how_many_went_by_which_rule(citizen) -> None:
    token_of(citizen)
    with time_machine.travel(timezone.now() + 400 * DAY, tick=False):
        erase_expired()
        erase_expired()
    entry = Entry.objects.get(action="privacy.expired")
    assert (entry.details, entry.channel, entry.person) == ("api.old_tokens 1", "system", None)


def test_hold_and_release_are_traced_with_their_reason(citizen, manager) -> None:
    hold(citizen, reason="函", actor=manager)
    release(citizen, reason="结案", actor=manager)
    found = Entry.objects.filter(action__startswith="privacy.hold").order_by("pk")
    assert [(entry.action, entry.subject, entry.purpose) for entry in found] == [
        ("privacy.hold_set", citizen.pk, "函"),
        ("privacy.hold_released", citizen.pk, "结案"),
    ]


def test_hold_needs_a_reason_and_comes_once(citizen) -> None:
    with pytest.raises(ValidationError):
        hold(citizen, reason=" ")
    hold(citizen, reason="函")
    with pytest.raises(ValidationError):
        hold(citizen, reason="函")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.create(person=citizen, reason="", set_at=timezone.now())
    release(citizen, reason="结案")
    with pytest.raises(ValidationError):
        release(citizen, reason="结案")


def test_command_holds_and_releases(citizen, capsys) -> None:
    call_command("hold_data", "citizen", "--reason", "函")
    assert LegalHold.objects.standing().exists()
    with pytest.raises(CommandError, match="已在保全中"):
        call_command("hold_data", "citizen", "--reason", "函")
    call_command("hold_data", "citizen", "--reason", "结案", "--release")
    assert not LegalHold.objects.standing().exists()
    with pytest.raises(CommandError, match="没有账号"):
        call_command("hold_data", "nobody", "--reason", "函")
