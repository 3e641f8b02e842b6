"""Whatever is typed into the search of the whole site gets an answer, and none of it is taken for anything but text."""

import pytest
from wagtail.models import Site

from cms_pages.models import PolicyPage
from tests.factories.content import PolicyFactory

pytestmark = pytest.mark.usefixtures("site")

HOSTILE = [
    '"',
    "\\",
    "*",
    "(",
    "a AND (b OR",
    "NEAR(",
    "\x00",
    "融\x00资",
    "\ud800",
    "融" * 10_000,
    "😀" * 30,
    "，。！？",
    "的 了 吗",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%",
    "%%s",
    "\u202e融资",
    "a" * 10_000,
]


@pytest.fixture(scope="module")
def policy(module_site: Site) -> PolicyPage:
    """Something that can be found."""
    return PolicyFactory()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_no_text_breaks_anything(policy, client, text, address) -> None:
    answer = client.get(address, {"q": text.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
