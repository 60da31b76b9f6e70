"""Items to which somebody has let the organiser know that she does not come.

Nothing is taken from the programme by that, so she is counted with wherever else people are. To accept the
caution says that it is known.
"""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.facts import Delegate, Item
from backoffice.clashes.programme import Programme
from backoffice.clashes.taking_part import People


def cautions(programme: Programme) -> list[Caution]:
    """One for each delegate and item that she has declined."""
    return [one for item in programme.items for one in about(programme, item)]


def about(programme: Programme, item: Item) -> list[Caution]:
    """Those of one item that takes place."""
    rank, delegates = programme.taking.rank, programme.taking.delegates
    return [
        _caution(programme, item, delegates[rank[pk]], holds) for pk, holds in item.declined if pk in rank
    ]


def _caution(programme: Programme, item: Item, delegate: Delegate, holds: bool) -> Caution:
    people = People(delegates=(delegate,))

    def say(named: bool) -> str:
        words = {
            "people": telling.people(people, named=named),
            "item": telling.title(item),
            "when": programme.telling.when(item),
        }
        if holds:
            return telling.sentence(_("%(people)s declines “%(item)s” (%(when)s).") % words)
        return telling.sentence(
            _("%(people)s declined “%(item)s” before it was moved (now %(when)s).") % words
        )

    return Caution(
        Kind.DECLINED,
        Level.CAUTION,
        (item.pk,),
        cause_of(Kind.DECLINED, item.key, delegate.key, holds),
        say,
        gettext_lazy("Tell the hosts, or talk to her; accept this once it is settled."),
        name=partial(telling.names, (delegate,)),
        put_right=lambda: (
            (Page.ANSWERS, programme.facts.pk, _("Answers of the delegates")),
            (Page.ITEM, item.pk, telling.title(item)),
        ),
    )
