"""Open a closed account when no security administrator is left who could do it on the page."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.closing import open_account


class Command(BaseCommand):
    help = "Open a closed account again; the reason is written down with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        person = get_user_model()._default_manager.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account {options['username']}.")
        try:
            open_account(person, by=None, reason=options["reason"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"The account of {person} is open again.")
