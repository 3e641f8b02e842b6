"""Find citations that point at no published article."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms_pages.citations import dangling
from cms_pages.models import RecruitmentPage


class Command(BaseCommand):
    help = "检查引用的条款是否都存在；有悬空的引用时以错误结束。"

    def handle(self, *args: Any, **options: Any) -> None:
        checked, broken = 0, []
        for page in RecruitmentPage.objects.live():
            citations = page.citations()
            checked += len(citations)
            broken += [
                f"{page.title}：{citation.policy} {citation.place}" for citation in dangling(citations)
            ]
        if broken:
            raise CommandError("\n".join([f"{len(broken)} 处引用悬空：", *broken]))
        self.stdout.write(f"已检查 {checked} 处引用，全部有效。")
