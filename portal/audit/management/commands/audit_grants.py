"""Print what keeps the portal's own database role from changing the trace."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from portal.audit.grants import for_application, for_auditor


class Command(BaseCommand):
    help = (
        "打印 PostgreSQL 语句：让网站和后台任务所用的数据库角色只能追加操作记录，不能修改和删除；由建表的角色执行，"
        "每次 migrate 之后再执行一遍也无妨。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="网站和后台任务所用的数据库角色")
        parser.add_argument("--auditor", default="", help="只读操作记录的数据库角色")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有数据库角色。")
        if options["role"] == connection.settings_dict["USER"]:
            raise CommandError("请用建表的角色运行本命令，并为网站另设一个角色：表的所有者总能修改自己的表。")
        for statement in for_application(options["role"]):
            self.stdout.write(f"{statement};")
        for statement in for_auditor(options["auditor"]) if options["auditor"] else ():
            self.stdout.write(f"{statement};")
