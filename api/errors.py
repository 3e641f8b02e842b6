"""Errors as RFC 9457 problem documents, in the reader's language.

Every refusal under /api/ leaves as application/problem+json. `type` names the kind of error by a path that never
changes and explains itself when opened (api.problems), `errors` says which parameters or fields were at fault, and
`instance` carries the id of the request, the same as in the header X-Request-ID and in the log.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback
from wagtail.api.v2.utils import BadRequestError

from cms_pages.personal_data.gate import PublicationRefused
from portal.preferences import CHOICES, COOKIES

PROBLEM_MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """A kind of error: its address below /api/problems/, the status it is sent with, and its words."""

    slug: str
    status: int
    title: Promise | str
    detail: Promise | str

    @property
    def path(self) -> str:
        return reverse("api_problem", kwargs={"slug": self.slug})


BAD_REQUEST = Problem("bad-request", 400, _("请求无法理解"), _("请求的格式有误，请对照接口文档修改后再试。"))
INVALID = Problem("invalid-parameters", 400, _("参数有误"), _("下列参数不能接受，请修改后再试。"))
NOT_AUTHENTICATED = Problem("not-authenticated", 401, _("需要登录"), _("请先登录，再发出这一请求。"))
FORBIDDEN = Problem("forbidden", 403, _("没有权限"), _("当前身份不能读取或修改这里的内容。"))
PREVIEW_REFUSED = Problem(
    "preview-refused",
    403,
    _("预览链接无效"),
    _("预览链接已过期、被改动，或签发人已不能编辑该页面。请在编辑页重新生成。"),
)
SCOPE_MISSING = Problem(
    "scope-missing", 403, _("令牌范围不足"), _("这个令牌不能做这件事。请在“我的账号 › 接口令牌”另建一个。")
)
KEY_IN_USE = Problem(
    "key-in-use", 409, _("同一请求正在处理"), _("同一个 Idempotency-Key 的请求还没有结束，请稍后再发。")
)
KEY_REUSED = Problem(
    "key-reused", 422, _("Idempotency-Key 已用过"), _("这个 Idempotency-Key 已用于内容不同的请求，请换一个。")
)
NOT_FOUND = Problem("not-found", 404, _("没有找到"), _("这个地址没有可以公开的内容。"))
METHOD = Problem("method-not-allowed", 405, _("不支持这种请求方法"), _("请使用响应头 Allow 中列出的方法。"))
NOT_ACCEPTABLE = Problem("not-acceptable", 406, _("不提供所要的格式"), _("接口只提供 application/json。"))
UNAVAILABLE = Problem("unavailable", 409, _("暂时不能读取"), _("这个文件现在谁都不能读取。"))
WRONG_OFFSET = Problem(
    "wrong-offset", 409, _("分段接不上"), _("请从响应头 Upload-Offset 所示的位置接着上传。")
)
CASE_CHANGED = Problem("case-changed", 409, _("事项已有变化"), _("你读取之后事项已有变化，请重新读取再办。"))
MOVE_REFUSED = Problem("move-refused", 409, _("现在不能这样办理"), _("事项现在的状态或条件不允许这样办理。"))
NOT_YOUR_MOVE = Problem("not-your-move", 403, _("不能由你办理"), _("这一步由其他人办理。"))
LENGTH_REQUIRED = Problem("length-required", 411, _("没有说明长度"), _("请求须有 Content-Length。"))
TOO_LARGE = Problem("too-large", 413, _("内容太大"), _("一个文件最大 20 MB，请压缩后再上传。"))
MEDIA_TYPE = Problem(
    "unsupported-media-type", 415, _("不接受这种格式的内容"), _("请求内容的格式须为接口文档所列。")
)
TOO_MANY = Problem(
    "too-many-requests", 429, _("请求过于频繁"), _("请稍后再试，等待秒数见响应头 Retry-After。")
)
SERVER_ERROR = Problem(
    "server-error", 500, _("服务器出错"), _("错误已经记录。若一再出现，请附上请求编号联系我们。")
)
CANNOT_KEEP = Problem("cannot-keep", 503, _("文件没有保存"), _("文件暂时无法保存，请稍后再试。"))
CANNOT_MAKE = Problem("cannot-make", 503, _("文件没有生成"), _("PDF 暂时无法生成，请稍后再试。"))

PROBLEMS = {
    problem.slug: problem
    for problem in (
        BAD_REQUEST,
        INVALID,
        NOT_AUTHENTICATED,
        FORBIDDEN,
        PREVIEW_REFUSED,
        SCOPE_MISSING,
        KEY_IN_USE,
        KEY_REUSED,
        NOT_FOUND,
        METHOD,
        NOT_ACCEPTABLE,
        UNAVAILABLE,
        WRONG_OFFSET,
        CASE_CHANGED,
        MOVE_REFUSED,
        NOT_YOUR_MOVE,
        LENGTH_REQUIRED,
        TOO_LARGE,
        MEDIA_TYPE,
        TOO_MANY,
        SERVER_ERROR,
        CANNOT_KEEP,
        CANNOT_MAKE,
    )
}
NAMED = (INVALID, PREVIEW_REFUSED, SCOPE_MISSING, KEY_IN_USE, KEY_REUSED, UNAVAILABLE)
NAMED += (WRONG_OFFSET, CASE_CHANGED, MOVE_REFUSED, NOT_YOUR_MOVE, CANNOT_MAKE)
"""Problems that are raised by their name only, never concluded from a status."""

BY_STATUS = {problem.status: problem for problem in PROBLEMS.values() if problem not in NAMED}


class ProblemError(exceptions.APIException):
    """Raise a problem by its name, with words of its own if need be: `raise ProblemError(PREVIEW_REFUSED)`."""

    def __init__(self, problem: Problem, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail=detail or str(problem.detail))
        self.problem, self.words, self.headers = problem, detail, headers or {}
        self.status_code = problem.status


class ProblemResponse(Response):
    """A problem document: JSON, whatever the view's own answers are."""

    @property
    def rendered_content(self) -> bytes:
        self.accepted_renderer = JSONRenderer()
        content: bytes = super().rendered_content
        return content


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The answer for an exception raised by an API view, as application/problem+json.

    An exception that nobody expected is logged with its traceback and answered with 500; while DEBUG is on it is
    left to Django's technical error page (None).
    """
    request = context["request"]
    error = _as_api_exception(exc)
    if error is None:
        if settings.DEBUG:
            return None
        got_request_exception.send(sender=None, request=_plain(request))
    set_rollback()
    with translation.override(language_of(request)):
        problem, document = _document(error)
    response = ProblemResponse(
        document, status=problem.status, headers=_headers(error), content_type=PROBLEM_MEDIA_TYPE
    )
    if error is None:
        plain = _plain(request)
        log_response("%s: %s", problem.slug, plain.path, response=response, request=plain, exception=exc)
    return response


def language_of(request: HttpRequest) -> str:
    """The language of an error's words: the visitor's chosen one, else the best of Accept-Language, else Chinese.

    Pages do not ask Accept-Language, but a program that calls the API has no other way to say what it reads.
    """
    chosen = request.COOKIES.get(COOKIES["lang"], "")
    if chosen in CHOICES["lang"]:
        return chosen
    return translation.get_language_from_request(request)


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    match exc:
        case exceptions.APIException():
            return exc
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied() | PublicationRefused():
            return exceptions.PermissionDenied()
        case BadRequestError():  # Wagtail's own refusals say in English which parameter they mean
            return exceptions.ValidationError([str(exc)])
    return None


def _document(error: exceptions.APIException | None) -> tuple[Problem, dict[str, Any]]:
    problem = _kind(error)
    document = document_of(problem, _words(error))
    if isinstance(error, exceptions.ValidationError):
        document["errors"] = list(_field_errors(error.detail))
    return problem, document


def _words(error: exceptions.APIException | None) -> str:
    """A sentence of our own that came with it; "" for the problem's usual one."""
    if isinstance(error, exceptions.AuthenticationFailed):  # what is wrong with the token
        return str(error.detail)
    return error.words if isinstance(error, ProblemError) else ""


def document_of(problem: Problem, detail: str = "") -> dict[str, Any]:
    """The problem as it is sent, in the language in force."""
    return {
        "type": problem.path,
        "title": str(problem.title),
        "status": problem.status,
        "detail": detail or str(problem.detail),
        "instance": _instance(),
    }


def _kind(error: exceptions.APIException | None) -> Problem:
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, exceptions.ValidationError):
        return INVALID
    return BY_STATUS.get(error.status_code, BAD_REQUEST) if error is not None else SERVER_ERROR


def _field_errors(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _field_errors(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _field_errors(inner, field)
    else:
        yield {"field": field, "detail": str(detail)}


def _instance() -> str:
    request_id = structlog.contextvars.get_contextvars().get("request_id") or uuid.uuid4().hex
    return uuid.UUID(request_id).urn


def _headers(error: exceptions.APIException | None) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", **getattr(error, "headers", {})}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[union-attr]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[union-attr]
    return headers


def _plain(request: Any) -> HttpRequest:
    return getattr(request, "_request", request)
