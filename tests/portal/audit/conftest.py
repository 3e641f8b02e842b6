"""A trace with entries in it, and somebody who owns the database and means harm."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.audit import chain, protection
from portal.audit.recording import record
from portal.audit.table import SIGNED_IN, SIGNED_OUT
from tests.conftest import person


@pytest.fixture(autouse=True)
def heads_file(settings, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS_FILE = tmp_path / "elsewhere" / "heads.jsonl"
    return settings.AUDIT_HEADS_FILE


@pytest.fixture(autouse=True)
def empty_trace(db) -> None:
    """Making the site has left its entries; the story of a test begins without them."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        protection.unprotect(None, editor)
        cursor.execute("DELETE FROM audit_link")
        cursor.execute("DELETE FROM audit_entry")
        protection.protect(None, editor)


@pytest.fixture
def reader(db) -> User:
    return person("reader", "读者")


@pytest.fixture
def trace(reader: User) -> Callable[[int], None]:
    """`trace(5)`: five more sealed entries."""

    def add(count: int) -> None:
        for number in range(count):
            record(SIGNED_OUT if number % 2 else SIGNED_IN, actor=reader, details=f"{number}")
        chain.seal()

    return add


@pytest.fixture
def attack(db) -> Callable[[str], None]:
    """`attack(sql)`: run a statement as the owner of the database, past the triggers and constraints."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            for table in ("audit_entry", "audit_link"):
                switch_off(cursor, table)
            cursor.execute(statement)

    return run


def switch_off(cursor, table: str) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for verb in ("update", "delete"):
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
