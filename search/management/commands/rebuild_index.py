"""Build the search index anew beside the one in use, then switch to it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.progress import counted, step
from search import generations
from search.counting import count_words
from search.indexing import rebuild
from search.models import WordCount
from search.registry import documents


class Command(BaseCommand):
    help = "重建检索索引：在旁边建好新的一代，再切换过去；期间检索和编辑照常。可重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-outdated", action="store_true", help="只在分词版本变化或还没有索引时重建")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_outdated"] and WordCount.objects.exists() and not generations.is_outdated():
            self.stdout.write("索引已是当前版本，无需重建。")
            return
        total = sum(document.public(None).count() for document in documents.all.values())
        try:
            with counted("rebuild_index", total) as advance:
                for _kind, number in rebuild():
                    for _entry in range(number):
                        advance()
        except generations.IndexBusy:
            raise CommandError("有事务长时间占用索引，重建已放弃，原索引未变。请稍后再试。") from None
        with step("count_words"):
            count_words()
        self.stdout.write(f"索引已重建，共 {total} 条。")
