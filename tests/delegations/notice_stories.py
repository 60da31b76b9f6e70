"""A mission on which two groups travel, as the tests of letters need it."""

import datetime
from typing import Any

from delegations import links
from delegations.models import Delegate, members_of_groups
from missions import release as releases
from missions.models import Release
from tests.factories import (
    FIRST_DAY,
    make_delegate,
    make_group,
    make_item,
    make_mission,
    make_person,
    make_place,
    make_stop,
)


class Story:
    """Maral visits the food plant and lunches, Dana visits the shoe factory; both come to the reception."""

    def __init__(self) -> None:
        self.mission = make_mission(
            slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"}, state="published"
        )
        place = make_place(name={"en": "Mary", "ru": "Мары"})
        self.stop = make_stop(mission=self.mission, place=place, first_day=FIRST_DAY, last_day=FIRST_DAY)
        self.food = make_group(mission=self.mission, name={"en": "Food", "ru": "Пища"})
        self.shoes = make_group(mission=self.mission, name={"en": "Shoes", "ru": "Обувь"})
        self.visit = self.item("Food plant", 9, [self.food], ru="Пищевой завод")
        self.lunch = self.item("Lunch", 13, [self.food], ru="Обед")
        self.factory = self.item("Shoe factory", 10, [self.shoes], ru="Обувная фабрика")
        self.reception = self.item("Reception", 19, [], for_everyone=True, ru="Приём")
        self.maral = self.delegate("Maral", [self.food])
        self.dana = self.delegate("Dana", [self.shoes], language="ru")

    def item(self, title: str, hour: int, groups: list[Any], *, ru: str = "", **fields: Any) -> Any:
        return make_item(
            stop=self.stop,
            title={"en": title, "ru": ru} if ru else title,
            day=FIRST_DAY,
            starts_at=datetime.time(hour),
            ends_at=datetime.time(hour + 1, 30),
            visibility="participants",
            groups=groups,
            **fields,
        )

    def delegate(self, name: str, groups: list[Any], *, invited: bool = True, **person: Any) -> Delegate:
        fields = {"email": f"{name.lower()}@example.org", **person}
        delegate = make_delegate(
            mission=self.mission,
            person=make_person(family_name="Orazowa", given_name=name, **fields),
            groups=groups,
        )
        if invited:
            links.make(delegate)
        return delegate

    def at(self, item: Any, hour: int) -> None:
        """Move an item to an hour; it lasts as long as all do."""
        item.starts_at, item.ends_at = datetime.time(hour), datetime.time(hour + 1, 30)
        item.save()

    def cancel(self, item: Any) -> None:
        item.status = "cancelled"
        item.save()

    def members(self) -> dict[str, list[str]]:
        return members_of_groups(self.mission)

    def release(self, **options: Any) -> Release:
        """The next version of the mission, as it is now."""
        last = releases.newest(self.mission)
        replaces = last.number if last else None
        return releases.release(self.mission, by=None, members=self.members(), replaces=replaces, **options)
