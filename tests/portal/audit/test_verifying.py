"""The verifier names every way in which the trace can be tampered with (B11)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.audit import chain
from portal.audit.heads import export_head, kept_heads
from portal.audit.models import Entry, Link
from portal.audit.recording import record
from portal.audit.table import SIGNED_IN
from portal.audit.verifying import Kind, verify

pytestmark = pytest.mark.django_db


def found() -> set[Kind]:
    return set(verify(kept_heads()).counts) - {Kind.UNPROTECTED}


def key(number: int) -> int:
    return Link.objects.get(number=number).entry_id


def test_untouched_trace_is_whole(trace) -> None:
    trace(5)
    export_head()
    trace(3)
    report = verify(kept_heads())
    assert (report.links, report.counts) == (9, {})


@pytest.mark.parametrize("microsecond", [0, 1, 500_000])
def test_time_reads_as_it_was_sealed(reader, microsecond: int) -> None:
    """The verifier has the database write times; it must write them as the seal did, whatever their fraction."""
    with time_machine.travel(datetime(2026, 11, 27, 9, 0, 0, microsecond, tzinfo=UTC), tick=False):
        record(SIGNED_IN, actor=reader)
        chain.seal()
        assert verify().counts == {}


@pytest.mark.parametrize("column", [name for name in chain.SEALED if name not in ("id", "at")])
def test_edit_of_any_column_is_noticed(trace, attack, column: str) -> None:
    """B11: edit."""
    trace(3)
    attack(f"UPDATE audit_entry SET {column} = '7' WHERE id = {key(2)}")
    assert found() == {Kind.EDITED}


def test_edit_of_a_time_is_noticed(trace, attack) -> None:
    trace(3)
    attack(f"UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = {key(2)}")
    assert found() == {Kind.EDITED}


def test_deleting_from_the_middle_is_noticed(trace, attack) -> None:
    """B11: delete."""
    trace(5)
    doomed = key(3)
    attack("DELETE FROM audit_link WHERE number = 3")
    attack(f"DELETE FROM audit_entry WHERE id = {doomed}")
    assert found() == {Kind.DELETED}


def test_deleting_and_closing_the_gap_is_noticed(trace, attack) -> None:
    """B11: delete, renumbering what follows."""
    trace(5)
    attack("DELETE FROM audit_link WHERE number = 3")
    for number in (4, 5):
        attack(f"UPDATE audit_link SET number = {number - 1} WHERE number = {number}")
    assert {Kind.EDITED, Kind.REORDERED} <= found()


def test_inserting_past_the_portal_is_noticed(trace, attack) -> None:
    """B11: insert. Before it the chain knows nothing of the row; a link squeezed in does not fit either."""
    trace(3)
    old = "2026-01-05 08:00:00"
    columns = "at, action, result, name, roles, channel, address, request, kind, key, purpose, details, before, after"
    attack(
        f"INSERT INTO audit_entry ({columns}) VALUES ('{old}', 'x', 'ok', '', '', 'page', '', '', '', '', '', '', '', '')"
    )
    assert found() == {Kind.INSERTED}
    attack("UPDATE audit_link SET number = 40 WHERE number = 3")
    attack(
        "INSERT INTO audit_link (number, entry_id, sealed_at, previous, hash) "
        f"SELECT 3, {Entry.objects.latest('pk').pk}, sealed_at, previous, hash FROM audit_link WHERE number = 2"
    )
    attack("UPDATE audit_link SET number = 4 WHERE number = 40")
    assert {Kind.EDITED, Kind.REORDERED} <= found()


def test_swapping_two_is_noticed(trace, attack) -> None:
    """B11: reorder."""
    trace(4)
    first, second = key(2), key(3)
    attack("UPDATE audit_link SET number = 99 WHERE number = 2")
    attack("UPDATE audit_link SET number = 2 WHERE number = 3")
    attack("UPDATE audit_link SET number = 3 WHERE number = 99")
    assert (key(2), key(3)) == (second, first)
    assert Kind.REORDERED in found()


def test_cutting_the_tail_is_noticed_by_a_head_kept_elsewhere(trace, attack) -> None:
    """B11: truncate tail. Entries and links go without leaving a gap: only the exported head tells."""
    trace(5)
    export_head()
    doomed = [key(number) for number in (5, 6)]
    attack("DELETE FROM audit_link WHERE number >= 5")
    attack(f"DELETE FROM audit_entry WHERE id IN ({doomed[0]}, {doomed[1]})")
    assert verify().counts.keys() <= {Kind.UNPROTECTED}
    assert found() == {Kind.CUT}


def test_older_dump_that_lives_on_is_noticed(trace, attack) -> None:
    """B11: an older dump comes back and new entries grow on it, past the number that was exported."""
    trace(3)
    trace(2)
    export_head()
    attack("DELETE FROM audit_link WHERE number > 3")
    attack(f"DELETE FROM audit_entry WHERE id > {key(3)}")
    assert found() == {Kind.CUT}
    trace(6)
    assert found() == {Kind.OLDER}


def test_clock_put_back_is_noticed(trace) -> None:
    """B11: roll back the clock to make a later act look like an earlier one."""
    now = datetime.now(UTC)
    trace(2)
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        trace(1)
    assert found() == {Kind.CLOCK}


def test_clocks_of_two_servers_may_differ_a_little(trace) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False):
        trace(1)
    with time_machine.travel(now - timedelta(seconds=2), tick=False):
        trace(1)
    assert found() == set()


def test_missing_triggers_are_noticed(trace, attack) -> None:
    trace(1)
    attack("SELECT 1")
    assert Kind.UNPROTECTED in verify().counts


def test_entry_that_waits_for_its_seal_is_no_flaw(reader) -> None:
    record(SIGNED_IN, actor=reader)
    report = verify()
    assert (report.waiting, report.counts) == (1, {})


def test_command_says_that_all_is_well(trace, capsys) -> None:
    trace(2)
    call_command("verify_audit", "--export")
    assert "已核验 2 条记录" in capsys.readouterr().out
    assert [head.number for head in kept_heads()] == [3]


def test_command_fails_and_says_where(trace, attack, capsys) -> None:
    trace(3)
    attack(f"UPDATE audit_entry SET name = 'nobody' WHERE id = {key(2)}")
    with pytest.raises(CommandError, match="内容被改动 1 处"):
        call_command("verify_audit")
    assert "第 2 条的内容被改动" in capsys.readouterr().out


def test_command_refuses_a_file_that_holds_no_heads(trace, heads_file) -> None:
    heads_file.parent.mkdir()
    heads_file.write_text('{"number": 1}\n')
    with pytest.raises(CommandError, match="not a head"):
        call_command("verify_audit")
