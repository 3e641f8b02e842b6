"""Services that only have to be installed: browser, malware scanner, a font with Chinese characters, what sets PDFs."""

import ctypes.util
import os
import shutil
import subprocess

from bin.services.base import CannotStart, Service

# Chromium without windows paints and scripts as with them, in two thirds of the time, but has no viewer of PDFs.
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSERS = ("chromium-headless-shell", *WITH_WINDOWS)
PDF_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def find_browser() -> str | None:
    """The path of the first browser that this machine has."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def find_viewer() -> str | None:
    """The path of the first browser of this machine that shows PDFs itself."""
    return next(filter(None, map(shutil.which, WITH_WINDOWS)), None)


def _start_browsers() -> dict[str, str]:
    """Ask for their versions: some distributions ship a stub that only says where to get the real one."""
    paths = {"CHROMIUM": find_browser() or "", "PDF_VIEWER": find_viewer() or ""}
    for path in paths.values():
        answer = subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL)
        if answer.returncode:
            raise CannotStart(f"{path} does not run on this machine")
    return paths


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
    "Chromium", ("chromium-headless-shell", "chromium"), lambda: find_viewer() is not None, _start_browsers
)
CLAMAV = Service("ClamAV", ("clamav-daemon",), _has_scanner)
CHINESE_FONT = Service("a Chinese font", ("fontconfig", "fonts-noto-cjk"), _has_chinese_font)
PANGO = Service("Pango", ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), _has_pdf_libraries)
