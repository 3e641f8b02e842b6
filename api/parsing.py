"""How bodies are read that are JSON."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import (  # type: ignore[attr-defined]  # the stubs lack the second
    JSONParser,
    get_encoding,
)
from rest_framework.utils.json import strict_constant


class TextParser(JSONParser):
    """JSON that says one thing, and whose texts can be told and kept: names that come twice, halves of characters and
    what lies too deep to be read are refused."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode(get_encoding(parser_context or {}))
            data = json.loads(text, parse_constant=strict_constant, object_pairs_hook=_each_once)
            json.dumps(data, ensure_ascii=False).encode()
        except (RecursionError, ValueError) as unreadable:
            raise ParseError from unreadable
        return data


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Who reads on the way may have taken the first of two, and we the last (W11)."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name comes twice")
    return found
