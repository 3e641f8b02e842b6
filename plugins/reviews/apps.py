"""Expert review: rounds, criteria, panels, score sheets, decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "plugins.reviews"
    label = "reviews"
    verbose_name = _("专家评审")
