"""What /readyz tells of private files."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from portal.attachments.choices import Scan
from portal.attachments.models import Attachment
from portal.attachments.storage import PrivateFileStorage


def private_files(client: Client) -> dict:
    return client.get("/readyz").json()["checks"]["private_files"]


def hold(minutes: int) -> None:
    Attachment.objects.update(scan=Scan.WAITING, uploaded_at=timezone.now() - timedelta(minutes=minutes))


def test_files_when_held_for_a_moment_then_all_is_well(put, client, monkeypatch) -> None:
    monkeypatch.setattr(PrivateFileStorage, "used_share", lambda self: 0.42)
    put()
    hold(minutes=2)
    assert private_files(client) == {"status": "ok", "held": 1, "disk_used_percent": 42}


def test_u8_scanner_when_silent_then_staff_are_told_and_the_portal_stays_ready(
    put, client, monkeypatch
) -> None:
    monkeypatch.setattr(PrivateFileStorage, "used_share", lambda self: 0.42)
    put()
    hold(minutes=11)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert private_files(client)["reason"] == (
        "Files are held because the malware scanner gives no verdict: is clamd running?"
    )


def test_f6_disk_when_85_percent_full_then_staff_are_told(people, db, client, monkeypatch) -> None:
    monkeypatch.setattr(PrivateFileStorage, "used_share", lambda self: 0.849)
    assert private_files(client)["reason"] == "The disk of the private files is almost full."
    monkeypatch.setattr(PrivateFileStorage, "used_share", lambda self: 0.844)
    assert private_files(client)["status"] == "ok"


def test_share_is_that_of_the_disk_also_before_the_first_file(people) -> None:
    from portal.attachments.storage import private_storage

    assert 0 < private_storage().used_share() < 1
