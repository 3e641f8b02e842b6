"""Elasticsearch for the tests: fetched once, started by somebody without rights, honest when something is missing."""

import json
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest

from bin.services import elasticsearch
from bin.services.base import CannotStart


def answer(address: str, path: str) -> dict:
    with urllib.request.urlopen(f"{address}{path}", timeout=5) as found:
        return json.load(found)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(elasticsearch, "SERVICES", tmp_path)
    monkeypatch.setattr(elasticsearch, "ROOT", tmp_path)
    monkeypatch.setattr(elasticsearch, "can_use", lambda folder, owner: True)
    return tmp_path


@pytest.mark.slow
def test_server_is_started_twice_as_one_and_belongs_to_somebody_without_rights() -> None:
    if not elasticsearch._is_unpacked():
        pytest.skip("Elasticsearch has not been fetched: make services")
    address = elasticsearch.start()["ELASTICSEARCH_SERVER"]
    assert elasticsearch.start()["ELASTICSEARCH_SERVER"] == address
    assert address.startswith("http://127.0.0.1:")
    assert answer(address, "/_cluster/health")["status"] == "green"
    (node,) = answer(address, "/_nodes")["nodes"].values()
    assert node["version"] == elasticsearch.VERSION
    assert node["jvm"]["mem"]["heap_max_in_bytes"] <= 512 * 1024 * 1024
    process = elasticsearch._Server()._process()
    assert Path(f"/proc/{process}").stat().st_uid != 0


def test_when_maven_cannot_fetch_then_its_first_words_are_told(nowhere: Path, monkeypatch) -> None:
    def refuse(command, **options):
        return subprocess.CompletedProcess(command, 1, b"[ERROR] no such host\n[ERROR] more\n", b"")

    monkeypatch.setattr(elasticsearch.subprocess, "run", refuse)
    with pytest.raises(CannotStart, match=r"Maven could not fetch .*8\.19\.8:zip: \[ERROR\] no such host$"):
        elasticsearch._Server().unpack()
    assert list(nowhere.rglob("*.zip")) == []


def test_without_java_or_maven_it_counts_as_missing(nowhere: Path, monkeypatch) -> None:
    monkeypatch.setattr(elasticsearch.shutil, "which", lambda name: None)
    assert not elasticsearch.ELASTICSEARCH.is_installed()
    assert elasticsearch.ELASTICSEARCH.packages == ("openjdk-17-jre-headless", "maven")


def test_pid_that_went_to_another_process_is_left_alone(nowhere: Path) -> None:
    server = elasticsearch._Server()
    server.process_file.write_text(str(os.getpid()))
    server.stop()
    assert not server.answers()
