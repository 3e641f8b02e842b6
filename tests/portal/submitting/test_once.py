"""A form does its work once, however often it arrives (I1, I3, I4)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpResponseRedirect
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from portal.accounts.models import User
from portal.numbering.giving import next_number
from portal.numbering.models import Series
from portal.submitting.models import Submission
from portal.submitting.once import submit_id, submit_once
from tests.conftest import person


def take_number() -> str:
    return f"/member/receipts/{next_number('DS')}/"


def given() -> int:
    return sum(Series.objects.values_list("last", flat=True))


@pytest.fixture
def citizen(db) -> User:
    return person("citizen", "王市民")


def test_same_key_leads_to_the_same_receipt_also_a_day_later(citizen: User) -> None:
    key = uuid4()
    first = submit_once(citizen, key, take_number)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert submit_once(citizen, key, take_number) == first
    assert given() == 1


def test_another_form_and_another_person_submit_something_else(citizen: User) -> None:
    key, other = uuid4(), person("other", "林他人")
    urls = {submit_once(*whose, take_number) for whose in ((citizen, key), (citizen, uuid4()), (other, key))}
    assert len(urls) == 3


def test_what_failed_may_be_sent_again_with_the_same_key(citizen: User) -> None:
    def fail() -> str:
        take_number()
        raise ValueError

    key = uuid4()
    with suppress(ValueError):
        submit_once(citizen, key, fail)
    assert given() == Submission.objects.count() == 0
    assert submit_once(citizen, key, take_number).endswith("-000001/")


def test_form_keeps_its_key_while_mistakes_are_mended() -> None:
    field = Template("{% load submitting %}{% submit_id %}")
    key = uuid4()
    sent = RequestFactory().post("/", {"submit_id": str(key)})
    assert f'value="{key}"' in field.render(Context({"request": sent}))
    assert submit_id(sent) == key
    drawn = [field.render(Context({"request": RequestFactory().get("/")})) for _each in range(2)]
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("typed", [{}, {"submit_id": "1"}, {"submit_id": "' OR 1=1"}])
def test_form_without_a_key_is_no_form_of_ours(typed: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        submit_id(RequestFactory().post("/", typed))


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one() -> None:
    citizen, key = person("citizen", "王市民"), UUID(int=1)

    def send(_place: int) -> str:
        try:
            return submit_once(citizen, key, take_number)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        urls = set(pool.map(send, range(10)))
    assert len(urls) == 1
    assert given() == Submission.objects.count() == 1


def test_what_returns_no_address_is_told_at_once(citizen: User) -> None:
    """Not only when somebody clicks twice."""
    with pytest.raises(TypeError, match="as a string, not HttpResponseRedirect"):
        submit_once(citizen, uuid4(), lambda: HttpResponseRedirect("/member/"))
    assert not Submission.objects.exists()
