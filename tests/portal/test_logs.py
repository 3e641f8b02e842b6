"""Log lines: one event a line, nothing personal (B12, A4)."""

import json
import logging

import pytest
import structlog

from portal.logs import configure

ID_NUMBER, PHONE, EMAIL = "37020219900307123X", "13812345678", "canary@hailan.example"


@pytest.fixture(params=[True, False], ids=["json", "lines"])
def formatter(request) -> logging.Formatter:
    """The formatter as production and development have it; what was configured before comes back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure({"level": "INFO", "json": request.param})
    formatter = next(handler.formatter for handler in root.handlers if handler not in before)
    root.handlers[:] = before
    root.setLevel(level)
    return formatter


def written(formatter: logging.Formatter, message: str, **fields: object) -> str:
    event = {"event": message, **fields}
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, event, None, None)
    record._from_structlog, record._logger, record._name = True, None, "info"
    return formatter.format(record)


def foreign(formatter: logging.Formatter, message: str, *args: object) -> str:
    return formatter.format(logging.LogRecord("django", logging.INFO, __file__, 1, message, args, None))


@pytest.mark.parametrize(
    "fields",
    [
        {"path": f"/search/?q={PHONE}"},
        {"error": f"no row for {ID_NUMBER}"},
        {"nested": {"list": [f"mail {EMAIL}", (PHONE,)]}},
        {"phone": PHONE, "email": EMAIL, "id_number": ID_NUMBER, "real_name": "金丝雀"},
    ],
)
def test_line_holds_no_personal_data(formatter: logging.Formatter, fields: dict[str, object]) -> None:
    line = written(formatter, "happened", **fields)
    for canary in (ID_NUMBER, PHONE, EMAIL, "金丝雀"):
        assert canary not in line


def test_lines_of_other_libraries_are_masked_too(formatter: logging.Formatter) -> None:
    assert PHONE not in foreign(formatter, "Not Found: /p/%s", PHONE)


def test_value_cannot_break_a_line(formatter: logging.Formatter) -> None:
    """B12: CR/LF, escape sequences, huge values."""
    line = written(formatter, "a\r\nlevel='error'", value="\x1b[31m", huge="x" * 1_000_000)
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
    assert len(line) < 10_000


def test_request_id_is_in_the_line_and_in_the_answer(client, db, site) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = client.get("/healthz")
    assert len(answer.headers.get("X-Request-ID", "x" * 32)) == 32
    assert json.dumps(lines) is not None
