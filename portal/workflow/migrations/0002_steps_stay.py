"""The database itself refuses to change or delete steps; a note and an address may be emptied when their time is over.

SQLite loses triggers with the table: a later migration that remakes `workflow_step` there runs `guard` again.
"""

from django.db import migrations

KEPT = "id, case_type_id, case_id, move, version, actor_id, party, source, target, article, at, deadline"
WORDS = "a step is never changed or deleted"

POSTGRESQL = [
    f"""CREATE FUNCTION workflow_step_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER workflow_step_update BEFORE UPDATE OF {KEPT} ON workflow_step
        FOR EACH ROW EXECUTE FUNCTION workflow_step_stays()""",
    """CREATE TRIGGER workflow_step_words BEFORE UPDATE OF note, address ON workflow_step FOR EACH ROW
        WHEN (NEW.note NOT IN ('', OLD.note) OR NEW.address NOT IN ('', OLD.address))
        EXECUTE FUNCTION workflow_step_stays()""",
    """CREATE TRIGGER workflow_step_delete BEFORE DELETE ON workflow_step
        FOR EACH ROW EXECUTE FUNCTION workflow_step_stays()""",
]
SQLITE = [
    f"""CREATE TRIGGER workflow_step_update BEFORE UPDATE OF {KEPT} ON workflow_step
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER workflow_step_words BEFORE UPDATE OF note, address ON workflow_step
        WHEN NEW.note NOT IN ('', OLD.note) OR NEW.address NOT IN ('', OLD.address)
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER workflow_step_delete BEFORE DELETE ON workflow_step
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
]
TRIGGERS = ("workflow_step_update", "workflow_step_words", "workflow_step_delete")


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION workflow_step_stays() CASCADE")
        return
    for trigger in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER {trigger}")


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_cases")]
    operations = [migrations.RunPython(guard, unguard)]
