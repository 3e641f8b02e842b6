"""Criteria, rounds, panels, score sheets, records."""

from plugins.reviews.models.criteria import CriteriaSet, Criterion
from plugins.reviews.models.panel import ExpertProfile, Seat, SeatQuerySet
from plugins.reviews.models.round import Draw, Round, RoundCase, RoundCaseQuerySet
from plugins.reviews.models.sheet import Record, Score, ScoreSheet

__all__ = ["CriteriaSet", "Criterion", "Draw", "ExpertProfile", "Record", "Round", "RoundCase"]
__all__ += ["RoundCaseQuerySet", "Score", "ScoreSheet", "Seat", "SeatQuerySet"]
