"""Words on SQLite without the length of each text, which nobody needs: to read it cost three quarters of weighing a hit.

FTS5 leaves lengths alone only where it keeps no texts either. So the texts go into a plain table, and triggers tell
the index of words what was added and what is gone. Short texts get gaps as `search.engines.sqlite` writes them. Portals with 100,000 entries are busy with this for a minute or two.
"""

from django.db import migrations

COLUMNS = ("ename", "name", "tag", "body", "chars")
TOKENIZER = """tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'" """


def of(row):
    """The columns of the new or the old row."""
    return ", ".join(f"{row}.{name}" for name in ("rowid", *COLUMNS))


NAMES = ", ".join(("rowid", *COLUMNS))
ADD = f"INSERT INTO search_words ({NAMES}) VALUES ({of('new')});"
REMOVE = f"INSERT INTO search_words (search_words, {NAMES}) VALUES ('delete', {of('old')});"
TABLE = f"CREATE TABLE search_text (rowid INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT NOT NULL' for name in COLUMNS)})"
WORDS = (
    f"CREATE VIRTUAL TABLE search_words USING fts5({', '.join(COLUMNS)}, {TOKENIZER}, content = '', columnsize = 0)",
    f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {ADD} END",
    f"CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN {REMOVE} END",
    f"CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN {REMOVE} {ADD} END",
)
BEFORE = f"CREATE VIRTUAL TABLE search_text USING fts5({', '.join(COLUMNS)}, {TOKENIZER})"


LEAST, GAP = 60, "·"


def padded(*columns):
    """The characters of a text, with gaps behind them where it is short."""
    missing = LEAST - sum(len(column.split()) for column in columns)
    return " ".join([columns[-1], *[GAP] * missing])


def part(apps, schema_editor):
    """Texts here, words there."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.connection.ensure_connection()
    schema_editor.connection.connection.create_function("padded", len(COLUMNS), padded)
    _replace(schema_editor, [TABLE, *WORDS], f"padded({', '.join(COLUMNS)})")


def join(apps, schema_editor):
    """Both in one table, as before."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for name in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER search_text_{name}", None)
    schema_editor.execute("DROP TABLE search_words", None)
    _replace(schema_editor, [BEFORE], "chars")


def _replace(schema_editor, statements, characters):
    """Make the table of texts anew and bring what the old one holds along."""
    schema_editor.execute("ALTER TABLE search_text RENAME TO search_text_before", None)
    for statement in statements:
        schema_editor.execute(statement, None)
    columns = ", ".join(("rowid", *COLUMNS[:-1], characters))
    schema_editor.execute(f"INSERT INTO search_text ({NAMES}) SELECT {columns} FROM search_text_before", None)  # noqa: S608
    schema_editor.execute("DROP TABLE search_text_before", None)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_query_days")]

    operations = [migrations.RunPython(part, join)]
