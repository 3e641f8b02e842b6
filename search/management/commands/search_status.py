"""Say what the search stands on."""

from typing import Any

from django.core.management.base import BaseCommand

from search.status import Mirrored, status


class Command(BaseCommand):
    help = "显示检索的引擎、索引的代次与分词版本、各类条目数。"

    def handle(self, *args: Any, **options: Any) -> None:
        now = status()
        self.stdout.write(f"引擎：{now.engine}")
        self.stdout.write(
            f"索引：第 {now.generation} 代，分词版本 {now.analysis_version or '无'}，启用于 {now.live_since or '—'}"
        )
        if now.outdated:
            self.stdout.write("分词版本已变，请运行 manage.py rebuild_index。")
        if now.building:
            self.stdout.write(f"正在重建：第 {now.building} 代")
        for kind, number in now.entries.items():
            self.stdout.write(f"{kind}：{number} 条")
        if now.mirror:
            self._write_mirror(now.mirror)

    def _write_mirror(self, mirror: Mirrored) -> None:
        self.stdout.write(f"Elasticsearch：{mirror.problem or '正常'}")
        backlog = mirror.backlog
        self.stdout.write(f"待同步：{backlog.waiting} 项，最早一项已等 {int(backlog.lag.total_seconds())} 秒")
        if backlog.parked:
            self.stdout.write(
                f"被拒绝：{backlog.parked} 项，最近一次：{backlog.reason}。"
                "排除原因后运行 manage.py check_index --repair 重试。"
            )
