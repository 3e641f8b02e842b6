"""Opens docx and xlsx files, which are zip archives, without trusting anything they say about themselves (U2 to U4)."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from portal.files.bad import BadFile
from portal.files.limits import FileLimits, file_limits

LOCAL_HEADER = b"PK\x03\x04"
END_RECORD = b"PK\x05\x06"
END_RECORD_SIZE = 22
OLE_HEADER = b"\xd0\xcf\x11\xe0"
CHUNK = 64 * 1024
ENCRYPTED_FLAG = 0x1
XML_SUFFIXES = (".xml", ".rels", ".vml")
LARGEST_TREE = 30 * 1024 * 1024


def open_archive(file: BinaryIO, limits: FileLimits | None = None) -> zipfile.ZipFile:
    """An archive whose every entry was read once and found within the limits.

    Raises `BadFile`. The file stays open; nothing was written anywhere.
    """
    _check_edges(file)
    try:
        archive = zipfile.ZipFile(file)
        _check_directory(archive.infolist(), limits or file_limits())
        _read_through(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        raise BadFile(_("文件已损坏，打不开。")) from error
    return archive


def read_xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """An XML part of an archive as a tree. Raises `BadFile` when it is damaged or too large to hold as a tree."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if archive.getinfo(name).file_size > LARGEST_TREE:
        raise BadFile(_("文件内容太多，无法检查。"))
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFile(_("文件已损坏，打不开。")) from error


def stream_xml(archive: zipfile.ZipFile, name: str, branch: str) -> Iterator[etree._Element]:
    """The elements of a large XML part as they end; what is inside each `branch` is forgotten when that ends."""
    with archive.open(name) as stream:
        try:
            events = etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False)
            for _event, node in events:
                yield node
                if etree.QName(node).localname == branch:
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise BadFile(_("文件已损坏，打不开。")) from error


def _check_edges(file: BinaryIO) -> None:
    """Nothing may stand before the first entry or after the end record: other programs would read that instead."""
    file.seek(0)
    head = file.read(len(OLE_HEADER))
    if head == OLE_HEADER:
        raise BadFile(_("文件设有密码，或是旧版格式。请另存为没有密码的 docx 或 xlsx 后再上传。"))
    if head != LOCAL_HEADER:
        raise BadFile(_("文件内容与扩展名不符。"))
    size = file.seek(0, 2)
    file.seek(max(size - END_RECORD_SIZE, 0))
    if not file.read().startswith(END_RECORD):
        raise BadFile(_("文件末尾附有其他数据。"))
    file.seek(0)


def _check_directory(entries: Iterable[zipfile.ZipInfo], limits: FileLimits) -> None:
    entries = list(entries)
    names = [entry.filename for entry in entries]
    if len(entries) > limits.entries:
        raise BadFile(_("文件里的条目太多。"))
    if len(set(names)) != len(names) or any(map(_is_unsafe_name, names)):
        raise BadFile(_("文件内部的名称不合规。"))
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise BadFile(_("文件设有密码，无法检查。"))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise BadFile(_("文件解压后太大。"))
    if unpacked > limits.ratio_counts_from and unpacked > limits.ratio * max(packed, 1):
        raise BadFile(_("文件压缩比异常。"))


def _is_unsafe_name(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name


def _read_through(archive: zipfile.ZipFile) -> None:
    """Read every entry: zipfile stops at the declared size and compares the checksum, so a lie shows here.

    Office programs declare no document types; entities that grow without end need one.
    """
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            head = stream.read(CHUNK)
            if entry.filename.endswith(XML_SUFFIXES) and b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
                raise BadFile(_("文件含有不允许的声明，打不开。"))
            while stream.read(CHUNK):
                pass
