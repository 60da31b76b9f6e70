"""What is wrong with a form stands above it: each error names its field and leads to it."""

import re

from django import forms
from django.template.loader import render_to_string


class Form(forms.Form):
    day = forms.DateField(label="Day")
    kind = forms.ChoiceField(label="Answer", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def summary(**context):
    form = Form({"day": "x"})
    form.add_error(None, "All of it is wrong.")
    page = render_to_string("components.html#errors", {"form": form, **context})
    fields = "".join(str(field) for field in form)
    lines = re.findall(r"<li>(.*?)</li>", page)
    targets = [target for target in re.findall(r'href="#([^"]*)"', page) if f'id="{target}"' not in fields]
    return [re.sub("<[^>]+>", "", line) for line in lines], targets


def test_each_error_names_its_field_and_leads_to_it():
    assert summary() == (
        ["All of it is wrong.", "Day: Enter a valid date.", "Answer: This field is required."],
        [],
    )


def test_where_the_labels_are_not_in_every_language_they_are_left_out():
    assert summary(plain=True)[0] == [
        "All of it is wrong.",
        "Enter a valid date.",
        "This field is required.",
    ]
