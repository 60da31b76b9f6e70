"""How tests hold a rule of a model: refused in a sentence before it is saved, and by the database whoever saves."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction


def assert_refused(row, field, sentence):
    """The row is refused by full_clean at `field` (None: as a whole) with a sentence like this one."""
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    messages = refused.value.message_dict.get(field or NON_FIELD_ERRORS, [])
    assert [message for message in messages if re.search(sentence, message)], refused.value.message_dict


def assert_refused_by_database(row):
    """The database refuses the row, when it is saved without any check of ours."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save_base(raw=True, force_insert=row._state.adding)


def constraints_of(app):
    """The names of all constraints of an app's models, histories left out."""
    return {
        constraint.name
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "history_type")
        for constraint in model._meta.constraints
    }
