"""Bring every encrypted value under the current key."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy.encryption import ring
from portal.privacy.rotation import everywhere
from portal.progress import counted


class Command(BaseCommand):
    help = "把加密字段逐条换到当前密钥（FIELD_KEYS 的第一个）；可与网站同时运行，可中断后再运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for values in everywhere():
            with counted(values.place, values.waiting()) as advance:
                total += values.rotate(advance)
        self.stdout.write(f"已把 {total} 个值换到密钥 {ring()[0].id}。")
