"""The calendar keeps nothing of people (D1)."""

from django.utils.translation import gettext_lazy as _

NOT_PERSONAL = {"working_time.SpecialDay.name": _("节假日的名称")}
