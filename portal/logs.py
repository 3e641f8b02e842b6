"""Structured logs: one event with fields, as JSON in production and readable lines elsewhere."""

import logging.config
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from portal import masking

LONGEST_VALUE = 8_000  # characters of one value: a flood must not drown the log (B12)
PERSONAL = {
    "phone": "phone",
    "mobile": "phone",
    "email": "email",
    "id_number": "id_number",
    "real_name": "name",
}
"""Fields of an event that hold personal data whatever they look like, with their masks."""


def without_personal_data(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor: what looks like personal data leaves masked, in every field of every line (B12, D6).

    Names of people cannot be recognised: nobody may log one.
    """
    for key, value in event.items():
        event[key] = masking.mask(PERSONAL[key], value) if key in PERSONAL else _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masking.text(value[:LONGEST_VALUE])
    if isinstance(value, Mapping):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    return value


def configure(options: dict[str, Any]) -> None:
    """Set up structlog and the standard library's logging alike (Django's LOGGING_CONFIG hook).

    `options` holds `level`, a logging level's name, and `json`, whether lines are JSON objects.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options["json"]
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"])
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        without_personal_data,
                        renderer,
                    ],
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["console"], "level": options["level"]},
            "loggers": {
                "django_tasks": {"level": "WARNING"},
                "wagtail": {"level": "WARNING"},
                "fontTools": {"level": "ERROR"},
                "weasyprint": {"level": "ERROR"},
            },
        }
    )
