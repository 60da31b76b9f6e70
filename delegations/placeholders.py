"""What stands in braces in a letter to several, and is something else for each of them: {name}, {link} …

Names are those of the field in English, whatever language the letter is in. Braces that are no placeholder
stay as they are typed. What is filled in is text: nothing in it is read as a placeholder again.
"""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wording.lists import enumerated

NAMES = {
    "name": gettext_lazy("her name"),
    "mission": gettext_lazy("the title of the mission"),
    "dates": gettext_lazy("its days"),
    "link": gettext_lazy("the address of her programme"),
    "questions": gettext_lazy("the address of the questions after the mission"),
    "journeys": gettext_lazy("what has changed of her journeys and her hotel"),
    "organiser": gettext_lazy("whom to ask"),
}
ADDRESS, QUESTIONS, JOURNEYS = "link", "questions", "journeys"
OPENING = frozenset((ADDRESS, QUESTIONS))  # what opens her pages
FOUND = re.compile(r"\{ *([^\W\d][\w-]{0,40}) *\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with these in the place of their names; a name that is not among them stays as typed.

    >>> fill("Dear {name}, {whom}: { link }", {"name": "{link}", "link": "https://k.example"})
    'Dear {link}, {whom}: https://k.example'
    """
    return FOUND.sub(lambda found: values.get(found[1].lower(), found[0]), text)


def unknown(text: str) -> list[str]:
    """The names in braces that mean nothing, as typed, each once.

    >>> unknown("{name} {NAME} {nom} {nom} {}")
    ['nom']
    """
    found = (name for name in FOUND.findall(text) if name.lower() not in NAMES)
    return list(dict.fromkeys(found))


def named(text: str) -> set[str]:
    """The names in braces, in small letters.

    >>> sorted(named("{Link} {name} { link }"))
    ['link', 'name']
    """
    return {name.lower() for name in FOUND.findall(text)}


def opening(text: str) -> list[str]:
    """The names in braces that stand for what opens her pages, each once.

    >>> opening("{Link} {name} {link}")
    ['link']
    """
    return sorted(named(text) & OPENING)


def check_subject(text: str) -> None:
    """As `check`; refuses what opens her pages too, or tells where she is: mail servers log subjects."""
    check([text])
    if JOURNEYS in named(text):
        raise ValidationError(
            _("%(name)s stands in the text alone: a subject is read on the way."),
            code="journeys",
            params={"name": f"{{{JOURNEYS}}}"},
        )
    if names := opening(text):
        raise ValidationError(
            _("%(name)s stands in the text alone: whoever reads a subject on the way could open her pages."),
            code="address",
            params={"name": enumerated(f"{{{name}}}" for name in names)},
        )


def check(texts: Iterable[str]) -> None:
    """Raises ValidationError that names what stands in braces and means nothing."""
    wrong = list(dict.fromkeys(name for text in texts for name in unknown(text)))
    if not wrong:
        return
    known = enumerated([f"{{{name}}}" for name in NAMES])
    raise ValidationError(
        _("%(wrong)s means nothing here. What can stand in braces: %(known)s."),
        code="placeholder",
        params={"wrong": enumerated([f"{{{name}}}" for name in wrong]), "known": known},
    )
