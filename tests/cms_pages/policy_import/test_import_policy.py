"""The command: manage.py import_policy FILE."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms_pages.models import PolicyPage
from tests.cms_pages.policy_import.conftest import load

Upload = Callable[[str], Path]


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_policy", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_when_dry_run_then_head_tree_and_counts_and_nothing_saved(site, upload: Upload) -> None:
    text = run(upload(load("station_measures_web")), "--dry-run")
    for expected in ("2029-03-30", "第六章 附则", "（六）离开驿站", "文号为空", "章 6，条 18", "不在本站"):
        assert expected in text
    assert not PolicyPage.objects.exists()


def test_command_when_run_then_draft_and_the_address_of_its_editor(site, upload: Upload) -> None:
    text = run(upload(load("station_measures_web")))
    page = PolicyPage.objects.get()
    assert not page.live
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert "章 6，条 18" in text


def test_command_when_document_is_on_the_site_then_refused_unless_again(site, upload: Upload) -> None:
    path = upload(load("station_measures_web"))
    run(path)
    with pytest.raises(CommandError, match=r"本站已有这份文件.*--again"):
        run(path)
    assert "本站已有这份文件" in run(path, "--dry-run")
    run(path, "--again")
    assert PolicyPage.objects.count() == 2


def test_command_when_document_cannot_be_read_then_error_with_line_and_reason(site, upload: Upload) -> None:
    with pytest.raises(CommandError) as refused:
        run(upload("海澜市甲办法\n第一章 总则\n散落的文字。\n第一条 乙可以申请。"))
    assert "第 3 行" in str(refused.value)
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_command_when_a_field_is_too_long_then_error(site, upload: Upload, arguments: list[str]) -> None:
    text = f"海澜市甲办法\n（联系单位：{'长' * 81}）\n第一条 本办法自2026年4月1日起施行。"
    with pytest.raises(CommandError, match="联系单位"):
        run(upload(text), *arguments)


def test_command_when_file_or_section_is_missing_then_one_sentence(
    site, upload: Upload, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        run(tmp_path / "none.txt")
    with pytest.raises(CommandError, match="没有网址标识为 nowhere"):
        run(upload(load("station_measures")), "--parent", "nowhere")
