"""What the importer has to say about a document: refusals, warnings and notes, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXCERPT_LENGTH = 24


class Level(StrEnum):
    """How much a finding weighs: a refusal stops the import, a warning wants a look, a note informs."""

    REFUSAL = "refusal"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one line (1-based; None: about the document as a whole)."""

    level: Level
    line: int | None
    text: str

    def __str__(self) -> str:
        if self.line is None:
            return self.text
        return _("第 %(line)d 行：%(text)s") % {"line": self.line, "text": self.text}


class PolicyImportError(Exception):
    """The document is refused as a whole; ``findings`` holds every refusal, in the order of lines."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.line or 0))
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(slots=True)
class Findings:
    """Collects findings while a document is read, so that one run names every problem."""

    collected: list[Finding] = field(default_factory=list)

    def refuse(self, text: str | Promise, line: int | None = None) -> None:
        """Record a reason why the document cannot be imported."""
        self.collected.append(Finding(Level.REFUSAL, line, str(text)))

    def warn(self, text: str | Promise, line: int | None = None) -> None:
        """Record something an editor has to look at before publishing."""
        self.collected.append(Finding(Level.WARNING, line, str(text)))

    def note(self, text: str | Promise, line: int | None = None) -> None:
        """Record what was done to the text: nothing is dropped or changed in silence."""
        self.collected.append(Finding(Level.NOTE, line, str(text)))

    def raise_if_refused(self) -> None:
        """Raise PolicyImportError with every refusal so far, if there is one."""
        refusals = [finding for finding in self.collected if finding.level is Level.REFUSAL]
        if refusals:
            raise PolicyImportError(refusals)


def refusal(text: str | Promise, line: int | None = None) -> PolicyImportError:
    """The error for a document that cannot be read any further."""
    return PolicyImportError([Finding(Level.REFUSAL, line, str(text))])


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """The beginning of a line in quotation marks, to recognise it by."""
    return f"“{text[:length]}……”" if len(text) > length else f"“{text}”"
