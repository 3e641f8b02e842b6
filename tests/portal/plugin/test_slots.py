"""What plugins show, and that whatever they raise stays theirs."""

from datetime import date

import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.template import Context, Template

from cms_pages.models import HomePage, PolicyPage
from portal.plugin import slots
from portal.plugin.base import MenuItem, PageSlot, Panel
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from portal.plugin_sitemap import PluginSitemap
from tests.portal.plugin.conftest import plugin

PIECES = {
    "piece.html": "[{{ word|default:'-' }}|{{ page.title }}|{{ private|default:'-' }}]",
    "broken.html": "{% include 'nowhere.html' %}",
    "query.html": "{{ rows|length }}",
    "who.html": "{{ user }}{{ request.path }}",
}


@pytest.fixture(autouse=True)
def templates(settings) -> None:
    engine = {**settings.TEMPLATES[0], "APP_DIRS": False}
    engine["OPTIONS"] = {**engine["OPTIONS"], "loaders": [("django.template.loaders.locmem.Loader", PIECES)]}
    settings.TEMPLATES = [engine]


@pytest.fixture
def render(here, request_for):
    """`render("{% slot … %}", page=…)` as a page of the site would."""

    def do(source: str, **context: object) -> str:
        request = request_for(here)
        request.user = AnonymousUser()
        return Template("{% load plugins %}" + source).render(
            Context({"request": request, "user": request.user, **context})
        )

    return do


@pytest.fixture
def render_panels(here, request_for):
    """The zone editor_home, as a new request sees it."""
    return lambda: slots.panels({"request": request_for(here)}, "editor_home")


def showing(slug: str, *pieces: PageSlot | Panel, **attributes: object):
    kinds = {"page_slots": tuple(p for p in pieces if isinstance(p, PageSlot))}
    kinds["panels"] = tuple(p for p in pieces if isinstance(p, Panel))
    return plugin(slug, enabled_by_default=True, **kinds, **attributes)


@pytest.fixture
def home(db: None) -> HomePage:
    return HomePage(title="青创通")


def test_slot_shows_the_pieces_for_the_page_type(install, render, home) -> None:
    word = lambda request, page: {"word": "hi"}  # noqa: E731
    install(
        showing(
            "alpha",
            PageSlot(HomePage, "home_main", "piece.html", word),
            PageSlot("cms_pages.PolicyPage", "home_main", "piece.html", word),
            PageSlot(None, "footer", "piece.html"),
        )
    )
    assert render("{% slot 'home_main' page %}", page=home) == "[hi|青创通|-]"
    assert render("{% slot 'home_main' page %}", page=PolicyPage(title="办法")) == "[hi|办法|-]"
    assert render("{% slot 'footer' %}") == "[-||-]"
    assert render("{% slot 'home_aside' page %}", page=home) == ""


def test_slot_can_be_kept_to_leave_out_an_empty_box(install, render) -> None:
    install()
    assert render("{% slot 'footer' as box %}{% if box %}box{% else %}nothing{% endif %}") == "nothing"


def test_pieces_stand_in_their_order(install, render) -> None:
    def saying(word: str):
        return lambda request, page: {"word": word}

    install(
        showing("alpha", PageSlot(None, "footer", "piece.html", saying("late"), order=9)),
        showing("beta", PageSlot(None, "footer", "piece.html", saying("early"), order=1)),
    )
    assert render("{% slot 'footer' %}") == "[early||-][late||-]"


def test_piece_sees_visitor_and_page_but_not_the_rest_of_the_context(install, render, home) -> None:
    install(showing("alpha", PageSlot(None, "footer", "piece.html"), PageSlot(None, "footer", "who.html")))
    assert render("{% slot 'footer' page %}", page=home, private="secret") == "[-|青创通|-]AnonymousUser/"


def test_html_from_a_plugin_is_escaped(install, render) -> None:
    install(showing("alpha", PageSlot(None, "footer", "piece.html", lambda request, page: {"word": "<b>"})))
    assert "&lt;b&gt;" in render("{% slot 'footer' %}")


def test_page_without_request_shows_nothing(install) -> None:
    install(showing("alpha", PageSlot(None, "footer", "piece.html")))
    assert slots.slot({}, "footer") == ""
    assert slots.menu("site", None) == []


def test_off_means_gone_from_slots_panels_menus_and_sitemap(
    install, render, render_panels, here, request_for
) -> None:
    install(
        showing(
            "alpha",
            PageSlot(None, "footer", "piece.html"),
            Panel("editor_home", "piece.html"),
            menu=(MenuItem("site", "甲", "preferences"),),
            sitemap=lambda self, site: [("/alpha/", date(2026, 11, 22))],
        )
    )
    assert render("{% slot 'footer' %}") == render_panels() == "[-||-]"
    assert [link.label for link in slots.menu("site", request_for(here))] == ["甲"]
    assert PluginSitemap(here).items() == [("/alpha/", date(2026, 11, 22))]
    switch(registry["alpha"], here, on=False)
    assert render("{% slot 'footer' %}") == render_panels() == ""
    assert slots.menu("site", request_for(here)) == []
    assert PluginSitemap(here).items() == []


