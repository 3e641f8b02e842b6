"""What happens to accounts and has no signal of Django's or allauth's. Every one is sent after the deed.

Arguments: `request` (None when nobody asked over the web), `user` (whose account), `by` (who did it, None for the portal
itself), `reason` (words, may be empty).
"""

from django.dispatch import Signal

account_closed = Signal()
account_opened = Signal()
locked_out = Signal()  # too many wrong passwords; `user` is None when the account does not exist
session_ended = (
    Signal()
)  # not by signing out: by idleness, age, number, from another device, by a closed account
second_factor_reset = Signal()  # taken off by somebody else
unused_warned = Signal()
