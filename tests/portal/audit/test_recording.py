"""Entries: one row an act, written once, sealed at once (B10)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from portal.audit import chain
from portal.audit.choices import Channel, Result
from portal.audit.models import Entry, Link
from portal.audit.origin import answering
from portal.audit.recording import fingerprint, record, record_each
from portal.audit.table import FILE_READ, ROLE_TAKEN, SIGNED_IN
from tests.conftest import person

pytestmark = pytest.mark.django_db


def test_entry_says_who_when_from_where_and_what(editor) -> None:
    """B10: who, role, when, from where, channel, what, object, purpose, result, fingerprints before and after."""
    request = RequestFactory().post("/admin/roles/", REMOTE_ADDR="198.51.100.7")
    request.user, request.id = editor, "abc"
    other = person("other", "旁人")
    with time_machine.travel(datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC), tick=False), answering(request):
        entry = record(
            ROLE_TAKEN, object=other, subject=other, purpose="离岗", before={"a": 1}, after={"a": 2}
        )
    assert (entry.person, entry.name, entry.roles) == (editor.pk, "editor", "editor")
    assert (entry.channel, entry.address, entry.request) == (Channel.ADMIN, "198.51.100.7", "abc")
    assert (entry.action, entry.kind, entry.key) == ("roles.taken", "accounts.user", str(other.pk))
    assert (entry.subject, entry.purpose, entry.result) == (other.pk, "离岗", Result.OK)
    assert entry.at == datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
    assert entry.before == fingerprint({"a": 1}) != entry.after


@pytest.mark.parametrize(
    ("path", "auth", "channel"),
    [
        ("/accounts/", None, Channel.PAGE),
        ("/admin/", None, Channel.ADMIN),
        ("/api/v1/me", None, Channel.API),
        ("/api/v1/me", object(), Channel.TOKEN),
    ],
)
def test_channel_follows_the_door(path: str, auth: object, channel: Channel, citizen) -> None:
    request = RequestFactory().get(path)
    request.user, request.auth = citizen, auth
    assert record(SIGNED_IN, request=request).channel == channel


def test_act_without_a_request_is_the_systems() -> None:
    entry = record(SIGNED_IN)
    assert (entry.channel, entry.person, entry.name) == (Channel.SYSTEM, None, "")


def test_proxy_is_believed_only_where_there_is_one(settings, citizen) -> None:
    """W11: a visitor cannot choose the address in the trace."""
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.9")
    request.user = citizen
    assert record(SIGNED_IN, request=request).address == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert record(SIGNED_IN, request=request).address == "198.51.100.9"


def test_ten_people_on_a_page_are_ten_looks_in_one_statement(editor, django_assert_num_queries) -> None:
    """N16: each person concerned finds the look at their data; the same person twice is one look."""
    editor.groups.all()
    record(SIGNED_IN, actor=editor)  # asks for the roles once
    with django_assert_num_queries(1):
        entries = record_each(FILE_READ, [*range(1, 11), 10], actor=editor)
    assert [entry.subject for entry in entries] == list(range(1, 11))


def test_words_cannot_forge_lines(editor) -> None:
    """B12: line breaks, escape sequences and direction marks become spaces; what is huge is cut."""
    entry = record(
        SIGNED_IN, actor=editor, details="a\r\nb\x1b[31m\u202ec\x00" + "d" * 9999, purpose="\ud800"
    )
    assert entry.details.startswith("a  b [31m c d")
    assert len(entry.details) == 300
    assert Entry.objects.filter(purpose=" ").exists()


def test_trace_of_an_act_that_fails_is_undone_with_it(editor) -> None:
    with transaction.atomic():
        record(SIGNED_IN, actor=editor)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_entry_is_sealed_when_it_is_committed(editor, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record(SIGNED_IN, actor=editor)
    link = Link.objects.get()
    assert (link.number, link.previous) == (1, chain.START)
    assert link.entry == Entry.objects.get()


def test_every_link_holds_the_hash_before_it(trace) -> None:
    trace(3)
    trace(2)
    links = list(Link.objects.order_by("number"))
    assert [link.number for link in links] == [1, 2, 3, 4, 5]
    assert [link.previous for link in links] == [chain.START, *(link.hash for link in links[:-1])]


def test_sealing_again_changes_nothing(trace) -> None:
    trace(2)
    assert chain.seal() == chain.seal_everything() == 0


def test_act_that_was_committed_late_is_sealed_later(trace, monkeypatch) -> None:
    """An entry of a long transaction has a lower key than others that were sealed before it was committed."""
    monkeypatch.setattr(chain, "NEAR", 3)
    trace(1)
    late = Entry.objects.get()
    Entry.objects.bulk_create([Entry(at=late.at, action="x", channel="system", pk=late.pk + 100)])
    chain.seal(3)
    Entry.objects.bulk_create([Entry(at=late.at, action="late", channel="system", pk=late.pk + 1)])
    assert chain.seal(3) == 0
    assert chain.seal_everything() == 1
    assert Link.objects.get(number=3).entry.action == "late"


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_database_refuses_changes(trace, table: str, statement: str) -> None:
    """B10: protected by the database itself, whatever program comes."""
    trace(1)
    column = "name" if table == "audit_entry" else "hash"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table, column=column))
    assert Entry.objects.count() == Link.objects.count() == 1


def test_models_refuse_changes(trace) -> None:
    trace(1)
    entry = Entry.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_fingerprint_tells_values_apart_and_gives_none_away() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}) != fingerprint({"a": 1})
    assert fingerprint("13800138000") != fingerprint("13800138001")
    assert fingerprint(None) == ""
