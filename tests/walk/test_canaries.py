"""Random missions over HTTP: every text is a canary, and is met by nobody who may not read it.

faults.md 2, 6, 7, 12, 19, 21, 22, 24, 27 and 29. The stories of stories.py happen to rows made of random mission
files; then the public, delegates and staff read all that is there for them, in four languages. Which canary may
stand where is said in allowed.py; that they are found where they must be shows that they would be found elsewhere.
"""

import html
import re
from typing import Any

import icalendar
import pytest
from django.contrib import admin
from django.core.mail import EmailMultiAlternatives
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backoffice.rights import roles
from delegations import itinerary, links
from delegations.models import Delegate, LinkPurpose, Mailing, Notice, Seen, Stay
from delegations.models.notices import MailingKind
from delegations.notices import letters
from missions import itinerary as itineraries
from missions import release, results
from missions.models import Mission, ProgrammeItem, Release
from partners.models import Contact, Organisation, Person
from tests import papers, strategies
from tests.backoffice.pages import address, address_of, staff
from tests.entries import ZONES
from tests.strategies import Plan
from tests.walk import allowed, stories, world
from tests.walk.allowed import canaries
from tests.walk.stories import Story
from wording.translated import texts

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ru", "kk", "tk")
SIDE_BY_SIDE = (("en", "ru"), ("kk", "tk"))
# Without shrinking: what is found is named, and a smaller story would take as long as all the others.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(max_examples=25, phases=PHASES, suppress_health_check=list(HealthCheck))
# In a thorough run, one story for twenty documents: it is read at several hundred addresses.
MANY = settings(FEW, max_examples=max(5, settings.default.max_examples // 20))
STORIES = (strategies.plans(max_items=5), stories.steps())
KINDS = st.sampled_from((roles.VIEWER, roles.REPORTER, roles.EDITOR, roles.RELEASER))


def read(client: Client, path: str, query: dict[str, str] | None = None, *, status: int = 200) -> str:
    """The answer as plain words: headers and body without markup's escapes and without folded lines."""
    response = client.get(path, query)
    assert response.status_code == status, (path, response.status_code)
    return plain(response)


def plain(response: Any) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    is_pdf = response.get("Content-Type") == "application/pdf"
    body = papers.printed(response.content) if is_pdf else response.content.decode()
    if response.get("Content-Type", "").startswith("text/calendar"):
        body = body.replace("\r\n ", "")
    return " ".join(html.unescape(f"{headers}\n{body}").split())


def assert_only(text: str, told: set[int], story: Story, where: str) -> None:
    """No canary stands in the text but those that may; nor a piece of one."""
    found = canaries(text) - told
    assert found == set(), (where, sorted(named(story, found)))
    rest = allowed.CANARY.sub("", text)
    assert "anary" not in rest, (where, rest[rest.index("anary") - 40 :][:80])


def named(story: Story, numbers: set[int]) -> set[str]:
    """The texts with these numbers, to be read by who looks into a failure."""
    texts = strategies.texts(story.plan)
    return {text for text in texts if canaries(text) & numbers} | {str(number) for number in numbers}


def the_public_meets_only_what_it_may(story: Story) -> None:
    client = Client()
    slug = story.mission.slug
    exists = story.exists
    pages = allowed.on_the_page(story) if exists else set()
    data = allowed.in_data(story) if exists else set()
    changes = allowed.among_changes(story) if exists else set()
    feed = allowed.in_the_feed(story) if exists else set()
    partners = allowed.of_partners(story)
    zones = allowed.zones_told(story) if exists else set()
    status = 200 if exists else 404
    found: dict[str, set[int]] = {
        "page": set(),
        "data": set(),
        "feed": set(),
        "changes": set(),
        "home": set(),
    }
    for lang in LANGUAGES:
        of_mission = {
            "page": ("", pages),
            "changes": ("changes/", changes),
            "feed": ("programme.ics", feed),
            "data": ("programme.json", data),
        }
        for name, (file, told) in of_mission.items():
            text = read(client, f"/{lang}/missions/{slug}/{file}", status=status)
            assert_only(text, told, story, f"{lang} {name}")
            assert {zone for zone in ZONES if zone in text} <= zones, f"{lang} {name}"
            found[name] |= canaries(text)
        for query in home_queries(story) if lang == "en" else [{}]:
            text = read(client, f"/{lang}/", query)
            assert_only(text, data, story, f"{lang} home {query}")
            assert exists or slug not in text
            found["home"] |= canaries(text)
        for partner, told in partners.items():
            path = f"/{lang}/partners/{partner}/"
            assert_only(read(client, path), told, story, path)
    hidden = {entry["slug"] for entry in story.plan["organisations"]} - partners.keys()
    for path in (f"missions/{slug}x", *(f"partners/{partner}" for partner in sorted(hidden))):
        text = read(client, f"/kk/{path}/", status=404)
        assert_only(text, set(), story, path)
    for path in ("/sitemap.xml", "/robots.txt", "/.well-known/security.txt"):
        text = read(client, path)
        assert_only(text, set(), story, path)
        assert path != "/sitemap.xml" or (f"/missions/{slug}/" in text) == exists
        for organisation in story.plan["organisations"]:
            assert (f"/partners/{organisation['slug']}/" in text) <= (organisation["slug"] in partners)
    found["paper"] = on_paper(client, f"missions/{slug}/programme.pdf", data, story, status=status)
    results_told = exists and bool(told_results(story))
    for lang in LANGUAGES:
        text = read(client, f"/{lang}/missions/{slug}/results.pdf", status=200 if results_told else 404)
        assert_only(text, data, story, f"{lang} results.pdf")
    if exists:
        the_public_meets_what_it_should(story, found)


def told_results(story: Story) -> results.Results:
    """What the public may know of the newest results."""
    made = release.newest_results(story.mission)
    public = itineraries.make(allowed.newest(story), itineraries.PUBLIC, "en")
    return results.make(made.document if made else None, public)


def on_paper(client: Client, address: str, told: set[int], story: Story, *, status: int = 200) -> set[int]:
    """What a file tells in all languages, two side by side: no canary but those that may stand in it."""
    found: set[int] = set()
    for lang, other in SIDE_BY_SIDE:
        text = read(client, f"/{lang}/{address}", {"with": other}, status=status)
        assert_only(text, told, story, f"{lang} {address}")
        found |= canaries(text)
    return found


def home_queries(story: Story) -> list[dict[str, str]]:
    sectors = [{"sector": sector["slug"]} for sector in story.plan.get("sectors", [])]
    return [{}, {"country": "TM"}, {"year": "2023"}, {"status": "completed"}, *sectors[:1]]


def the_public_meets_what_it_should(story: Story, found: dict[str, set[int]]) -> None:
    """What is public is found: so a canary that is not for the public would have been."""
    for place, must in allowed.that_the_public_finds(story).items():
        assert must <= found[place], (place, named(story, must - found[place]))


def delegates_meet_only_what_is_theirs(story: Story) -> None:
    """Each who travels, with her own link; another's link opens nothing of hers."""
    for delegate in Delegate.objects.filter(mission=story.mission).travelling()[:2]:
        client, story_slug = Client(), story.mission.slug
        _link, token = links.make(delegate)
        told = allowed.of_delegate(story, delegate) | allowed.beside_her_programme(story, delegate)
        assert_only(read(client, f"/l/{token}/"), told, story, "her link")
        assert client.post(f"/l/{token}/").status_code == 302
        found = set()
        for lang in LANGUAGES:
            assert_only(read(client, f"/{lang}/my/", status=302), set(), story, f"{lang} her missions")
            text = read(client, f"/{lang}/my/{story_slug}/")
            assert_only(text, told, story, f"{lang} her programme")
            assert token not in text
            found |= canaries(text)
            details = read(client, f"/{lang}/my/{story_slug}/details/")
            assert_only(details, told, story, f"{lang} her details")
        must = allowed.that_a_delegate_finds(story, delegate)
        beside = allowed.of_all(texts(Mission.objects.get(pk=story.mission.pk), "numbers").values())
        assert must | beside <= found, named(story, (must | beside) - found)
        her_other_pages_tell_only_what_is_hers(story, delegate, client, told)
        if release.newest(story.mission):
            for file in ("itinerary.pdf", "itinerary.html"):
                on_file = on_paper(client, f"my/{story_slug}/{file}", told, story)
                assert must <= on_file, (file, named(story, must - on_file))
        her_calendar_tells_only_what_is_hers(story, delegate, client)
        her_copy_holds_only_what_is_hers(story, delegate, client, told)
        what_changed_for_her_tells_only_what_was_hers(story, delegate, client, told)


def her_copy_holds_only_what_is_hers(
    story: Story, delegate: Delegate, client: Client, told: set[int]
) -> None:
    """What her browser keeps for when there is no network: all its pages, and its files in one language."""
    copy = client.get("/en/my/~copy.json")
    assert_only(plain(copy), set(), story, "the list of her copy")
    pages, files = set(), set()
    for entry in copy.json()["entries"]:
        if not entry["page"] and not entry["url"].startswith("/ru/"):
            continue
        answer = client.get(entry["url"], headers={"Keruen-Copy": "1"})
        assert answer.status_code == 200, entry["url"]
        text = plain(answer)
        assert_only(text, told, story, f"her copy of {entry['url']}")
        (pages if entry["page"] else files).update(canaries(text))
    must = allowed.that_a_delegate_finds(story, delegate)
    assert must <= pages, named(story, must - pages)
    assert bool(files) == bool(release.newest(story.mission))


def her_other_pages_tell_only_what_is_hers(
    story: Story, delegate: Delegate, client: Client, told: set[int]
) -> None:
    """A page of each item in which she takes part, of no other; a card of whom her programme names alone."""
    own = entries_of_her_page(delegate)
    for item in ProgrammeItem.objects.filter(mission=story.mission):
        answer = client.get(f"/en/my/{story.mission.slug}/items/{item.uid}/")
        if str(item.uid) in own:
            assert answer.status_code == 200
        assert_only(plain(answer), told, story, "her item") if answer.status_code == 200 else None
    for contact in Contact.objects.all():
        answer = client.get(f"/en/my/{story.mission.slug}/contacts/{contact.ref}.vcf")
        if answer.status_code == 200:
            assert contact.public
            assert_only(answer.content.decode().replace("\r\n ", ""), told, story, "a card")


def what_changed_for_her_tells_only_what_was_hers(
    story: Story, delegate: Delegate, client: Client, told: set[int]
) -> None:
    """Since each version, withdrawn or not, as if she had seen that one last: its page, and her own."""
    if release.newest(story.mission) is None:
        return
    for version in story.mission.releases.all():
        word = Seen.objects.create(delegate=delegate, release=version)
        before = told | allowed.once_her_own(version, delegate)
        for page in (f"changes/{version.number}/", ""):
            text = read(client, f"/en/my/{story.mission.slug}/{page}")
            assert_only(text, before, story, f"what changed for her since version {version.number}: {page}")
        word.delete()


def her_calendar_tells_only_what_is_hers(story: Story, delegate: Delegate, client: Client) -> None:
    """faults.md 27 and 29: what subscribes, and the file that she saves, which holds the same."""
    token = links.make(delegate, LinkPurpose.CALENDAR)[1]
    told, found = allowed.in_her_calendar(story, delegate), set()
    for lang in LANGUAGES:
        subscribed = Client().get(f"/c/{token}.ics?lang={lang}&alarm=60")
        assert subscribed.status_code == 200
        text = plain(subscribed)
        assert_only(text, told, story, f"{lang} her calendar")
        assert token not in text
        saved = client.get(f"/{lang}/my/{story.mission.slug}/calendar.ics?alarm=60")
        assert saved.content == subscribed.content
        found |= canaries(text)
    must = allowed.that_her_calendar_tells(delegate)
    assert must <= found, named(story, must - found)
    assert events_of(Client().get(f"/c/{token}.ics")) == entries_of_her_page(delegate)


def her_letters_tell_only_what_is_hers(story: Story, delegate: Delegate) -> None:
    """What changed for her since each version, withdrawn or not, and all that is attached to it.

    Her paper in one language: in the others it was read as a file.
    """
    paper_in = LANGUAGES[len(story.plan.get("items", ())) % len(LANGUAGES)]
    own = allowed.in_her_calendar(story, delegate)
    own |= allowed.of_all([delegate, delegate.person, release.newest(story.mission)])
    mailing = Mailing(mission=story.mission, kind=MailingKind.RELEASE, release=release.newest(story.mission))
    for version in [None, *story.mission.releases.all()]:
        # Attached to the first is her paper, on which stands what else is in the programme.
        now = own if version else own | allowed.of_delegate(story, delegate)
        told = now | allowed.once_her_own(version, delegate)
        was_told_of(version, delegate)
        for lang in LANGUAGES:
            attached = version is None and lang == paper_in
            letter = letters.preview(mailing, delegate, lang, attached=attached)
            if letter is None:
                continue
            assert_only(in_the_letter(letter), told, story, f"{lang} her letter since {version}")
            assert all(token not in letter.message().as_string() for token in tokens_of(delegate))


def letters_tell_only_what_is_theirs(story: Story) -> None:
    """faults.md 49. Whichever version she was told of before, and whatever was withdrawn since."""
    for delegate in Delegate.objects.filter(mission=story.mission).travelling()[:2]:
        links.make(delegate)
        her_letters_tell_only_what_is_hers(story, delegate)


def was_told_of(version: Release | None, delegate: Delegate) -> None:
    """A letter that told her of a version, and no other."""
    Notice.objects.filter(delegate=delegate).delete()
    if version is not None:
        mailing = Mailing.objects.create(mission=delegate.mission, kind=MailingKind.RELEASE, release=version)
        now = timezone.now()
        Notice.objects.create(
            mailing=mailing, delegate=delegate, release=version, state="sent", claimed_at=now, sent_at=now
        )


def in_the_letter(letter: EmailMultiAlternatives) -> str:
    """All words of a letter: its text, its page, its calendar and its paper."""
    parts = [str(letter.subject), str(letter.body), html.unescape(str(letter.alternatives[0][0]))]
    for file in letter.attachments:
        name, content = file[0], file[1]
        parts.append(papers.printed(content) if name.endswith(".pdf") else content.replace("\r\n ", ""))
    return " ".join("\n".join(parts).split())


def tokens_of(delegate: Delegate) -> list[str]:
    return [links.token_of(link) for link in delegate.links.all()]


def events_of(response: Any) -> set[str]:
    """What takes place by a calendar, by UID."""
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return {str(event["UID"]) for event in events if event["STATUS"] != "CANCELLED"}


def entries_of_her_page(delegate: Delegate) -> set[str]:
    """What takes place by her page: her items, and each leg that is none of them."""
    made = itinerary.make(delegate, "en")
    if made is None or made.cancelled:
        return set()
    entries = [entry for day in made.days for halt in day.halts for entry in halt.entries]
    items = {entry.item.uid for entry in entries if entry.item and not entry.item.cancelled}
    return items | {entry.journeys[0].ref for entry in entries if entry.item is None}


def hosts_meet_only_what_they_receive(story: Story) -> None:
    """Each organisation, with its own link: its items and who comes, nobody's telephone, room or needs."""
    for entry in story.plan["organisations"][:3]:
        organisation, client = Organisation.objects.get(slug=entry["slug"]), Client()
        token = links.make_for_host(story.mission, organisation)[1]
        told = allowed.of_host(story, organisation)
        assert_only(read(client, f"/h/{token}/"), told, story, "its link")
        assert client.post(f"/h/{token}/").status_code == 302
        found = set()
        for lang in LANGUAGES:
            text = read(client, f"/{lang}/host/{story.mission.slug}/")
            assert_only(text, told, story, f"{lang} its visitors")
            assert token not in text
            found |= canaries(text)
        must = allowed.that_a_host_finds(story, organisation)
        assert must <= found, named(story, must - found)


def staff_meet_no_personal_data(story: Story, kind: str) -> None:
    """The lists and the pages of people, delegates and stays, with their histories."""
    client = Client()
    client.force_login(staff(kind))
    personal = allowed.personal()
    held = [model for model in admin.site._registry if model._base_manager.exists()]
    lists = [address_of(model) for model in held]
    rows = [*Person.objects.all()[:1], *Delegate.objects.all()[:1], *Stay.objects.all()[:1], story.mission]
    pages = [address(row, view) for row in rows for view in ("change", "history")]
    for page in (*lists, *pages, "/admin/missions/mission/?q=Canary"):
        response = client.get(page)
        assert response.status_code in (200, 403), page
        found = canaries(plain(response)) & personal
        assert found == set(), (page, named(story, found))
    words = {re.sub(r"\d+", "", word): word for word in sorted(allowed.personal_words())}
    for model in (Person, Delegate, Stay) if words else ():
        no_search_finds(model, list(words.values()), client)


def no_search_finds(model: type[Model], words: list[str], client: Client) -> None:
    """One is looked for on the page of the list, the others in what that page asks."""
    response = client.get(address_of(model), {"q": words[0]})
    if response.status_code == 403:
        return
    assert response.context["cl"].result_count == 0, (model, words[0])
    request, page = response.wsgi_request, admin.site.get_model_admin(model)
    for word in words[1:]:
        rows, _more = page.get_search_results(request, page.get_queryset(request), word)
        assert not rows.exists(), (model, word)


# To tell a story takes longer than to have one reader read it: each is told to all.
def nobody_meets_a_canary_that_is_not_for_them(plan: Plan, steps: Any, kind: str) -> None:
    """Neither of another group or host, of staff, nor of how other people travel and sleep; in letters, too."""
    with strategies.undone(), world.in_short():
        story = stories.tell(plan, steps)
        the_public_meets_only_what_it_may(story)
        delegates_meet_only_what_is_theirs(story)
        hosts_meet_only_what_they_receive(story)
        staff_meet_no_personal_data(story, kind)
        letters_tell_only_what_is_theirs(story)


@FEW
@given(*STORIES, KINDS)
def test_nobody_meets_a_canary_that_is_not_for_them(plan, steps, kind):
    nobody_meets_a_canary_that_is_not_for_them(plan, steps, kind)


@pytest.mark.thorough
@MANY
@given(*STORIES, KINDS)
def test_nobody_meets_a_canary_in_a_great_many_stories(plan, steps, kind):
    nobody_meets_a_canary_that_is_not_for_them(plan, steps, kind)
