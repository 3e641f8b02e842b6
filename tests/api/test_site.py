"""What surrounds every page, for a client that draws the site itself."""

from cms_pages.models import PortalSettings
from portal.plugin.registry import registry
from portal.plugin.switches import switch


def test_site_gives_names_contacts_and_footer_marks_and_nothing_that_is_for_staff(
    get, site, django_assert_max_num_queries
) -> None:
    settings = PortalSettings.for_site(site)
    settings.hotline, settings.icp_number, settings.allowed_numbers = (
        "0000-1234567",
        "海ICP备1号",
        "13800138000",
    )
    settings.save()

    get("site/")
    with django_assert_max_num_queries(3):
        found = get("site/").json()

    assert (found["site_name"], found["hotline"], found["icp_number"]) == (
        "青创通",
        "0000-1234567",
        "海ICP备1号",
    )
    assert "13800138000" not in str(found)


def test_channels_of_the_site_are_those_of_the_menu_and_leave_with_their_plugin(get, site) -> None:
    def paths() -> list[str]:
        return [
            channel["html_url"].removeprefix("http://testserver")
            for channel in get("site/").json()["channels"]
        ]

    switch(registry["mentors"], site, on=True)
    assert paths()[:3] == ["/", "/policies/", "/mentors/"]
    switch(registry["mentors"], site, on=False)
    assert "/mentors/" not in paths()
