"""Deployment: a site without its footer marks does not go online (X2)."""

import pytest
from django.core.management import CommandError, call_command

from cms_pages.checks import footer_marks_are_set
from cms_pages.models import PortalSettings
from cms_pages.models.site_settings import REQUIRED_MARKS

FILLED = {
    "host_name": "海蓝市人社局",
    "operator_name": "创业赋能中心",
    "hotline": "0999-12333",
    "service_hours": "工作日 9:00–17:00",
    "contact_address": "海蓝市海东区 1 号",
    "site_code": "3799000001",
    "icp_number": "蓝ICP备00000001号",
    "police_number": "蓝公网安备 37990002000001号",
    "error_report_url": "https://marks.hailan.example/report",
}


@pytest.fixture
def marks(site) -> PortalSettings:
    settings = PortalSettings.for_site(site)
    for name, value in FILLED.items():
        setattr(settings, name, value)
    settings.save()
    return settings


def test_marks_named_here_are_all_that_are_required() -> None:
    assert set(FILLED) == set(REQUIRED_MARKS)


def test_filled_marks_pass(marks) -> None:
    assert footer_marks_are_set(None, databases=["default"]) == []


@pytest.mark.parametrize("name", REQUIRED_MARKS)
def test_empty_mark_is_named(marks, name: str) -> None:
    setattr(marks, name, "")
    marks.save()
    (error,) = footer_marks_are_set(None, databases=["default"])
    assert str(PortalSettings._meta.get_field(name).verbose_name) in error.msg


def test_deployment_check_fails_and_needs_a_database_to_ask(site) -> None:
    assert footer_marks_are_set(None) == []
    with pytest.raises(CommandError, match="网站标识码"):
        call_command("check", deploy=True, databases=["default"])
