"""What an application or a plugin declares to keep private files. Declaring needs no model of the database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import IntegerField, Model

from portal.attachments.kinds import KINDS

SLOT_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True)
class AttachmentSlot:
    """A named place for files of an owner: which kinds, how many, how large, and whether it must be filled.

    `name` is permanent. `max_bytes` stays below settings.ATTACHMENT_MAX_BYTES, which holds without it. `example` is the
    path of a static file that shows what is wanted. `may_read` is for a slot that fewer may read than the owner's other
    files: it is asked besides the owner's.
    """

    name: str
    label: Any
    kinds: tuple[str, ...] = tuple(KINDS)
    max_files: int = 1
    max_bytes: int | None = None
    required: bool = True
    help_text: Any = ""
    example: str = ""
    may_read: Callable[[Any, Any], bool] | None = None

    @property
    def limit(self) -> int:
        """How many bytes one file may have."""
        return settings.ATTACHMENT_MAX_BYTES if self.max_bytes is None else self.max_bytes

    @property
    def accept(self) -> str:
        """For the attribute of that name of an input."""
        kinds = [KINDS[name] for name in self.kinds]
        return ",".join([*(f".{end}" for kind in kinds for end in kind.extensions)])


@dataclass(frozen=True)
class AttachmentOwner:
    """Objects of a model that have files, and who may read and change those.

    Each predicate (a `rules` predicate will do) is asked with the user, who may be anonymous, and the object. Page,
    API and commands ask these and nothing else. Whoever may change may read only where `may_read` says so too.
    """

    model: type[Model] | str
    slots: tuple[AttachmentSlot, ...]
    may_read: Callable[[Any, Any], bool]
    may_change: Callable[[Any, Any], bool]

    @property
    def model_label(self) -> str:
        """The model's name in lower case, "hello.greeting", whether it exists or not."""
        return (self.model if isinstance(self.model, str) else self.model._meta.label).lower()

    @property
    def model_class(self) -> Any:
        """The model. Raises LookupError for one that does not exist."""
        return apps.get_model(self.model) if isinstance(self.model, str) else self.model

    def slot(self, name: str) -> AttachmentSlot | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)


def mistakes_of(owner: AttachmentOwner) -> Iterator[str]:
    """What is wrong with a declaration, in sentences without a full stop; needs no database."""
    try:
        model = owner.model_class
    except (LookupError, ValueError) as error:
        yield f"its attachments belong to no model ({type(error).__name__}: {error})"
        return
    name = model._meta.label
    if not isinstance(_plain_key(model), IntegerField):
        yield f"attachments of {name}: its key is no integer"
    if not owner.slots:
        yield f"attachments of {name}: it has no slot"
    if len({slot.name for slot in owner.slots}) != len(owner.slots):
        yield f"attachments of {name}: two slots bear the same name"
    for slot in owner.slots:
        yield from (
            f"attachments of {name}, slot {slot.name!r}: {wrong}" for wrong in _mistakes_of_slot(slot)
        )


def _plain_key(model: Any) -> Any:
    """The field that holds the key: of a model that inherits from another, the other's."""
    key = model._meta.pk
    while key.is_relation:
        key = key.target_field
    return key


def _mistakes_of_slot(slot: AttachmentSlot) -> Iterator[str]:
    if not SLOT_NAME.fullmatch(slot.name):
        yield "its name is not lower-case letters, digits and underscores"
    if not str(slot.label):
        yield "it has no label"
    if not slot.kinds or (set(slot.kinds) - set(KINDS)):
        yield f"its kinds are not among {', '.join(KINDS)}"
    if slot.max_files < 1:
        yield "it takes no file"
    if not 0 < slot.limit <= settings.ATTACHMENT_MAX_BYTES:
        yield "its max_bytes is not between 1 and ATTACHMENT_MAX_BYTES"
