"""The tables of moves: rounds, seats, score sheets."""

from plugins.reviews.workflows.panel import SeatFlow, SheetFlow
from plugins.reviews.workflows.rounds import RoundFlow

__all__ = ["RoundFlow", "SeatFlow", "SheetFlow"]
