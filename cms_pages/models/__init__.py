"""Every page model of the portal, and what editors keep beside pages."""

from cms_pages.models.base import BasePage
from cms_pages.models.library import DraftUse, PortalDocument, PortalImage, PortalRendition
from cms_pages.models.mentor import MentorIndexPage, MentorPage
from cms_pages.models.moderation import OtherPersonApprovalTask
from cms_pages.models.news import NewsIndexPage, NewsPage
from cms_pages.models.override import PublicationOverride
from cms_pages.models.policy import PolicyIndexPage, PolicyPage, PolicyRepeal
from cms_pages.models.recruitment import (
    RecruitmentArticle,
    RecruitmentIndexPage,
    RecruitmentMaterial,
    RecruitmentPage,
)
from cms_pages.models.section import FaqPage, HomePage, SectionPage
from cms_pages.models.service_case import ServiceCaseIndexPage, ServiceCasePage
from cms_pages.models.site_settings import PortalSettings
from cms_pages.models.terms import (
    Audience,
    District,
    Field,
    Industry,
    Language,
    PolicyTopic,
    ServiceType,
    Term,
)

__all__ = [
    "Audience",
    "BasePage",
    "District",
    "DraftUse",
    "FaqPage",
    "Field",
    "HomePage",
    "Industry",
    "Language",
    "MentorIndexPage",
    "MentorPage",
    "NewsIndexPage",
    "NewsPage",
    "OtherPersonApprovalTask",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyRepeal",
    "PolicyTopic",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "PublicationOverride",
    "RecruitmentArticle",
    "RecruitmentIndexPage",
    "RecruitmentMaterial",
    "RecruitmentPage",
    "SectionPage",
    "ServiceCaseIndexPage",
    "ServiceCasePage",
    "ServiceType",
    "Term",
]
