"""The plugin `demo`: an invented city with its policies, notices, mentors and cases."""

from django.utils.translation import gettext_lazy as _

from portal import __version__
from portal.plugin.base import PageSlot, Plugin


class Demo(Plugin):
    """`manage.py seed_demo` fills the site and switches this on; the footer then says that all is invented."""

    slug, label = "demo", _("演示内容")
    summary = _("虚构城市“海澜市”的政策、公告、导师和案例；启用后页脚注明内容为虚构。")
    version = __version__
    portal = ">=0.1,<1"
    requires = ("mentors",)
    page_slots = (PageSlot(None, "footer", "demo/footer.html"),)
