"""Rights of database roles: the portal's own role writes the trace and can neither change nor erase it (B9).

Triggers stop mistakes and injected statements; whoever owns a table can switch them off. So the tables belong to the role
that migrates, and the role of web and worker is given what it needs and nothing more.
"""

from collections.abc import Iterator

from django.db import connection

from portal.audit.protection import TABLES

MIGRATIONS = "django_migrations"
SCHEMA = "public"


def for_application(role: str) -> Iterator[str]:
    """The statements by which web and worker may do their work and only add to the trace; run by the tables' owner."""
    name, trace = connection.ops.quote_name(role), ", ".join(TABLES)
    yield f"REVOKE CREATE ON SCHEMA {SCHEMA} FROM PUBLIC, {name}"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {name}"
    later = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT"
    yield f"{later} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}"
    yield f"{later} USAGE, SELECT ON SEQUENCES TO {name}"
    yield f"REVOKE ALL ON {trace}, {MIGRATIONS} FROM {name}"
    yield f"GRANT SELECT, INSERT ON {trace} TO {name}"
    yield f"GRANT SELECT ON {MIGRATIONS} TO {name}"


def for_auditor(role: str) -> Iterator[str]:
    """The statements by which a role reads the trace and nothing else."""
    name, trace = connection.ops.quote_name(role), ", ".join(TABLES)
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {name}"
    yield f"GRANT SELECT ON {trace} TO {name}"
