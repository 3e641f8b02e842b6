"""What a city may set about its mentors."""

from django.utils.translation import gettext_lazy as _

from portal.plugin.base import PluginSettings, setting


class MentorSettings(PluginSettings, plugin="mentors"):
    """Days and limits; the regulation's text names no figure for them."""

    newly_appointed_days: int = setting(
        180,
        label=_("新聘标记天数"),
        help_text=_("首次聘任后多少天内显示“新聘导师”。"),
        min_value=0,
        max_value=3650,
    )
    import_rows: int = setting(
        5000,
        label=_("导入行数上限"),
        help_text=_("一次导入的表格最多多少行。"),
        min_value=1,
        max_value=100_000,
    )
