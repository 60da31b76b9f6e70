"""Names and addresses as they are written where they are: what paper cannot print is told at once."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from documents.letters import unprinted


def tell(request: HttpRequest, *texts: str) -> None:
    """Say to whoever has saved these texts which of their letters no paper has."""
    if others := unprinted("".join(texts)):
        words = _(
            "Paper cannot print these letters of a name or an address: %(letters)s. The page shows them, and "
            "paper says that it does. For paper, write them in Latin or Cyrillic letters."
        )
        messages.warning(request, words % {"letters": others})
