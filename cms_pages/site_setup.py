"""The skeleton of a site: its sections, its editors' groups, its approval workflow.

Everything here can be run again: what exists is left as the city has made it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms_pages.models import (
    BasePage,
    FaqPage,
    HomePage,
    MentorIndexPage,
    NewsIndexPage,
    OtherPersonApprovalTask,
    PolicyIndexPage,
    RecruitmentIndexPage,
    SectionPage,
    ServiceCaseIndexPage,
)

EDITORS, APPROVERS, MENTOR_CLERKS = "编辑", "审核", "导师专员"
WORKFLOW = "内容审核"
WRITING = ("add_page", "change_page")
RIGHTS = {EDITORS: WRITING, APPROVERS: (*WRITING, "publish_page"), MENTOR_CLERKS: WRITING}

SECTIONS: tuple[tuple[type[BasePage], str, dict[str, Any]], ...] = (
    (
        PolicyIndexPage,
        "policies",
        {"title": "找政策", "introduction": "按对象、主题和有效性查找政策文件，逐条可引用。"},
    ),
    (
        NewsIndexPage,
        "notices",
        {"title": "公告公示", "introduction": "公告、通知、公示、结果公告、活动和资讯。"},
    ),
    (
        RecruitmentIndexPage,
        "recruitment",
        {"title": "招募入驻", "introduction": "创业赋能中心面向机构和创业实体的招募公告。"},
    ),
    (
        MentorIndexPage,
        "mentors",
        {"title": "找导师", "introduction": "说出你的问题，找到能帮你的人。全程免费。"},
    ),
    (
        ServiceCaseIndexPage,
        "cases",
        {"title": "服务案例", "introduction": "导师怎样帮到别人，经审核后公开。"},
    ),
    (FaqPage, "faq", {"title": "常见问题", "introduction": "先在这里找一找，没有答案再问我们。"}),
    (SectionPage, "services", {"title": "公共服务", "introduction": "七项公共创业服务，都不收费。"}),
    (SectionPage, "about", {"title": "关于本站"}),
)
ABOUT = (("privacy", "隐私政策"), ("accessibility", "无障碍声明"))


@transaction.atomic
def create_site(*, hostname: str = "localhost", port: int = 80) -> Site:
    """Make what is missing of home page, sections, groups and workflow; returns the default site."""
    home = _home()
    site = _site(home, hostname, port)
    for model, slug, fields in SECTIONS:
        _child(home, model, slug, fields)
    about = Page.objects.child_of(home).get(slug="about")
    for slug, title in ABOUT:
        _child(about, SectionPage, slug, {"title": title})
    set_up_groups(home)
    set_up_workflow(home)
    remove_stock_moderation()
    return site


def _home() -> HomePage:
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    # Wagtail's own welcome page holds the slug; a site that was already pointed at it follows to ours.
    Page.objects.child_of(root).filter(slug="home", content_type__model="page").update(slug="wagtail-welcome")
    root = Page.objects.get(pk=root.pk)
    home = HomePage(
        title="首页",
        slug="home",
        hero_title="创业，|先来这里问一问",
        hero_text="查政策、找导师、看招募，全程免费。",
    )
    return root.add_child(instance=home)


def _site(home: HomePage, hostname: str, port: int) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(
            hostname=hostname, port=port, root_page=home, is_default_site=True, site_name="青创通"
        )
    if (
        (site.hostname, site.port) == ("localhost", 80) != (hostname, port)
    ):  # as Wagtail's migration leaves it
        site.hostname, site.port = hostname, port
        site.save()
    if site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page, site.site_name = home, site.site_name or "青创通"
        site.save()
        if welcome.slug == "wagtail-welcome":
            Page.objects.get(pk=welcome.pk).delete()
    return site


def _child(parent: Page, model: type[BasePage], slug: str, fields: dict[str, Any]) -> Page:
    existing = Page.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    return Page.objects.get(pk=parent.pk).add_child(instance=model(slug=slug, **fields))


def set_up_groups(home: Page) -> None:
    """Editors write, approvers approve what others wrote; neither publishes alone (moderation).

    Approvers hold the right to publish, which `cms_pages.moderation` narrows to what others wrote, so that they can
    take a page away at once. Mentor clerks write mentors' pages and cases only.
    """
    places = {
        EDITORS: [home],
        APPROVERS: [home],
        MENTOR_CLERKS: _sections(home, MentorIndexPage, ServiceCaseIndexPage),
    }
    for name, pages in places.items():
        group, _created = Group.objects.get_or_create(name=name)
        _grant(group, [("wagtailadmin", "access_admin")])
        for codename in RIGHTS[name]:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            for page in pages:
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
        _grant_library(group)
    editors, approvers = (Group.objects.get(name=name) for name in (EDITORS, APPROVERS))
    terms = ("district", "field", "industry", "servicetype", "language", "policytopic", "audience")
    _grant(editors, [("cms_pages", f"{verb}_{term}") for verb in ("view", "add", "change") for term in terms])
    _grant(approvers, [("cms_pages", f"view_{term}") for term in terms])
    words = ("synonym", "stopword", "blockedword", "pin")
    verbs = ("view", "add", "change", "delete")
    _grant(editors, [("search", f"{verb}_{word}") for verb in verbs for word in words])
    for readers in (editors, approvers):
        _grant(readers, [("search", "view_queryday")])


def _sections(home: Page, *models: type[BasePage]) -> list[Page]:
    return [page for model in models for page in model.objects.child_of(home)]


def _grant(group: Group, names: Iterable[tuple[str, str]]) -> None:
    for app_label, codename in names:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))


def _grant_library(group: Group) -> None:
    """Pictures and files may be added, chosen and changed; Wagtail asks for the permissions of its own models."""
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__regex=r"^(add|change|choose)_"
    ).exclude(codename__contains="rendition"):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def remove_stock_moderation() -> None:
    """Take away the groups and the workflow that Wagtail brings: their moderators may publish alone.

    Groups that somebody belongs to stay.
    """
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()
    stock = Workflow.objects.filter(name="Moderators approval", workflow_states=None)
    stock.delete()


def set_up_workflow(home: Page) -> Workflow:
    """One step: somebody of the approvers who is not the last editor (P: author, approver, published)."""
    task = OtherPersonApprovalTask.objects.filter(name=WORKFLOW).first()
    if task is None:
        task = OtherPersonApprovalTask.objects.create(name=WORKFLOW)
        task.groups.add(Group.objects.get(name=APPROVERS))
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    return workflow
