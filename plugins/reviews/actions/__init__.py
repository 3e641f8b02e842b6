"""Every change of expert review that is no plain move of a workflow."""

from plugins.reviews.actions.criteria import Line, keep_expert, write_criteria
from plugins.reviews.actions.leaving import take_out
from plugins.reviews.actions.rounds import add_cases, decide_case, draw_panel, plan_round
from plugins.reviews.actions.sheets import Mark, save_draft, save_record

__all__ = ["Line", "Mark", "add_cases", "decide_case", "draw_panel", "keep_expert", "plan_round"]
__all__ += ["save_draft", "save_record", "take_out", "write_criteria"]
