"""The sections of an application, and how far each has come: what the task list, the API and the guards ask."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.personal_fields import TRUTHFULNESS
from portal.attachments.access import declaration
from portal.attachments.base import AttachmentSlot
from portal.attachments.models import Attachment
from portal.attachments.showing import missing_slots
from portal.desk.checklists import defects
from portal.identity.queries import current_identity
from portal.privacy.consents import has_consented


class Status(models.TextChoices):
    """How far a section has come."""

    NOT_STARTED = "not_started", _("未开始")
    STARTED = "started", _("填写中")
    DONE = "done", _("已完成")
    PROBLEM = "problem", _("有问题")
    BLOCKED = "blocked", _("暂不能填")


@dataclass(frozen=True)
class Section:
    """A part of the application that is filled in on one page. `name` is permanent; `optional` fields may stay empty."""

    name: str
    label: Any
    fields: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()


BASICS = Section(
    "basics",
    _("基本信息"),
    ("name", "organisation", "position", "years", "district", "phone", "email", "id_number"),
    frozenset({"id_number"}),
)
BACKGROUND = Section("background", _("专业背景"), ("education", "experience", "introduction"))
EXPERTISE = Section(
    "expertise",
    _("擅长领域"),
    ("headline", "help_points", "fields", "industries", "stages"),
    frozenset({"industries", "stages"}),
)
SERVICE = Section("service", _("服务方式与时间"), ("ways", "times", "languages"), frozenset({"languages"}))
EVIDENCE = Section("evidence", _("证明材料"))
PLEDGE = Section("pledge", _("承诺书"))
SECTIONS = (BASICS, BACKGROUND, EXPERTISE, SERVICE, EVIDENCE, PLEDGE)
FILLED_IN = {section.name: section for section in SECTIONS if section.fields}
IDENTITY_SLOT = "identity"


@dataclass(frozen=True)
class Progress:
    """A section of one application; `problems` are what staff found in it, in words."""

    section: Section
    status: Status
    problems: tuple[str, ...] = ()


def values_of(application: Application, section: Section) -> dict[str, Any]:
    """What the section holds; lists for what may be several."""
    return {name: _value(application, name) for name in section.fields}


def rough_of(application: Application, section: Section) -> dict[str, list[str]]:
    """What was typed in the section and is not valid yet, as it came, by field."""
    kept: Mapping[str, Any] = json.loads(application.rough or "{}")
    return dict(kept.get(section.name, {}))


def saved_at(application: Application, section: Section) -> datetime | None:
    """When the section was last saved."""
    return parse_datetime(application.kept.get(section.name, {}).get("at", ""))


def progress_of(application: Application) -> list[Progress]:
    """Every section with its status, in order; the pledge comes when all others are done."""
    found = problems_of(application)
    filled = [_progress(application, section, found) for section in SECTIONS[:-1]]
    ready = all(progress.status == Status.DONE for progress in filled)
    return [*filled, Progress(PLEDGE, _pledge_status(application, ready=ready))]


def unfinished(application: Application) -> list[Section]:
    """The sections that keep the application from being handed in."""
    return [entry.section for entry in progress_of(application) if entry.status != Status.DONE]


def missing_evidence(application: Application) -> list[AttachmentSlot]:
    """The slots that must be filled and are not: a copy of a document from those only whom nobody has verified."""
    missing = missing_slots(application)
    there = Attachment.objects.of(application).current().filter(slot=IDENTITY_SLOT)
    if current_identity(application.applicant) is None and not there.exists():
        missing += [slot for slot in declaration(application).slots if slot.name == IDENTITY_SLOT]
    return missing


def _value(application: Application, name: str) -> Any:
    if application._meta.get_field(name).many_to_many:
        return list(getattr(application, name).all()) if application.pk else []
    return getattr(application, name)


def problems_of(application: Application) -> dict[str, list[str]]:
    """What the last check found wrong, by section, as long as the section was not changed since."""
    if application.state != ApplicationState.RETURNED:
        return {}
    returned: Any = application.steps.last()
    slots = {str(slot.label) for slot in declaration(application).slots}
    found: dict[str, list[str]] = defaultdict(list)
    for label, reason in defects(application):
        section = (
            EVIDENCE if label in slots else next((one for one in SECTIONS if str(one.label) == label), None)
        )
        if section is not None and not _changed_since(application, section, returned.at):
            found[section.name].append(reason if section != EVIDENCE else f"{label}：{reason}")
    return found


def _changed_since(application: Application, section: Section, moment: datetime) -> bool:
    if section == EVIDENCE:
        files = Attachment.objects.of(application)
        return files.filter(Q(uploaded_at__gt=moment) | Q(removed_at__gt=moment)).exists()
    saved = saved_at(application, section)
    return saved is not None and saved > moment


def _progress(application: Application, section: Section, found: Mapping[str, list[str]]) -> Progress:
    if problems := found.get(section.name):
        return Progress(section, Status.PROBLEM, tuple(problems))
    return Progress(
        section, _evidence_status(application) if section == EVIDENCE else _status(application, section)
    )


def _status(application: Application, section: Section) -> Status:
    if rough_of(application, section):
        return Status.PROBLEM
    values = values_of(application, section)
    needed = [name for name in section.fields if name not in section.optional]
    if all(values[name] not in (None, "", []) for name in needed):
        return Status.DONE
    return (
        Status.STARTED
        if any(value not in (None, "", []) for value in values.values())
        else Status.NOT_STARTED
    )


def _evidence_status(application: Application) -> Status:
    if not missing_evidence(application):
        return Status.DONE
    return Status.STARTED if Attachment.objects.of(application).current().exists() else Status.NOT_STARTED


def _pledge_status(application: Application, *, ready: bool) -> Status:
    if not ready:
        return Status.BLOCKED
    return Status.DONE if has_pledged(application) else Status.NOT_STARTED


def has_pledged(application: Application) -> bool:
    """Whether the applicant has agreed, for this application, to the statement of today and still does."""
    return application.pledge == TRUTHFULNESS.version and has_consented(
        application.applicant, TRUTHFULNESS.key
    )


def label_of(name: str) -> str:
    """What people call a field of the application."""
    column: Any = Application._meta.get_field(name)
    return str(column.verbose_name)


def labels(sections: Sequence[Section]) -> str:
    """Their names in one line."""
    return "、".join(str(section.label) for section in sections)
