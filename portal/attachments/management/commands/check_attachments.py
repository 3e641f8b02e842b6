"""Compare private files with their rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from portal.attachments.consistency import (
    Findings,
    batches,
    look_at_files,
    look_at_row,
    repair,
    stored_names,
)
from portal.attachments.models import Attachment
from portal.progress import counted, step

SHOWN = 10
WORDS = {
    "without_file": "有记录没有文件",
    "without_row": "有文件没有记录",
    "altered": "内容与上传时不符",
    "returned": "曾经丢失、现已找回",
}


class Command(BaseCommand):
    help = (
        "核对附件的记录与文件：缺文件、缺记录、内容被改的都会列出；可与上传同时运行。--repair 删除没有记录的文件，"
        "把缺文件的记录标为丢失，找回的恢复。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="当场改正")
        parser.add_argument("--quick", action="store_true", help="只看有无和大小，不读内容")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = Findings()
        self._look_at_rows(findings, read=not options["quick"])
        with step("Files without a row"):
            for names in batches(stored_names()):
                look_at_files(names, findings)
        self._say(findings)
        wrong = sum(len(getattr(findings, name)) for name in WORDS)
        if options["repair"]:
            self.stdout.write(f"已改正 {repair(findings)} 处。")
            wrong = len(findings.altered)
        if wrong:
            raise CommandError(f"共 {wrong} 处不符。")
        self.stdout.write("记录与文件一致。")

    def _look_at_rows(self, findings: Findings, *, read: bool) -> None:
        rows = Attachment.objects.stored()
        with counted("Rows", rows.count()) as advance:
            for row in rows.order_by("pk").iterator(chunk_size=500):
                look_at_row(row, findings, read=read)
                advance()

    def _say(self, findings: Findings) -> None:
        size = filesizeformat(findings.bytes)
        self.stdout.write(f"记录 {findings.rows} 条，文件 {findings.files} 个，{size}。")
        for name, words in WORDS.items():
            found = getattr(findings, name)
            if found:
                self.stdout.write(f"{words}：{len(found)} 个，如 {'、'.join(found[:SHOWN])}")
