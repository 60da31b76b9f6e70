"""A caution accepted with a reason, until its cause changes; and taken up again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from backoffice.clashes.cautions import Caution
from missions.models import AcceptedCaution, Mission

WORDS_LENGTH = 500


def accept(mission: Mission, caution: Caution, *, reason: str, by: User) -> AcceptedCaution:
    """Keep who accepts a caution and why. Its words are kept without the names of delegates.

    Raises ValidationError without a reason, with one too long, and when somebody accepted it meanwhile.
    """
    row = AcceptedCaution(
        mission=mission,
        kind=caution.kind.value,
        cause=caution.cause,
        words=Truncator(caution.words_without_names).chars(WORDS_LENGTH),
        reason=reason,
        by=by,
    )
    row.clean_fields()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Of two at once the database lets one in; whatever else is wrong with the row is no race.
        if not AcceptedCaution.objects.filter(mission=mission, cause=caution.cause).exists():
            raise
        raise ValidationError(_("This was accepted already."), code="accepted") from None
    return row


def take_back(mission: Mission, cause: str) -> bool:
    """Let an accepted caution be open again. Returns whether it was accepted."""
    with transaction.atomic():
        row = AcceptedCaution.objects.select_for_update().filter(mission=mission, cause=cause).first()
        if row is None:
            return False
        row.delete()
    return True
