"""`{{ hit|listed }}`: a hit of the whole site's search as the list of mentors shows it."""

from django import template

from plugins.mentors.listed import ListedMentor
from search.query import Hit

register = template.Library()


@register.filter
def listed(hit: Hit) -> ListedMentor:
    """Without fields that somebody chose."""
    return ListedMentor(hit)
