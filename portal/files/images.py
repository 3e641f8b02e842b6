"""Draws uploaded pictures anew, so that nothing but the picture remains of the file (U2, U4, U9)."""

import struct
import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from portal.files.names import extension_of

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Telephones write a second, larger or deeper picture behind the first; the first is the one people see.
SAME_FORMAT = {"MPO": "JPEG"}
SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
}
JPEG_MODES = {"L", "RGB"}
SCREEN_MODES = {"L", "LA", "P", "RGB", "RGBA"}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def refuse_pixel_bombs() -> None:
    """Make Pillow refuse what is larger than we allow wherever it opens a file; it would only warn (U4)."""
    Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class CleanedFile(SimpleUploadedFile):
    """A file that has been looked through and written anew; it needs no second cleaning."""


def cleaned_image(file: Any, name: str) -> CleanedFile:
    """The picture in `file`, upright, in sRGB, in its own format and size, without metadata or anything appended.

    Raises `ValidationError` for what is not a still JPEG, PNG or WebP picture of at most
    WAGTAILIMAGES_MAX_IMAGE_PIXELS, before any of its pixels are read.
    """
    if isinstance(file, CleanedFile):
        return file
    file.seek(0)
    image = _opened(file.read(), extension_of(name))
    image_format = FORMATS[extension_of(name)]
    output = BytesIO()
    try:
        drawn = _drawn(image, image_format)
        drawn.save(output, format=image_format, **SAVE_OPTIONS[image_format])
    except BROKEN as error:
        raise ValidationError(_("图片已损坏，打不开。"), code="invalid_image") from error
    return CleanedFile(name, output.getvalue(), Image.MIME[image_format])


def _opened(raw: bytes, extension: str) -> Image.Image:
    """The picture's header, checked; the pixels are still packed."""
    expected = FORMATS.get(extension)
    if expected is None:
        raise ValidationError(_("图片只收 JPG、PNG 和 WebP 格式。"), code="invalid_image_extension")
    try:
        image = Image.open(BytesIO(raw), formats=sorted(set(FORMATS.values())))
    except BOMB as error:
        raise too_many_pixels() from error
    except (UnidentifiedImageError, *BROKEN) as error:
        raise ValidationError(_("这不是图片，或图片已损坏。"), code="invalid_image") from error
    if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise too_many_pixels()
    if SAME_FORMAT.get(image.format or "", image.format) != expected:
        raise ValidationError(_("图片内容与扩展名不符。"), code="invalid_image_known_format")
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise ValidationError(_("不收动图，请上传静态图片。"), code="animated_image")
    return image


def too_many_pixels() -> ValidationError:
    """The refusal of a picture with too many pixels."""
    millions = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    message = _("图片太大，最多 %(millions)s 百万像素，请缩小后再上传。") % {"millions": millions}
    return ValidationError(message, code="file_too_many_pixels")


def _drawn(image: Image.Image, image_format: str) -> Image.Image:
    """The pixels alone: what a format would copy into the new file is taken away."""
    # Importing the PDF library makes Pillow fill missing pixels with grey, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image.load()
    drawn = _in_srgb(ImageOps.exif_transpose(image))
    transparency = drawn.info.get("transparency")
    allowed = JPEG_MODES if image_format == "JPEG" else SCREEN_MODES
    if drawn.mode not in allowed:
        drawn = drawn.convert("RGBA" if "A" in drawn.mode and image_format != "JPEG" else "RGB")
    drawn.info = {} if transparency is None else {"transparency": transparency}
    return drawn


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours that a screen assumes; a damaged profile is as good as none."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted if converted is not None else image
