"""Names, contacts and marks of the invented city; numbers are plainly no real ones."""

from wagtail.models import Site

from cms_pages.models import HomePage, PortalSettings

IDENTITY = {
    "site_name": "青创通",
    "site_tagline": "海澜市创业服务云平台",
    "host_name": "海澜市人力资源和社会保障局",
    "operator_name": "海澜市公共就业和人才服务中心",
    "hotline": "0000-1234567",
    "service_hours": "工作日 9:00—17:00",
    "contact_address": "海澜市海东区望海路 1 号创业赋能中心一层",
    "site_code": "0000000000",
    "icp_number": "示例 ICP 备 00000000 号",
    "police_number": "示例公网安备 00000000000000 号",
    "error_report_url": "https://report.hailan.example/",
}
SHORTCUTS = (
    ("创业担保贷款", "/policies/loan-rules/"),
    ("创业服务券", "/policies/voucher-measures/"),
    ("申请入驻", "/recruitment/"),
    ("写商业计划书", "/mentors/?field=business-plan"),
)


def seed_identity() -> None:
    """Name the site, unless the city has done so already."""
    site = Site.objects.get(is_default_site=True)
    found = PortalSettings.for_site(site)
    if not found.host_name:
        for name, value in IDENTITY.items():
            setattr(found, name, value)
        found.save()
    home = HomePage.objects.get()
    if not home.shortcuts:
        home.hero_title = "在海澜创业，|先来这里问一问"
        home.hero_text = "查政策、找导师、看招募，全程免费，不用登录。"
        home.shortcuts = [
            {"type": "link", "value": {"label": label, "path": path}} for label, path in SHORTCUTS
        ]
        home.save_revision().publish()
