"""The portal's own database role adds to the trace and can neither change nor erase it (B9): real roles of PostgreSQL."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from portal.audit import chain
from portal.audit.grants import for_application, for_auditor
from portal.audit.models import Entry, Link
from portal.audit.recording import record
from portal.audit.table import SIGNED_IN
from portal.audit.verifying import verify

pytestmark = pytest.mark.django_db
only_postgresql = [
    pytest.mark.postgresql,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles"),
]

FORBIDDEN = (
    "UPDATE audit_entry SET action = 'x'",
    "DELETE FROM audit_entry",
    "UPDATE audit_link SET hash = 'x'",
    "DELETE FROM audit_link",
    "TRUNCATE audit_link",
    "DROP TABLE audit_link",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_no_update ON audit_entry",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TABLE mine (id integer)",
    "DELETE FROM django_migrations",
)


@pytest.fixture
def acting_as() -> Iterator[Callable[..., None]]:
    """`acting_as(for_application)`: go on as a new role that has been given these rights."""

    def become(rights: Callable[[str], Iterator[str]]) -> None:
        role = f"qct_{uuid.uuid4().hex[:12]}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {role}")
            for statement in rights(role):
                cursor.execute(statement)
            cursor.execute(f"SET LOCAL ROLE {role}")

    yield become
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    """Whether the role lacks the right."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError:  # insufficient privilege
        return True
    return False


class TestRoles:
    pytestmark = only_postgresql

    def test_role_of_the_portal_adds_and_reads(self, acting_as, citizen) -> None:
        acting_as(for_application)
        record(SIGNED_IN, actor=citizen)
        chain.seal()
        assert Link.objects.count() == Entry.objects.count() > 0
        assert verify().counts == {}
        citizen.first_name = "改"
        citizen.save()

    def test_role_of_the_portal_changes_and_erases_nothing_of_the_trace(self, acting_as, trace) -> None:
        trace(2)
        acting_as(for_application)
        assert [statement for statement in FORBIDDEN if not refused(statement)] == []

    def test_role_of_the_auditor_reads_the_trace_and_nothing_else(self, acting_as, trace) -> None:
        trace(2)
        acting_as(for_auditor)
        assert Entry.objects.count() > 0
        others = ("SELECT * FROM accounts_user", "INSERT INTO audit_link DEFAULT VALUES", *FORBIDDEN)
        assert [statement for statement in others if not refused(statement)] == []

    def test_command_prints_them(self, capsys) -> None:
        call_command("audit_grants", "qct_web", auditor="qct_audit")
        said = capsys.readouterr().out.splitlines()
        assert 'GRANT SELECT, INSERT ON audit_entry, audit_link TO "qct_web";' in said
        assert 'GRANT SELECT ON audit_entry, audit_link TO "qct_audit";' in said

    def test_command_refuses_the_owner(self) -> None:
        with pytest.raises(CommandError, match="表的所有者"):
            call_command("audit_grants", connection.settings_dict["USER"])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="says so on SQLite only")
def test_without_roles_the_command_says_so() -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("audit_grants", "qct_web")
