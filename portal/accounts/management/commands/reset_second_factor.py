"""Take off a lost second factor when no other security administrator could do it on the page."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.closing import reset_second_factor


class Command(BaseCommand):
    help = "Take off somebody's second factor; they set up a new one at their next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        person = get_user_model()._default_manager.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account {options['username']}.")
        try:
            reset_second_factor(person, by=None, reason=options["reason"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"The second factor of {person} is off.")
