"""Typed values per site; what is not declared is refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.plugin.base import PluginSettings, setting
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings
from tests.portal.plugin.conftest import plugin


class AlphaSettings(PluginSettings, plugin="alpha"):
    hours: int = setting(48, label="回复期限（小时）", help_text="管理办法第十条。", min_value=1)
    share: Decimal = setting(Decimal("0.5"), label="比例", max_value=1)
    loud: bool = setting(True, label="大声")
    word: str = setting("你好", label="词", max_length=4)
    tone: str = setting("calm", label="语气", choices=[("calm", "平和"), ("merry", "活泼")])


@pytest.fixture
def alpha(install, here):
    install(plugin("alpha", settings=AlphaSettings))
    return registry["alpha"]


def test_site_without_row_has_the_defaults(alpha, here) -> None:
    values = AlphaSettings.for_site(here)
    assert values == AlphaSettings(hours=48, share=Decimal("0.5"), loud=True, word="你好", tone="calm")


def test_values_come_back_with_their_types(alpha, here, other_site) -> None:
    save_settings(alpha, here, {"hours": "24", "share": "0.25", "loud": False, "tone": "merry"})
    values = AlphaSettings.for_site(here)
    assert (values.hours, values.share, values.loud, values.tone) == (24, Decimal("0.25"), False, "merry")
    assert type(values.share) is Decimal
    assert AlphaSettings.for_site(other_site).hours == 48


def test_only_what_differs_is_kept(alpha, here, manager) -> None:
    save_settings(alpha, here, {"hours": 24, "loud": True}, by=manager)
    row = PluginSwitch.objects.get(site=here, slug="alpha")
    assert row.values == {"hours": 24}
    assert (row.changed_by, row.changed_at.date()) == (manager, timezone.now().date())


def test_saving_one_value_leaves_the_others(alpha, here) -> None:
    save_settings(alpha, here, {"hours": 24})
    save_settings(alpha, here, {"word": "早上好"})
    assert (AlphaSettings.for_site(here).hours, AlphaSettings.for_site(here).word) == (24, "早上好")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"ours": 3}, "AlphaSettings has no setting ours."),
        ({"hours": 0}, "hours"),
        ({"hours": "soon"}, "hours"),
        ({"word": "太长太长了"}, "word"),
        ({"tone": "shrill"}, "tone"),
        ({"share": "1.5"}, "share"),
    ],
)
def test_wrong_value_is_refused_and_nothing_kept(
    alpha, here, values: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        save_settings(alpha, here, values)
    error = refused.value
    assert complaint in (error.message_dict if hasattr(error, "error_dict") else error.messages)
    assert AlphaSettings.for_site(here) == AlphaSettings()


def test_stored_key_that_is_no_longer_declared_is_ignored(alpha, here) -> None:
    PluginSwitch.objects.create(site=here, slug="alpha", values={"gone": 1, "hours": 12})
    assert AlphaSettings.for_site(here).hours == 12


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        AlphaSettings().hours = 1  # type: ignore[misc]


def test_form_has_labels_help_and_limits() -> None:
    form = AlphaSettings.form_class()()
    assert list(form.fields) == ["hours", "share", "loud", "word", "tone"]
    assert form.fields["hours"].help_text == "管理办法第十条。"
    assert form.fields["hours"].min_value == 1
    assert not form.fields["loud"].required
