"""Import mentors from an xlsx or csv sheet."""

from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Grid

from cms_pages.models import MentorIndexPage
from plugins.mentors.importing import Plan, Problem, SheetRefused, check, read_table, write
from plugins.mentors.importing.template import template
from plugins.mentors.importing.writing import Then
from plugins.mentors.settings import MentorSettings
from portal.progress import counted

PLAIN_WIDTH = 160


class Command(BaseCommand):
    help = (
        "从 xlsx 或 csv 导入导师，存为草稿。任何一行有问题就什么也不写，并列出全部问题；"
        "--keep-going 写入没有问题的行；--dry-run 只检查。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="要导入的表格；加 --template 时为要写出的模板")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--keep-going", action="store_true", help="跳过有问题的行，写入其余的行")
        parser.add_argument("--publish", action="store_true", help="直接发布；发布检查可能拒绝")
        parser.add_argument("--section", default="mentors", help="导师栏目的网址标识，默认 mentors")
        parser.add_argument("--template", action="store_true", help="写出一个空白模板，不导入")

    def handle(self, *args: Any, **options: Any) -> None:
        out = cast(TextIO, self.stdout)
        self.console = Console(
            file=out, no_color=options["no_color"] or None, width=None if out.isatty() else PLAIN_WIDTH
        )
        if options["template"]:
            self._write_template(options["file"])
            return
        index = self._section(options["section"])
        plan = self._plan(options["file"], index)
        self._report(plan.problems)
        if options["dry_run"]:
            self._finish(f"检查完毕：{len(plan.drafts)} 行可以导入", plan.problems, tolerated=False)
            return
        self._write(plan, index, keep_going=options["keep_going"], publish=options["publish"])

    def _write_template(self, path: Path) -> None:
        try:
            path.write_bytes(template())
        except OSError as error:
            raise CommandError(f"写不了文件 {path}：{error.strerror}") from error
        self.stdout.write(f"模板已写到 {path}。")

    def _section(self, slug: str) -> MentorIndexPage:
        index = MentorIndexPage.objects.filter(slug=slug).first()
        if index is None:
            raise CommandError(f"没有网址标识为 {slug} 的导师栏目，先运行 manage.py create_site。")
        return index

    def _plan(self, path: Path, index: MentorIndexPage) -> Plan:
        try:
            limit = MentorSettings.for_site(index.get_site()).import_rows
            return check(read_table(path.name, path.read_bytes(), limit=limit), index=index)
        except OSError as error:
            raise CommandError(f"打不开文件 {path}：{error.strerror}") from error
        except SheetRefused as error:
            self._report(error.problems)
            raise CommandError(f"{path} 没有导入，原因见上。") from error

    def _write(self, plan: Plan, index: MentorIndexPage, *, keep_going: bool, publish: bool) -> None:
        then = Then.PUBLISH if publish else Then.KEEP_DRAFT
        with counted("import_mentors", len(plan.drafts)) as advance:
            outcome = write(plan, index=index, then=then, keep_going=keep_going, advance=advance)
        self._report(outcome.problems[len(plan.problems) :])
        state = "并发布" if publish else "为草稿"
        self._finish(f"已导入{state} {len(outcome.mentors)} 位导师", outcome.problems, tolerated=keep_going)

    def _report(self, problems: "list[Problem] | Any") -> None:
        if not problems:
            return
        grid = Grid("行", "列", "值", "原因", box=None, pad_edge=False)
        for problem in problems:
            grid.add_row(str(problem.row or ""), problem.column, problem.value, problem.reason)
        self.console.print(grid)

    def _finish(self, done: str, problems: "list[Problem] | Any", *, tolerated: bool) -> None:
        rows = len({problem.row for problem in problems})
        summary = f"{done}，{rows} 行有问题。" if rows else f"{done}。"
        if rows and not tolerated:
            raise CommandError(summary)
        self.stdout.write(summary)
