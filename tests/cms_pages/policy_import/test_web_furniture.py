import pytest

from cms_pages.policy_import.web_furniture import is_page_number, is_web_furniture


@pytest.mark.parametrize(
    "text",
    [
        "无障碍",
        "首页 > 政务公开 > 通知公告",
        "当前位置：首页 > 政策",
        "字体：【大 中 小】 打印 关闭",
        "打印 | 关闭",
        "上一篇：关于举办训练营的通知",
        "相关解读：一图读懂管理办法",
        "海澜市人民政府 | 海澜人才网 | 网上办事大厅 |",
        "如果您对该文件有疑问，可以通过 网上咨询 方式咨询相关单位 。",
        "海ICP备00000000号",
        "主办单位：海澜市人力资源和社会保障局",
        "扫一扫在手机打开",
        "https://hailan.example/policies/1",
        "— 3 —",
    ],
)
def test_line_when_navigation_toolbar_or_footer_then_furniture(text: str) -> None:
    assert is_web_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "现将办法印发给你们，请照此办理。",
        "海澜市财政局",
        "2026年3月31日",
        "（此件主动公开）",
        "打印设备免费使用。",
        "|" * 401,
    ],
)
def test_line_when_text_of_a_document_then_not_furniture(text: str) -> None:
    assert not is_web_furniture(text)


@pytest.mark.parametrize("text", ["3", "- 3 -", "—3—", "第 3 页 共 9 页", "3/9", "————————", "* * *"])
def test_line_when_page_number_or_rule_then_page_number(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["3.材料", "2026", "第三页", "三"])
def test_line_when_more_than_a_page_number_then_not(text: str) -> None:
    assert not is_page_number(text)
