"""What somebody typed is shown as words, whoever reads it: Chromium is the judge, without the policy's help (W1).

Pages come from the portal's views and are put into a browser that would run whatever is not escaped.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from cms_pages.models import MentorPage, NewsPage
from plugins.mentors.models import Mentor
from tests.conftest import person, second_factors
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.factories.mentors import MentorFactory

CALL = "window.ran=1"
# `{}` stands for the call.
TRICKS = (
    "<script>{}</script>",
    "<ScRiPt >{}</sCrIpT >",
    "<script/x>{}</script>",
    "<script\n>{}</script\n>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<script src=data:,{}></script>",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'>",
    '<img src="x" onerror="{}"/>',
    "<img/src=x/onerror={}>",
    "<img src=x:x onerror\n=\n{}>",
    "<svg onload={}>",
    "<svg/onload={}//",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<body onpageshow={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>",
    "<video><source onerror={}>",
    "<audio src=x onerror={}>",
    "<object data=javascript:{}>",
    "<embed src=javascript:{}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<iframe src=javascript:parent.{}>",
    "<iframe onload={}>",
    "<marquee onstart={}>x</marquee>",
    "<style onload={}></style>",
    "<link rel=stylesheet href=data:, onload={}>",
    "<math><mtext><table><mglyph><style><img src=x onerror={}>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<xss onanimationstart={} style=animation-name:x></xss>",
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "</script><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "*/</style><script>{}</script>",
    '" autofocus onfocus="{}" x="',
    "' autofocus onfocus='{}' x='",
    '"><script>{}</script>',
    "'><script>{}</script>",
    "`><script>{}</script>",
    '"><img src=x onerror={}>',
    '" onmouseover="{}" style="position:fixed;inset:0" x="',
    "javascript:{}",
    "JaVaScRiPt:{}",
    "data:text/html,<script>{}</script>",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "%3Cscript%3E{}%3C/script%3E",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "\\x3cscript\\x3e{}\\x3c/script\\x3e",
    "＜script＞{}＜/script＞",
    "{{{{constructor.constructor('{}')()}}}}",
    "${{{}}}",
    "<%= {} %>",
    "{{% load x %}}<script>{}</script>",
)
CALLS = (CALL, "eval('window.r'+'an=1')")
PAYLOADS = tuple(trick.format(call) for trick in TRICKS for call in CALLS)

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture(scope="module")
def judge(browser: Browser) -> Iterator[Callable[[str], bool]]:
    """`judge(html)`: whether something in it ran. It has forgotten what it saw before."""
    context = browser.new_context(offline=True)  # whatever is asked for fails, as `onerror` must learn
    page: Page = context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))

    def look(html: str) -> bool:
        ran.clear()
        page.goto("about:blank")
        page.set_content(html, wait_until="load")
        page.wait_for_timeout(10)
        return bool(ran) or any(frame.evaluate("Boolean(window.ran)") for frame in page.frames)

    yield look
    context.close()


def test_judge_sees_what_runs(judge) -> None:
    assert judge(f"<p>{PAYLOADS[0]}</p>")
    assert judge(f"<p>{TRICKS[6].format(CALL)}</p>")
    assert judge("<script>alert(1)</script>")
    assert not judge("<p>&lt;script&gt;window.ran=1&lt;/script&gt;</p>")


def test_corpus_has_a_hundred_and_twenty() -> None:
    assert len(set(PAYLOADS)) >= 120


@pytest.fixture
def reader(site) -> Client:
    """An editor, who sees the public pages and the admin."""
    client = Client()
    with second_factors():
        client.force_login(person("anyone", "任意", "编辑", is_superuser=True))
    return client


def body(payload: str) -> list[tuple[str, object]]:
    table = {"data": [[payload, "甲"], ["乙", payload]], "first_row_is_table_header": True}
    return [
        ("heading", payload[:60]),
        ("quote", {"text": payload, "attribution": payload}),
        ("table", table),
    ]


def test_w1_notice_with_hostile_words_runs_nothing(judge, reader) -> None:
    for number, payload in enumerate(PAYLOADS):
        words = {
            "summary": payload,
            "source": payload[:60],
            "author": payload[:60],
            "keywords": payload[:120],
        }
        page = NewsFactory(title=payload, slug=f"n{number}", body=body(payload), **words)
        assert not judge(reader.get(page.url).text), payload
    for address in ("/", "/notices/", "/notices/?page=2", "/search/?q=script", "/sitemap/", "/admin/"):
        assert not judge(reader.get(address).text), address
    last = NewsPage.objects.latest("pk")
    for address in (f"/admin/pages/{last.get_parent().pk}/", f"/admin/pages/{last.pk}/edit/"):
        assert not judge(reader.get(address).text), address


@pytest.mark.parametrize("payload", PAYLOADS[::12])
def test_w1_mentor_policy_round_and_case_with_hostile_words_run_nothing(judge, reader, payload: str) -> None:
    mentor = MentorFactory(page__title=payload)
    MentorPage.objects.filter(pk=mentor.page.pk).update(headline=payload[:60])
    pages = (
        Mentor.objects.get(pk=mentor.pk).page,
        PolicyFactory(title=payload, issuers=payload),
        RecruitmentFactory(title=payload),
        ServiceCaseFactory(title=payload),
    )
    for page in pages:
        assert not judge(reader.get(page.url).text), page
    for address in ("/mentors/", "/policies/", "/recruitment/", "/cases/", "/admin/mentor/"):
        assert not judge(reader.get(address).text), address


@pytest.mark.parametrize("payload", PAYLOADS[::8])
def test_w1_words_that_come_back_at_once_run_nothing(judge, reader, payload: str) -> None:
    for address in ("/mentors/", "/policies/", "/notices/", "/search/", "/admin/pages/search/"):
        assert not judge(reader.get(address, {"q": payload}).text), address
    assert not judge(Client().post("/accounts/login/", {"login": payload, "password": payload}).text)
    assert not judge(Client().get(f"/{payload.strip('/')}/").text)


@pytest.mark.parametrize("payload", PAYLOADS[::12])
def test_w1_name_of_a_person_and_of_a_token_runs_nothing(judge, site, payload: str) -> None:
    someone = person("someone", payload[:150], first_name=payload[:150])
    client = Client()
    with second_factors():
        client.force_login(someone)
    for address in ("/accounts/", "/accounts/profile/", "/accounts/my-data/", "/accounts/looks/", "/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not judge(answer.text), address
