"""Slugs made from names and titles in any script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import slugs

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Business mission to Ashgabat", "business-mission-to-ashgabat"),
        ("Бизнес-миссия в Ашхабад", "biznes-missiya-v-ashkhabad"),
        ("Щучинск, объединение «Ёлка»", "shchuchinsk-obedinenie-elka"),
        ("Қазақ ұлттық университеті", "qazaq-ulttyq-universiteti"),
        ("Ғылым, әріптес, үміт, өнер, іс, қаһарман", "ghylym-ariptes-umit-oner-is-qaharman"),
        ("ТЕҢІЗ", "tengiz"),
        ("Türkmenistanyň söwda-senagat edarasy", "turkmenistanyn-sowda-senagat-edarasy"),
        ("Äwmenli Çeper Žurnal Şäher Ýaşlar", "awmenli-ceper-zurnal-saher-yaslar"),
        ("№ 5", "no-5"),
        ("«…»", ""),
    ],
)
def test_slug_is_made_from_any_script(text, slug):
    assert slugs.from_text(text) == slug


@given(st.text(max_size=300))
def test_slug_is_empty_or_a_valid_slug(text):
    made = slugs.from_text(text)

    assert made == "" or re.fullmatch(r"[a-z0-9_-]+", made)
    assert len(made) <= slugs.LENGTH


def test_taken_slug_gets_a_number():
    assert slugs.first_free("bank", set()) == "bank"
    assert slugs.first_free("bank", {"bank", "bank-2"}) == "bank-3"
    assert slugs.first_free("b" * slugs.LENGTH, {"b" * slugs.LENGTH}) == "b" * (slugs.LENGTH - 2) + "-2"
