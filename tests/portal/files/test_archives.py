"""Zip archives are opened without believing what they say about themselves (U4)."""

import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from portal.files.archives import open_archive, read_xml
from portal.files.bad import BadFile
from tests.factories import files


def packed(**entries: bytes) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def bomb(megabytes: int) -> bytes:
    output = BytesIO()
    with (
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(b"\0" * 1024 * 1024)
    return output.getvalue()


def lying_about_size(content: bytes, declared: int) -> bytes:
    """The archive with another unpacked size in its headers, as a bomb would have it."""
    true_size = struct.pack("<I", 5 * 1024 * 1024)
    return content.replace(true_size, struct.pack("<I", declared))


def encrypted() -> bytes:
    content = bytearray(packed(a=b"secret"))
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "内容与扩展名不符"),
        (b"\xd0\xcf\x11\xe0rest", "密码"),
        (b"junk" + packed(a=b"1"), "内容与扩展名不符"),
        (packed(a=b"1") + b"<html>", "末尾附有其他数据"),
        (packed(a=b"1")[:20], "末尾附有其他数据"),
        (packed(**{f"f{number}": b"" for number in range(1001)}), "条目太多"),
        (packed(**{"..__evil": b"1"}), "名称不合规"),
        (packed(**{"__root": b"1"}), "名称不合规"),
        (encrypted(), "密码"),
        (packed(**{"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "不允许的声明"),
        (packed(**{"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}), "不允许的声明"),
        (lying_about_size(bomb(5), 100), "已损坏"),
    ],
    ids=[
        "not an archive",
        "password or old format",
        "something in front",
        "something behind",
        "cut off",
        "too many entries",
        "way out",
        "absolute",
        "encrypted entry",
        "entities",
        "entities in another encoding",
        "wrong size",
    ],
)
def test_archive_when_it_breaks_a_rule_then_the_reason_is_said(content, sentence):
    with pytest.raises(BadFile, match=sentence):
        open_archive(BytesIO(content))


@pytest.mark.parametrize(("megabytes", "sentence"), [(99, "压缩比异常"), (315, "解压后太大")])
def test_bomb_when_opened_then_it_is_refused_at_once_and_costs_no_memory(megabytes, sentence):
    content = bomb(megabytes)
    tracemalloc.start()
    began = time.thread_time()
    with pytest.raises(BadFile, match=sentence):
        open_archive(BytesIO(content))
    assert time.thread_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_office_files_when_opened_then_they_are_fine():
    for content in (files.word("正文"), files.excel([["a"]])):
        with open_archive(BytesIO(content)) as archive:
            assert "[Content_Types].xml" in archive.namelist()


def test_xml_part_when_damaged_then_the_reason_is_said():
    with (
        open_archive(BytesIO(packed(**{"a.xml": b"<a>"}))) as archive,
        pytest.raises(BadFile, match="已损坏"),
    ):
        read_xml(archive, "a.xml")
