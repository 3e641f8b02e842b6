"""Becoming a mentor in a real browser: an applicant and two experts on phones, the clerk at the desk, who is the review's
secretary too. The demo has them all."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import WIDTHS
from tests.browser.test_reviewing import press_to
from tests.browser.test_templates import SMALL, sideways
from tests.factories.files import picture

Visit = Callable[..., Page]
SignIn = Callable[[Page, str], Page]

FILES = ("identity", "qualification", "employer")
CHECKED = ("basics", "background", "expertise", "service", "portrait", *FILES)
AUTOSAVED = re.compile("草稿自动保存于")
AUTOSAVES_AFTER = 10_000  # milliseconds, which the page's clock jumps over
NAME, OTHERS_FIRM = "陶然", "海澜闻溪财务咨询"
ROUND = "秋季导师评审"
LOCAL = "%Y-%m-%dT%H:%M"
LOW = "一个月只能来一次，希望再多些时间。"


def in_order(page: Page) -> None:
    """Nobody is kept out, nothing hangs over the edge, every target can be met, wide and narrow."""
    given = page.viewport_size
    assert given is not None
    for width, height in (WIDTHS["desktop"], WIDTHS["phone"]):
        page.set_viewport_size({"width": width, "height": height})
        assert barriers(page) == ""
        assert sideways(page) == 0
    page.set_viewport_size(given)
    assert page.evaluate(SMALL) == []
    assert page.complaints == []


def follow(target: Locator) -> None:
    """Tap, and wait for the page that comes: by itself a tap waits for nothing."""
    with target.page.expect_navigation():
        target.tap()


def test_from_an_applicant_on_a_phone_to_a_published_mentor(visit: Visit, signed_in: SignIn) -> None:
    applicant = signed_in(visit("phone"), "applicant2")
    number = fills_in_and_hands_in(applicant)

    clerk = signed_in(visit("desktop"), "clerk")
    passes_the_check(clerk, number)
    applicant.goto("/member/cases/")
    expect(applicant.get_by_text("待专家评审").first).to_be_visible()

    opens_a_round(clerk, number)
    first, second = (signed_in(visit("phone"), name) for name in ("expert1", "expert2"))
    signs(first, number)
    signs(second, number, interests=OTHERS_FIRM)
    expect(second.get_by_text("系统按规则发现：同一单位或利害关系单位")).to_be_visible()
    in_order(second)
    scores(first, number, keys=(4, 4, 3, 5))
    sees_nothing_of_others(clerk)
    scores(second, number, keys=(5, 3, 2, 4), low=2)
    for link in first.get_by_role("link", name=re.compile("^DS-")).all()[:1]:
        expect(link).not_to_contain_text(number)
    scores(first, None, keys=(3, 3, 3, 3))

    decides(clerk, number)
    appoints(clerk, number)
    is_published(applicant)


def fills_in_and_hands_in(page: Page) -> str:
    """The demo's second applicant has a draft without papers; the receipt number."""
    page.clock.install()
    page.goto("/m/apply/")
    in_order(page)
    follow(page.get_by_role("link", name="继续填写"))
    expect(page.get_by_role("heading", level=1)).to_have_text("申请成为创业导师")
    in_order(page)

    follow(page.get_by_role("link", name="擅长领域").first)
    headline = page.get_by_label("一句话介绍")
    headline.fill("我帮小店把招牌改到路过的人会停一停。")
    page.clock.fast_forward(AUTOSAVES_AFTER)
    expect(page.get_by_text(AUTOSAVED)).to_be_visible()
    expect(page.locator("#preview")).to_contain_text("路过的人会停一停")
    in_order(page)
    page.reload()
    expect(headline).to_have_value("我帮小店把招牌改到路过的人会停一停。")
    headline.fill("打我手机 13912345678")
    follow(page.get_by_role("button", name="保存并继续"))
    expect(page.locator(".error-summary")).to_be_focused()
    assert [words for words in page.complaints if "422" not in words] == []
    page.complaints.clear()  # the browser notes the refusal that was asked for
    in_order(page)
    page.get_by_label("一句话介绍").fill("我帮小店把招牌、菜单和朋友圈说成一句人话。")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    follow(page.get_by_role("link", name="证明材料").first)
    for slot in FILES:
        box = page.locator(f"section.slot[id$='-{slot}']")
        box.locator("input[type=file]").set_input_files(
            {"name": f"{slot}.png", "mimeType": "image/png", "buffer": picture("PNG")}
        )
        box.get_by_role("button", name="上传").tap()
        expect(box.get_by_text(f"{slot}.png").first).to_be_visible()
    in_order(page)
    follow(page.get_by_role("link", name="继续", exact=True))
    follow(page.get_by_role("link", name="承诺书").first)
    page.get_by_label("我已阅读并作出以上承诺").check()
    in_order(page)
    follow(page.get_by_role("button", name="保存并核对"))
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
    in_order(page)
    follow(page.get_by_role("button", name="提交申请"))
    number = page.locator(".sent-number").inner_text()
    in_order(page)
    page.go_back()
    page.reload()
    expect(page.locator(".sent-number")).to_have_text(number)
    return number


