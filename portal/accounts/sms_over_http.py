"""A gateway for text messages over HTTP, such as a city's messaging platform offers or puts before its own.

    SMS_GATEWAY=portal.accounts.sms_over_http.HTTPGateway
    SMS_HTTP_URL=https://sms.hailan.example/messages
    SMS_HTTP_TOKEN=…

It POSTs `{"id": …, "phone": …, "text": …}` with the token as bearer and the id as `Idempotency-Key`. 2xx: accepted. 429
and 503: not now. Other 4xx: never. No connection: not sent. Anything else, silence after the request too: unknown.
"""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from portal.accounts.sms import NotSent, Rejected, Unknown

SECONDS = 5.0
LATER = {429, 503}


class HTTPGateway:
    def send(self, phone: str, text: str, key: str) -> None:
        parts = urlsplit(settings.SMS_HTTP_URL)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.netloc, timeout=SECONDS)
        try:
            connection.connect()
        except OSError as trouble:
            raise NotSent(str(trouble)) from trouble
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            body = json.dumps({"id": key, "phone": phone, "text": text}).encode()
            connection.request("POST", path, body, _headers(key))
            status = connection.getresponse().status
        except (OSError, HTTPException) as trouble:
            raise Unknown(f"{type(trouble).__name__}: {trouble}") from trouble
        finally:
            connection.close()
        _judge(status)


def _headers(key: str) -> dict[str, str]:
    named = {"Idempotency-Key": key} if key else {}
    return {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_HTTP_TOKEN}", **named}


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status in LATER:
        raise NotSent(f"HTTP {status}")
    if 400 <= status < 500:
        raise Rejected(f"HTTP {status}")
    raise Unknown(f"HTTP {status}")
