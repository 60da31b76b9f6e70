"""What came of a mission at its address on paper: what the public may know, the same bytes each time."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.core.cache import cache

from missions import editions, release
from missions.models import Certainty, FollowUpState, OutcomeKind, ReportState
from tests import papers
from tests.factories import (
    make_contact,
    make_follow_up,
    make_item,
    make_mission,
    make_organisation,
    make_outcome,
    make_person,
    make_place,
    make_stop,
    make_visit_report,
)

pytestmark = pytest.mark.django_db

PDF = "/en/missions/silk-road/results.pdf"
FIFTH = datetime.date(2023, 12, 5)
HIDDEN = Decimal("3141592653.00")
AT = datetime.datetime(2024, 1, 9, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _forget():
    """Another test's edition is not this one's."""
    cache.clear()
    editions.forget()


def mission_with_items(**fields):
    mission = make_mission(slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"}, **fields)
    stop = make_stop(mission=mission, place=make_place())
    visit = make_item(stop=stop, title="Cannery", visibility="public", day=FIFTH, kind="site_visit")
    hidden = make_item(stop=stop, title="Canary talks", visibility="delegation", day=FIFTH)
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    return mission, visit, hidden


def publish(mission, replaces=None, **options):
    made = release.release_results(mission, by=None, replaces=replaces, at=AT, **options)
    editions.forget()
    return made


def paper(client, address=PDF):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return papers.text(answer.content)


def tells_hidden(text):
    """Whether the sum that is nobody's to read stands there, however its digits are set apart."""
    return str(int(HIDDEN)) in re.sub(r"[\s,.]", "", html.unescape(text))


def known_of(mission, visit, hidden):
    """Sums and papers that are published, and others that are not."""
    union = make_organisation(name="Union", published=True)
    shared = {"mission": mission, "published": True, "confidential": False}
    for amount, currency, certainty in (
        ("100.00", "USD", Certainty.PRELIMINARY),
        ("2000.50", "USD", Certainty.SIGNED),
        ("3000.00", "USD", Certainty.SIGNED),
        ("70000.00", "TMT", Certainty.PRELIMINARY),
    ):
        make_outcome(
            title=f"Paper {currency}", kind=OutcomeKind.CONTRACT, amount=Decimal(amount), currency=currency,
            certainty=certainty, theirs=[union], **shared,
        )  # fmt: skip
    make_outcome(item=hidden, title="Canary hidden", amount=HIDDEN, currency="USD",
                 published=True, confidential=False)  # fmt: skip
    make_outcome(mission=mission, title="Canary secret", amount=HIDDEN, currency="USD")
    make_outcome(mission=mission, title="Canary quiet", confidential=False)
    make_follow_up(
        item=visit, title="Forum", published=True, state=FollowUpState.AGREED, staff_notes="Canary"
    )
    make_follow_up(mission=mission, title="Canary follow-up")
    report = {"state": ReportState.APPROVED, "cleared": True, "findings": "Canary"}
    make_visit_report(item=visit, summary="They can vegetables.", **report)
    make_visit_report(item=hidden, summary="Canary summary", **report)


@pytest.mark.once
def test_the_paper_has_what_the_public_may_know_and_nothing_else(client):
    mission, visit, hidden = mission_with_items(outcome_summary="All went well.")
    known_of(mission, visit, hidden)
    contact = make_contact(person=make_person(family_name="Canary"))
    mission.outcomes.filter(amount=100).update(confirmed_on=FIFTH, confirmed_by=contact)
    publish(mission)

    told = paper(client)

    assert "anary" not in told
    assert not tells_hidden(told)
    assert "5,100" not in told
    for words in (
        "Silk Road", "All went well.", "Forum", "Cannery", "They can vegetables.",
        "Preliminary: 70,000 TMT in 1 sum", "Preliminary: 100 USD in 1 sum", "Signed: 5,000.50 USD in 2 sums",
        "Confirmed by the company: 5 December 2023", "Results, version 1, published 9 January 2024",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.once
@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_what_is_hidden_is_in_no_language_page_or_data(client, lang):
    mission, visit, hidden = mission_with_items()
    known_of(mission, visit, hidden)
    publish(mission)
    here = f"/{lang}/missions/silk-road/"

    told = [client.get(here + name).content.decode() for name in ("", "programme.json")]
    told.append(paper(client, f"{here}results.pdf"))

    for text in told:
        assert "anary" not in text
        assert not tells_hidden(text)
        assert "They can vegetables." in text


@pytest.mark.once
def test_there_is_no_paper_and_no_link_to_it_before_there_is_something_to_tell(client):
    mission, _visit, hidden = mission_with_items()
    page = "/en/missions/silk-road/"

    assert (client.get(PDF).status_code, "results.pdf" in client.get(page).content.decode()) == (404, False)

    make_outcome(item=hidden, title="Canary hidden", published=True, confidential=False)
    publish(mission)
    assert (client.get(PDF).status_code, "results.pdf" in client.get(page).content.decode()) == (404, False)

    make_outcome(mission=mission, title="Contract", published=True, confidential=False)
    publish(mission, replaces=1)
    assert (client.get(PDF).status_code, "results.pdf" in client.get(page).content.decode()) == (200, True)


def test_a_correction_stands_with_its_date_once_it_is_published(client):
    mission, _visit, _hidden = mission_with_items()
    outcome = make_outcome(
        mission=mission, title="Contract", amount=Decimal(1200), currency="USD", published=True, confidential=False
    )  # fmt: skip
    publish(mission)
    outcome.amount, outcome.corrected_on, outcome.correction_en = Decimal(1300), FIFTH, "Was 1,200"
    outcome.save()
    assert "Corrected" not in paper(client)

    publish(mission, replaces=1, note={"en": "One sum was wrong."})

    told = paper(client)
    assert "Corrected: 5 December 2023: Was 1,200" in told
    assert "1,300 USD" in told
    assert "One sum was wrong." in told
    page = client.get("/en/missions/silk-road/").content.decode()
    assert "<dt>Corrected</dt><dd>5 December 2023: Was 1,200</dd>" in page


@pytest.mark.once
def test_one_version_is_the_same_bytes_fit_for_any_cache_and_keeps_to_its_standards(client):
    mission, visit, hidden = mission_with_items()
    known_of(mission, visit, hidden)
    publish(mission)

    first = client.get(PDF)
    cache.clear()
    second = client.get(PDF)

    assert first.content == second.content
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert not first.cookies
    assert b"pdfuaid:part" in first.content
    assert client.get(PDF, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    saved = client.get(PDF, {"download": 1})
    assert saved["Content-Disposition"] == 'attachment; filename="silk-road-results-1-en.pdf"'


@pytest.mark.once
def test_a_draft_has_no_paper(client):
    mission, _visit, _hidden = mission_with_items()
    make_outcome(mission=mission, published=True, confidential=False)
    publish(mission)
    release.take_back(mission, by=None)
    editions.forget()

    assert client.get(PDF).status_code == 404
