"""The pages that release, publish results and withdraw."""

from django.urls import reverse

from delegations.models import members_of_groups
from missions import release


def page_of(mission):
    return reverse("admin:missions_mission_release", args=[mission.pk])


def results_of(mission):
    return reverse("admin:missions_mission_results", args=[mission.pk])


def withdrawal_of(made):
    return reverse("admin:missions_release_withdraw", args=[made.pk])


def made(mission, replaces=None):
    return release.release(mission, by=None, members=members_of_groups(mission), replaces=replaces)
