"""A mentor's service and what is read and counted of it."""

from plugins.mentors.models.application import Application, ApplicationQuerySet
from plugins.mentors.models.changes import ProfileChange, Resignation
from plugins.mentors.models.mentor import (
    BEST_RATING,
    LONGEST_HOURS,
    WORST_RATING,
    CardScan,
    Mentor,
    MentorFigures,
    MentorListing,
    MentorQuerySet,
    RetiredCode,
)
from plugins.mentors.models.term import TermOfOffice, TermQuerySet

__all__ = ["Application", "ApplicationQuerySet"]
__all__ += ["BEST_RATING", "LONGEST_HOURS", "WORST_RATING", "CardScan", "Mentor", "MentorFigures"]
__all__ += ["MentorListing", "MentorQuerySet", "ProfileChange", "Resignation", "RetiredCode"]
__all__ += ["TermOfOffice", "TermQuerySet"]
