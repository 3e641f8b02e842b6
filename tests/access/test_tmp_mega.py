import time
import pytest
from tests.access.test_stuffed_forms import *
from tests.access.test_stuffed_forms import sheets, busy, sheets_of
from tests.access.knocking import *

MEGA = "长" * 350_000

def walk(visitors, all_sheets):
    out = []
    for route, sheet in all_sheets:
        for name, values in sheet.fields.items():
            if name in ("csrfmiddlewaretoken",): continue
            t = time.monotonic()
            answer = visitors.ask("post", sheet.actor, sheet.address, data=sheet.fields | {name: [MEGA]})
            d = time.monotonic() - t
            out.append((d, answer.status_code, route, sheet.address, name))
    return out

def test_mega(sheets, visitors):
    todo = [(route, s) for route, found in sheets.items() for s in found[:2]]
    out = walk(visitors, todo)
    out.sort(reverse=True)
    with open("/tmp/mega.txt", "w") as f:
        for row in out: f.write(f"{row[0]:.2f} {row[1:]}\n")

def test_mega_busy(busy, visitors):
    todo = [(p, s) for a, p in busy for s in sheets_of(visitors, a, p)]
    out = walk(visitors, todo)
    out.sort(reverse=True)
    with open("/tmp/mega_busy.txt", "w") as f:
        for row in out: f.write(f"{row[0]:.2f} {row[1:]}\n")
