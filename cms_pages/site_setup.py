"""The skeleton of a site: its sections, its editors' groups, its approval workflow.

Everything here can be run again: what exists is left as the city has made it.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from cms_pages.library_access import NOT_SHARED, SHARED
from cms_pages.models import (
    BasePage,
    FaqPage,
    HomePage,
    MentorIndexPage,
    NewsIndexPage,
    OtherPersonApprovalTask,
    PolicyIndexPage,
    PortalSettings,
    RecruitmentIndexPage,
    SectionPage,
    ServiceCaseIndexPage,
)
from portal.roles.groups import apply_table
from portal.roles.table import APPROVER

WORKFLOW = "内容审核"

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
    """Make what is missing of home page, settings, sections, groups, collections and workflow; returns the default site."""
    home = _home()
    site = _site(home, hostname, port)
    PortalSettings.for_site(site)
    for model, slug, fields in SECTIONS:
        _child(home, model, slug, fields)
    about = Page.objects.child_of(home).get(slug="about")
    for slug, title in ABOUT:
        _child(about, SectionPage, slug, {"title": title})
    apply_table()
    set_up_library()
    set_up_workflow(home)
    remove_stock_moderation()
    name_the_root()
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


def remove_stock_moderation() -> None:
    """Take away the groups and the workflow that Wagtail brings: their moderators may publish alone.

    Groups that somebody belongs to stay.
    """
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    Task.objects.filter(name="Moderators approval", task_states=None, workflow_tasks=None).delete()


def name_the_root() -> None:
    """The pages' root stands in lists and choosers."""
    Page.objects.filter(depth=1, title="Root").update(title="全部页面", draft_title="全部页面")


def set_up_library() -> None:
    """A collection for what all who write may use; what lies outside of collections is shared by its pages alone."""
    root = Collection.get_first_root_node()
    if root.name == "Root":  # as Wagtail's migration leaves it
        root.name = NOT_SHARED
        root.save()
    if not root.get_children().exists():
        root.add_child(name=SHARED)


def set_up_workflow(home: Page) -> Workflow:
    """One step: somebody of the approvers who is not the last editor (P: author, approver, published)."""
    task = OtherPersonApprovalTask.objects.filter(name=WORKFLOW).first()
    if task is None:
        task = OtherPersonApprovalTask.objects.create(name=WORKFLOW)
        task.groups.add(Group.objects.get(name=APPROVER.group))
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    return workflow
