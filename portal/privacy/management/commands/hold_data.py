"""Keep one person's data for a procedure, or release them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy.retention import hold, release


class Command(BaseCommand):
    help = "保全一个账号的数据，使其不被到期清理；--release 解除。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", required=True, help="理由，如函件文号")
        parser.add_argument("--release", action="store_true", help="解除保全")

    def handle(self, *args: Any, **options: Any) -> None:
        person = get_user_model().objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"没有账号“{options['username']}”。")
        act = release if options["release"] else hold
        try:
            act(person, reason=options["reason"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write("已解除保全。" if options["release"] else "已保全。")
