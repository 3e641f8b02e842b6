"""What experts and secretaries fill in; every form ends in an action or a move."""

from plugins.reviews.forms.experts import DeclarationForm, RecordForm, SheetForm
from plugins.reviews.forms.keeping import CriteriaForm, CriterionForms, ExpertForm
from plugins.reviews.forms.rounds import (
    CasesForm,
    DecisionForm,
    DrawForm,
    ExtendForm,
    MoveForm,
    RoundForm,
    TakeOutForm,
)

__all__ = ["CasesForm", "CriteriaForm", "CriterionForms", "DecisionForm", "DeclarationForm", "DrawForm"]
__all__ += ["ExpertForm", "ExtendForm", "MoveForm", "RecordForm", "RoundForm", "SheetForm", "TakeOutForm"]
