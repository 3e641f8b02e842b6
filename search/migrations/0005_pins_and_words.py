"""Pinned results may begin on a day; a word that is there twice is refused in a sentence of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_outbox")]

    operations = [
        migrations.AddField(
            model_name="pin",
            name="since",
            field=models.DateField(blank=True, help_text="留空则立即生效。", null=True, verbose_name="开始日期"),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.CheckConstraint(
                condition=models.Q(("since", None), ("until", None), ("since__lte", models.F("until")), _connector="OR"),
                name="search_pinned_days_in_order",
            ),
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name="word",
                field=models.CharField(
                    error_messages={"unique": "这个词已经在列表里了。"},
                    max_length=40,
                    unique=True,
                    verbose_name="词",
                ),
            )
            for model in ("blockedword", "stopword")
        ),
    ]
