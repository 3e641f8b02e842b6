"""Changes of pages and resignations (A14, A15)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentors", "0007_service"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProfileChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(editable=False, max_length=40, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="版本")),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=20, null=True, unique=True, verbose_name="受理编号"
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_changes",
                        to="mentors.mentor",
                        verbose_name="导师",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="修改稿",
                    ),
                ),
            ],
            options={
                "verbose_name": "展示页变更",
                "verbose_name_plural": "展示页变更",
                "ordering": ["-pk"],
                "permissions": [("review_change", "可以审核展示页变更"), ("supervise_change", "可以督办展示页变更")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                        fields=("mentor",),
                        name="profile_change_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resignation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(editable=False, max_length=40, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="版本")),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=20, null=True, unique=True, verbose_name="受理编号"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="原因")),
                (
                    "heirs",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="mentors.mentor", verbose_name="建议接手的导师"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resignations",
                        to="mentors.mentor",
                        verbose_name="导师",
                    ),
                ),
            ],
            options={
                "verbose_name": "解聘申请",
                "verbose_name_plural": "解聘申请",
                "ordering": ["-pk"],
                "permissions": [("review_resignation", "可以审核解聘申请"), ("supervise_resignation", "可以督办解聘申请")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "submitted")),
                        fields=("mentor",),
                        name="resignation_one_open",
                    )
                ],
            },
        ),
    ]
