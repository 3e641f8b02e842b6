"""A mentor's figures and times in words: `{% load mentor_figures %}`."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms_pages.choices import AvailableTime
from plugins.mentors import showing

register = template.Library()

register.filter("reply_time", showing.reply_time)
register.filter("percent", showing.percent)
register.filter("score", showing.score)


@register.filter
def time_labels(values: Iterable[str]) -> SafeString:
    """The available times in one line, broken between two of them at most; unknown ones are left out."""
    labels = [(AvailableTime(value).label,) for value in values if value in AvailableTime.values]
    return format_html_join(_("、"), '<span class="nowrap">{}</span>', labels)
