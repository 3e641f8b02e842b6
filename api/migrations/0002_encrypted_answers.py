"""Answers that may be asked for again lie encrypted, like the fields that they repeat (D7)."""

from typing import Any

from django.db import migrations

import portal.privacy.encryption
from portal.privacy.encryption import encrypted

PLACE = "api.storedanswer.body"


def encrypt(apps: Any, schema_editor: Any) -> None:
    answers = apps.get_model("api", "StoredAnswer")._base_manager.exclude(body="")
    for answer in answers.iterator():
        answers.filter(pk=answer.pk).update(body=encrypted(answer.body, PLACE))


class Migration(migrations.Migration):
    dependencies = [("api", "0001_tokens_and_stored_answers")]

    operations = [
        migrations.RunPython(encrypt, migrations.RunPython.noop),
        migrations.AlterField(
            "storedanswer", "body", portal.privacy.encryption.EncryptedText(blank=True)
        ),
    ]
