"""Fill the site with an invented city. Can be run again: what is there stays."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from rich.console import Console
from rich.progress import Progress
from wagtail.models import Site

from cms_pages.models import PolicyPage
from plugins.demo.generator import generate_mentors
from plugins.demo.seeding import (
    accounts,
    applications,
    cases,
    identity,
    mentors,
    news,
    past,
    policies,
    recruitment,
    reviews,
    rounds,
    service,
    standing,
    terms,
)
from plugins.demo.seeding.content import read
from portal import clock
from portal.jobs.tasks import once_each
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from search.indexing import together

BATCH = 50


class Command(BaseCommand):
    help = "演示内容：虚构城市海澜市的政策、公告、导师、案例、招募和账号。可重复运行，已有的不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="已有政策文件时不做任何事")
        parser.add_argument(
            "--scale", type=int, default=0, metavar="N", help="另外生成 N 位导师，用于性能测试"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and self._is_seeded():
            self.stdout.write("已有内容，跳过演示内容。")
            return
        with clock.replaying():
            counts = self._seed(options["scale"])
        self.stdout.write(
            "演示内容：" + "，".join(f"{label} {count}" for label, count in counts.items()) + "。"
        )

    @staticmethod
    def _is_seeded() -> bool:
        """Whether everything that the content files hold was there once; an interrupted run goes on."""
        return PolicyPage.objects.exists() and standing.is_complete()

    def _seed(self, scale: int) -> dict[str, int]:
        identity.seed_identity()
        counts = {"词条": terms.seed_terms(), "账号": accounts.seed_accounts()}
        counts["政策"] = len(policies.seed_policies())
        with Progress(console=Console(), disable=not self.stdout.isatty()) as progress:

            def run(label: str, objects: Iterable[Any], total: int) -> None:
                counts[label] = in_batches(objects, progress.add_task(label, total=total), progress.advance)

            run("导师", mentors.seed_mentors(), len(read("mentors")["mentors"]))
            mentors.seed_own_account()
            run("案例", cases.seed_cases(), len(read("cases")["cases"]))
            run("公告资讯", news.seed_news(), len(read("news")["news"]))
            run("招募", recruitment.seed_rounds(), len(read("recruitment")["rounds"]))
            run("生成的导师", mentors.add_mentors(generate_mentors(scale, seed=1)), scale)
            written = read("mentors")["mentors"]
            everybody = chain(written, generate_mentors(scale, seed=1))
            run("服务数据", mentors.add_figures(everybody), len(written) + scale)
            counts["评审"] = reviews.seed_reviews()
            run("导师申请", applications.seed_applications(), len(read("applications")["applications"]))
            run("评审轮次", rounds.seed_rounds(), len(read("reviews")["rounds"]))
            run("导师事项", service.seed_service(), sum(map(len, read("service").values())))
            past.catch_up()
        counts["栏目页"] = standing.seed_standing_pages()
        for site in Site.objects.filter(is_default_site=True):
            switch(registry["demo"], site, on=True)
        return counts


def in_batches(objects: Iterable[Any], task: Any, advance: Callable[..., None]) -> int:
    """Run through the objects, each batch in one transaction and indexed once: quick, and an interruption loses one batch at most."""
    done, source = 0, iter(objects)
    while True:
        with transaction.atomic(), together(), once_each():
            made = sum(1 for _made in islice(source, BATCH))
        if not made:
            return done
        done += made
        advance(task, made)
