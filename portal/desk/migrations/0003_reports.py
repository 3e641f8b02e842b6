"""A right to read the desk's reports."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_first_asked_stays")]

    operations = [
        migrations.AlterModelOptions(
            name="workitem",
            options={
                "default_permissions": (),
                "ordering": ["order_at", "pk"],
                "permissions": [("read_reports", "查看首问责任统计")],
                "verbose_name": "待办事项",
                "verbose_name_plural": "待办事项",
            },
        )
    ]
