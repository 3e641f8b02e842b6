"""Make cases of mentors' records that were written before the workflow, or restored past it."""

from typing import Any

from django.core.management.base import BaseCommand

from plugins.mentors.actions.service import take_over


class Command(BaseCommand):
    help = "给没有办理记录的导师补上聘期、聘书和到期期限。可重复运行；每天也会自动运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已补上 {take_over()} 位导师的办理记录。")
