from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_job_runs")]

    operations = [
        migrations.AddField(
            model_name="jobrun",
            name="held_by",
            # The database fills it too: code from before it was there goes on writing rows.
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="执行进程"),
        ),
    ]
