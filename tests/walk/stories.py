"""What happens to a random mission between its first version and the reader: moves, releases, withdrawals.

A story keeps which versions the public could read at some time. That is worked out here by looking after each
step, so that the code's own reckoning is held against another one.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.cache import cache
from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from delegations.models import members_of_groups
from missions import editions, release
from missions.models import Host, HostState, Mission, MissionState, ProgrammeItem, Release, Visibility
from partners.models import Contact, Organisation
from tests import strategies
from tests.factories import make_travel_document
from tests.strategies import Plan

FIRST_OF_MOVES = 700_000  # the numbers of texts that moves add


@dataclass
class Story:
    """A mission and what has happened to it; `public_saw` are the numbers of versions once open to all."""

    plan: Plan
    mission: Mission
    public_saw: set[int] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_OF_MOVES))

    def text(self, label: str) -> str:
        return f"Canary {label} {next(self.numbers)}x"

    @property
    def exists(self) -> bool:
        """Whether the public may know of the mission at all."""
        self.mission.refresh_from_db()
        return self.mission.state != MissionState.DRAFT and release.newest(self.mission) is not None

    def look(self) -> None:
        """Note what the public can read now."""
        if self.exists:
            newest = release.newest(self.mission)
            assert newest is not None
            self.public_saw.add(newest.number)

    def documents_seen(self) -> dict[int, dict]:
        """The documents of the versions that the public saw and that are not withdrawn, by number."""
        live = Release.objects.live().filter(mission=self.mission, number__in=self.public_saw)
        return dict(live.order_by("number").values_list("number", "document"))


type Move = Callable[[Story, int], None]


def release_it(story: Story, _number: int) -> None:
    last = release.newest(story.mission)
    try:
        release.release(
            story.mission,
            by=None,
            members=members_of_groups(story.mission),
            replaces=last.number if last else None,
            note={"en": story.text("note of release")},
        )
    except ValidationError as error:
        if error.code != "unchanged":
            raise


def release_results(story: Story, _number: int) -> None:
    strategies.release_results(story.mission)


def publish(story: Story, _number: int) -> None:
    _if_it_can(release.publish, story)


def cancel(story: Story, _number: int) -> None:
    _if_it_can(release.cancel, story)


def take_back(story: Story, _number: int) -> None:
    _if_it_can(release.take_back, story)


def withdraw(story: Story, number: int) -> None:
    """A version is taken back, not only the newest one."""
    live = list(Release.objects.live().filter(mission=story.mission).order_by("-number"))
    if live:
        release.withdraw(live[number % len(live)], by=None, reason=story.text("reason"))


def make_private(story: Story, number: int) -> None:
    _on_item(story, number, strategies.make_private)


def make_public(story: Story, number: int) -> None:
    _on_item(story, number, strategies.make_public)


def empty_its_groups(story: Story, number: int) -> None:
    _on_item(story, number, strategies.empty_its_groups)


def lose_its_groups(story: Story, number: int) -> None:
    _on_item(story, number, strategies.lose_its_groups)


def mask(story: Story, number: int) -> None:
    """The item is for staff only from now on, and stands in the programme under another title."""

    def masked(item: ProgrammeItem) -> None:
        item.visibility, item.public_title_en = Visibility.STAFF, story.text("mask")
        item.save()

    _on_item(story, number, masked)


def reword(story: Story, number: int) -> None:
    def reworded(item: ProgrammeItem) -> None:
        item.title_en = story.text("later title")
        item.description_ru = story.text("later description")
        item.save()

    _on_item(story, number, reworded)


def reword_mission(story: Story, _number: int) -> None:
    story.mission.refresh_from_db()
    story.mission.summary_en = story.text("later summary")
    story.mission.save()


def unpublish_an_organisation(story: Story, number: int) -> None:
    _toggle(Organisation.objects.filter(ref__in=refs(story, "organisations")), number, "published")


def take_back_a_consent(story: Story, number: int) -> None:
    _toggle(Contact.objects.filter(ref__in=refs(story, "contacts")), number, "public")


def show_much(story: Story, number: int) -> None:
    """Every organisation is published, half of the items become public, and perhaps all hosts confirm."""
    Organisation.objects.filter(ref__in=refs(story, "organisations")).update(published=True)
    for position in range(number % 2, story.mission.items.count(), 2):
        make_public(story, position)
    if number >= 2:
        Host.objects.filter(item__mission=story.mission).update(state=HostState.CONFIRMED)


def refs(story: Story, part: str) -> list[str]:
    return [entry["ref"] for entry in story.plan.get(part, [])]


PASSPORTS = 900_000  # the number of the first canary in a passport; plans have none so high
MOVES: tuple[Move, ...] = (
    make_private,
    make_private,
    make_public,
    empty_its_groups,
    lose_its_groups,
    mask,
    reword,
    reword_mission,
    unpublish_an_organisation,
    unpublish_an_organisation,
    take_back_a_consent,
)
STEPS: tuple[Move, ...] = (
    *MOVES,
    *[release_it] * 4,
    *[unpublish_an_organisation] * 4,
    release_results,
    release_results,
    withdraw,
    cancel,
    take_back,
    publish,
    publish,
)


def steps() -> st.SearchStrategy[list[tuple[Move, int]]]:
    """First made as a draft, then opened to the public with results, then whatever happens."""
    some = st.integers(0, 7)
    as_draft = st.lists(st.tuples(st.sampled_from((*MOVES, release_it)), some), max_size=3)
    much = st.lists(st.tuples(st.just(show_much), st.integers(0, 3)), max_size=1)
    opened = st.just([(release_it, 0), (publish, 0), (release_results, 0)])
    after = st.lists(_step(some), max_size=6).map(itertools.chain.from_iterable)
    return st.tuples(as_draft, much, opened, after).map(itertools.chain.from_iterable).map(list)


def _step(some: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[Move, int]]]:
    """One step, or a move that is released at once: else most moves would be seen by nobody."""
    alone = st.tuples(st.tuples(st.sampled_from(STEPS), some))
    released = st.tuples(st.tuples(st.sampled_from(MOVES), some), st.just((release_it, 0)))
    return st.one_of(alone, released).map(list)


def tell(plan: Plan, steps: list[tuple[Move, int]]) -> Story:
    """Make the rows of the plan and let it happen. What is kept of pages of another story is thrown away."""
    cache.clear()
    story = Story(plan, strategies.build(plan))
    for number, delegate in enumerate(story.mission.delegates.order_by("pk"), start=PASSPORTS):
        make_travel_document(delegate, number=f"Canary {number}x")
    for move, number in steps:
        move(story, number)
        story.look()
    editions.forget()  # a second later
    return story


def _on_item(story: Story, number: int, move: Callable[[ProgrammeItem], object]) -> None:
    items = list(story.mission.items.order_by("pk"))
    if items:
        move(items[number % len(items)])


def _toggle(rows, number: int, name: str) -> None:
    found = list(rows.order_by("pk"))
    if found:
        row = found[number % len(found)]
        setattr(row, name, not getattr(row, name))
        row.save()


def _if_it_can(change: Callable[..., None], story: Story) -> None:
    story.mission.refresh_from_db()
    try:
        change(story.mission, by=None)
    except ValidationError as error:
        if error.code != "state":
            raise
