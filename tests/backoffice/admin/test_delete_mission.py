from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from delegations.models import Delegate, members_of_groups
from missions import release
from missions.models import Mission, ProgrammeItem, Release, ResultsRelease, Withdrawal
from tests import factories
from tests.together import in_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def released() -> Mission:
    """A published mission with everything that protects something else."""
    mission = factories.make_mission(slug="to-go")
    stop = factories.make_stop(mission=mission)
    group = factories.make_group(mission=mission)
    item = factories.make_item(mission=mission, stop=stop, groups=[group], for_everyone=False)
    factories.make_visit_report(item=item)
    factories.make_follow_up(mission=mission, item=item)
    factories.make_outcome(mission=mission, item=item)
    factories.make_delegate(mission=mission, groups=[group])
    release.publish(mission, by=None)
    first = release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    release.release_results(mission, by=None, replaces=None)
    release.withdraw(first, by=None, reason="a mistake")
    return mission


def delete(*arguments: str) -> str:
    out = StringIO()
    call_command("delete_mission", *arguments, stdout=out)
    return out.getvalue()


def test_without_yes_it_says_what_would_go_and_deletes_nothing(released):
    said = delete("to-go")

    assert "     1 releases of the programme\n" in said
    assert said.endswith("Nothing was deleted. To delete “Mission to Turkmenistan” for good, add --yes.\n")
    assert Mission.objects.get() == released


def test_with_yes_all_that_hangs_on_the_mission_goes(released):
    said = delete("to-go", "--yes")

    assert said.endswith("“to-go” is deleted.\n")
    for model in (Mission, ProgrammeItem, Release, ResultsRelease, Withdrawal, Delegate):
        assert model.objects.count() == 0


def test_an_unknown_slug_is_named():
    with pytest.raises(CommandError, match="There is no mission “nowhere”"):
        delete("nowhere")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_released_while_the_mission_goes():
    """Or a release would go of which the command has not said a word."""
    mission = factories.make_mission(slug="to-go")

    def release_it():
        try:
            return release.release(mission, by=None, members={}, replaces=None)
        except Mission.DoesNotExist:
            return "gone"

    said, outcome = in_between(lambda: delete("to-go", "--yes"), 'FROM "missions_stop"', release_it)

    assert "     0 releases of the programme\n" in said
    assert outcome == "gone"
