"""Services that only have to be installed: browser, malware scanner, a font with Chinese characters, what sets PDFs."""

import ctypes.util
import os
import shutil
import subprocess

from bin.services.base import CannotStart, Service

# Chromium without windows paints and scripts as with them, in two thirds of the time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
PDF_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def find_browser() -> str | None:
    """The path of the first browser that this machine has."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _start_browser() -> dict[str, str]:
    """Ask for its version: some distributions ship a stub that only says where to get the real one."""
    path = find_browser() or ""
    answer = subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL)
    if answer.returncode:
        raise CannotStart(f"{path} does not run on this machine")
    return {"CHROMIUM": path}


def _has_scanner() -> bool:
    """The tests start a daemon of their own, with a database of one harmless signature."""
    return shutil.which("clamd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])) is not None


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True).stdout.strip())


def _has_pdf_libraries() -> bool:
    return all(ctypes.util.find_library(name) for name in PDF_LIBRARIES)


CHROMIUM = Service(
    "Chromium", ("chromium-headless-shell",), lambda: find_browser() is not None, _start_browser
)
CLAMAV = Service("ClamAV", ("clamav-daemon",), _has_scanner)
CHINESE_FONT = Service("a Chinese font", ("fontconfig", "fonts-noto-cjk"), _has_chinese_font)
PANGO = Service("Pango", ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), _has_pdf_libraries)
