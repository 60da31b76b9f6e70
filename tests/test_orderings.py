"""Every default ordering of a model of ours is total: two runs, and two databases, list rows alike."""

import pytest
from django.apps import apps

APPS = ("accounts", "partners", "missions", "delegations", "reports", "backoffice")
OURS = [model for app in APPS for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_default_ordering_is_total(model):
    assert not model._meta.ordering or model._default_manager.all().totally_ordered


def test_only_histories_of_lists_within_a_row_have_no_ordering():
    unordered = [model for model in OURS if not model._meta.ordering]

    assert [model for model in unordered if not model.__name__.startswith("Historical")] == []
