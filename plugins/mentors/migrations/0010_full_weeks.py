"""Until when a mentor's week is full stands in the row that lists read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentors", "0009_answers")]

    operations = [
        migrations.AddField(model_name="mentorlisting", name="full_until", field=models.DateField(null=True))
    ]