def passes_the_check(desk: Page, number: str) -> None:
    """Each point by keyboard, then the letter."""
    desk.goto("/desk/")
    desk.get_by_role("row").filter(has_text=number).locator("a[data-row]").click()
    for name in CHECKED:
        desk.locator(f"#{name}-fits").focus()
        desk.keyboard.press("Enter")
        expect(desk.locator(f"#{name}-fits")).to_have_attribute("aria-pressed", "true")
    in_order(desk)
    desk.get_by_role("button", name="通过，送专家评审").click()
    expect(desk.get_by_text("即将进行专家评审").first).to_be_visible()
    in_order(desk)
    desk.get_by_role("button", name=re.compile("确认")).click()
    desk.wait_for_url("**/desk/")


def opens_a_round(page: Page, number: str) -> None:
    """As the review's secretary: criteria are there, the cases wait, two experts are drawn and invited."""
    page.goto("/reviews/")
    page.get_by_role("link", name="新建轮次").click()
    page.get_by_label("评审事项").select_option(label="导师申请评审")
    page.get_by_label("轮次名称").fill(ROUND)
    page.get_by_label("评分标准").select_option(index=1)
    now = timezone.localtime()
    page.get_by_label("评分开始").fill((now - timedelta(minutes=5)).strftime(LOCAL))
    page.get_by_label("评分截止").fill((now + timedelta(days=5)).strftime(LOCAL))
    in_order(page)
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_text("还不能开启：这一轮还没有评审事项。")).to_be_visible()
    for words in (number, "闻溪"):
        page.get_by_label(re.compile(words)).check()
    page.get_by_role("button", name="加入本轮").click()
    page.get_by_label("正选人数").fill("2")
    page.get_by_label("备选人数").fill("0")
    in_order(page)
    page.get_by_role("button", name="随机抽取").click()
    page.get_by_role("link", name="开启评审").click()
    in_order(page)
    page.get_by_role("button", name="开启评审").click()
    expect(page.get_by_text("已开启，专家已收到邀请").first).to_be_visible()
    in_order(page)


def signs(page: Page, number: str, *, interests: str = "") -> None:
    """From today's work to the declaration, by keyboard; no name shows before."""
    page.goto("/member/")
    in_order(page)
    follow(page.get_by_role("link", name=re.compile(rf"签署声明\s*{ROUND}")))
    expect(page.get_by_text(number)).to_be_visible()
    assert NAME not in page.locator("main").inner_text()
    in_order(page)
    page.get_by_label("与我有利害关系的单位").focus()
    page.keyboard.insert_text(interests)
    page.locator("input[name=agreed]").focus()
    page.keyboard.press("Space")
    press_to(page, "签署", "Enter")
    expect(page.get_by_text("利益冲突声明：已签署")).to_be_visible()
    expect(page.get_by_role("link", name=f"{number} {NAME}")).to_be_visible()


def scores(page: Page, number: str | None, *, keys: tuple[int, ...], low: int | None = None) -> None:
    """One sheet by keyboard: it keeps itself, asks for the reason of what is low, and is locked with the submission."""
    if number:
        follow(page.get_by_role("link", name=number))
        expect(page.get_by_text("海澜陶然设计事务所").first).to_be_visible()
        in_order(page)
    else:
        follow(page.get_by_role("link", name="上一件").or_(page.get_by_role("link", name="下一件")).first)
    criteria = page.locator("fieldset.criterion")
    for place, presses in enumerate(keys):
        criteria.nth(place).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for _press in range(presses):
            page.keyboard.press("ArrowDown")
    expect(page.locator("[data-saved]")).to_contain_text("自动保存")
    if low is not None:
        press_to(page, "提交并锁定", "Enter")
        expect(page.get_by_text("低于 3 分须写理由：能投入的时间。")).to_be_visible()
        expect(criteria.nth(low).get_by_role("radio", checked=True)).to_have_value(str(keys[low]))
        in_order(page)
        criteria.nth(low).get_by_role("textbox").focus()
        page.keyboard.insert_text(LOW)
    press_to(page, "提交并锁定", "Enter")
    expect(page.get_by_text("评分表已提交并锁定。")).to_be_visible()
    assert page.get_by_role("radio").count() == 0
    in_order(page)


