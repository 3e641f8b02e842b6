"""The description of /api/v2/ by hand: Wagtail's endpoints say nothing about themselves that a generator could read.

tests/api/test_schema_fuzz.py drives both versions against the whole document, so that it stays true.
"""

from typing import Any

from api.errors import PROBLEM_MEDIA_TYPE

LARGEST_NUMBER = 2**31 - 1
MAX_LIMIT = 100
RENDITIONS = {"thumbnail": "fill-480x320", "square": "fill-480x480", "large": "max-1600x1600"}
REFUSALS = {
    "400": "A parameter is unknown or has a wrong value; `errors` says which.",
    "404": "Nothing public is at this address, or the plugin that it belongs to is off.",
    "406": "The caller accepts no JSON.",
}

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
OPTIONAL_TEXT: Schema = {"type": "string", "nullable": True}
URI: Schema = {"type": "string", "format": "uri"}
KEY: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}


def _object(properties: dict[str, Schema], *required: str, description: str = "") -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": True}
    return (
        shape
        | ({"required": list(required)} if required else {})
        | ({"description": description} if description else {})
    )


RENDITION = _object(
    {"url": TEXT, "full_url": URI, "width": KEY, "height": KEY, "alt": TEXT, "error": TEXT},
    description="A picture in one size; only `error` when the original cannot be read.",
)
PAGE_META = _object(
    {
        "type": {"type": "string", "example": "cms_pages.PolicyPage"},
        "detail_url": URI,
        "html_url": {**URI, "nullable": True},
        "slug": TEXT,
        "show_in_menus": {"type": "boolean"},
        "seo_title": TEXT,
        "search_description": TEXT,
        "first_published_at": {"type": "string", "format": "date-time", "nullable": True},
        "parent": {"type": "object", "nullable": True, "additionalProperties": True},
    }
)
SCHEMAS: dict[str, Schema] = {
    "ContentPage": _object(
        {"id": KEY, "meta": PAGE_META, "title": TEXT},
        description="A page; further members by its type, see docs/api.md. `fields` chooses which are there.",
    ),
    "ContentImage": _object(
        {
            "id": KEY,
            "meta": _object({"type": TEXT, "detail_url": URI, "tags": {"type": "array", "items": TEXT}}),
            "title": TEXT,
            "width": KEY,
            "height": KEY,
            "alt": TEXT,
            "renditions": _object(dict.fromkeys(RENDITIONS, RENDITION)),
        },
        description="A picture of the library; its sizes are in `renditions` of the single picture only.",
    ),
    "ContentDocument": _object(
        {
            "id": KEY,
            "meta": _object(
                {
                    "type": TEXT,
                    "detail_url": URI,
                    "download_url": URI,
                    "tags": {"type": "array", "items": TEXT},
                }
            ),
            "title": TEXT,
            "file_size": {**KEY, "nullable": True},
            "file_extension": TEXT,
        },
        description="A file of the library.",
    ),
}
PAGE: Schema = {"$ref": "#/components/schemas/ContentPage"}


# Parameters ---------------------------------------------------------------------------------------------------------


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"in": "query", "name": name, "schema": schema, "description": description}


FIELDS = [
    _query("fields", TEXT, "Which fields: `title,body`, `*`, `_,title`, `topic(name)`; see docs/api.md."),
    _query(
        "rich_text_format",
        {"type": "string", "enum": ["html", "db_html", "markdown", "db_markdown"], "default": "html"},
        "How formatted text is written; with `html` links are addresses.",
    ),
]
PAGING = [
    _query("limit", {"type": "integer", "minimum": 0, "maximum": MAX_LIMIT, "default": 20}, "Rows per page."),
    _query("offset", {**NUMBER, "default": 0}, "Rows to skip."),
    _query("order", TEXT, "A field, with `-` for descending, or `random`."),
    _query("search", TEXT, "Words to search for."),
    _query("search_operator", {"type": "string", "enum": ["and", "or"]}, "Whether every word must occur."),
]
PLACE = {"type": "string", "pattern": "^(root|[0-9]{1,9})$"}
TREE = [
    _query(
        "type",
        {"type": "string", "example": "cms_pages.NewsPage"},
        "Only this type; its fields become available.",
    ),
    _query("child_of", PLACE, "Only pages right below this one."),
    _query("descendant_of", PLACE, "Only pages anywhere below this one."),
    _query(
        "ancestor_of", {"type": "integer", "minimum": 0, "maximum": 999_999_999}, "Only pages above this one."
    ),
    _query("slug", TEXT, "Only pages with this slug."),
]
HTML_PATH = _query("html_path", TEXT, "The page at this path of the site for people.")
ID_PARAMETER = {
    "in": "path",
    "name": "id",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
}


# Operations ---------------------------------------------------------------------------------------------------------


def _json(schema: Schema, description: str = "") -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _operation(name: str, summary: str, parameters: list[Schema], responses: dict[str, Schema]) -> Schema:
    problem = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refused = {status: {"description": text, "content": problem} for status, text in REFUSALS.items()}
    unchanged = {
        "304": {"description": "Unchanged since the answer whose ETag the caller sent in If-None-Match."}
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["v2"],
            "parameters": parameters,
            "responses": responses | unchanged | refused,
        }
    }


def _list_of(component: str) -> Schema:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{component}"}}
    meta = _object({"total_count": {"type": "integer", "minimum": 0}}, "total_count")
    return {"200": _json(_object({"meta": meta, "items": items}, "meta", "items"))}


def _one(component: str) -> Schema:
    return {"200": _json({"$ref": f"#/components/schemas/{component}"})}


def _paths() -> dict[str, Schema]:
    found: dict[str, Schema] = {
        "/api/v2/pages/find/": _operation(
            "content_pages_find",
            "Find a page by its address.",
            [HTML_PATH, _query("id", NUMBER, "The page with this key.")],
            {"302": {"description": "Location is the page's detail."}},
        )
    }
    for name, component, extra in (
        ("pages", "ContentPage", TREE),
        ("images", "ContentImage", []),
        ("documents", "ContentDocument", []),
    ):
        found[f"/api/v2/{name}/"] = _operation(
            f"content_{name}_list", f"List {name}.", [*PAGING, *FIELDS, *extra], _list_of(component)
        )
        found[f"/api/v2/{name}/{{id}}/"] = _operation(
            f"content_{name}_retrieve", f"One of the {name}.", [ID_PARAMETER, *FIELDS], _one(component)
        )
    return found


def add_content_api(result: Schema, **kwargs: Any) -> Schema:
    """Put the description of /api/v2/ into the generated document (hook of drf-spectacular)."""
    result["paths"] |= _paths()
    result["components"]["schemas"] |= SCHEMAS
    return result
