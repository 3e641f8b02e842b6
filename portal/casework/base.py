"""What a plugin declares about the cases of one workflow so that the person concerned and staff can work with them.

    APPLICATION_FILE = CaseFile(
        workflow=ApplicationFlow,
        title=lambda case: _("导师申请"),
        mine=lambda user: Application.objects.filter(applicant=user),
        todo={RETURNED: lambda case: Todo(_("补正材料"), reverse("mentors:apply"))},
        path=(SUBMITTED, CHECKING, IN_REVIEW, APPOINTED),
        work={CHECKING: "mentors.check_application"},
        may_read=handles_applications,
        applicant=lambda case: masked_name(case.name),
        checklist=check_items,
        letters={"send_back": APPLICATION_RETURNED},
    )

The member centre (`/member/`) and the desk (`/desk/`) are drawn from these alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from portal.notices.base import Notice
from portal.workflow.engine import Workflow


@dataclass(frozen=True)
class Todo:
    """What the person concerned has to do now, and the address where it is done; `detail` says more in one line."""

    label: Any
    url: str
    detail: Any = ""


@dataclass(frozen=True)
class Document:
    """Something to take away from a case: a receipt, a certificate."""

    label: Any
    url: str


@dataclass(frozen=True)
class CheckItem:
    """One point that staff decide about a case. `name` is permanent; `reasons` are sentences to choose from."""

    name: str
    label: Any
    hint: Any = ""
    reasons: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Task:
    """Something that waits for a person who serves others: a question to answer, a score sheet to fill.

    `title` says what it is about, `detail` what one wants to know before opening it; `label` stands on the button that
    leads to `url`. `since` is when it came to them, `due` until when it has to be done; `waits` says that others have
    to do something first.
    """

    title: Any
    label: Any
    url: str
    since: datetime
    due: datetime | None = None
    detail: Any = ""
    waits: bool = False


def nothing(case: Any) -> Sequence[Any]:
    """No documents, no checklist."""
    return ()


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """The cases of one workflow as people meet them. Every function takes a case unless it says otherwise.

    `title` says what a case is about without naming anybody; `number` is its receipt number, "" before there is one.

    For the person concerned: `mine` gives the cases of a user; `todo` says for a state what they have to do now;
    `path` names the states that a case usually passes, in their order; `documents` what they may take away;
    `resting` names the states in which nobody has anything to do, such as being in office: then the case is no work of today;
    `elsewhere` the moves that they make on the plugin's own pages, so that the case's page needs no button for them.
    `receipt` says whether there is a receipt to print, `handed_in` when the case was handed in: with its first step,
    unless it begins as a draft.

    For staff: `work` names for each state in which staff have to act the permission of those whose work it is;
    `may_read`, a predicate over user and case, who may open it; `applicant` the person or firm, masked; `materials`
    the objects whose attachments belong to it; `checklist` what has to be decided before it is sent back; `letters`
    the notice that a move sends, shown before it is sent; `pages` the route of a move that needs more than a note,
    reversed with the case's key; `citable` for a move that has to rest on a rule the rules from which staff choose
    (`portal.casework.citing`), `cited` those that are published of some keys; `template` shows the case's own data and gets `case`; `site` the site of a case.
    """

    workflow: type[Workflow[Any]]
    title: Callable[[Any], Any]
    number: Callable[[Any], str] = attrgetter("number")
    mine: Callable[[Any], Any]
    todo: Mapping[str, Callable[[Any], Todo | None]] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    documents: Callable[[Any], Sequence[Document]] = nothing
    resting: Collection[str] = ()
    elsewhere: Collection[str] = ()
    receipt: bool = True
    handed_in: Callable[[Any], Any] = lambda case: case.steps.first().at
    work: Mapping[str, str] = field(default_factory=dict)
    may_read: Callable[[Any, Any], bool]
    applicant: Callable[[Any], str]
    materials: Callable[[Any], Sequence[Any]] = lambda case: (case,)
    checklist: Callable[[Any], Sequence[CheckItem]] = nothing
    letters: Mapping[str, Notice] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    citable: Mapping[str, Callable[[Any], Sequence[Any]]] = field(default_factory=dict)
    cited: Callable[[Sequence[str]], Sequence[Any]] = nothing
    template: str = ""
    site: Callable[[Any], Any] = attrgetter("site")

    @property
    def kind(self) -> str:
        """What addresses call it: "mentors.application"."""
        return self.workflow.model._meta.label_lower
