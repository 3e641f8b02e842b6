"""The synonyms and stop words that a new portal starts with; editors keep them from then on."""

import tomllib
from pathlib import Path

from django.db import migrations

DEFAULTS = Path(__file__).resolve().parents[1] / "defaults"


def read(name):
    return tomllib.loads((DEFAULTS / name).read_text(encoding="utf-8"))


def fill(apps, schema_editor):
    from search.folding import fold

    words = dict.fromkeys(fold(word) for word in read("stop_words.toml")["words"].split())
    stop_word = apps.get_model("search", "StopWord")
    stop_word.objects.bulk_create(stop_word(word=word) for word in words if word)
    synonym = apps.get_model("search", "Synonym")
    groups = read("synonyms.toml")
    synonym.objects.bulk_create(
        synonym(words="、".join(dict.fromkeys(map(fold, group["words"]))), one_way=kind == "one_way")
        for kind in ("same", "one_way")
        for group in groups[kind]
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
