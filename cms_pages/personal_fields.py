"""What pages keep of people (D1). Numbers in texts are the business of the publication gate, `cms_pages.personal_data`."""

from django.utils.translation import gettext_lazy as _

TERMS = ("District", "Field", "Industry", "ServiceType", "Language", "PolicyTopic", "Audience")
IN_OFFICE = _("履职行为，由操作记录说明")

NOT_PERSONAL = {
    **{f"cms_pages.{term}.{field}": _("词条的名称") for term in TERMS for field in ("name", "name_en")},
    "cms_pages.PortalSettings.site_name": _("网站名称"),
    "cms_pages.PortalSettings.host_name": _("主办单位名称"),
    "cms_pages.PortalSettings.operator_name": _("承办单位名称"),
    "cms_pages.PortalSettings.contact_address": _("单位地址"),
    "cms_pages.NewsPage.objection_contact": _("受理部门的电话和地址"),
    "cms_pages.PolicyPage.contact_unit": _("单位名称"),
    "cms_pages.RecruitmentMaterial.name": _("材料的名称"),
    "cms_pages.ServiceCasePage.photo": _("配图，不得出现未同意公开的人"),
    "cms_pages.PublicationOverride.fingerprint": _("发布检查结果的校验值"),
    "cms_pages.PublicationOverride.requested_by": IN_OFFICE,
    "cms_pages.PublicationOverride.confirmed_by": IN_OFFICE,
    "cms_pages.PortalImage.uploaded_by_user": IN_OFFICE,
    "cms_pages.PortalDocument.uploaded_by_user": IN_OFFICE,
}
