"""A mentor changes their page in Chromium, by keyboard and on a phone; a clerk compares (A14, P24)."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PASSWORD, ROOT, surroundings
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]

PREPARE = f"""
from allauth.account.models import EmailAddress
from plugins.mentors.models import Mentor
from portal.accounts.models import User
for username in ("desktop", "phone"):
    mentor = Mentor.objects.reachable().filter(user=None).order_by("pk").first()
    name = "keeper-of-a-page-" + username
    user = User.objects.create_user(name, name + "@hailan.example", "{PASSWORD}", last_name=mentor.page.title)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Mentor.objects.filter(pk=mentor.pk).update(user=user)
"""


@pytest.fixture(scope="module")
def writers(portal: str, portal_data: Path) -> None:
    """Two mentors of the demo city have accounts: keeper-of-a-page-desktop and -phone."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    subprocess.run(command, cwd=ROOT, env=surroundings(portal_data, portal), check=True)


def looked_at(page: Page) -> None:
    """Accessible, whole at this width, and silent; that an answer was 422 the browser itself says."""
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert [text for text in page.complaints if "422" not in text] == []


def press(page: Page, role: str, name: str) -> None:
    """By keyboard alone."""
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_mentor_changes_the_page_and_hands_it_in(visit: Visit, signed_in, writers: None, device: str) -> None:
    page = signed_in(visit(device), f"keeper-of-a-page-{device}")
    page.goto("/m/mine/profile/")
    looked_at(page)

    press(page, "link", "修改展示页")
    page.get_by_label("职务").fill("")
    press(page, "button", "保存并核对")
    expect(page.get_by_role("alert")).to_be_focused()
    looked_at(page)

    page.get_by_label("职务").fill("首席顾问")
    press(page, "button", "保存并核对")
    expect(page.locator("ins")).to_contain_text("首席顾问")
    looked_at(page)

    press(page, "button", "提交审核")
    expect(page.get_by_text("待审核，公开的仍是原来的展示页")).to_be_visible()
    looked_at(page)


def test_mentor_asks_to_leave_and_stays(visit: Visit, signed_in, writers: None) -> None:
    page = signed_in(visit("phone"), "keeper-of-a-page-phone")
    page.goto("/m/mine/resignation/")
    looked_at(page)

    page.get_by_label("解聘原因").fill("调往外地工作")
    press(page, "button", "提交解聘申请")
    expect(page.get_by_text("待审核，办结和移交前仍在聘")).to_be_visible()
    looked_at(page)

    press(page, "button", "撤回申请")
    expect(page.get_by_text("已撤回，继续在聘")).to_be_visible()
