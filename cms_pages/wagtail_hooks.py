"""What content adds to the Wagtail admin."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UpgradeNotificationPanel,
    UserObjectsInWorkflowModerationPanel,
    WhatsNewInWagtailVersionPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from cms_pages import library_doors as library  # noqa: F401 - registers what the admin's API tells of the library
from cms_pages import panels
from cms_pages import previews as preview_hooks  # noqa: F401 - registers the button and its address
from cms_pages.leaving import OtherSiteHandler
from cms_pages.personal_data import hooks as gate_hooks  # noqa: F401 - registers the gate and the two-person rule
from cms_pages.policy_import.forms import policy_sections
from cms_pages.snippets import TermViewSetGroup
from portal.accounts.models import User

register_snippet(TermViewSetGroup)

# Our panels say the same for our workflow, or the city has no use for them.
REPLACED = (WorkflowObjectsToModeratePanel, UpgradeNotificationPanel, WhatsNewInWagtailVersionPanel)
KEPT_BELOW = (UserObjectsInWorkflowModerationPanel, LockedPagesPanel, RecentEditsPanel)


@hooks.register("construct_homepage_panels")
def editor_home(request: HttpRequest, found: list[Component]) -> None:
    """My work first, then the state of the columns (S10)."""
    found[:] = [panel for panel in found if not isinstance(panel, REPLACED)]
    found.extend(panels.editor_home(request))
    found.sort(key=lambda panel: panel.order if not isinstance(panel, KEPT_BELOW) else 200)


@hooks.register("construct_help_menu")
def own_help(request: HttpRequest, entries: list[MenuItem]) -> None:
    """Wagtail's guides are in English, elsewhere, and about another desk."""
    entries[:] = [entry for entry in entries if not entry.url.startswith("https://guide.wagtail.org/")]


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("construct_explorer_page_queryset")
def newest_first(parent: object, pages: object, request: HttpRequest) -> object:
    """Editors look for what they touched last."""
    return pages if "ordering" in request.GET else pages.order_by("-latest_revision_created_at")  # type: ignore[attr-defined]


@hooks.register("construct_page_chooser_queryset")
def published_or_ones_own(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Whoever looks for a page to link to finds what is public, and of the rest what their own work is.

    Wagtail names a page by the title that it is to have, so one that is being renamed counts as not public.
    """
    own = page_permission_policy.explorable_instances(request.user)
    public = Page.objects.filter(live=True, draft_title=F("title"))
    return pages.filter(Q(pk__in=public.values("pk")) | Q(pk__in=own.values("pk")))


@hooks.register("construct_explorer_page_queryset")
def below_what_is_public_or_ones_own(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """The list of what is below a page bears its title: nobody gets that of a draft that is others' work."""
    own = page_permission_policy.explorable_instances(request.user)
    is_public = parent.live and parent.draft_title == parent.title
    if not is_public and not own.filter(pk=parent.pk).exists():
        raise PermissionDenied
    return pages


@hooks.register("before_move_page")
def only_who_may_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks whether to go on, with the title of the draft, before it looks whether one may."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


@hooks.register("register_admin_urls")
def policy_import_urls() -> list[URLPattern | URLResolver]:
    return [path("policy-import/", include("cms_pages.policy_import.urls"))]


class PolicyImportMenuItem(MenuItem):
    """Shown to those who may add a policy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policy_sections(request.user).exists()


@hooks.register("register_admin_menu_item")
def policy_import_menu_item() -> MenuItem:
    return PolicyImportMenuItem(_("导入政策"), reverse("policy_import"), icon_name="upload", order=250)


@hooks.register("register_rich_text_features")
def other_sites(features: FeatureRegistry) -> None:
    """Links of rich text to other sites lead to the page in between (X6)."""
    features.register_link_type(OtherSiteHandler)
