import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="PluginSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(verbose_name="插件")),
                ("enabled", models.BooleanField(default=False, verbose_name="启用")),
                (
                    "values",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="设置",
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="故障次数")),
                ("failures_since", models.DateTimeField(blank=True, null=True)),
                ("last_failure", models.CharField(blank=True, max_length=300, verbose_name="最近故障")),
                ("disabled_reason", models.CharField(blank=True, max_length=200, verbose_name="停用原因")),
                ("changed_at", models.DateTimeField(auto_now_add=True, verbose_name="更改时间")),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更改人",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "插件开关",
                "verbose_name_plural": "插件开关",
                "constraints": [
                    models.UniqueConstraint(fields=("site", "slug"), name="one_switch_per_site_and_plugin")
                ],
            },
        ),
    ]
