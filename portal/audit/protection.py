"""Triggers that refuse to change or delete what the trace holds, on both databases (B10).

Django remakes a table of SQLite when a migration alters it, which loses its triggers: such a migration ends with
`migrations.RunPython(protect, unprotect)`. The start-up check `audit.E001` and the verifier notice when they are gone.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_entry", "audit_link")
REFUSAL = "The trace is append-only."

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""
_VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def protect(apps: Any, schema_editor: Any) -> None:
    """Create the triggers (a step of a migration)."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION)
    pattern = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    for table, verb in _pairs(connection):
        schema_editor.execute(pattern.format(table=table, verb=verb, refusal=REFUSAL))


def unprotect(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers (the same step, backwards)."""
    connection = schema_editor.connection
    for table, verb in _pairs(connection):
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that ought to be there and are not, or are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [name for table, verb in _pairs(connection) if (name := f"{table}_no_{verb}") not in present]


def _pairs(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    return [(table, verb) for table in TABLES for verb in _VERBS[connection.vendor]]
