"""Import a regulation from a text or docx file as the draft of a policy page."""

from pathlib import Path
from typing import Any, TextIO, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from rich.console import Console

from cms_pages.models import PolicyIndexPage
from cms_pages.policy_import.findings import Finding, Level, PolicyImportError
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.reading import read
from cms_pages.policy_import.report import count_line, print_findings, print_policy
from cms_pages.policy_import.saving import (
    DuplicatePolicy,
    compare_with_site,
    duplicate_sentence,
    find_duplicate,
    save_draft,
)
from cms_pages.policy_import.tree import ParsedPolicy

PLAIN_WIDTH = 160


class Command(BaseCommand):
    help = "从 txt 或 docx 导入一份政策文件，存为草稿；--dry-run 只显示读出的文件信息和条款树，不保存。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="要导入的文件")
        parser.add_argument("--dry-run", action="store_true", help="只显示，不保存")
        parser.add_argument("--parent", default="policies", help="政策栏目的网址标识，默认 policies")
        parser.add_argument("--again", action="store_true", help="本站已有这份文件时仍另存一份草稿")

    def handle(self, *args: Any, **options: Any) -> None:
        out = cast(TextIO, self.stdout)
        self.console = Console(file=out, no_color=options["no_color"] or None, width=_width(out))
        policy = self._read(options["file"])
        parent = self._parent(options["parent"])
        policy.findings = [*policy.findings, *compare_with_site(policy, parent)]
        if options["dry_run"]:
            self._show(policy, parent)
        else:
            self._save(policy, parent, again=options["again"])

    def _read(self, path: Path) -> ParsedPolicy:
        try:
            return parse(read(path.read_bytes(), max_bytes=settings.POLICY_IMPORT_MAX_BYTES))
        except OSError as error:
            raise CommandError(f"打不开文件 {path}：{error.strerror}") from error
        except PolicyImportError as error:
            raise CommandError(f"{path} 没有导入：\n{error}") from error

    def _parent(self, slug: str) -> PolicyIndexPage:
        parent = PolicyIndexPage.objects.filter(slug=slug).first()
        if parent is None:
            raise CommandError(f"没有网址标识为 {slug} 的政策栏目，先运行 manage.py create_site。")
        return parent

    def _show(self, policy: ParsedPolicy, parent: PolicyIndexPage) -> None:
        duplicate = find_duplicate(policy, parent)
        if duplicate is not None:
            policy.findings.append(Finding(Level.WARNING, None, duplicate_sentence(duplicate)))
        print_policy(policy, self.console)
        refusals = [str(finding) for finding in policy.findings if finding.level is Level.REFUSAL]
        if refusals:
            raise CommandError("\n".join(["不能保存：", *refusals]))

    def _save(self, policy: ParsedPolicy, parent: PolicyIndexPage, *, again: bool) -> None:
        try:
            page = save_draft(policy, parent, again=again)
        except DuplicatePolicy as error:
            raise CommandError(f"{error}如需另存一份草稿，加 --again。") from error
        except PolicyImportError as error:
            raise CommandError(f"没有导入：\n{error}") from error
        print_findings(policy.findings, self.console)
        self.console.print(count_line(policy), highlight=False)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.console.print(f"已存为草稿：{page.title}\n编辑地址：{address}", highlight=False, soft_wrap=True)


def _width(out: TextIO) -> int | None:
    """The terminal's own width; a fixed one for files and pipes."""
    return None if out.isatty() else PLAIN_WIDTH
