"""The database itself refuses to change criteria after the first score, and scores after their submission.

SQLite loses triggers with the table: a later migration that remakes one of these tables there runs `guard` again.
"""

from django.db import migrations

FROZEN = "criteria are not changed after the first score"
LOCKED = "a score is not changed after its submission"
OF_A_FROZEN_SET = "EXISTS (SELECT 1 FROM reviews_criteriaset WHERE id = {row}.criteria_set_id AND frozen_at IS NOT NULL)"

# name, table, event, when, words
RULES = [
    ("reviews_criterion_added", "reviews_criterion", "INSERT", OF_A_FROZEN_SET.format(row="NEW"), FROZEN),
    ("reviews_criterion_changed", "reviews_criterion", "UPDATE", OF_A_FROZEN_SET.format(row="OLD"), FROZEN),
    ("reviews_criterion_removed", "reviews_criterion", "DELETE", OF_A_FROZEN_SET.format(row="OLD"), FROZEN),
    ("reviews_criteriaset_changed", "reviews_criteriaset", "UPDATE", "OLD.frozen_at IS NOT NULL", FROZEN),
    ("reviews_criteriaset_removed", "reviews_criteriaset", "DELETE", "OLD.frozen_at IS NOT NULL", FROZEN),
    ("reviews_score_changed", "reviews_score", "UPDATE", "OLD.locked", LOCKED),
    ("reviews_score_removed", "reviews_score", "DELETE", "OLD.locked", LOCKED),
]


def guard(apps, schema_editor):
    build = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for rule in RULES:
        for statement in build(*rule):
            schema_editor.execute(statement)


def _sqlite(name, table, event, when, words):
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _postgresql(name, table, event, when, words):
    back = "OLD" if event == "DELETE" else "NEW"
    yield f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN {back}; END $$"""
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def unguard(apps, schema_editor):
    for name, table, *_rest in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_rounds")]
    operations = [migrations.RunPython(guard, unguard)]
