"""What templates of other packages, which know an application as a case, need of it."""

from collections.abc import Sequence

from django import template

from plugins.mentors.applying.answers import AnsweredSection, all_answers, answers_for_experts
from plugins.mentors.models import Application

register = template.Library()


@register.simple_tag
def masked_answers(case: Application) -> Sequence[AnsweredSection]:
    """Everything that was filled in, with numbers masked (D6)."""
    return all_answers(case, masked=True)


register.simple_tag(answers_for_experts)
