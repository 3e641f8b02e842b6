"""People, and what is kept about their ways in."""

from portal.accounts.models.attempt import Attempt
from portal.accounts.models.closure import Closure
from portal.accounts.models.password import ChosenPassword
from portal.accounts.models.phone import Phone
from portal.accounts.models.user import User

__all__ = ["Attempt", "ChosenPassword", "Closure", "Phone", "User"]
