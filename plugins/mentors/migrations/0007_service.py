"""Mentors as cases, and their terms; the database lets no two terms of a mentor overlap.

SQLite loses triggers with the table: a later migration that remakes `mentors_termofoffice` there runs `guard` again.
"""

import django.db.models.deletion
import plugins.mentors.models.term
from django.conf import settings
from django.db import migrations, models

WORDS = "terms of a mentor do not overlap"
LAST = "COALESCE({row}ended_on, {row}term_to, '9999-12-31')"
OVERLAPPING = f"""SELECT 1 FROM mentors_termofoffice AS other
    WHERE other.mentor_id = NEW.mentor_id AND other.id IS NOT NEW.id
    AND other.term_from <= {LAST.format(row="NEW.")} AND NEW.term_from <= {LAST.format(row="other.")}
    AND other.term_from <= {LAST.format(row="other.")} AND NEW.term_from <= {LAST.format(row="NEW.")}"""
# A range of one number stands for the mentor: so the constraint needs no extension of the database.
POSTGRESQL = """ALTER TABLE mentors_termofoffice ADD CONSTRAINT term_without_overlap EXCLUDE USING gist (
    int8range(mentor_id, mentor_id, '[]') WITH &&,
    daterange(term_from, COALESCE(ended_on, term_to), '[]') WITH &&
) WHERE (ended_on IS NULL OR ended_on >= term_from)"""
SQLITE = {
    "insert": "BEFORE INSERT",
    "update": "BEFORE UPDATE OF mentor_id, term_from, term_to, ended_on",
}


def guard(apps, schema_editor):
    """A term that never began (it ended before its first day) stands in nobody's way."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for name, when in SQLITE.items():
        schema_editor.execute(
            f"CREATE TRIGGER term_without_overlap_{name} {when} ON mentors_termofoffice"
            f" WHEN EXISTS ({OVERLAPPING}) BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE mentors_termofoffice DROP CONSTRAINT term_without_overlap")
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER term_without_overlap_{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0004_mentor_stages"),
        ("mentors", "0006_applications"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TermOfOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几期")),
                ("term_from", models.DateField(verbose_name="聘期开始")),
                ("term_to", models.DateField(blank=True, null=True, verbose_name="聘期结束")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="提前结束")),
                ("holder", models.CharField(max_length=255, verbose_name="姓名")),
                ("organisation", models.CharField(blank=True, max_length=60, verbose_name="单位")),
                ("certificate_number", models.CharField(max_length=20, unique=True, verbose_name="聘书编号")),
                (
                    "certificate_code",
                    models.CharField(
                        default=plugins.mentors.models.term.new_certificate_code,
                        max_length=16,
                        unique=True,
                        verbose_name="查验码",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "reminded",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="已提醒"),
                ),
            ],
            options={
                "verbose_name": "聘期",
                "verbose_name_plural": "聘期",
                "ordering": ["-number"],
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="mentor",
            name="hidden_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="隐藏前的版本",
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="pause_from",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="暂停开始"),
        ),
        migrations.AddField(
            model_name="mentor",
            name="pause_to",
            field=models.DateField(
                blank=True, editable=False, help_text="含当日。", null=True, verbose_name="暂停结束"
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="mentor",
            name="weekly_cap",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="每周最多接受多少件留言和预约；不填用插件设置。",
                null=True,
                verbose_name="每周接受上限",
            ),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="state",
            field=models.CharField(
                choices=[
                    ("serving", "在聘"),
                    ("paused", "暂停服务"),
                    ("former", "已离任"),
                    ("hidden", "紧急隐藏"),
                ],
                default="serving",
                editable=False,
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pause_from", None), ("pause_to", None)),
                    models.Q(("pause_from__isnull", False), ("pause_to__gte", models.F("pause_from"))),
                    _connector="OR",
                ),
                name="mentor_pause_in_order",
            ),
        ),
        migrations.AddField(
            model_name="termofoffice",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="termofoffice",
            name="mentor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="terms",
                to="mentors.mentor",
                verbose_name="导师",
            ),
        ),
        migrations.AddIndex(
            model_name="termofoffice",
            index=models.Index(fields=["term_to"], name="term_end"),
        ),
        migrations.AddConstraint(
            model_name="termofoffice",
            constraint=models.UniqueConstraint(fields=("mentor", "number"), name="term_one_a_number"),
        ),
        migrations.AddConstraint(
            model_name="termofoffice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("term_to", None), ("term_to__gte", models.F("term_from")), _connector="OR"
                ),
                name="term_in_order",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