def sees_nothing_of_others(page: Page) -> None:
    """The secretary knows who has handed in, and no score before all are in."""
    page.goto("/reviews/rounds/")
    page.get_by_role("link", name=ROUND).click()
    page.get_by_role("link", name="评分汇总").click()
    expect(page.get_by_text("全部提交或者评分截止后才显示分数。")).to_be_visible()
    expect(page.get_by_text("已提交 1 / 3")).to_be_visible()
    in_order(page)


def decides(page: Page, number: str) -> None:
    """The matrix shows totals and the recusal; one case passes by keyboard, the other does not."""
    page.reload()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("4.00")
    expect(page.get_by_role("row").filter(has_text="闻溪")).to_contain_text("回避")
    in_order(page)
    page.get_by_role("link", name=ROUND).last.click()
    page.get_by_role("link", name="结束评分").click()
    page.get_by_role("button", name="结束评分").click()
    page.goto("/member/")
    page.get_by_role("link", name=re.compile(rf"作出决定\s*{ROUND}")).click()
    for words, choice, reason in (
        ("闻溪", "不通过", "只有一位专家评分，得分偏低。"),
        (number, "通过", "两位专家一致同意。"),
    ):
        page.get_by_role("row").filter(has_text=words).get_by_role("link").click()
        expect(page.get_by_text(LOW) if words == number else page.get_by_text("回避").first).to_be_visible()
        in_order(page)
        press_to(page, choice, "Space")
        page.get_by_label("理由").focus()
        page.keyboard.insert_text(reason)
        press_to(page, "作出决定", "Enter")
        expect(page.get_by_role("row").filter(has_text=words)).to_contain_text(choice)
    in_order(page)
    minutes = page.request.get(page.get_by_role("link", name="评审纪要（PDF）").get_attribute("href") or "")
    assert minutes.body().startswith(b"%PDF")


def appoints(page: Page, number: str) -> None:
    """The term is entered at the desk, and the page is public."""
    page.goto("/desk/")
    page.get_by_role("row").filter(has_text=number).locator("a[data-row]").click()
    in_order(page)
    page.get_by_role("link", name="填写聘期并聘任").click()
    expect(page.get_by_label("聘期开始")).to_have_value(timezone.localdate().isoformat())
    in_order(page)
    press_to(page, "聘任", "Enter")
    expect(page.get_by_text("已聘任，导师页面已公开，本人已收到通知。")).to_be_visible()


def is_published(page: Page) -> None:
    """The applicant finds the page from the case; everybody can read it."""
    page.goto("/member/cases/")
    follow(page.get_by_role("link", name="导师申请").first)
    expect(page.get_by_text("已聘任").first).to_be_visible()
    in_order(page)
    follow(page.get_by_role("link", name="导师页面"))
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_text("我帮小店把招牌、菜单和朋友圈说成一句人话。").first).to_be_visible()
    in_order(page)


def test_two_tabs_without_a_script_lose_nothing(visit: Visit, signed_in: SignIn) -> None:
    first = signed_in(visit("desktop", javascript=False), "applicant")
    second = first.context.new_page()
    first.goto("/m/apply/")
    first.get_by_role("link", name="补正材料").click()
    first.get_by_role("link", name="服务方式与时间").click()
    second.goto(first.url)
    first.get_by_label("电话").check()
    first.get_by_role("button", name="存草稿").click()
    second.get_by_label("视频").check()
    second.get_by_role("button", name="存草稿").click()
    expect(second.get_by_role("heading", name="这一部分刚刚在别处保存过")).to_be_visible()
    expect(second.locator(".differences")).to_contain_text("电话")
    expect(second.locator(".differences")).to_contain_text("视频")
    expect(second.get_by_label("视频")).to_be_checked()
