"""An editor imports a regulation from a Word file, looks at what was read, and goes on with it in the editor."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

TEXT = Path(__file__).parents[1] / "cms_pages/policy_import/documents/station_measures.txt"
TITLE = "关于印发《海澜市创业驿站管理办法》的通知"
# The demo city has a document with the number of the text; and one item is misnumbered, as happens in offices.
NUMBER = "海人社规〔2026〕27号"
CHANGES = {"海人社规〔2026〕7号": NUMBER, "（七）交流活动": "（八）交流活动"}
CHAPTERS = [
    "第一章 总则",
    "第二章 服务事项",
    "第三章 入驻管理",
    "第四章 日常服务",
    "第五章 监督评价",
    "第六章 附则",
]
CHAPTER_TITLES = [chapter.split(" ")[1] for chapter in CHAPTERS]


@pytest.fixture
def desk(visit: Visit, signed_in: Callable[..., Page]) -> Page:
    return signed_in(visit(), "editor")


@pytest.fixture
def regulation(tmp_path: Path) -> Path:
    """The regulation as the office's Word file: six chapters, eighteen articles."""
    text = TEXT.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return word_file(tmp_path / "创业驿站.docx", text)


def test_regulation_is_read_looked_over_and_saved_as_a_draft(
    desk: Page, visit: Visit, regulation: Path
) -> None:
    upload(desk, regulation)
    expect(warnings(desk)).to_contain_text("有 2 处需要核对")
    expect(warnings(desk)).to_contain_text("没有找到发布日期")
    expect(warnings(desk)).to_contain_text("第五条的（八）编号不连续或重复，应为第 7 个")
    expect(desk.locator("#policy-import-head-section")).to_contain_text(NUMBER)
    tree = desk.locator("#policy-import-tree-section")
    expect(tree).to_contain_text("章 6，条 18")
    expect(tree.locator("h3")).to_have_text(CHAPTERS)
    expect(tree.locator("h4")).to_have_count(18)
    expect(tree).to_contain_text("（四）开业代办。代收登记、税务、社保材料，不收取任何费用。")
    assert listed(desk, TITLE) == 0  # looking changes nothing

    save(desk)
    desk.wait_for_url("**/admin/pages/*/edit/")
    expect(desk.locator(".messages")).to_contain_text("已保存为草稿")
    expect(desk.locator("[name=title]")).to_have_value(TITLE)
    expect(desk.locator("[name=document_number]")).to_have_value(NUMBER)
    assert [text for text in typed(desk, "body-") if text in CHAPTER_TITLES] == CHAPTER_TITLES
    assert listed(desk, TITLE) == 1
    assert desk.complaints == []

    public = visit()
    slug = desk.locator("[name=slug]").input_value()
    assert public.request.get(f"/policies/{slug}/").status == 404
    assert public.request.get(f"/api/v1/policies/{slug}/").status == 404
    public.goto("/policies/?q=创业驿站")
    expect(public.locator("main")).not_to_contain_text("海澜市创业驿站管理办法")


def test_regulation_that_the_site_has_is_not_saved_twice_by_mistake(desk: Page, tmp_path: Path) -> None:
    upload(desk, word_file(tmp_path / "again.docx", TEXT.read_text(encoding="utf-8")))
    there = desk.get_by_role("link", name="关于印发《海澜市创业赋能中心管理办法》的通知")
    expect(desk.locator("main")).to_contain_text("本站已有这份文件")
    expect(there).to_be_visible()
    before = listed(desk, TITLE)
    save(desk)
    desk.wait_for_url("**/admin/policy-import/save/")
    expect(desk.locator("main")).to_contain_text("本站已有这份文件")
    assert listed(desk, TITLE) == before


def word_file(path: Path, text: str) -> Path:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path


def upload(desk: Page, document: Path) -> None:
    """By the menu, as an editor finds it."""
    desk.goto("/admin/")
    desk.get_by_role("link", name="导入政策").click()
    desk.wait_for_url("**/admin/policy-import/")
    desk.get_by_label("文件").set_input_files(document)
    desk.get_by_role("button", name="读取并预览").click()
    expect(desk.locator("#policy-import-tree-section")).to_be_visible()


def save(desk: Page) -> None:
    desk.get_by_role("button", name="保存为草稿").last.click()


def warnings(desk: Page) -> Locator:
    return desk.locator(".help-block.help-warning")


def typed(desk: Page, prefix: str) -> list[str]:
    """What stands in the editor's fields whose names begin so, in their order."""
    fields = desk.locator(f"input[type=text][name^='{prefix}'], textarea[name^='{prefix}']")
    return fields.evaluate_all("fields => fields.map(field => field.value)")


def listed(desk: Page, title: str) -> int:
    """How many pages the admin finds under the title, drafts included; asked in a second tab."""
    tab = desk.context.new_page()
    tab.goto(f"/admin/pages/search/?q={title}")
    count = tab.locator("main .listing td.title a", has_text=title).count()
    tab.close()
    return count
