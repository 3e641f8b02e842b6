"""The page of workflows is what the code says."""

from django.core.management import call_command

from portal.workflow.diagram import page, section
from portal.workflow.management.commands import draw_workflows
from portal.workflow.registry import workflows
from tests.questions import QuestionFlow


def test_page_when_read_then_it_is_current() -> None:
    """Run manage.py draw_workflows when this fails."""
    assert draw_workflows.PAGE.read_text() == page(workflows())


def test_command_when_run_then_it_writes_the_page(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(draw_workflows, "PAGE", tmp_path / "workflows.md")
    call_command("draw_workflows", verbosity=0)

    assert (tmp_path / "workflows.md").read_text() == page(workflows())


def test_section_when_drawn_then_states_moves_parties_limits_and_articles_are_there() -> None:
    drawn = section(QuestionFlow)

    for line in (
        "## 留言",
        "    open : 待答复",
        "    [*] --> open : 提问（提问人）",
        "    open --> open : 转派（导师、服务专员）",
        "    returned --> withdrawn : 撤回（提问人）",
        "    answered --> [*]",
        "| 提问 | – | 待答复 | 提问人 |  |  |",
        "| 提醒 | 待答复 | 待答复 | 系统 | 24 小时（含夜间和节假日）后自动，期限继续 |  |",
        "| 超期转派 | 待答复 | 待答复 | 系统 | 按事项计算 | 《导师管理办法》第十条 |",
        "| 请补充 | 待答复 | 待补充 | 导师 | 暂停计时 |  |",
    ):
        assert line in drawn.splitlines()
