"""States of rounds and seats as words with their tint."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plugins.reviews.choices import RoundState
from plugins.reviews.models import Round, Seat
from plugins.reviews.workflows import RoundFlow, SeatFlow

register = template.Library()
TINTS = {RoundState.SCORING: "info", RoundState.CLOSED: "warn", RoundState.DECIDED: "ok"}


@register.simple_tag
def round_state(round: Round) -> SafeString:
    """The state of a round as a tag."""
    tint = TINTS.get(RoundState(round.state), "")
    return format_html('<span class="tag {}">{}</span>', tint, RoundFlow.public[round.state])


@register.simple_tag
def seat_state(seat: Seat) -> str:
    """The state of a seat in words."""
    return str(SeatFlow.public[seat.state])
