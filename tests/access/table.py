"""The written expectation: who is let in at which address (A1, A2, A5).

Each route has one line: the one that names it, or else the one pattern that fits it. A new route without a line fails
the tests, as does a line without a route. `let_in` are actors; where it matters whose page an address is about, it is
said for each page of the scene. Superusers, who do not exist in production, are let in wherever anybody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from portal.roles.table import DOOR as DOOR_PERMISSION
from portal.roles.table import ROLES
from tests.access.scene import ACTORS, CITIZEN, VISITOR

Actors = frozenset[str]

NOBODY: Actors = frozenset()
EVERYBODY = frozenset(ACTORS)
SIGNED_IN = EVERYBODY - {VISITOR}
OWNER = frozenset({CITIZEN})  # the token of the scene is the citizen's
STAFF = frozenset(slug for slug, role in ROLES.items() if DOOR_PERMISSION in role.may)
EDITOR = frozenset({"editor"})
APPROVER = frozenset({"approver"})
CLERK = frozenset({"mentor_clerk"})
MANAGER = frozenset({"manager"})
CONTENT = EDITOR | APPROVER
WRITERS = CONTENT | CLERK
DESK = frozenset({"desk_officer"})
EXPERT = frozenset({"expert"})
SECRETARIES = CLERK | MANAGER  # who organise reviews
AUDITOR = frozenset({"auditor"})
SYSTEM = frozenset({"system_administrator"})
SECURITY = frozenset({"security_administrator"})

BY_PAGE = {"policy": CONTENT, "mentor_page": WRITERS}  # mentors' clerks write mentors' pages only
TERMS = ("field", "industry", "district", "servicetype", "language", "policytopic", "audience")
WORDS = ("synonym", "stopword", "blockedword")


@dataclass(frozen=True)
class Line:
    """`routes` are names or patterns; `why` says what a reader would ask."""

    routes: tuple[str, ...]
    let_in: Actors | Mapping[str, Actors]
    why: str = ""

    def actors(self, page: str) -> Actors:
        """Who is let in, where the address is about that page of the scene."""
        return self.let_in if isinstance(self.let_in, frozenset) else self.let_in[page]

    def fits(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.routes)


PUBLIC = (
    Line(("healthz", "readyz", "preferences", "cms_pages:*", "search:*", "wagtail_serve"), EVERYBODY),
    Line(("mentors:scan", "mentors:file", "/m/*"), EVERYBODY),
    Line(("mentors:apply",), EVERYBODY, "what one should know before applying"),
    Line(("mentors:application", "mentors:apply_*"), OWNER, "a draft is nobody's but the applicant's"),
    Line(
        ("mentors:appoint",),
        NOBODY,
        "the application of the scene is a draft; tests.plugins.mentors has the others",
    ),
    Line(("mentors:certificate",), EVERYBODY, "whoever holds the paper may ask what it is worth"),
    Line(
        (
            "mentors:mine",
            "mentors:agreements",
            "mentors:pause",
            "mentors:move",
            "mentors:cap",
            "mentors:own_certificate",
        ),
        OWNER,
        "the mentor of the scene is the citizen",
    ),
    Line(
        (
            "mentors:profile",
            "mentors:profile_edit",
            "mentors:profile_autosave",
            "mentors:profile_preview",
            "mentors:profile_hide",
            "mentors:profile_show",
            "mentors:resignation",
        ),
        OWNER,
        "the mentor of the scene is the citizen",
    ),
    Line(
        (
            "mentors:profile_check",
            "mentors:profile_move",
            "mentors:resignation_withdraw",
            "mentors:resignation_hand_over",
        ),
        NOBODY,
        "the mentor of the scene has begun neither; tests.journeys has both",
    ),
    Line(("cms_pages:leaving",), NOBODY, "opens with the portal's own signature only"),
    Line(("wagtailcore_authenticate_with_password",), EVERYBODY),
    Line(("wagtaildocs_serve",), WRITERS, "a shared file that no published page refers to"),
    Line(("wagtaildocs_authenticate_with_password", "/media/*"), NOBODY, "nothing is there"),
    Line(("styleguide",), EVERYBODY, "in development only"),
)
ACCOUNTS = (
    Line(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_request_login_code",
            "account_reset_password*",
            "account_confirm_email",
        ),
        EVERYBODY,
    ),
    Line(("account_email_verification_sent",), SIGNED_IN, "without a code under way to the start"),
    Line(("account_overview", "account_profile", "account_devices", "account_second_factor"), SIGNED_IN),
    Line(("account_end_other_devices", "account_session", "account_kept_form"), SIGNED_IN, "everybody's own"),
    Line(("account_end_device",), NOBODY, "nobody of the scene has the device"),
    Line(
        ("account_email", "account_change_password", "account_set_password", "account_change_phone"),
        SIGNED_IN,
    ),
    Line(("account_reauthenticate", "mfa_reauthenticate*"), SIGNED_IN),
    Line(
        ("account_confirm_login_code", "account_verify_phone"),
        SIGNED_IN,
        "without a code under way to the start",
    ),
    Line(("mfa_authenticate",), SIGNED_IN, "without a sign-in under way to the start"),
    Line(("mfa_*",), SIGNED_IN, "everybody's own"),
    Line(
        (
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
        ),
        NOBODY,
        "nobody of the scene has set one up",
    ),
    Line(
        ("usersessions_list", "/accounts/3rdparty/", "/accounts/social/*"), EVERYBODY, "lead to our own pages"
    ),
    Line(("socialaccount_connections", "socialaccount_login_cancelled"), EVERYBODY),
    Line(("socialaccount_login_error", "socialaccount_signup"), NOBODY, "without a provider's answer"),
    Line(("identity", "identity_noted", "identity_needed"), SIGNED_IN),
    Line(
        ("identity_login", "identity_callback"),
        NOBODY,
        "no provider in these tests; tests.portal.identity has one",
    ),
    Line(
        ("mfa_remove_webauthn", "mfa_edit_webauthn", "identity_link", "identity_unlink"),
        OWNER,
        "who has not just signed in is asked for the password first; then nothing is there",
    ),
    Line(("identity_desk:*",), DESK),
    Line(
        ("desk:index", "desk:bulk", "desk:save_filter"),
        DESK | CLERK | MANAGER,
        "whoever has cases to work on, or the counter",
    ),
    Line(("desk:first_asked",), MANAGER, "who has how much to do, and late"),
    Line(("desk:delete_filter",), NOBODY, "everybody's own; nobody of the scene has kept one"),
    Line(
        ("desk:case", "desk:claim", "desk:release", "desk:mark", "desk:decision", "desk:material"),
        NOBODY,
        "no case waits in the scene; tests.portal.desk has the matrix",
    ),
    Line(("looks:index",), SIGNED_IN, "who looked at one's own data"),
    Line(("privacy:my_data", "privacy:copy", "privacy:consents"), SIGNED_IN, "everybody's own"),
    Line(("privacy:reveal",), SECURITY, "of the fields that name the role"),
    Line(("notices:inbox",), SIGNED_IN),
    Line(("notices:message",), OWNER, "everybody's own"),
    Line(("member:today", "member:cases"), SIGNED_IN, "everybody's own"),
    Line(("member:case", "member:move"), OWNER, "a case is nobody's but the person's whom it concerns"),
    Line(
        ("member:receipt", "member:receipt_pdf"),
        NOBODY,
        "the case of the scene is a draft and has no number yet",
    ),
    Line(("after_login",), SIGNED_IN - STAFF, "staff are led to their home, which the admin opens or not"),
    Line(("tokens:index", "tokens:new"), SIGNED_IN),
    Line(("tokens:revoke",), OWNER, "everybody's own"),
    Line(
        ("attachments:*",),
        NOBODY,
        "no object of the scene has files; tests.portal.attachments has the matrix",
    ),
)
API = (
    Line(("v1:*", "content_root", "schema", "schema_docs", "api_problem"), EVERYBODY),
    Line(("v2:pages:*", "v2:images:*", "v2:documents:listing", "v2:page_preview:preview"), EVERYBODY),
    Line(("v2:documents:detail", "v2:images:detail"), NOBODY, "a file that no published page refers to"),
    Line(("v2:pages:find", "v2:images:find", "v2:documents:find"), NOBODY, "finds nothing without words"),
    Line(("v1:policies-article",), EVERYBODY),
    Line(("v1:desk-list",), DESK | CLERK | MANAGER),
    Line(("v1:desk-detail", "v1:desk-claim", "v1:desk-release", "v1:desk-marks"), NOBODY, "see desk"),
    Line(("v1:attachments-list", "v1:attachments-uploads", "v1:me", "v1:me-tokens"), SIGNED_IN),
    Line(("v1:me-cases", "v1:me-messages"), SIGNED_IN),
    Line(("v1:me-message-read",), OWNER, "everybody's own"),
    Line(("v1:me-token",), OWNER, "everybody's own"),
    Line(
        ("v1:attachments-detail", "v1:attachments-file", "v1:attachments-upload"), NOBODY, "see attachments"
    ),
    Line(("v1:mentor-applications-list",), SIGNED_IN, "everybody's own"),
    Line(("v1:mentor-applications-*",), OWNER, "a draft is nobody's but the applicant's"),
    Line(("v1:mentor-applications-section",), SIGNED_IN, "takes PATCH alone, with which nobody knocks"),
    Line(("v1:mentor-service-list", "v1:mentor-agreements-list"), SIGNED_IN, "everybody's own, or nothing"),
    Line(("v1:mentor-service-*",), OWNER | CLERK),
    Line(("v1:mentors-certificate",), EVERYBODY, "whoever holds the paper may ask what it is worth"),
    Line(("v1:profile-changes-list", "v1:resignations-list"), SIGNED_IN, "everybody's own, or nothing"),
    Line(("v1:profile-changes-*", "v1:resignations-*"), NOBODY, "see mentors:profile_check"),
    Line(("api_nothing",), NOBODY),
)
REVIEWS = (
    Line(("reviews:index",), EXPERT | SECRETARIES),
    Line(("reviews:seat", "reviews:sign", "reviews:leave"), EXPERT, "the seat is the expert's"),
    Line(
        ("reviews:sheet", "reviews:recuse", "reviews:record", "reviews:case", "reviews:release"),
        NOBODY,
        "no case of the scene is under review; tests.plugins.reviews has the matrix",
    ),
    Line(("reviews:*",), SECRETARIES),
    Line(("reviews:minutes",), NOBODY, "before the scores may be seen"),
    Line(
        ("v1:review-rounds-list", "v1:review-seats-list", "v1:review-sheets-list"),
        SIGNED_IN,
        "everybody's own",
    ),
    Line(("v1:review-rounds-*", "v1:review-criteria-*"), SECRETARIES),
    Line(("v1:review-seats-*",), EXPERT, "the seat is the expert's"),
    Line(("v1:review-sheets-*",), NOBODY, "no case of the scene is under review"),
    Line(("v1:review-sheets-draft",), SIGNED_IN, "takes PUT, which these tests do not send"),
)
WAGTAILS_SIGN_IN = (
    Line(
        (
            "wagtailadmin_login",
            "wagtailadmin_password_reset*",
            "wagtailcore_login",
            "/admin/login/",
            "/admin/password_reset/*",
            "/_util/login/",
        ),
        NOBODY,
        "everybody signs in at /accounts/",
    ),
    Line(("wagtailadmin_logout", "/admin/logout/"), EVERYBODY, "the portal's own sign-out"),
    Line(("wagtailadmin_sprite", "wagtailadmin_javascript_catalog"), STAFF | {VISITOR}, "pictures and words"),
)
DESK_OF_STAFF = (
    Line(("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_dismissibles"), STAFF),
    Line(("/admin/test404/", "wagtailadmin_error_test"), STAFF, "Wagtail's tries of its error pages"),
    Line(("/admin//",), NOBODY, "nothing is there"),
    Line(
        ("wagtailadmin_choose_page*", "wagtailadmin_tag_*", "wagtailembeds:*"),
        STAFF,
        "titles of pages, links, tags: nothing of a person",
    ),
    Line(("wagtailadmin_block_preview", "wagtail_bulk_action"), NOBODY, "nothing without what it is about"),
)
PAGES = (
    Line(("wagtailadmin_explore*",), WRITERS),
    Line(("wagtailadmin_pages:*", "wagtailadmin_api:pages:detail", "wagtailadmin_api:pages:action"), BY_PAGE),
    Line(("wagtailadmin_pages:type_use*", "wagtailadmin_pages:search*"), WRITERS),
    Line(
        (
            "wagtailadmin_pages:delete",
            "wagtailadmin_pages:unpublish",
            "wagtailadmin_pages:move",
            "wagtailadmin_pages:move_confirm",
            "wagtailadmin_pages:set_page_position",
            "wagtailadmin_pages:set_privacy",
            "wagtailadmin_pages:lock",
            "wagtailadmin_pages:revisions_unschedule",
            "wagtailadmin_pages:workflow_preview",
        ),
        APPROVER,
    ),
    Line(("wagtailadmin_pages:workflow_action",), APPROVER, "whoever wrote it last does not approve it"),
    Line(("wagtailadmin_pages:collect_workflow_action_data",), APPROVER),
    Line(("wagtailadmin_pages:unlock",), NOBODY, "only who locked it; nobody has"),
    Line(("wagtailadmin_pages:convert_alias",), NOBODY, "the pages of the scene are no aliases"),
    Line(
        ("wagtailadmin_pages:choose_parent", "wagtailadmin_pages:revisions_index"),
        STAFF,
        "lead to another address, which decides",
    ),
    Line(
        ("wagtailadmin_pages:confirm_workflow_cancellation",),
        STAFF,
        "ask whether to go on, and then refuse",
    ),
    Line(("wagtailadmin_editing_sessions:ping",), BY_PAGE),
    Line(("wagtailadmin_editing_sessions:release",), STAFF, "everybody's own"),
    Line(("headless_preview", "publication_overrides:page"), BY_PAGE),
    Line(("publication_overrides:index",), STAFF, "pages that one may edit"),
    Line(
        ("publication_overrides:decide",), CONTENT, "whoever may edit the page; the action asks for a second"
    ),
    Line(("policy_import", "policy_import_save"), CONTENT),
    Line(("wagtailadmin_api:pages:listing",), STAFF, "titles"),
    Line(
        ("wagtailadmin_api:pages:find", "wagtailadmin_api:images:find", "wagtailadmin_api:documents:find"),
        NOBODY,
        "finds nothing without words",
    ),
    Line(("wagtailadmin_reports:*",), WRITERS),
    Line(("wagtailadmin_reports:site_history*",), STAFF, "changes of what one may edit"),
    Line(("wagtailadmin_reports:locked_pages*",), NOBODY, "of whoever may unlock"),
    Line(("wagtailadmin_workflows:*", "wagtailadmin_collections:*"), NOBODY, "set up by the portal"),
    Line(("wagtailadmin_workflows:task_cho*",), STAFF, "names of steps"),
)
LIBRARY = (
    Line(
        ("wagtaildocs:*", "wagtailimages:*", "wagtaildocs_chooser:*", "wagtailimages_chooser:*"),
        WRITERS,
        "what is shared; the rest is in tests/attacks/test_library.py",
    ),
    Line(("wagtaildocs_delete", "wagtailimages_delete"), WRITERS, "stand before Wagtail's own"),
    Line(
        ("wagtail*s_chooser:choose", "wagtail*s_chooser:choose_results", "wagtail*s_chooser:chosen_multiple"),
        STAFF,
        "what one may choose",
    ),
    Line(
        ("wagtailadmin_api:images:listing", "wagtailadmin_api:documents:listing"),
        STAFF,
        "what one may choose",
    ),
    Line(("wagtailadmin_api:images:detail", "wagtailadmin_api:documents:detail"), WRITERS),
    Line(("wagtaildocs:*upload*", "wagtailimages:*upload*"), NOBODY, "of whoever began to upload"),
    Line(("wagtailimages:url_generator*",), NOBODY, "switched off"),
)
KEPT_LISTS = (
    Line(tuple(f"wagtailsnippets_cms_pages_{name}:*" for name in TERMS), EDITOR),
    Line(tuple(f"wagtailsnippets_cms_pages_{name}:list*" for name in TERMS), CONTENT),
    Line(tuple(f"wagtailsnippets_cms_pages_{name}:delete" for name in TERMS), NOBODY, "pages refer to them"),
    Line(tuple(f"wagtailsnippets_search_{name}:*" for name in WORDS), EDITOR),
    Line(("wagtailsnippetchoosers_*",), STAFF, "names of terms"),
    Line(("wagtailsnippetchoosers_*:create",), EDITOR),
    Line(("wagtailsnippets:index",), NOBODY, "each list has its own place in the menu"),
    Line(("search_try", "search_pin", "search_pins"), EDITOR),
    Line(("search_report",), CONTENT),
)
ADMINISTRATION = (
    Line(("mentor:*",), CLERK),
    Line(("mentor:delete",), NOBODY, "a code is never given away again"),
    Line(("roles:*",), SECURITY),
    Line(("accounts_desk:*",), SECURITY, "accounts are closed and opened with a reason"),
    Line(("trace:index",), AUDITOR),
    Line(("special_days:*", "jobs:index", "notice_templates:index"), SYSTEM),
    Line(("notice_templates:test",), NOBODY, "the bundled plugins have no notice of this name"),
    Line(("jobs:retry",), NOBODY, "nothing of the scene has failed"),
    Line(("plugins:*", "wagtailsettings:*", "wagtailsites:*"), SYSTEM),
    Line(("wagtailsettings:preview_on_edit",), NOBODY, "settings have no preview"),
    Line(("wagtailsites:delete",), NOBODY),
    Line(("wagtailusers_users:*", "wagtailusers_groups:*"), NOBODY, "rights come from grants alone"),
    Line(("wagtailredirects:*",), NOBODY),
)
TABLE = (
    *PUBLIC,
    *ACCOUNTS,
    *API,
    *REVIEWS,
    *WAGTAILS_SIGN_IN,
    *DESK_OF_STAFF,
    *PAGES,
    *LIBRARY,
    *KEPT_LISTS,
    *ADMINISTRATION,
)


@cache
def line_of(name: str) -> Line:
    """The route's line: of those that fit, the one whose pattern says most. Raises LookupError where none does."""
    fitting = [(pattern, line) for line in TABLE for pattern in line.routes if fnmatchcase(name, pattern)]
    if not fitting:
        raise LookupError(f"{name}: say in tests/access/table.py who is let in there")
    return max(fitting, key=lambda found: ("*" not in found[0], len(found[0])))[1]
