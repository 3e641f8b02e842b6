"""An expert on a phone, by keyboard and without a network; the secretary's matrix (S7, S8, A7)."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import (
    PATIENCE,
    ROOT,
    WIDTHS,
    free_port,
    migrated,
    shared_folder,
    surroundings,
    wait_for,
)
from tests.browser.test_templates import sideways

PREPARE = """
import json
import sys
from contextlib import redirect_stdout
from datetime import timedelta
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Site
from plugins.mentors.models import Application
from plugins.reviews.actions import Line, add_cases, draw_panel, plan_round, write_criteria
from plugins.reviews.models import ExpertProfile, Round
from plugins.reviews.workflows import RoundFlow
from portal.accounts.models import User
from portal.accounts.testing import sign_in
from portal.roles.table import EXPERT, MANAGER

def person(username, name, *roles):
    made = User.objects.create_user(username, f"{username}@hailan.example", "correct horse", last_name=name)
    made.groups.set(Group.objects.filter(name__in=[role.group for role in roles]))
    return made

with redirect_stdout(sys.stderr):
    call_command("create_site")
site = Site.objects.get(is_default_site=True)
secretary = person("secretary", "秦秘书", MANAGER)
experts = [person(f"expert{number}", f"专家{number}", EXPERT) for number in "甲乙丙丁"]
for expert in experts:
    ExpertProfile.objects.create(user=expert, employer=f"{expert.last_name}研究所")
for number in range(1, 4):
    Application.objects.create(
        site=site, applicant=person(f"applicant{number}", f"申请人{number}"), state="awaiting_review", version=1,
        number=f"DS-2026-00000{number}", name=f"申请人{number}", organisation=f"海岚{number}号公司",
        headline="二十年跨境电商经验", introduction="做过三家公司。", submitted_at=timezone.now(),
    )
anchors = ["没有", "很少", "一般", "较好", "很好", "有专利或样机，差异清楚"]
lines = [Line("专业能力", 50, anchors), Line("从业经历", 30, anchors), Line("服务意愿", 20, anchors)]
criteria = write_criteria(None, kind="mentors", name="导师评分标准", lines=lines, actor=secretary)
now = timezone.now()
times = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=5)}
round = plan_round(
    Round(site=site, kind="mentors", title="2026 年第 3 批导师评审", criteria_set=criteria, **times), actor=secretary
)
add_cases(round, list(Application.objects.values_list("pk", flat=True)), actor=secretary)
draw_panel(round, seats=3, reserves=1, quotas={}, actor=secretary)
round = RoundFlow.open(Round.objects.get(pk=round.pk), actor=secretary)
seat, visiting = round.panel.filter(state="serving").order_by("pk")[:2]
people = {"secretary": secretary, "expert": seat.expert, "visitor": visiting.expert}
sessions = {name: sign_in(Client(), one).session.session_key for name, one in people.items()}
print(json.dumps({"sessions": sessions, "seat": visiting.pk, "round": round.pk}))
"""


class Portal(NamedTuple):
    """A running portal with a round, and the sessions of those who work on it; `seat` is the visitor's.

    The expert scores, the visitor keeps records: neither finds what the other's test has left.
    """

    address: str
    sessions: dict[str, str]
    seat: int
    round: int


@pytest.fixture(scope="module")
def reviewing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    port, data = free_port(), tmp_path_factory.mktemp("reviewing")
    shutil.copytree(migrated(shared_folder(tmp_path_factory)), data, dirs_exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    options: dict[str, Any] = {"cwd": ROOT, "env": surroundings(data, address)}
    prepare = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    said = subprocess.run(prepare, check=True, stdout=subprocess.PIPE, text=True, **options).stdout
    serve = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}"]
    with Path(data, "server.log").open("wb") as log:
        server = subprocess.Popen([*serve, "portal.wsgi:application"], stdout=log, stderr=log, **options)
        try:
            wait_for(f"{address}/healthz", server)
            yield Portal(address, **json.loads(said.splitlines()[-1]))
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def enter(browser: Browser, reviewing: Portal) -> Iterator[Callable[[str, str], Page]]:
    """`enter("expert", "phone")`: a page of somebody who has signed in."""
    contexts = []

    def start(who: str, device: str) -> Page:
        width, height = WIDTHS[device]
        context = browser.new_context(
            base_url=reviewing.address, viewport={"width": width, "height": height}, locale="zh-CN"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        cookie = {"name": "sessionid", "value": reviewing.sessions[who], "url": reviewing.address}
        context.add_cookies([cookie])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield start
    for context in contexts:
        context.close()


def is_sound(page: Page) -> None:
    """No barrier that axe knows, nothing to scroll sideways, no error of a script."""
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.complaints == []


def press_to(page: Page, name: str, *keys: str) -> None:
    """Reach a field or button by its words and press keys there: nothing is clicked."""
    page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first.focus()
    for key in keys:
        page.keyboard.press(key)


def test_expert_signs_scores_by_keyboard_and_hands_in_on_a_phone(
    enter: Callable[[str, str], Page], reviewing: Portal
) -> None:
    page = enter("expert", "phone")
    page.goto("/reviews/")
    is_sound(page)
    page.get_by_role("link", name="2026 年第 3 批导师评审").click()
    expect(page.get_by_text("DS-2026-000001")).to_be_visible()
    is_sound(page)
    assert "申请人1" not in page.content()
    page.locator("input[name=agreed]").focus()
    page.keyboard.press("Space")
    press_to(page, "签署", "Enter")

    page.get_by_role("link", name="DS-2026-000001 申请人1").click()
    is_sound(page)
    criteria = page.locator("fieldset.criterion")
    for place, presses in ((0, 4), (1, 3), (2, 2)):
        criteria.nth(place).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for _press in range(presses):
            page.keyboard.press("ArrowDown")
    expect(page.locator("[data-saved]")).to_contain_text("自动保存")
    expect(page.locator("[data-total]")).to_have_text("3.30")

    press_to(page, "提交并锁定", "Enter")
    expect(page.get_by_text("低于 3 分须写理由：服务意愿。")).to_be_visible()
    criteria.nth(2).get_by_role("textbox").focus()
    page.keyboard.insert_text("时间不够，每月只能来一次。")
    press_to(page, "提交并锁定", "Enter")
    expect(page.get_by_text("评分表已提交并锁定。")).to_be_visible()
    is_sound(page)


def record_of(page: Page, reviewing: Portal, case: str, kind: str) -> Page:
    """The visitor's record of that kind on a case; the declaration is signed where it is not yet."""
    page.goto(f"/reviews/seats/{reviewing.seat}/")
    if page.locator("input[name=agreed]").count():
        page.locator("input[name=agreed]").check()
        page.get_by_role("button", name="签署").click()
    page.get_by_role("link", name=case).click()
    page.get_by_role("link", name=kind).click()
    page.wait_for_load_state()  # before its script has come the form is sent as any
    return page


