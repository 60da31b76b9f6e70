"""Who asks: pages for staff let nobody else in, and hand her on as what she is."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def member(request: HttpRequest) -> User:
    """The member of staff who is signed in. Raises PermissionDenied where nobody is."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
