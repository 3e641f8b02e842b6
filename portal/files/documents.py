"""Looks through uploaded documents: each must be what its name says, and do nothing but be read (U1 to U5, U9)."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.files.archives import open_archive, read_xml
from portal.files.bad import BadFile
from portal.files.images import CleanedFile
from portal.files.names import extension_of
from portal.files.pdf import check_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
MAIN_PARTS = {"docx": "/word/document.xml", "xlsx": "/xl/workbook.xml"}
# What an ordinary office file is made of. Macros, controls and embedded files have other extensions or folders.
PART_EXTENSIONS = frozenset(
    {
        "xml",
        "rels",
        "vml",
        "png",
        "jpg",
        "jpeg",
        "jpe",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "emf",
        "wmf",
        "wdp",
        "svg",
    }
    | {"odttf", "fntdata"}
)
PRINTER_SETTINGS = re.compile(r"(?:xl|word)/printerSettings/printerSettings\d*\.bin")
EMBEDDED = re.compile(
    r"(?:^|/)(?:embeddings|activeX|ctrlProps)/|vbaProject|\.(?:docm|xlsm|dotm|xltm)$", re.IGNORECASE
)
FETCHED = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument|image|externalLinkPath|package)$")
MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|script|svg|\?xml|\?php)", re.IGNORECASE)
WORD_AUTHOR = re.compile(rb'(\bw(?:15)?:(?:author|initials))=("[^"]*"|\'[^\']*\')')
EXCEL_AUTHOR = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")
PERSON_FIELDS = re.compile(rb"(<(?:\w+:)?(?:creator|lastModifiedBy|Manager|Company)(?:\s[^>]*)?>)[^<]*(</)")
NOBODY = "作者".encode()


def cleaned_document(file: Any, name: str) -> CleanedFile:
    """The document in `file`, of Word and Excel files a copy without the names of its authors.

    Raises `ValidationError`, in a sentence for the uploader, for anything that is not plainly a pdf, docx, xlsx,
    csv or txt file: other content than the name says, a password, macros, scripts, embedded files, a packed bomb.
    """
    if isinstance(file, CleanedFile):
        return file
    extension = extension_of(name)
    clean = _CLEANERS.get(extension)
    if clean is None:
        raise ValidationError(_("文件只收 PDF、DOCX、XLSX、CSV 和 TXT 格式。"), code="invalid_extension")
    file.seek(0)
    try:
        content = clean(file.read(), extension)
    except BadFile as error:
        raise ValidationError(str(error), code="bad_document") from error
    return CleanedFile(name, content, CONTENT_TYPES[extension])


def _clean_pdf(raw: bytes, extension: str) -> bytes:
    check_pdf(raw)
    return raw


def _clean_text(raw: bytes, extension: str) -> bytes:
    """Plain text: no zero bytes, an encoding that can be read, nothing that a browser might take for a page."""
    try:
        text = decoded(raw)
    except UnicodeDecodeError as error:
        raise BadFile(_("文字编码无法识别，请另存为 UTF-8 后再上传。")) from error
    if "\0" in text or MARKUP.match(text):
        raise BadFile(_("文件内容与扩展名不符。"))
    return raw


def decoded(raw: bytes) -> str:
    """Text as offices write it: UTF-8 with or without a mark, else GB 18030. Raises `UnicodeDecodeError`."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def check_office(raw: bytes, extension: str) -> None:
    """Raise `BadFile` for what is not a plain docx or xlsx: password, macros, embedded files, a packed bomb."""
    with open_archive(BytesIO(raw)) as archive:
        _check_kind(archive, extension)
        _check_parts(archive)


def _clean_office(raw: bytes, extension: str) -> bytes:
    check_office(raw, extension)
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return _rewritten(archive)


def _check_kind(archive: zipfile.ZipFile, extension: str) -> None:
    """The main part must be declared as that of a plain document; with macros it is declared otherwise."""
    if "[Content_Types].xml" not in archive.namelist():
        raise BadFile(_("文件内容与扩展名不符。"))
    types = read_xml(archive, "[Content_Types].xml")
    main = MAIN_PARTS[extension]
    declared = [
        node.get("ContentType", "") for node in types.iter("{*}Override") if node.get("PartName") == main
    ]
    if any("macroEnabled" in content_type for content_type in declared):
        raise BadFile(_("文件含有宏，请另存为不含宏的文件后再上传。"))
    if declared != [f"{CONTENT_TYPES[extension]}.main+xml"] or main[1:] not in archive.namelist():
        raise BadFile(_("文件内容与扩展名不符。"))


def _check_parts(archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        name = entry.filename
        if entry.is_dir() or PRINTER_SETTINGS.fullmatch(name):
            continue
        if "vbaProject" in name:
            raise BadFile(_("文件含有宏，请另存为不含宏的文件后再上传。"))
        if (
            EMBEDDED.search(name)
            or name.rpartition(".")[2].lower() not in PART_EXTENSIONS
            or _starts_like_archive(archive, name)
        ):
            raise BadFile(
                _("文件里嵌有其他文件（%(name)s），请删去后再上传。") % {"name": name.rsplit("/", 1)[-1]}
            )
        if name.endswith(".rels"):
            _check_links(archive, name)


def _starts_like_archive(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return part.read(4) in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"}


def _check_links(archive: zipfile.ZipFile, name: str) -> None:
    """Links that a reader clicks may lead outside; parts that the program would fetch by itself may not."""
    for link in read_xml(archive, name).iter("{*}Relationship"):
        if link.get("TargetMode") == "External" and FETCHED.search(link.get("Type", "")):
            raise BadFile(_("文件打开时会读取外部内容，请断开链接后再上传。"))


def _rewritten(archive: zipfile.ZipFile) -> bytes:
    """The same parts packed anew: whatever hid between them is gone, and so are the names of people (U9)."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            if not entry.is_dir():
                copy.writestr(_nameless_entry(entry), _nameless(entry.filename, archive.read(entry)))
    return output.getvalue()


def _nameless_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(entry.filename)
    fresh.compress_type = zipfile.ZIP_DEFLATED
    return fresh


def _nameless(name: str, content: bytes) -> bytes:
    """A part without the names of those who wrote, changed or commented."""
    if name in {"docProps/core.xml", "docProps/app.xml"}:
        return PERSON_FIELDS.sub(rb"\1\2", content)
    if name.startswith("word/") and name.endswith(".xml"):
        return WORD_AUTHOR.sub(rb'\1="' + NOBODY + rb'"', content)
    if name.startswith("xl/comments"):
        return EXCEL_AUTHOR.sub(rb"\1" + NOBODY + rb"\2", content)
    if name.startswith("xl/persons/"):
        return re.sub(rb'(displayName|userId)="[^"]*"', rb'\1="' + NOBODY + rb'"', content)
    return content


_CLEANERS: dict[str, Callable[[bytes, str], bytes]] = {
    "pdf": _clean_pdf,
    "docx": _clean_office,
    "xlsx": _clean_office,
    "txt": _clean_text,
    "csv": _clean_text,
}
