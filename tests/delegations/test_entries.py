"""The entries of a personal page as markup: all that may stand in one, escaped and marked with its language."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from delegations import entries, itinerary, reading
from delegations.models import Seen
from missions.parts import LiveContact
from tests import factories
from tests.delegations.travellers import invited, press, release
from wording.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SPAN = '<span lang="ru">{}</span>'


def page():
    """A delegate with an entry that says nearly all that may be said, the entry's row, and her page."""
    mission = factories.make_mission()
    stop = factories.make_stop(mission=mission)
    group = factories.make_group(mission=mission, name="Group <A>")
    item = factories.make_item(
        stop=stop,
        groups=[group],
        day=mission.starts_on,
        starts_at=dt.time(9),
        kind="meeting",
        status="tentative",
        title_en="Talks & “lunch”",
        description_en="**Bring** <b>",
        venue_ru="Зал",
        address_en="1 <Street>",
        dress_en="Suit",
        host_unnamed=True,
    )
    factories.make_host(item=item, state="asked")
    delegate = factories.make_delegate(mission=mission, groups=[group])
    release(mission)
    personal = itinerary.make(delegate, "en")
    return delegate, item, reading.page_now(personal, {})


def test_an_entry_says_all_that_is_known_escaped():
    delegate, item, made = page()
    words = next(entry for day in made.days for halt in day.halts for entry in halt.entries if entry.item)
    contact = LiveContact(Words("Berdi <b>", "en"), Words("Директор", "ru"), True, str(delegate.ref), "", "")
    host = replace(words.item.hosts[0], contact=contact)
    item_words = replace(words.item, hosts=(host,), for_driver=(Words("<1>", "tk"),))
    full = replace(words, item=item_words, times="<now>", label="A & B", may_decline=True)

    slug = delegate.mission.slug
    assert entries.Entries(slug, words.anchor).entry(full) == (
        f'<li id="i-{item.uid}" class="item item--next item--tentative">\n'
        '<p class="item-when">&lt;now&gt; <span>A &amp; B</span></p>\n'
        '<div class="item-body"><h4>Talks &amp; “lunch”</h4>\n'
        '<p><span class="state state--tentative">Tentative</span></p>\n'
        "<div><p><strong>Bring</strong> &lt;b&gt;</p></div>\n"
        f'<p class="topics">{full.unnamed}</p>\n'
        '<dl class="pairs">\n'
        f"<dt>Venue</dt><dd>{SPAN.format('Зал')}</dd>\n"
        "<dt>Address</dt><dd>1 &lt;Street&gt;</dd>\n"
        '<dt>For the driver</dt><dd><details class="driver"><summary>Show the address large</summary>'
        '<p lang="tk">&lt;1&gt;</p></details></dd>\n'
        f"<dt>Host</dt><dd>{host.organisation.name}: Berdi &lt;b&gt;, {SPAN.format('Директор')} (not confirmed yet) "
        f'<a class="no-print" href="/en/my/{slug}/contacts/{delegate.ref}.vcf">Save contact'
        '<span class="unseen">: Berdi &lt;b&gt;</span></a></dd>\n'
        "<dt>Takes part</dt><dd>Group &lt;A&gt;</dd>\n"
        "<dt>Dress</dt><dd>Suit</dd>\n"
        "</dl>\n"
        f'<p class="small no-print"><a href="/en/my/{slug}/items/{item.uid}/">I cannot come'
        '<span class="unseen">: Talks &amp; “lunch”</span></a></p>\n'
        "</div>\n</li>\n"
    )


def test_a_button_on_her_page_is_taken_from_it_alone():
    """A form without its token would be refused, as it was."""
    delegate, _token = invited()
    factories.make_item(mission=delegate.mission, for_everyone=True)
    number = release(delegate.mission).number
    client = press(delegate, Client())
    client.handler.enforce_csrf_checks = True
    address = f"/en/my/{delegate.mission.slug}/"
    form = client.get(address).content.decode().split(f'action="{address}seen/"')[1].split("</form>")[0]
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    refused = client.post(f"{address}seen/", {"version": number})
    taken = client.post(f"{address}seen/", {"version": number, "csrfmiddlewaretoken": token})

    assert (refused.status_code, taken.status_code) == (403, 302)
    assert list(Seen.objects.values_list("delegate", "release__number")) == [(delegate.pk, number)]
