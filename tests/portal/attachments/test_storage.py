"""Private files in a bucket: the same promises, against a server that speaks S3 on the loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from portal.attachments import actions
from portal.attachments.consistency import sweep
from portal.attachments.keeping import CannotKeep
from portal.attachments.models import Attachment
from portal.attachments.storage import random_name
from tests.factories import files
from tests.portal.attachments.conftest import example

ROOT = Path(__file__).resolve().parents[3]
BUCKET = "evidence"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server, people, settings, monkeypatch) -> Any:
    """An empty bucket that the portal keeps private files in; yields a client of its own."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    access = {"region_name": "us-east-1"}
    client = boto3.client(
        "s3", endpoint_url=s3_server, aws_access_key_id="key", aws_secret_access_key="secret", **access
    )
    client.create_bucket(Bucket=BUCKET)
    options = {"bucket_name": BUCKET, "endpoint_url": s3_server, "access_key": "key", "secret_key": "secret"}
    private = {"BACKEND": "portal.attachments.s3.PrivateS3Storage", "OPTIONS": options | access}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    yield client
    for name in names(client):
        client.delete_object(Bucket=BUCKET, Key=name)
    client.delete_bucket(Bucket=BUCKET)


def names(client: Any) -> list[str]:
    return [item["Key"] for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_file_when_kept_in_a_bucket_then_it_is_served_as_from_the_disk(s3, owner, put, signed_in) -> None:
    content = example("a.pdf")
    row = put("证明.pdf", content)
    assert s3.get_object(Bucket=BUCKET, Key=row.stored_as)["Body"].read() == content
    answer = signed_in(owner).get(f"/attachments/{row.pk}/", headers={"Range": "bytes=5-9"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, content[5:10])


def test_object_when_kept_then_it_is_private_and_has_no_address(s3, put) -> None:
    row = put()
    grants = s3.get_object_acl(Bucket=BUCKET, Key=row.stored_as)["Grants"]
    assert [grant["Grantee"].get("URI") for grant in grants] == [None]
    with pytest.raises(ValueError, match="no address"):
        storages["private"].url(row.stored_as)


def test_check_when_files_are_in_a_bucket_then_it_finds_what_is_wrong(
    s3, put, django_capture_on_commit_callbacks
) -> None:
    from tests.portal.attachments.test_consistency import run

    kept, missing = put("a.pdf"), put("b.pdf")
    s3.put_object(Bucket=BUCKET, Key="ab/left", Body=b"left over")
    s3.delete_object(Bucket=BUCKET, Key=missing.stored_as)
    said, _error = run()
    assert f"有记录没有文件：1 个，如 {missing.stored_as}" in said
    assert "有文件没有记录" not in said, "it is too young"
    assert sweep() == 0
    with django_capture_on_commit_callbacks(execute=True):
        Attachment.objects.all().delete()
    assert kept.stored_as not in names(s3)


def test_bucket_when_out_of_reach_then_the_uploader_is_told_and_nothing_is_left(s3, owner, settings) -> None:
    options = {**settings.STORAGES["private"]["OPTIONS"], "bucket_name": "no-such-bucket"}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {**settings.STORAGES["private"], "OPTIONS": options},
    }
    with pytest.raises(CannotKeep):
        actions.attach(owner, "proof", files.upload("a.pdf", files.pdf(["a"])), by=owner)
    assert not Attachment.objects.exists()


def test_environment_when_it_names_a_bucket_then_settings_keep_private_files_there() -> None:
    code = "from django.conf import settings; print(settings.STORAGES['private'])"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATA_DIR": os.environ.get("DATA_DIR", str(ROOT / ".data")),
        "PRIVATE_BUCKET": BUCKET,
        "PRIVATE_BUCKET_ENDPOINT": "https://s3.hailan.example",
        "PRIVATE_BUCKET_REGION": "cn-east",
        "PRIVATE_BUCKET_ACCESS_KEY": "key",
        "PRIVATE_BUCKET_SECRET_KEY": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert eval(done.stdout) == {
        "BACKEND": "portal.attachments.s3.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": BUCKET,
            "endpoint_url": "https://s3.hailan.example",
            "region_name": "cn-east",
            "access_key": "key",
            "secret_key": "secret",
        },
    }


def test_names_are_random_and_spread_over_folders() -> None:
    drawn = {random_name() for _time in range(10_000)}
    assert len(drawn) == 10_000
    assert len({name.partition("/")[0] for name in drawn}) == 256
