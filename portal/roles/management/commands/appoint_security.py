"""Appoint the first two security administrators."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.roles.actions import appoint_first


class Command(BaseCommand):
    help = "任命最初的两位安全管理员；此后的授权由他们互相确认。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", help="用户名")
        parser.add_argument("second", help="另一位的用户名")
        parser.add_argument("--days", type=int, default=settings.LONGEST_GRANT_DAYS, help="任期天数")

    def handle(self, *args: Any, **options: Any) -> None:
        people = tuple(self._person(options[name]) for name in ("first", "second"))
        try:
            appoint_first(people, ends_at=timezone.now() + timedelta(days=options["days"]))
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        for person in people:
            self.stdout.write(f"{person.get_username()}：安全管理员，{options['days']} 天。")

    def _person(self, username: str) -> Any:
        person = get_user_model().objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"没有启用中的账号 {username}。")
        return person
