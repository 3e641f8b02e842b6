"""Relations between models point the same way as imports: string foreign keys escape the import linter."""

import pytest
from django.apps import apps

LAYERS = ["portal", "search", "cms_pages", "api", "plugins"]


def layer(model: type) -> int | None:
    package = model.__module__.split(".")[0]
    return LAYERS.index(package) if package in LAYERS else None


def relations() -> list[tuple[type, type]]:
    return [
        (model, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
    ]


@pytest.mark.parametrize(("source", "target"), relations(), ids=lambda model: model._meta.label)
def test_relation_points_down(source: type, target: type) -> None:
    if layer(source) is None or layer(target) is None:
        return
    assert layer(source) >= layer(target), f"{source} must not know {target}"
