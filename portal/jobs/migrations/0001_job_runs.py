from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # After this app's migrations the schedules are written, so the queue's tables must stand by then.
    dependencies = [("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more")]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="任务")),
                ("last_started", models.DateTimeField(null=True, verbose_name="上次开始")),
                ("last_finished", models.DateTimeField(null=True, verbose_name="上次结束")),
                ("last_error", models.TextField(blank=True, verbose_name="上次出错")),
                ("runs", models.PositiveBigIntegerField(default=0, verbose_name="运行次数")),
            ],
            options={
                "verbose_name": "任务运行记录",
                "verbose_name_plural": "任务运行记录",
            },
        ),
    ]
