from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hello", "0002_requests")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="number",
            field=models.CharField(blank=True, default="", editable=False, max_length=20, verbose_name="受理编号"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True), fields=("number",), name="hello_request_number"
            ),
        ),
    ]
