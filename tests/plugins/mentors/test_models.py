"""Codes that are given once, and who can be asked on which day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plugins.mentors import codes
from plugins.mentors.models import Mentor, MentorListing, RetiredCode
from plugins.mentors.models import mentor as mentor_model
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today
from tests.factories.mentors import MentorFactory, served

pytestmark = pytest.mark.django_db


def test_code_when_the_mentor_changes_stays(site) -> None:
    mentor = MentorFactory()
    given = mentor.code
    mentor.code = "222222"
    mentor.state = "paused"
    mentor.save()
    assert Mentor.objects.get().code == given


def test_code_when_the_first_choice_is_taken_is_another(site, monkeypatch) -> None:
    taken, free = MentorFactory().code, "234567"
    choices = iter([taken, free])
    monkeypatch.setattr(codes, "random_code", lambda: next(choices))
    assert MentorFactory().code == free


def test_code_when_it_was_retired_is_never_given_again(site, monkeypatch) -> None:
    gone = MentorFactory()
    old = gone.code
    gone.delete()
    choices = iter([old, "234567"])
    monkeypatch.setattr(codes, "random_code", lambda: next(choices))
    assert MentorFactory().code == "234567"
    assert RetiredCode.objects.get().code == old


def test_code_when_somebody_brings_a_retired_one_is_refused(site) -> None:
    gone = MentorFactory()
    old = gone.code
    gone.delete()
    with pytest.raises(ValidationError, match=old):
        MentorFactory(code=old)


def test_code_when_another_process_gives_the_same_is_tried_again(site, monkeypatch) -> None:
    taken = MentorFactory().code
    choices = iter([taken, "234567"])
    monkeypatch.setattr(mentor_model, "new_code", lambda: next(choices))  # as if it had looked free
    assert MentorFactory().code == "234567"


def test_mentor_when_the_page_has_one_already_is_refused(site) -> None:
    mentor = MentorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mentor.objects.create(page=mentor.page)


def test_term_when_it_ends_before_it_begins_is_refused(site) -> None:
    mentor = Mentor(page=MentorPageFactory(), term_from=date(2026, 3, 1), term_to=date(2026, 2, 28))
    with pytest.raises(ValidationError, match="聘期结束"):
        mentor.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        mentor.save()


@pytest.mark.parametrize(
    ("moment", "reachable"),
    [
        ("2026-02-28T15:59:59Z", False),  # 23:59:59 in Shanghai on the day before
        ("2026-02-28T16:00:00Z", True),
        ("2026-03-30T15:59:59Z", True),
        ("2026-03-30T16:00:00Z", False),  # midnight in Shanghai after the last day
    ],
)
def test_mentor_at_the_edges_of_the_term_is_reachable_by_the_day_in_shanghai(site, moment, reachable) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z"):
        mentor = MentorFactory(**served(date(2026, 3, 1), days=30))
    with time_machine.travel(moment):
        assert mentor.is_serving() is reachable
        assert Mentor.objects.reachable().exists() is reachable
        assert MentorListing.objects.reachable().exists() is reachable


@pytest.mark.parametrize(
    ("trait", "serving", "left"),
    [
        ("paused", False, False),
        ("former", False, True),
        ("ended", False, True),
        ("coming", False, False),
        ("newly_appointed", True, False),
    ],
)
def test_mentor_in_each_state_is_asked_or_not(site, trait, serving, left) -> None:
    mentor = MentorFactory(**{trait: True})
    assert (mentor.is_serving(), mentor.has_left()) == (serving, left)
    assert MentorListing.objects.reachable().exists() is serving


def test_mentor_without_an_end_of_term_serves_on(site) -> None:
    mentor = MentorFactory(term_to=None)
    assert mentor.is_serving(today() + timedelta(days=10_000))
    assert MentorListing.objects.reachable(today() + timedelta(days=10_000)).exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7k3q9x", "7K3Q9X"),
        ("７Ｋ３Ｑ９Ｘ", "7K3Q9X"),
        ("7K3-Q9X", "7K3Q9X"),
        (" 7K3 Q9X ", "7K3Q9X"),
        ("7K3Q9U", "7K3Q9V"),
        ("7K3Q9", None),
        ("7K3Q9XX", None),
        ("7K3Q90", None),
        ("", None),
        ("王" * 6, None),
        ("\x00" * 6, None),
        ("\ud800" * 6, None),
    ],
)
def test_canonical_when_typed_by_hand_finds_the_code(typed, meant) -> None:
    assert codes.canonical(typed) == meant


def test_random_codes_are_canonical() -> None:
    made = [codes.random_code() for _number in range(200)]
    assert all(codes.canonical(code) == code for code in made)
    assert len(set(made)) == len(made)
