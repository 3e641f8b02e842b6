"""What templates of other packages, which know an application as a case, need of it."""

from collections.abc import Sequence

from django import template

from plugins.mentors.applying.answers import AnsweredSection, all_answers
from plugins.mentors.applying.sections import BASICS
from plugins.mentors.models import Application

register = template.Library()

HIDDEN_FROM_EXPERTS = frozenset({"phone", "email", "id_number"})


@register.simple_tag
def masked_answers(case: Application) -> Sequence[AnsweredSection]:
    """Everything that was filled in, with numbers masked (D6)."""
    return all_answers(case, masked=True)


@register.simple_tag
def answers_for_experts(case: Application) -> Sequence[AnsweredSection]:
    """Everything that says what the person can do."""
    return [
        AnsweredSection(
            part.section, [answer for answer in part.answers if answer.name not in HIDDEN_FROM_EXPERTS]
        )
        if part.section == BASICS
        else part
        for part in all_answers(case)
    ]
