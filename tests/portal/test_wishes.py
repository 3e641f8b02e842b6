"""What a visitor chose is in their session and nowhere else, and goes when they say so (P11)."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from portal import wishes
from portal.accounts.jobs import clear_sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of():
    """`request_of(session)`: a request of the visitor who carries that session, or none."""

    def make(session: SessionStore | None = None) -> HttpRequest:
        request = HttpRequest()
        request.session = session or SessionStore()
        if session is not None:
            request.COOKIES["sessionid"] = session.session_key or ""
        return request

    return make


@pytest.fixture
def session() -> SessionStore:
    made = SessionStore()
    made.create()
    return made


def test_visitor_without_a_session_wishes_for_nothing_and_gets_none(request_of) -> None:
    request = request_of()
    wishes.note(request, {"field": ()})
    wishes.forget(request)
    assert wishes.wishes_of(request) == {}
    assert not request.session.modified
    assert not hasattr(request, "is_personal")


def test_latest_choice_of_each_filter_is_kept(request_of, session) -> None:
    wishes.note(request_of(session), {"field": ("law", "tax"), "district": ("east",)})
    wishes.note(request_of(session), {"field": ("tax",)})
    request = request_of(session)
    assert wishes.wishes_of(request) == {"field": ("tax",), "district": ("east",)}
    assert request.is_personal


def test_choice_that_is_known_already_is_not_written_again(request_of, session) -> None:
    wishes.note(request_of(session), {"field": ("law",)})
    session.modified = False
    request = request_of(session)
    wishes.note(request, {"field": ("law",)})
    assert not session.modified
    assert request.is_personal


def test_no_more_is_kept_than_anybody_reads(request_of, session) -> None:
    wishes.note(request_of(session), {"field": [str(number) for number in range(50)]})
    assert len(wishes.wishes_of(request_of(session))["field"]) == wishes.MOST


def test_forgetting_leaves_what_else_a_session_holds(request_of, session) -> None:
    session["other"] = 1
    wishes.note(request_of(session), {"field": ("law",)})
    wishes.forget(request_of(session))
    assert dict(session.items()) == {"other": 1}


def test_session_that_held_nothing_else_goes_as_a_whole(request_of, session) -> None:
    wishes.note(request_of(session), {"field": ("law",)})
    session.save()
    wishes.forget(request_of(session))
    assert not Session.objects.exists()


def test_sessions_that_have_run_out_are_cleared() -> None:
    for seconds in (-60, 60):
        store = SessionStore()
        store.set_expiry(seconds)
        store.create()
    clear_sessions()
    assert Session.objects.count() == 1
