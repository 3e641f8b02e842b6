"""The table of words, in the dialect of the database: tokens come ready-made, no parser or locale has a say.

SQLite: only blanks separate tokens, everything else is part of one, as it is on PostgreSQL.
PostgreSQL: `words` are the first four columns with weights A to D, `head` the first three of them once more, short
enough to stay in the row that ranking reads; the two long vectors are kept out of it.
"""

from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE search_text USING fts5(
    ename, name, tag, body, chars, tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
)
"""

POSTGRESQL = """
CREATE TABLE search_text (
    rowid bigint PRIMARY KEY, words tsvector NOT NULL, head tsvector NOT NULL, chars tsvector NOT NULL
) WITH (toast_tuple_target = 256);
ALTER TABLE search_text
    ALTER COLUMN words SET STORAGE EXTERNAL,
    ALTER COLUMN chars SET STORAGE EXTERNAL,
    ALTER COLUMN head SET STORAGE MAIN;
CREATE INDEX search_text_words ON search_text USING gin (words) WITH (gin_pending_list_limit = 512);
CREATE INDEX search_text_chars ON search_text USING gin (chars) WITH (gin_pending_list_limit = 512);
"""


def create(apps, schema_editor):
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor], None)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text", None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create, drop)],
            state_operations=[
                migrations.CreateModel(
                    name="Text",
                    fields=[("rowid", models.BigIntegerField(primary_key=True, serialize=False))],
                    options={"db_table": "search_text"},
                )
            ],
        )
    ]
