"""Verify the trace."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.chain import seal
from portal.audit.heads import export_head, kept_heads
from portal.audit.models import Link
from portal.audit.verifying import BATCH, Kind, verify
from portal.progress import counted

WORDS = {
    Kind.EDITED: "内容被改动",
    Kind.DELETED: "有记录被删除",
    Kind.INSERTED: "有记录绕过系统写入",
    Kind.REORDERED: "次序被改动",
    Kind.CUT: "末尾被截去或换回旧备份",
    Kind.OLDER: "与另存的校验值不符",
    Kind.CLOCK: "时钟被拨回",
    Kind.UNPROTECTED: "防改触发器缺失",
}


class Command(BaseCommand):
    help = "核验操作记录是否完整：逐条重算校验链，并与另存的校验值比较；有不符时以错误结束。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="另存的校验值文件，默认 AUDIT_HEADS_FILE")
        parser.add_argument("--export", action="store_true", help="核验无误后另存当前校验值")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = list(kept_heads(options["heads"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        seal()
        started = time.monotonic()
        with counted(f"Links, {BATCH} at a time", Link.objects.count() // BATCH) as advance:
            report = verify(heads, advance)
        for flaw in report.flaws:
            self.stdout.write(flaw.words)
        if report.counts:
            found = "；".join(f"{WORDS[kind]} {count} 处" for kind, count in report.counts.items())
            raise CommandError(f"操作记录不完整：{found}。")
        seconds = time.monotonic() - started
        self.stdout.write(
            f"已核验 {report.links} 条记录，与 {len(heads)} 个另存的校验值相符，用时 {seconds:.1f} 秒。"
        )
        if options["export"]:
            self.stdout.write(f"已另存第 {export_head().number} 条的校验值。")
