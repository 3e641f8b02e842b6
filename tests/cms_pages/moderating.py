"""What tests of moderation do with pages: edit, hand in, approve, look again."""

from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms_pages.models import NewsPage

MOBILE = "13800138000"


def fresh(page: Page) -> NewsPage:
    return NewsPage.objects.get(pk=page.pk)


def task_state(page: NewsPage) -> TaskState:
    return fresh(page).current_workflow_task_state


def approve(page: NewsPage, user) -> None:
    state = task_state(page)
    state.task.specific.on_action(state, user, "approve")


def edit_as(page: NewsPage, user) -> None:
    page = fresh(page)
    page.summary = "改过一处"
    page.save_revision(user=user)


def form_data(page: NewsPage | None = None, **changes: object) -> dict[str, object]:
    """What the browser sends from the editor."""
    return nested_form_data(
        {
            "title": page.title if page else "关于开放日的通知",
            "slug": page.slug if page else "open-day",
            "summary": "",
            "kind": "news",
            "published_on": str(page.published_on if page else localdate()),
            "body": streamfield([]),
            "attachments": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


def url(name: str, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)
