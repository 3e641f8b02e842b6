"""Sessions are found as Django's own engine finds them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.accounts.sessions.store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    """Of a session that was begun by Django's engine."""
    session = db.SessionStore()
    session["district"] = "海蓝区"
    session.create()
    return session.session_key or ""


def test_session_holds_what_djangos_engine_wrote(key: str, django_assert_num_queries) -> None:
    session = SessionStore(key)
    with django_assert_num_queries(1):
        assert session["district"] == "海蓝区"
    session["district"] = "市南区"
    session.save()
    assert db.SessionStore(key)["district"] == "市南区"


@pytest.mark.parametrize("engine", [SessionStore, db.SessionStore])
def test_expired_and_unknown_sessions_hold_nothing_and_lose_their_key(key: str, engine) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for asked in (key, "x" * 32):
        session = engine(asked)
        assert dict(session.items()) == {}
        assert session.session_key is None
