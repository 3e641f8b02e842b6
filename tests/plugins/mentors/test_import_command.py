"""The command that imports mentors: what it writes, lists and says."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from plugins.mentors.models import Mentor
from tests.plugins.mentors.sheets import GOOD, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet_words")]


@pytest.fixture
def sheet(tmp_path) -> Callable[..., str]:
    def save(*rows: dict[str, object]) -> str:
        path = tmp_path / "导师.xlsx"
        path.write_bytes(xlsx(*rows))
        return str(path)

    return save


def test_command_imports_drafts_and_says_how_many(sheet, capsys) -> None:
    call_command("import_mentors", sheet(GOOD, {**GOOD, "姓名": "王晓明"}))
    assert Mentor.objects.count() == 2
    assert "已导入为草稿 2 位导师。" in capsys.readouterr().out


def test_command_with_two_wrong_rows_lists_both_and_writes_nothing(sheet, capsys) -> None:
    with pytest.raises(CommandError, match="2 行有问题"):
        call_command(
            "import_mentors",
            sheet({**GOOD, "区市": "火星"}, GOOD, {**GOOD, "姓名": "王", "聘期结束": "明年"}),
        )
    report = capsys.readouterr().out
    for expected in ("2", "区市", "火星", "4", "聘期结束", "明年", "不是日期"):
        assert expected in report
    assert not Mentor.objects.exists()


def test_command_that_keeps_going_writes_the_others_and_can_be_run_again(sheet, capsys) -> None:
    path = sheet({**GOOD, "区市": "火星"}, {**GOOD, "姓名": "王晓明"})
    call_command("import_mentors", path, keep_going=True)
    assert "已导入为草稿 1 位导师，1 行有问题。" in capsys.readouterr().out
    call_command("import_mentors", path, keep_going=True)
    assert "已有这位导师" in capsys.readouterr().out
    assert Mentor.objects.count() == 1


def test_command_on_a_dry_run_writes_nothing(sheet, capsys) -> None:
    call_command("import_mentors", sheet(GOOD), dry_run=True)
    assert "1 行可以导入。" in capsys.readouterr().out
    assert not Mentor.objects.exists()


def test_command_publishes_when_asked(sheet, find) -> None:
    call_command("import_mentors", sheet(GOOD), publish=True)
    assert find().total == 1


def test_command_with_a_missing_file_section_or_sheet_says_so(tmp_path, sheet) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_mentors", str(tmp_path / "none.xlsx"))
    with pytest.raises(CommandError, match="没有网址标识为 nowhere"):
        call_command("import_mentors", sheet(GOOD), section="nowhere")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("名字\n王")
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_mentors", str(wrong))


def test_command_that_cannot_write_the_template_says_so(tmp_path) -> None:
    with pytest.raises(CommandError, match="写不了文件"):
        call_command("import_mentors", str(tmp_path / "none" / "a.xlsx"), template=True)


def test_command_writes_the_template(tmp_path, capsys) -> None:
    path = tmp_path / "模板.xlsx"
    call_command("import_mentors", str(path), template=True)
    assert path.read_bytes().startswith(b"PK")
