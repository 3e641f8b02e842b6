"""A step keeps the key of the rule that was cited. SQLite makes the table anew for that, so the triggers are put back."""

from importlib import import_module

from django.db import migrations, models

before = import_module("portal.workflow.migrations.0002_steps_stay")


def guard(apps, schema_editor):
    """As before, with the new column among those that never change."""
    kept, more = before.KEPT, f"{before.KEPT}, citation"
    statements = before.POSTGRESQL if schema_editor.connection.vendor == "postgresql" else before.SQLITE
    for statement in statements:
        schema_editor.execute(statement.replace(kept, more))


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_steps_stay")]
    operations = [
        migrations.RunPython(before.unguard, before.guard),
        migrations.AddField(
            "step", "citation", models.CharField(blank=True, max_length=120, verbose_name="引用", default=""),
            preserve_default=False,
        ),
        migrations.RunPython(guard, before.unguard),
    ]
