"""Counting how often a card was opened: each opening once, on its day, and nothing about who."""

import threading
from datetime import date

import pytest
import time_machine
from django.db import connection, connections  # noqa: F401 - the skip condition names connection
from django.test import Client

from plugins.mentors.models import CardScan
from plugins.mentors.scans import count_scan
from tests.factories.mentors import MentorFactory


def numbers() -> dict[date, int]:
    return dict(CardScan.objects.values_list("day", "count"))


@pytest.mark.django_db
def test_openings_are_counted_by_the_day_in_shanghai(site, client) -> None:
    mentor = MentorFactory()
    for moment in ("2026-11-24T15:59:00Z", "2026-11-24T16:01:00Z", "2026-11-24T16:02:00Z"):
        with time_machine.travel(moment, tick=False):
            client.get(f"/m/{mentor.code}")
    assert numbers() == {date(2026, 11, 24): 1, date(2026, 11, 25): 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"Sec-Purpose": "prefetch"}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"Purpose": "prefetch"}),
    ],
)
def test_looking_ahead_is_not_counted(site, client, method, headers) -> None:
    mentor = MentorFactory()
    assert getattr(client, method)(f"/m/{mentor.code}", headers=headers).status_code == 302
    assert numbers() == {}


@pytest.mark.django_db
def test_files_other_spellings_and_unknown_codes_are_not_counted(site, client) -> None:
    mentor = MentorFactory()
    for path in (f"{mentor.code}/card.vcf", f"{mentor.code[:3]}-{mentor.code[3:]}", "222222"):
        client.get(f"/m/{path}")
    assert numbers() == {}


@pytest.mark.django_db
def test_count_holds_nothing_about_who(site) -> None:
    assert {field.name for field in CardScan._meta.get_fields()} == {"id", "mentor", "day", "count"}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads share SQLite's one writer")
def test_openings_at_the_same_instant_are_all_counted() -> None:
    mentor = MentorFactory()
    start = threading.Barrier(8)

    def open_card() -> None:
        try:
            start.wait()
            for _time in range(5):
                Client().get(f"/m/{mentor.code}")
        finally:
            connections.close_all()

    people = [threading.Thread(target=open_card) for _person in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert list(numbers().values()) == [40]


@pytest.mark.django_db
def test_first_opening_that_another_one_overtakes_is_counted_too(site, monkeypatch) -> None:
    """As when two people open the card at the first second of the day."""
    mentor, day = MentorFactory(), date(2026, 11, 24)
    from plugins.mentors import scans

    honest, calls = scans._add_one, []

    def blind_at_first(mentor_id: int, on: date) -> int:
        calls.append(mentor_id)
        if len(calls) == 1:
            CardScan.objects.create(mentor_id=mentor_id, day=on, count=1)
            return 0
        return honest(mentor_id, on)

    monkeypatch.setattr(scans, "_add_one", blind_at_first)
    count_scan(mentor.pk, day)
    assert numbers() == {day: 2}
