"""What a visitor's phone waits for: LCP, CLS, bytes and requests of public pages in real Chromium.

    python -m benchmarks.page_load [http://127.0.0.1:8000] [--rounds 3] [--network slow]

Needs a running portal (`make run`). A phone's screen, a processor slowed down four times as in Lighthouse's mobile run,
an empty cache; `--network slow` adds Lighthouse's slow fourth generation (150 ms a round trip, 1.6 Mbit/s). Times are
medians of the rounds; bytes are those that came over the wire, which `make run` does not compress. Bars (X4): LCP
2.5 s, CLS 0.1, the front page 150 KB without photos, 40 KB of script once compressed, no request to another host. Exit
code 1 when one is missed.
"""

import argparse
import gzip
import os
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Response, sync_playwright
from rich.console import Console
from rich.table import Table

from bin.services.programs import find_browser

LCP_BAR, CLS_BAR = 2500, 0.1
HOME_BAR, SCRIPT_BAR = 150_000, 40_000
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
SLOWER = 4
SLOW = {"latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
SETTLED_MS = 1000
PAGES = {
    "front page": "/",
    "mentors": "/mentors/",
    "a mentor": "/mentors/ main .mentor-row a",
    "policies": "/policies/",
    "a policy": "/policies/centre-measures/",
    "notices": "/notices/",
}
OBSERVE = """
window.seen = { lcp: 0, cls: 0 };
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.seen.lcp = entry.startTime; }))
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.seen.cls += entry.value;
})).observe({ type: 'layout-shift', buffered: true });
"""


@dataclass
class Load:
    """One load of a page: bytes by kind of file, requests, and who else was asked."""

    bytes: Counter[str] = field(default_factory=Counter)
    zipped_script: int = 0
    requests: int = 0
    others: set[str] = field(default_factory=set)
    lcp: float = 0.0
    cls: float = 0.0

    @property
    def without_photos(self) -> int:
        return self.bytes.total() - self.bytes["photo"]


def load(browser: Browser, portal: str, path: str, network: str) -> Load:
    """Open the page as somebody who was never here."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    seen = Load()
    session = context.new_cdp_session(page)
    _follow(session, seen, portal)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if network == "slow":
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
    scripts: list[Response] = []
    page.on("response", lambda answer: answer.request.resource_type == "script" and scripts.append(answer))
    page.goto(portal + path, wait_until="networkidle")
    page.wait_for_timeout(SETTLED_MS)
    seen.zipped_script = sum(len(gzip.compress(script.body())) for script in scripts)
    seen.lcp, seen.cls = page.evaluate("[window.seen.lcp, window.seen.cls]")
    context.close()
    return seen


def _follow(session: CDPSession, seen: Load, portal: str) -> None:
    kinds: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        url = event["response"]["url"]
        kinds[event["requestId"]] = "photo" if "/media/" in url else event["type"].lower()
        if not url.startswith((portal, "data:", "blob:")):
            seen.others.add(url)

    def finished(event: dict[str, Any]) -> None:
        seen.bytes[kinds.get(event["requestId"], "other")] += int(event["encodedDataLength"])
        seen.requests += 1

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")


def address_of(page: Page, portal: str, place: str) -> str:
    """The path of a page; a selector behind the path stands for the first link that it finds there."""
    path, _blank, selector = place.partition(" ")
    if not selector:
        return path
    page.goto(portal + path)
    return page.locator(selector).first.get_attribute("href") or path


def complaints(name: str, loads: list[Load]) -> list[str]:
    """The bars that this page misses."""
    one = loads[0]
    found = [f"{name}: asks {url}" for url in one.others]
    if (lcp := statistics.median(each.lcp for each in loads)) > LCP_BAR:
        found.append(f"{name}: LCP {lcp:.0f} ms (bar {LCP_BAR})")
    if (cls := statistics.median(each.cls for each in loads)) > CLS_BAR:
        found.append(f"{name}: CLS {cls:.3f} (bar {CLS_BAR})")
    if one.zipped_script > SCRIPT_BAR:
        found.append(f"{name}: {one.zipped_script} bytes of script compressed (bar {SCRIPT_BAR})")
    if name == "front page" and one.without_photos > HOME_BAR:
        found.append(f"{name}: {one.without_photos} bytes without photos (bar {HOME_BAR})")
    return found


def _row(name: str, loads: list[Load]) -> list[str]:
    one = loads[0]
    sizes = (
        *(one.bytes[kind] for kind in ("document", "stylesheet", "script")),
        one.zipped_script,
        *(one.bytes[kind] for kind in ("image", "photo")),
        one.without_photos,
    )
    return [
        name,
        f"{statistics.median(each.lcp for each in loads):.0f}",
        f"{statistics.median(each.cls for each in loads):.3f}",
        str(one.requests),
        *(f"{number / 1000:.1f}" for number in sizes),
    ]


def main() -> int:
    options = _options()
    path = os.environ.get("CHROMIUM") or find_browser()
    table = Table(
        "page", "LCP ms", "CLS", "requests", "HTML KB", "CSS", "JS", "JS gzip", "drawn", "photos", "no photos"
    )
    missed: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        finder = browser.new_page()
        for name, place in PAGES.items():
            where = address_of(finder, options.portal, place)
            loads = [
                load(browser, options.portal, where, options.network) for _round in range(options.rounds)
            ]
            table.add_row(*_row(name, loads))
            missed += complaints(name, loads)
        browser.close()
    console = Console(highlight=False, width=120)
    console.print(table, *(missed or ["Every bar is met."]), sep="\n")
    return int(bool(missed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portal", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--network", choices=["local", "slow"], default="local")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
