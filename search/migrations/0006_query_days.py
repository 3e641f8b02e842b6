"""Counts of queries by day, for the editors' reports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_pins_and_words")]

    operations = [
        migrations.CreateModel(
            name="QueryDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.CharField(max_length=30, verbose_name="来源")),
                ("query", models.CharField(max_length=100, verbose_name="搜索词")),
                ("day", models.DateField(verbose_name="日期")),
                ("asked", models.PositiveIntegerField(default=0, verbose_name="搜索次数")),
                ("empty", models.PositiveIntegerField(default=0, verbose_name="无结果次数")),
                ("opened", models.PositiveIntegerField(default=0, verbose_name="点开次数")),
            ],
            options={
                "verbose_name": "检索统计",
                "verbose_name_plural": "检索统计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["day", "place", "query"], name="search_one_count_a_query_and_day"
                    )
                ],
            },
        ),
    ]
