"""Who a person is: what providers and staff may say, and what the database never lets in (A1, D3, D6)."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from portal.accounts.models import User
from portal.identity import signals
from portal.identity.actions import take_note, unlink, verify_by_provider
from portal.identity.choices import Assurance
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import assurance, current_identity
from portal.identity.refusals import IdentityRefused, Refusal
from portal.identity.rules import is_verified
from portal.identity.statements import Statement
from tests.conftest import person
from tests.portal.identity.people import LINHAI, OUYANG, at_counter, heard, statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> Any:
    return rf.post("/")


@pytest.fixture
def officer(site) -> User:
    return person("officer", "许专员", "服务专员")


# By a provider -------------------------------------------------------------------------------------------------------


def test_provider_when_it_vouches_then_name_mask_and_level_are_kept_and_told(citizen: User, request_) -> None:
    with heard(signals.identity_verified) as said:
        identity = verify_by_provider(citizen, statement(), provider="rsj", request=request_)

    assert identity is not None
    assert (identity.real_name, identity.id_number) == ("林海", "37*************015")
    assert assurance(citizen) == Assurance.PROVIDER
    citizen.refresh_from_db()
    assert citizen.get_full_name() == "林海"
    assert [(one["user"], one["identity"], one["previous"], one["by"]) for one in said] == [
        (citizen, identity, None, None)
    ]


def test_provider_when_it_does_not_vouch_then_nothing_changes(citizen: User, request_) -> None:
    assert verify_by_provider(citizen, Statement(), provider="rsj", request=request_) is None
    assert assurance(citizen) == Assurance.NONE


def test_provider_when_it_says_the_same_again_then_no_second_row(citizen: User, request_) -> None:
    first = verify_by_provider(citizen, statement(), provider="rsj", request=request_)

    assert verify_by_provider(citizen, statement(), provider="sdzw", request=request_) == first


def test_provider_when_the_name_has_changed_then_the_old_one_is_kept_as_history(
    citizen: User, request_
) -> None:
    verify_by_provider(citizen, statement(), provider="rsj", request=request_)
    verify_by_provider(citizen, statement("林海青"), provider="rsj", request=request_)

    rows = VerifiedIdentity.objects.filter(person=citizen).order_by("pk")
    assert [(row.real_name, row.ended_at is None) for row in rows] == [("林海", False), ("林海青", True)]


def test_provider_when_it_speaks_of_somebody_else_then_refused(citizen: User, request_) -> None:
    verify_by_provider(citizen, statement(), provider="rsj", request=request_)

    with pytest.raises(IdentityRefused) as refused:
        verify_by_provider(citizen, statement("欧阳雨", OUYANG), provider="sdzw", request=request_)
    assert refused.value.refusal == Refusal.OTHER_PERSON


def test_provider_when_the_person_has_another_account_then_refused(citizen: User, request_) -> None:
    verify_by_provider(citizen, statement(), provider="rsj", request=request_)

    with pytest.raises(IdentityRefused) as refused:
        verify_by_provider(person("second", "李"), statement(), provider="sdzw", request=request_)
    assert refused.value.refusal == Refusal.OTHER_ACCOUNT


def test_provider_when_staff_have_entered_another_name_then_staff_count(
    citizen: User, officer: User, request_
) -> None:
    at_counter(citizen, officer, real_name="林海青")

    verify_by_provider(citizen, statement("林海"), provider="rsj", request=request_)

    found = current_identity(citizen)
    assert found is not None
    assert found.real_name == "林海青"


def test_provider_when_the_secret_key_has_changed_then_still_the_same_person_under_a_new_digest(
    citizen: User, request_, settings: Any
) -> None:
    verify_by_provider(citizen, statement(), provider="rsj", request=request_)
    settings.SECRET_KEY = "another key, with which every digest is another one"

    identity = verify_by_provider(citizen, statement(), provider="rsj", request=request_)

    assert identity is not None
    assert identity.number_digest == statement().number_digest
    assert VerifiedIdentity.objects.count() == 1


# At the counter ------------------------------------------------------------------------------------------------------


def test_counter_when_entered_then_highest_level_with_who_and_why(citizen: User, officer: User) -> None:
    identity = at_counter(citizen, officer)

    assert (identity.verified_by, identity.reason) == (officer, "首次核验，核对原件")
    assert assurance(citizen) == Assurance.COUNTER
    assert identity.awaits_notice


def test_counter_when_it_corrects_then_the_person_has_to_take_note_anew(citizen: User, officer: User) -> None:
    at_counter(citizen, officer)
    take_note(citizen)
    corrected = at_counter(citizen, officer, real_name="林海青", reason="公安机关已更名")

    assert current_identity(citizen) == corrected
    assert corrected.awaits_notice
    take_note(citizen)
    corrected.refresh_from_db()
    assert not corrected.awaits_notice


def test_counter_when_it_is_ones_own_account_then_refused(officer: User) -> None:
    with pytest.raises(ValidationError, match="不能核验自己"):
        at_counter(officer, officer)


def test_counter_when_the_number_belongs_to_another_account_then_refused(
    citizen: User, officer: User
) -> None:
    at_counter(citizen, officer)

    with pytest.raises(ValidationError) as refused:
        at_counter(person("second", "李"), officer)
    assert "number" in refused.value.message_dict


# Levels --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", Assurance)
@pytest.mark.parametrize("held", [Assurance.NONE, Assurance.PROVIDER, Assurance.COUNTER])
def test_predicate_when_a_case_demands_a_level_then_that_level_and_higher_ones_pass(
    citizen: User, officer: User, request_, held: Assurance, level: Assurance
) -> None:
    if held == Assurance.PROVIDER:
        verify_by_provider(citizen, statement(), provider="rsj", request=request_)
    if held == Assurance.COUNTER:
        at_counter(citizen, officer)

    assert is_verified(level)(citizen) == (held >= level)


def test_predicate_when_the_account_is_closed_then_no(citizen: User, officer: User) -> None:
    at_counter(citizen, officer)
    citizen.is_active = False

    assert not is_verified()(citizen)


# Ways in -------------------------------------------------------------------------------------------------------------


def test_unlink_when_another_way_in_stays_then_gone_and_told(citizen: User, request_) -> None:
    SocialAccount.objects.create(user=citizen, provider="rsj", uid="1")

    with heard(signals.provider_unlinked) as said:
        unlink(citizen, "rsj", request=request_)

    assert not SocialAccount.objects.exists()
    assert [(one["user"], one["provider"]) for one in said] == [(citizen, "rsj")]


def test_unlink_when_it_is_the_only_way_in_then_refused(citizen: User, request_) -> None:
    citizen.set_unusable_password()
    citizen.save()
    SocialAccount.objects.create(user=citizen, provider="rsj", uid="1")

    with pytest.raises(ValidationError, match="唯一"):
        unlink(citizen, "rsj", request=request_)

    SocialAccount.objects.create(user=citizen, provider="sdzw", uid="2")
    unlink(citizen, "rsj", request=request_)
    with pytest.raises(ValidationError, match="唯一"):
        unlink(citizen, "sdzw", request=request_)


# What the database never lets in -------------------------------------------------------------------------------------


WRONG_ROWS: dict[str, dict[str, Any]] = {
    "a full number": {"id_number": LINHAI},
    "no name": {"real_name": ""},
    "a level that no check gives": {"level": Assurance.PHONE},
    "counter without who": {"verified_by": None},
    "counter without why": {"reason": ""},
    "a provider with staff": {"source": "rsj"},
}


@pytest.mark.parametrize("what", WRONG_ROWS)
def test_row_when_wrong_then_the_database_refuses_it(citizen: User, officer: User, what: str) -> None:
    right = {
        "person": citizen,
        "real_name": "林海",
        "document": "id_card",
        "id_number": "37*************015",
        "number_digest": "d" * 64,
        "level": Assurance.COUNTER,
        "source": "counter",
        "verified_at": timezone.now(),
        "verified_by": officer,
        "reason": "核对原件",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        VerifiedIdentity.objects.create(**right | WRONG_ROWS[what])
    VerifiedIdentity.objects.create(**right)


@pytest.mark.parametrize("what", ["second current row", "same number elsewhere", "by oneself"])
def test_row_when_it_clashes_then_the_database_refuses_it(citizen: User, officer: User, what: str) -> None:
    row = at_counter(citizen, officer)
    row.pk = None
    if what == "second current row":
        row.number_digest = "e" * 64
    elif what == "same number elsewhere":
        row.person = person("second", "李")
    else:
        row.person, row.number_digest = officer, "e" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
