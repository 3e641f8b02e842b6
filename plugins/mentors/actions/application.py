"""What an applicant and the staff do with an application. Its state moves by `AppointmentFlow` alone."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from plugins.mentors.applying.sections import FILLED_IN, Section
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.personal_fields import TRUTHFULNESS
from plugins.mentors.rules.application import fills_in_application
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.accounts.models import Phone
from portal.identity.queries import current_identity
from portal.privacy.consents import give
from portal.workflow.engine import STATE, Refused


class DraftChanged(Exception):
    """The section was saved elsewhere since it was read. `application` is as it is now; nothing was written."""

    def __init__(self, application: Application) -> None:
        super().__init__(_("这一部分刚刚在别处保存过。"))
        self.application = application


def begin(user: Any, site: Site) -> Application:
    """The person's open application, a new draft where there is none; safe to repeat.

    What is known of them is filled in: from an earlier application, or from the account. Raises Refused for somebody
    who is a mentor.
    """
    known = Application.objects.of(user).open().first()
    if known is not None:
        return known
    earlier = Application.objects.of(user).first()
    try:
        with transaction.atomic():
            draft: Application = AppointmentFlow.begin(_draft(user, site, earlier), actor=user)
            if earlier is not None:
                _copy_lists(earlier, draft)
            return draft
    except IntegrityError:  # the same click twice: the database lets one through
        return Application.objects.of(user).open().get()


@transaction.atomic
def save_section(
    application: Application,
    section: Section,
    values: Mapping[str, Any],
    *,
    rough: Mapping[str, Any],
    version: int,
    actor: Any,
) -> Application:
    """Keep what was filled in: valid `values`, and in `rough` what is not valid yet as it was typed.

    Raises DraftChanged where the section's version is not the one that was read, and Refused where the application may
    not be changed (any more).
    """
    current = _to_fill_in(application, actor)
    if current.version_of(section.name) != version:
        raise DraftChanged(current)
    lists = {name for name in values if current._meta.get_field(name).many_to_many}
    for name in values.keys() - lists:
        setattr(current, name, values[name])
    for name in lists:
        getattr(current, name).set(values[name])
    _keep(current, section, rough)
    plain = [name for name in values if name not in lists]
    index = ["id_number_index"] if "id_number" in values else []
    current.save(update_fields=[*plain, *index, "rough", "kept"])
    return current


@transaction.atomic
def pledge(application: Application, *, actor: Any) -> Application:
    """Note the applicant's yes to the statement of today, for this application."""
    current = _to_fill_in(application, actor)
    give(actor, TRUTHFULNESS.key)
    current.pledge, current.pledged_at = TRUTHFULNESS.version, current.locked_at
    current.save(update_fields=["pledge", "pledged_at"])
    return current


def hand_in(application: Application, *, actor: Any, version: int | None = None) -> Application:
    """Submit the application, or submit it again after a correction. Raises Refused."""
    again = application.state == ApplicationState.RETURNED
    move = AppointmentFlow.resubmit if again else AppointmentFlow.submit
    moved: Application = move(application, actor=actor, version=version)
    return moved


def appoint(
    application: Application,
    *,
    actor: Any,
    term_from: date,
    term_to: date,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Enter the term: the page is published, the person is a mentor (A4). Raises Refused."""
    moved: Application = AppointmentFlow.appoint(
        application, actor=actor, note=note, version=version, term_from=term_from, term_to=term_to
    )
    return moved


def _to_fill_in(application: Application, actor: Any) -> Any:
    """The application as it is now, locked, if the actor may still change it."""
    current = AppointmentFlow.locked(application.pk)
    if current is None or not fills_in_application(actor, current):
        raise Refused(STATE, _("申请已经提交或办结，不能再修改。"))
    return current


def _keep(application: Application, section: Section, rough: Mapping[str, Any]) -> None:
    """Count the save, and put aside what is not valid yet."""
    rest = json.loads(application.rough or "{}")
    rest.pop(section.name, None)
    if rough:
        rest[section.name] = dict(rough)
    application.rough = json.dumps(rest, ensure_ascii=False) if rest else ""
    saved = {"version": application.version_of(section.name) + 1, "at": application.locked_at.isoformat()}  # type: ignore[attr-defined]
    application.kept = application.kept | {section.name: saved}


def _draft(user: Any, site: Site, earlier: Application | None) -> Application:
    draft = Application(applicant=user, site=site)
    if earlier is not None:
        for name in _columns():
            setattr(draft, name, getattr(earlier, name))
        return draft
    identity = current_identity(user)
    known_as = user.get_full_name() if user.last_name else ""
    draft.name = (identity.real_name if identity else known_as)[:40]
    draft.email = user.email
    phone = Phone.confirmed_of(user)
    draft.phone = phone.number if phone else ""
    return draft


def _columns() -> list[str]:
    names = [name for section in FILLED_IN.values() for name in section.fields]
    return [name for name in names if not Application._meta.get_field(name).many_to_many]


def _copy_lists(earlier: Application, draft: Application) -> None:
    for section in FILLED_IN.values():
        for name in section.fields:
            if draft._meta.get_field(name).many_to_many:
                getattr(draft, name).set(getattr(earlier, name).all())
