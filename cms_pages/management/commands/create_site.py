"""Make the skeleton of a site: sections, groups, workflow. Can be run again."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from cms_pages.site_setup import create_site


class Command(BaseCommand):
    help = "建立站点骨架：栏目、编辑分组、审核流程。可重复运行，已有内容不动。"

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.SITE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        site = create_site(hostname=address.hostname or "localhost", port=port)
        self.stdout.write(f"站点 {site.root_url}：{site.root_page.get_descendants().count()} 个页面。")
