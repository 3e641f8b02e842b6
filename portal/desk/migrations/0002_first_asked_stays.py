"""The database itself refuses to give a case another first person, or none (N13).

SQLite loses triggers with the table: a later migration that remakes `desk_workitem` there runs `guard` again.
"""

from django.db import migrations

WORDS = "whoever got a case first stays so"

POSTGRESQL = [
    f"""CREATE FUNCTION desk_first_asked_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER desk_first_asked BEFORE UPDATE OF first_asked_id ON desk_workitem FOR EACH ROW
        WHEN (OLD.first_asked_id IS NOT NULL AND NEW.first_asked_id IS DISTINCT FROM OLD.first_asked_id)
        EXECUTE FUNCTION desk_first_asked_stays()""",
]
SQLITE = [
    f"""CREATE TRIGGER desk_first_asked BEFORE UPDATE OF first_asked_id ON desk_workitem
        WHEN OLD.first_asked_id IS NOT NULL AND NEW.first_asked_id IS NOT OLD.first_asked_id
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION desk_first_asked_stays() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER desk_first_asked")


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_queue")]
    operations = [migrations.RunPython(guard, unguard)]