def test_record_of_a_visit_survives_a_lost_connection_and_tells_of_a_conflict(
    enter: Callable[[str, str], Page], reviewing: Portal
) -> None:
    page = record_of(enter("visitor", "phone"), reviewing, "DS-2026-000002 申请人2", "走访记录")
    is_sound(page)
    address = page.url

    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("地点：请填写这一项。")).to_be_visible()
    is_sound(page)
    # From now on the address ends with the field.
    page.get_by_role("link", name="地点：请填写这一项。").click()
    expect(page.get_by_label("地点")).to_be_focused()

    page.context.set_offline(True)
    page.get_by_label("地点").fill("市南区宁夏路")
    page.get_by_label("时间").fill("2026-11-20T14:30")
    page.get_by_label("在场人员").fill("负责人")
    page.get_by_label("所见所闻").fill("车间已经投产。")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("没有网络。内容已存在这台设备上")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("form.upload")).to_be_visible()  # photos can be added: it is on the server
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kept-form')).length") == 0
    is_sound(page)

    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("所见所闻").fill("另一台设备写的。")
    other.get_by_role("button", name="保存").click()
    expect(other.get_by_text("已保存到服务器。")).to_be_visible()
    page.get_by_label("所见所闻").fill("这台手机写的。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("另一台设备写的。")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="用这里的内容覆盖").click()
    expect(page.get_by_text("已保存到服务器。")).to_be_visible()
    page.reload()
    expect(page.get_by_label("所见所闻")).to_have_value("这台手机写的。")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_secretarys_pages(enter: Callable[[str, str], Page], reviewing: Portal, device: str) -> None:
    page = enter("secretary", device)
    start = f"/reviews/rounds/{reviewing.round}/"
    for address in ("/reviews/", start, f"{start}matrix/", f"{start}cases/1/", f"{start}moves/cancel/"):
        page.goto(address)
        is_sound(page)
    for address in (
        "/reviews/experts/",
        "/reviews/criteria/",
        "/reviews/criteria/1/",
        "/reviews/rounds/new/",
    ):
        page.goto(address)
        is_sound(page)
    page.goto(f"{start}matrix/")
    expect(page.get_by_role("columnheader", name="结果")).to_be_visible()
    expect(page.get_by_text("全部提交或者评分截止后才显示分数。")).to_be_visible()


def test_what_is_typed_while_a_record_is_on_its_way_is_not_lost(
    enter: Callable[[str, str], Page], reviewing: Portal
) -> None:
    page = record_of(enter("visitor", "phone"), reviewing, "DS-2026-000003 申请人3", "面谈记录")
    page.get_by_label("地点").fill("市南区宁夏路")
    page.get_by_label("时间").fill("2026-11-20T14:30")
    page.get_by_label("在场人员").fill("负责人")
    page.get_by_label("所见所闻").fill("先记一句。")

    def type_meanwhile(route: Route) -> None:
        answer = route.fetch()
        page.get_by_label("所见所闻").fill("先记一句。又想起一句。")
        route.fulfill(response=answer)

    page.route(page.url, type_meanwhile, times=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("有内容存在这台设备上，还没有发送。")).to_be_visible()
    page.reload()
    expect(page.get_by_label("所见所闻")).to_have_value("先记一句。又想起一句。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存到服务器。")).to_be_visible()
