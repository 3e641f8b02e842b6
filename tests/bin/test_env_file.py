"""NAME=value files."""

import os
import stat
from pathlib import Path

import pytest

from bin import env_file


def test_read_when_lines_have_comments_quotes_and_export_then_values_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "env"
    path.write_text(
        "# note\n\nA=1\nexport B = 'two words'\nC=\"x=y\"\n#D=4\nnonsense\nE=\n", encoding="utf-8"
    )

    assert env_file.read(path) == {"A": "1", "B": "two words", "C": "x=y", "E": ""}


def test_read_when_there_is_no_file_then_no_variables(tmp_path: Path) -> None:
    assert env_file.read(tmp_path / "env") == {}


def test_write_when_read_again_then_the_same_and_nobody_else_may_look(tmp_path: Path) -> None:
    path = tmp_path / "new" / "env"
    variables = {"POSTGRES_URL": "postgres://a:b=c@127.0.0.1:5/x", "CHROMIUM": "/usr/bin/chromium"}

    env_file.write(path, variables)

    assert env_file.read(path) == variables
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_load_when_a_variable_is_set_already_then_it_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "env").write_text("QC_SET=file\nQC_NEW=file\n", encoding="utf-8")
    monkeypatch.setenv("QC_SET", "environment")
    monkeypatch.setenv("QC_NEW", "placeholder")  # so that it is taken back after the test
    monkeypatch.delenv("QC_NEW")

    env_file.load(tmp_path / "env")

    assert (os.environ["QC_SET"], os.environ["QC_NEW"]) == ("environment", "file")
