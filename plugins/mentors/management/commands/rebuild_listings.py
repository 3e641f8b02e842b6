"""Write every mentor's row of the lists again, e.g. after a restore or a change of what rows hold."""

from typing import Any

from django.core.management.base import BaseCommand

from plugins.mentors.listing import rebuild_listings
from plugins.mentors.models import Mentor, MentorListing
from portal.progress import counted


class Command(BaseCommand):
    help = "重建全部导师的列表数据。可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        mentors = Mentor.objects.all()
        with counted("rebuild_listings", mentors.count()) as advance:
            for batch in rebuild_listings(mentors):
                for _mentor in range(batch):
                    advance()
        self.stdout.write(f"列表中有 {MentorListing.objects.count()} 位导师。")