def test_panels_ask_their_context_for_the_request(install, render_panels) -> None:
    install(showing("alpha", Panel("editor_home", "piece.html", lambda request: {"word": request.path})))
    assert render_panels() == "[/||-]"


def test_menu_entries_follow_their_rule_and_order(install, here, request_for, citizen) -> None:
    install(
        plugin(
            "alpha",
            enabled_by_default=True,
            menu=(
                MenuItem("site", "众", "preferences", order=5),
                MenuItem("site", "员", "healthz", rule=lambda user: user.is_authenticated, order=1),
                MenuItem("footer", "脚", "readyz"),
            ),
        )
    )
    assert [tuple(link) for link in slots.menu("site", request_for(here))] == [("众", "/preferences/", 5)]
    assert [link.label for link in slots.menu("site", request_for(here, citizen))] == ["员", "众"]


def raising(*args: object) -> None:
    raise ZeroDivisionError("oops")


@pytest.mark.parametrize(
    ("place", "attributes"),
    [
        ("slot footer", {"page_slots": (PageSlot(None, "footer", "piece.html", raising),)}),
        ("slot footer", {"page_slots": (PageSlot(None, "footer", "broken.html"),)}),
        ("slot footer", {"page_slots": (PageSlot(None, "footer", "surely_not_there.html"),)}),
        ("panel editor_home", {"panels": (Panel("editor_home", "piece.html", raising),)}),
        ("menu site", {"menu": (MenuItem("site", "甲", "preferences", rule=raising),)}),
        ("menu site", {"menu": (MenuItem("site", "甲", "surely:not-there"),)}),
        ("sitemap", {"sitemap": raising}),
    ],
)
def test_what_raises_is_contained_named_and_counted(
    install, render, render_panels, here, request_for, place: str, attributes: dict
) -> None:
    install(
        plugin("alpha", enabled_by_default=True, **attributes),
        showing("beta", PageSlot(None, "footer", "piece.html"), Panel("editor_home", "piece.html")),
    )
    with structlog.testing.capture_logs() as logs:
        shown = [render("{% slot 'footer' %}"), render_panels(), slots.menu("site", request_for(here))]
        PluginSitemap(here).items()
    assert shown == ["[-||-]", "[-||-]", []]
    assert [(log["event"], log["plugin"], log["place"]) for log in logs] == [
        ("plugin_failed", "alpha", place)
    ]
    counted = PluginSwitch.objects.get(site=here, slug="alpha")
    assert counted.failures == 1
    assert counted.last_failure.startswith(place)


def test_database_error_in_a_slot_does_not_poison_the_transaction_around_it(install, render, here) -> None:
    def clash(request, page):
        PluginSwitch.objects.create(site=here, slug="twice")
        PluginSwitch.objects.create(site=here, slug="twice")

    install(showing("alpha", PageSlot(None, "footer", "piece.html", clash)))
    assert connection.in_atomic_block
    assert render("{% slot 'footer' %}") == ""
    assert not PluginSwitch.objects.filter(slug="twice").exists()
    assert PluginSwitch.objects.get(slug="alpha").last_failure.startswith("slot footer: IntegrityError")


@pytest.mark.django_db(transaction=True)
def test_database_error_in_a_slot_without_transaction_is_contained(install, here, request_for) -> None:
    def clash(request, page):
        PluginSwitch.objects.create(site=here, slug="twice")
        raise IntegrityError("as if")

    install(showing("alpha", PageSlot(None, "footer", "piece.html", clash)))
    assert slots.slot({"request": request_for(here)}, "footer") == ""
    assert PluginSwitch.objects.get(slug="alpha").failures == 1


def test_plugin_that_keeps_failing_is_switched_off_and_the_others_stay(install, render, here) -> None:
    install(
        showing("alpha", PageSlot(None, "footer", "piece.html", raising)),
        showing("beta", PageSlot(None, "footer", "piece.html")),
    )
    for _ in range(7):
        assert render("{% slot 'footer' %}") == "[-||-]"
    assert [p.slug for p in registry.enabled(here)] == ["beta"]
    assert PluginSwitch.objects.get(slug="alpha").failures == 5


def test_slots_without_pieces_cost_one_question_per_request(
    install, render, django_assert_num_queries, here, home
) -> None:
    install(plugin("alpha", enabled_by_default=True))
    registry.enabled(here)
    with django_assert_num_queries(1):  # the site of the request
        render(
            "{% slot 'footer' %}{% slot 'home_main' page %}",
            page=home,
        )
