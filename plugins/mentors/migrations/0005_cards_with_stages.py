"""Cards that were written before there were stages: nobody had any."""

from django.db import migrations

BATCH = 500
NEW = {"stages": []}


def add_stages(apps, schema_editor):
    MentorListing = apps.get_model("mentors", "MentorListing")
    changed = []
    for row in MentorListing.objects.only("card").iterator(BATCH):
        row.card = {**NEW, **row.card}
        changed.append(row)
        if len(changed) == BATCH:
            MentorListing.objects.bulk_update(changed, ["card"])
            changed = []
    MentorListing.objects.bulk_update(changed, ["card"])


class Migration(migrations.Migration):
    dependencies = [("mentors", "0004_listing_without_bits")]

    operations = [migrations.RunPython(add_stages, migrations.RunPython.noop)]
