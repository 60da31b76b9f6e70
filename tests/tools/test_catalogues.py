"""Catalogues: compiled without gettext, and examined for what a reader would miss."""

import gettext
import re
import shutil

import pytest

from tools import catalogues

pytestmark = pytest.mark.once
needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: kk\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
WHOLE = (
    HEADER
    + """msgid "stop"
msgstr "аялдама"

msgctxt "verb"
msgid "stop"
msgstr "тоқтау"

msgid "%(count)s delegate"
msgid_plural "%(count)s delegates"
msgstr[0] "%(count)s делегат"
msgstr[1] "%(count)s делегаттар"
"""
)


@pytest.fixture
def kazakh(tmp_path, monkeypatch):
    """Writes a Kazakh catalogue in a tree of its own, and gives its path."""

    def write(text):
        path = tmp_path / "locale" / "kk" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    monkeypatch.setattr(catalogues, "FOLDERS", [tmp_path / "locale"])
    return write


def test_a_compiled_catalogue_knows_contexts_and_plurals(kazakh):
    path = kazakh(WHOLE)

    catalogues.compile_changed()

    with path.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("stop") == "аялдама"
    assert words.pgettext("verb", "stop") == "тоқтау"
    assert words.ngettext("%(count)s delegate", "%(count)s delegates", 1) == "%(count)s делегат"
    assert words.ngettext("%(count)s delegate", "%(count)s delegates", 2) == "%(count)s делегаттар"


def test_only_what_changed_is_compiled_again(kazakh):
    compiled = kazakh(WHOLE).with_suffix(".mo")
    catalogues.compile_changed()
    before = compiled.stat().st_mtime_ns

    catalogues.compile_changed()

    assert compiled.stat().st_mtime_ns == before


def test_a_fuzzy_text_is_not_shown(kazakh):
    path = kazakh(HEADER + '#, fuzzy\nmsgid "stop"\nmsgstr "тоқтау"\n')

    catalogues.compile_changed()

    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("stop") == "stop"


@needs_gettext
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid "stop"\nmsgstr ""\n', "“stop” is not translated"),
        ('#, fuzzy\nmsgid "stop"\nmsgstr "тоқтау"\n', "“stop” is marked fuzzy"),
        (
            'msgid "a stop"\nmsgid_plural "stops"\nmsgstr[0] "аялдама"\nmsgstr[1] ""\n',
            "“('a stop', 'stops')” is not translated",
        ),
    ],
)
def test_what_is_not_ready_is_named(kazakh, text, fault):
    assert list(catalogues.faults_in(kazakh(HEADER + text))) == [fault]


@needs_gettext
def test_a_lost_placeholder_is_named(kazakh):
    path = kazakh(HEADER + '#, python-format\nmsgid "%(count)s stops"\nmsgstr "аялдама"\n')

    assert "format specification for argument 'count' doesn't exist" in " ".join(catalogues.faults_in(path))


@needs_gettext
def test_a_whole_catalogue_has_no_fault(kazakh):
    assert list(catalogues.faults_in(kazakh(WHOLE))) == []


def test_turkmen_has_one_word_for_a_link():
    """Three had stood for it, two of which are an address and a relation besides."""
    path = catalogues.ROOT / "locale" / "tk" / "LC_MESSAGES" / "django.po"
    others = set()
    for entry in catalogues.read(path):
        texts = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if re.search(r"\blinks?\b", texts[0]) and not all("salgylan" in form.casefold() for form in forms):
            others.add(texts[0])

    assert others == set()
