"""Compare the search index with what it is made of."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.progress import counted
from search import generations
from search.documents import Document
from search.engines.base import EngineUnavailable
from search.indexing import drift, index
from search.outbox import retry_parked
from search.registry import documents


class Command(BaseCommand):
    help = "逐条核对检索索引与公开内容：缺少、多余、内容不符的都会列出；--repair 当场改正。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="改正不符的条目")

    def handle(self, *args: Any, **options: Any) -> None:
        if generations.is_outdated():
            raise CommandError("索引还没有建立或分词版本已变，请先运行 manage.py rebuild_index。")
        try:
            wrong = {kind: self._wrong(document) for kind, document in documents.all.items()}
        except EngineUnavailable as error:
            raise CommandError(
                f"Elasticsearch 没有应答或缺少索引，可运行 manage.py rebuild_index：{error}"
            ) from None
        if options["repair"]:
            retry_parked()
        for kind, keys in wrong.items():
            if keys:
                self.stdout.write(f"{kind}：{len(keys)} 条不符，如 {'、'.join(map(str, keys[:10]))}")
                if options["repair"]:
                    index(documents[kind], keys)
        number = sum(map(len, wrong.values()))
        if number and not options["repair"]:
            raise CommandError(f"共 {number} 条不符。")
        self.stdout.write(f"已改正 {number} 条。" if number else "索引与内容一致。")

    def _wrong(self, document: Document) -> list[int]:
        found: list[int] = []
        with counted(f"check_index {document.kind}", document.public(None).count()) as advance:
            for looked_at, keys in drift(document):
                found += keys
                for _entry in range(looked_at):
                    advance()
        return found
