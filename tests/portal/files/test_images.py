"""Pictures are drawn anew: what comes out is the picture and nothing else (U2, U4, U9)."""

import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from portal.files.images import cleaned_image
from tests.factories import files


def clean(content: bytes, name: str) -> Image.Image:
    return Image.open(BytesIO(cleaned_image(files.upload(name, content), name).read()))


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is this large; a few bytes only."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def exif_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x013B] = "王摄影"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (36.0, 4.0, 0.0)
    return exif.tobytes()


@pytest.mark.parametrize(
    ("image_format", "name"), [("JPEG", "a.jpg"), ("JPEG", "a.JPEG"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_picture_when_cleaned_then_format_and_size_stay_and_metadata_is_gone(image_format, name):
    content = files.picture(image_format, exif=exif_with_place(), icc_profile=b"a profile that is none")
    picture = clean(content, name)
    assert picture.format == image_format
    assert picture.size == (30, 40), "turned upright before the note about it is dropped"
    assert not picture.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)


def test_png_when_it_carries_texts_then_they_are_gone():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "王摄影")
    notes.add_itxt("XML:com.adobe.xmp", "<x>36.06</x>")
    content = cleaned_image(files.upload("a.png", files.picture("PNG", pnginfo=notes)), "a.png").read()
    assert b"tEXt" not in content
    assert b"iTXt" not in content
    assert "王摄影".encode() not in content


@pytest.mark.parametrize(("image_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_picture_when_a_zip_and_a_page_hang_on_it_then_they_are_gone(image_format, name):
    tail = BytesIO()
    with zipfile.ZipFile(tail, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    polyglot = files.picture(image_format) + b"<?php system(); ?>" + tail.getvalue()
    assert zipfile.is_zipfile(BytesIO(polyglot))
    content = cleaned_image(files.upload(name, polyglot), name).read()
    assert not zipfile.is_zipfile(BytesIO(content))
    assert b"<script" not in content
    assert b"<?php" not in content


@pytest.mark.parametrize(
    ("width", "height"), [(5001, 5000), (12_000, 12_000), (20_000, 20_000), (60_000, 60_000)]
)
def test_pixel_bomb_when_sent_then_it_is_refused_within_a_second_without_being_unpacked(width, height):
    began = time.thread_time()
    with pytest.raises(ValidationError, match="25 百万像素"):
        cleaned_image(files.upload("a.png", bomb(width, height)), "a.png")
    assert time.thread_time() - began < 1


RED = Image.new("RGB", (40, 30), "red")
BAD = {
    "gif": ("a.gif", files.picture("GIF"), "invalid_image_extension"),
    "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "invalid_image_extension"),
    "bmp": ("a.bmp", files.picture("BMP"), "invalid_image_extension"),
    "tiff": ("a.tif", files.picture("TIFF"), "invalid_image_extension"),
    "no extension": ("a", files.picture("PNG"), "invalid_image_extension"),
    "jpeg named png": ("a.png", files.picture("JPEG"), "invalid_image_known_format"),
    "webp named jpg": ("a.jpg", files.picture("WEBP"), "invalid_image_known_format"),
    "gif named jpg": ("a.jpg", files.picture("GIF"), "invalid_image"),
    "page named png": ("a.png", b"<html><script>1</script></html>", "invalid_image"),
    "jpeg without a picture": ("a.jpg", b"\xff\xd8\xff\xe0 then nothing", "invalid_image"),
    "png cut off": ("a.png", files.picture("PNG")[:60], "invalid_image"),
    "jpeg cut off": ("a.jpg", files.picture("JPEG", (400, 300))[:-900], "invalid_image"),
    "nothing": ("a.png", b"", "invalid_image"),
    "moving webp": ("a.webp", files.picture("WEBP", save_all=True, append_images=[RED]), "animated_image"),
    "moving png": ("a.png", files.picture("PNG", save_all=True, append_images=[RED]), "animated_image"),
}


@pytest.mark.parametrize("case", list(BAD))
def test_file_when_it_is_no_still_picture_of_ours_then_it_is_refused(case):
    name, content, code = BAD[case]
    with pytest.raises(ValidationError) as refusal:
        cleaned_image(files.upload(name, content), name)
    assert refusal.value.code == code


def test_cut_off_picture_when_the_pdf_library_is_loaded_then_it_is_refused_all_the_same(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValidationError):
        cleaned_image(files.upload("a.png", BAD["png cut off"][1]), "a.png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_when_its_pixels_are_of_any_kind_then_it_is_drawn(mode):
    assert clean(files.picture("PNG", mode=mode), "a.png").size == (40, 30)


def test_png_when_parts_are_clear_then_they_stay_clear():
    content = files.picture("PNG", mode="RGBA", color=(255, 0, 0, 0))
    assert clean(content, "a.png").getpixel((0, 0)) == (255, 0, 0, 0)


def test_picture_when_it_was_made_for_print_then_it_is_shown_in_screen_colours():
    content = files.picture("JPEG", mode="CMYK", color=(0, 255, 255, 0))
    red, green, blue = clean(content, "a.jpg").getpixel((0, 0))
    assert red > 200
    assert max(green, blue) < 60


def test_picture_when_it_has_a_colour_profile_then_colours_are_converted_and_the_profile_is_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = clean(files.picture("JPEG", icc_profile=profile, color=(200, 30, 30)), "a.jpg")
    assert "icc_profile" not in picture.info
    assert abs(picture.getpixel((5, 5))[0] - 200) < 6


def test_picture_when_already_cleaned_then_it_is_not_drawn_twice():
    once = cleaned_image(files.upload("a.jpg", files.picture()), "a.jpg")
    assert cleaned_image(once, "a.jpg") is once
