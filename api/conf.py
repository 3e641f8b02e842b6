"""Settings of the API's document, taken over by portal.settings.base; nothing here imports Django."""

SPECTACULAR_SETTINGS = {
    "TITLE": "青创通 API",
    "DESCRIPTION": (
        "Reading everything that the portal shows: policies as structured law, notices, recruitment rounds, service "
        "cases, mentors (`/api/v1/`), and every page as its editors filled it in (`/api/v2/`). No account is needed. "
        "Rules on versions, caching and errors are in docs/api.md."
    ),
    "VERSION": "1.0",
    "LICENSE": {"name": "BSD-3-Clause"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["api.schema.only_ours"],
    # Choices stay where they are used: named after their fields they would collide as soon as a plugin adds its own.
    "POSTPROCESSING_HOOKS": ["api.schema_v2.add_content_api"],
    "DEFAULT_GENERATOR_CLASS": "api.schema.PortalSchemaGenerator",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "validatorUrl": None},
}
