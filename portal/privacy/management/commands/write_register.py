"""Write the register of processing into docs/privacy.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy.register import document, with_table


class Command(BaseCommand):
    help = "把个人信息处理登记表写入 docs/privacy.md；--check 只核对是否为最新。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="不写入，不符时以错误结束")

    def handle(self, *args: Any, **options: Any) -> None:
        path = document()
        written = path.read_text(encoding="utf-8")
        current = with_table(written)
        if options["check"] and current != written:
            raise CommandError("登记表不是最新，请运行 manage.py write_register。")
        path.write_text(current, encoding="utf-8")
        self.stdout.write("登记表已是最新。")
