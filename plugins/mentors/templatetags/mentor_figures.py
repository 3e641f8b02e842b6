"""A mentor's figures, times and stages in words: `{% load mentor_figures %}`."""

from collections.abc import Iterable

from django import template
from django.db.models import TextChoices
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms_pages.choices import AvailableTime, Stage
from plugins.mentors import showing

register = template.Library()

register.filter("reply_time", showing.reply_time)
register.filter("percent", showing.percent)
register.filter("score", showing.score)


@register.filter
def time_labels(values: Iterable[str]) -> SafeString:
    """The available times in one line, broken between two of them at most; unknown ones are left out."""
    return _in_one_line(AvailableTime, values)


@register.filter
def stage_labels(values: Iterable[str]) -> SafeString:
    """The same of the stages."""
    return _in_one_line(Stage, values)


def _in_one_line(choices: type[TextChoices], values: Iterable[str]) -> SafeString:
    labels = [(choices(value).label,) for value in values if value in choices.values]
    return format_html_join(_("、"), '<span class="nowrap">{}</span>', labels)
