"""The kinds of files that a slot may take: their extensions, the types browsers declare, and what they are served as."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"
# What browsers say when the system knows no better.
UNDECLARED = frozenset({"", "application/octet-stream"})


@dataclass(frozen=True)
class Kind:
    """`content_type` is what the file is served as, `declared` what an uploader may call it."""

    name: str
    label: str
    extensions: tuple[str, ...]
    content_type: str
    also_declared: frozenset[str] = frozenset()
    is_archive: bool = False

    @property
    def declared(self) -> frozenset[str]:
        return UNDECLARED | self.also_declared | {self.content_type}

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "PDF", ("pdf",), "application/pdf", frozenset({"application/x-pdf"})),
        Kind("jpg", "JPG", ("jpg", "jpeg"), "image/jpeg", frozenset({"image/jpg", "image/pjpeg"})),
        Kind("png", "PNG", ("png",), "image/png", frozenset({"image/x-png"})),
        Kind(
            "docx",
            "DOCX",
            ("docx",),
            f"{OFFICE}.wordprocessingml.document",
            is_archive=True,
        ),
        Kind(
            "xlsx",
            "XLSX",
            ("xlsx",),
            f"{OFFICE}.spreadsheetml.sheet",
            is_archive=True,
        ),
    )
}


def kind_of(extension: str) -> Kind | None:
    """The kind that bears the extension, in lower case without its dot."""
    return next((kind for kind in KINDS.values() if extension in kind.extensions), None)
