"""Cards that were written before there were times and figures: nobody had either, so each says so.

Their entries in the index learn the prior that newcomers have with the next `rebuild_index`.
"""

from django.db import migrations

BATCH = 500
NEW = {"times": [], "figures": None}


def add_members(apps, schema_editor):
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
    dependencies = [("mentors", "0002_figures")]

    operations = [migrations.RunPython(add_members, migrations.RunPython.noop)]
