"""What switches keep of people (D1)."""

from django.utils.translation import gettext_lazy as _

NOT_PERSONAL = {"plugin.PluginSwitch.changed_by": _("履职行为，由操作记录说明")}
