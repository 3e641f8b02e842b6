"""Encrypted fields: nothing readable in the database, found by an index, rotated while the portal runs (D7)."""

import base64
import hashlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models

from portal.privacy.encryption import (
    BlindIndex,
    CannotDecrypt,
    EncryptedText,
    blind_index,
    decrypted,
    encrypted,
)
from portal.privacy.keys import read_keys
from portal.privacy.rotation import rotate, waiting

NUMBER, OTHER = "37020219900307123X", "370202199003071248"


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()}"


class Holder(models.Model):
    """A model of the tests: somebody with an ID number."""

    id_number = EncryptedText(null=True, blank=True)
    id_number_index = BlindIndex("id_number")

    class Meta:
        app_label = "privacy"

    def __str__(self) -> str:
        return str(self.pk)


apps.all_models["privacy"].pop("holder")  # known to nobody but this module
apps.clear_cache()


@pytest.fixture(autouse=True)
def holders(db, settings, monkeypatch) -> Iterator[None]:
    settings.FIELD_KEYS = [key("one")]
    with connection.cursor() as cursor:
        kind = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(
            f"CREATE TABLE privacy_holder (id {kind} PRIMARY KEY, id_number text, id_number_index varchar(64))"
        )
    monkeypatch.setattr("portal.privacy.rotation.apps", SimpleNamespace(get_models=lambda: [Holder]))
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE privacy_holder")


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM privacy_holder ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def test_value_is_plain_in_python_and_sealed_in_the_database() -> None:
    Holder.objects.create(id_number=NUMBER)
    (text,) = stored()
    assert text.startswith("one:")
    assert NUMBER not in text
    assert NUMBER.encode() not in base64.b64decode(text.partition(":")[2])
    assert Holder.objects.get().id_number == NUMBER


def test_same_value_is_stored_differently_each_time() -> None:
    Holder.objects.bulk_create([Holder(id_number=NUMBER), Holder(id_number=NUMBER)])
    one, other = stored()
    assert one != other


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(nothing: str | None) -> None:
    Holder.objects.create(id_number=nothing)
    assert stored() == [nothing]
    assert Holder.objects.get().id_number == nothing
    assert Holder.objects.get().id_number_index == ""


def test_row_is_found_by_the_index_however_the_number_is_written() -> None:
    row = Holder.objects.create(id_number=NUMBER)
    Holder.objects.create(id_number=OTHER)
    assert list(Holder.objects.filter(id_number_index__same=" 37020219900307123x ")) == [row]
    assert list(Holder.objects.filter(id_number_index__same="３７０２０２１９９００３０７１２３Ｘ")) == [row]
    assert not Holder.objects.filter(id_number_index__same="370202199003071230").exists()


def test_index_follows_the_value() -> None:
    row = Holder.objects.create(id_number=NUMBER)
    row.id_number = OTHER
    row.save()
    assert Holder.objects.get().id_number_index == blind_index(OTHER, "privacy.holder.id_number")


def test_encrypted_field_cannot_be_filtered_by_mistake() -> None:
    with pytest.raises(FieldError, match="BlindIndex"):
        Holder.objects.filter(id_number=NUMBER)
    with pytest.raises(FieldError):
        Holder.objects.filter(id_number__contains="3702")
    assert not Holder.objects.filter(id_number__isnull=True).exists()


def test_index_without_its_encrypted_field_is_a_mistake() -> None:
    index = BlindIndex("nothing")
    index.set_attributes_from_name("index")
    index.model = Holder
    assert [error.msg for error in index.check()] == ["There is no EncryptedText 'nothing'."]
    assert Holder._meta.get_field("id_number_index").check() == []


def test_value_that_was_changed_or_moved_is_refused() -> None:
    """A value copied into another column, or tampered with, opens nowhere."""
    text = encrypted(NUMBER, "a.b.c")
    assert decrypted(text, "a.b.c") == NUMBER
    for wrong, place in (
        (text, "a.b.d"),
        (text[:-4] + "AAA=", "a.b.c"),
        ("one:no base64!", "a.b.c"),
        ("one:", "a.b.c"),
        ("gone:AAAA", "a.b.c"),
        ("plain text", "a.b.c"),
    ):
        with pytest.raises(CannotDecrypt) as refusal:
            decrypted(wrong, place)
        assert NUMBER not in str(refusal.value)


def test_rotation_brings_everything_under_the_new_key(settings, capsys) -> None:
    Holder.objects.bulk_create([Holder(id_number=f"{number:018d}") for number in range(1200)])
    Holder.objects.create(id_number="")
    settings.FIELD_KEYS = [key("two"), key("one")]
    assert Holder.objects.filter(id_number_index__same=f"{7:018d}").exists()  # found before, while and after
    call_command("rotate_keys")
    assert "1200 个值换到密钥 two" in capsys.readouterr().out
    assert all(text.startswith("two:") or not text for text in stored())
    settings.FIELD_KEYS = [key("two")]
    assert Holder.objects.get(id_number_index__same=f"{7:018d}").id_number == f"{7:018d}"
    call_command("rotate_keys")
    assert "0 个值" in capsys.readouterr().out


def test_rotation_leaves_a_value_that_changes_meanwhile(settings) -> None:
    """Online: a write between reading and renewing wins."""
    row = Holder.objects.create(id_number=NUMBER)
    settings.FIELD_KEYS = [key("two"), key("one")]
    field = Holder._meta.get_field("id_number")
    (pk, old) = waiting(field).values_list("pk", "stored").get()
    row.id_number = OTHER
    row.save()
    from portal.privacy.rotation import _renew

    assert _renew(field, pk, old) == 0
    assert Holder.objects.get().id_number == OTHER
    assert rotate(field) == 0


def test_field_survives_migrations() -> None:
    _name, path, args, options = Holder._meta.get_field("id_number_index").deconstruct()
    assert (path, args) == ("portal.privacy.encryption.BlindIndex", ["id_number"])
    assert BlindIndex(*args, **options).source == "id_number"


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (["noid"], "32 random bytes"),
        (["UPPER:AAAA"], "id:base64"),
        (["a:not base64"], "no base64"),
        (["a:" + base64.b64encode(b"short").decode()], "32 random bytes"),
        (["a:" + base64.b64encode(b"x" * 32).decode()], "32 random bytes"),
        ([key("one"), key("one")], "same id"),
    ],
)
def test_bad_key_is_refused_without_being_shown(written: list[str], complaint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint) as refusal:
        read_keys(written)
    assert written[0].partition(":")[2] not in str(refusal.value) or not written[0].partition(":")[2]


def test_key_does_not_print_its_secret() -> None:
    (found,) = read_keys([key("one")])
    assert repr(found) == "Key(id='one')"
    assert found.for_values != found.for_indexes
