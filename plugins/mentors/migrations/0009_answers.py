"""What staff say to a mentor about a change or a resignation, apart from the record's note."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentors", "0008_changes")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="answer",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="答复"),
        )
        for name in ("profilechange", "resignation")
    ]
