"""A mentor's figures and times in words: `{% load mentor_figures %}`."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from cms_pages.choices import AvailableTime
from plugins.mentors import showing

register = template.Library()

register.filter("reply_time", showing.reply_time)
register.filter("percent", showing.percent)
register.filter("score", showing.score)


@register.filter
def time_labels(values: Iterable[str]) -> str:
    """The available times in one line; a value of another release is left out."""
    return _("、").join(str(AvailableTime(value).label) for value in values if value in AvailableTime.values)
