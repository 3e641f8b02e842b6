import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hello", "0001_greetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(editable=False, max_length=40, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="版本")),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
                ("reply", models.TextField(blank=True, editable=False, verbose_name="答复")),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site", verbose_name="站点"
                    ),
                ),
            ],
            options={
                "verbose_name": "请求",
                "verbose_name_plural": "请求",
                "default_permissions": ("view",),
                "permissions": [("answer_request", "可以答复请求")],
            },
        ),
    ]
