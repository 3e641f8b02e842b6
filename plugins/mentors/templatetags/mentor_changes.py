"""{% changes_of case as shown %}, {% open_work_of mentor as works %}: what the desk shows of mentors' cases."""

from typing import Any

from django import template

from plugins.mentors.changing.content import public_page
from plugins.mentors.changing.differing import differences, news
from plugins.mentors.leaving.handing_over import OpenWork, open_work
from plugins.mentors.models import Mentor, ProfileChange

register = template.Library()


@register.simple_tag
def changes_of(change: ProfileChange) -> dict[str, Any]:
    """The public page, what the change would alter on it, and what others have altered meanwhile."""
    return {"page": public_page(change), "differences": differences(change), "news": news(change)}


@register.simple_tag
def open_work_of(mentor: Mentor) -> list[OpenWork]:
    """Everything that waits for the mentor."""
    return open_work(mentor)
