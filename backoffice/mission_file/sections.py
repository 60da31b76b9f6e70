"""The sections of a mission file: which rows stand in it, under which keys.

schema.json says the same for other programs; a test holds the two together.
"""

from django.db.models import F

from backoffice.mission_file.shape import Model, Section
from delegations.models import Attendance, Delegate, Delegation, Leg, Stay
from missions.models import (
    Deadline,
    FollowUp,
    Group,
    Host,
    ItemGroup,
    Mission,
    Outcome,
    OutcomeYear,
    Party,
    ProgrammeItem,
    Release,
    ResultsRelease,
    Series,
    StateChange,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place, Sector

FORMAT = 1

# Whatever names a row of these is left out of a file without people.
PEOPLE: frozenset[Model] = frozenset({Person, Contact, Delegate})

SHARED = (
    Section(
        "series", Series, ("ref", "slug", "title"), ("ref", "slug", "title"), owner=None, unique=(("slug",),)
    ),
    Section(
        "places",
        Place,
        ("ref", "name", "country", "zone", "latitude", "longitude", "restricted", "permit_working_days"),
        ("ref", "name", "country", "zone"),
        owner=None,
    ),
    Section(
        "sectors", Sector, ("ref", "slug", "name"), ("ref", "slug", "name"), owner=None, unique=(("slug",),)
    ),
    Section(
        "organisations",
        Organisation,
        (
            *("ref", "slug", "name", "legal_name", "kind", "parent", "place"),
            *("sectors", "website", "profile", "published"),
        ),
        ("ref", "slug", "name", "kind"),
        owner=None,
        unique=(("slug",),),
    ),
    Section(
        "people",
        Person,
        ("ref", "family_name", "given_name", "patronymic", "name_order", "email", "phone", "language"),
        ("ref", "family_name"),
        owner=None,
    ),
    Section(
        "contacts",
        Contact,
        ("ref", "person", "organisation", "position", "public"),
        ("ref", "person", "organisation"),
        owner=None,
        unique=(("person", "organisation"),),
    ),
)

MISSION = Section(
    "mission",
    Mission,
    (
        *("ref", "slug", "series", "title", "summary", "purpose", "background", "dates_note", "source"),
        *(
            "compiled_from_reports",
            "outcome_summary",
            "type",
            "state",
            "starts_on",
            "ends_on",
            "dates_precision",
            "languages",
            "zone",
        ),
        *("home", "sectors", "numbers", "staff_notes", "is_template"),
    ),
    ("ref", "slug", "title", "type", "state", "starts_on", "ends_on"),
    owner=None,
)

PROGRAMME = (
    Section(
        "parties",
        Party,
        ("organisation", "role", "order", "contact"),
        ("organisation", "role"),
        order=("order", "pk"),
        key=("organisation", "role"),
    ),
    Section(
        "stops",
        Stop,
        ("ref", "place", "order", "first_day", "last_day", "days_approximate"),
        ("ref", "place"),
        order=("order", "pk"),
    ),
    Section("groups", Group, ("ref", "name", "personal"), ("ref",)),
    Section(
        "items",
        ProgrammeItem,
        (
            *(
                "uid",
                "stop",
                "kind",
                "title",
                "description",
                "day",
                "day_approximate",
                "ends_on",
                "starts_at",
            ),
            *("ends_at", "time_approximate", "part_of_day", "order", "to_place", "venue", "address"),
            *("host_unnamed", "topics", "status", "visibility", "public_title", "for_everyone", "dress"),
            *("language", "interpreter", "photo_rules", "staff_notes", "outcome"),
        ),
        ("uid", "kind", "title", "status", "visibility"),
        # As in documents: where two items tie, the one saved first stands first.
        order=("order", "pk"),
        key=("uid",),
    ),
    Section(
        "deadlines",
        Deadline,
        ("ref", "title", "count", "unit", "done_on", "note"),
        ("ref", "title", "count"),
        order=("-count", "pk"),
    ),
)

# These two stand inside the items of the file.
HOSTS = Section(
    "hosts",
    Host,
    ("item", "organisation", "contact", "state", "order"),
    ("organisation", "state"),
    owner="item__mission",
    order=("order", "pk"),
    key=("item", "organisation", "contact"),
)
ITEM_GROUPS = Section(
    "item_groups",
    ItemGroup,
    ("item", "group"),
    ("group",),
    owner="item__mission",
    order=("group_id", "pk"),
    key=("item", "group"),
)

TRAVEL = (
    Section(
        "delegations",
        Delegation,
        ("ref", "organisation", "head", "note", "details_until"),
        ("ref", "organisation"),
        unique=(("organisation",),),
        late=("head",),
    ),
    Section(
        "delegates",
        Delegate,
        (
            *("ref", "delegation", "person", "organisation", "position", "capacity", "precedence", "groups"),
            *("languages", "diet", "access_needs", "arrival_wish", "state", "consent_on"),
        ),
        ("ref", "delegation", "person", "capacity", "precedence", "state"),
        order=("precedence", "pk"),
        unique=(("person",), ("precedence",)),
    ),
    Section(
        "attendances",
        Attendance,
        ("item", "delegate", "contact", "planned", "actual"),
        ("item",),
        owner="item__mission",
        order=("item__order", "item_id", F("delegate__precedence").asc(nulls_last=True), "pk"),
        key=("item", "delegate", "contact"),
    ),
    Section(
        "legs",
        Leg,
        (
            *("ref", "item", "mode", "carrier", "number", "from_place", "to_place"),
            *("departs_on", "departs_at", "arrives_on", "arrives_at", "passengers"),
        ),
        ("ref", "mode", "from_place", "to_place"),
        order=(F("departs_on").asc(nulls_last=True), F("departs_at").asc(nulls_last=True), "pk"),
    ),
    Section(
        "stays",
        Stay,
        ("ref", "delegate", "place", "hotel", "address", "arrives_on", "leaves_on", "room", "shared_with"),
        ("ref", "delegate", "place", "hotel", "arrives_on", "leaves_on"),
        owner="delegate__mission",
        order=("delegate__precedence", "delegate_id", "arrives_on", "pk"),
    ),
)

OUTCOMES = Section(
    "outcomes",
    Outcome,
    (
        *("ref", "item", "kind", "title", "ours", "theirs", "amount", "currency", "certainty", "dated_on"),
        *("confidential", "published", "needs_confirmation", "source", "corrected_on", "correction"),
        *("confirmed_on", "confirmed_by"),
    ),
    ("ref", "kind", "title", "certainty"),
)
OUTCOME = (
    Section(
        "visit_reports",
        VisitReport,
        (
            *("ref", "item", "state", "language", "outcome_code", "sectors", "topics", "others", "summary"),
            *("findings", "opportunities", "obstacles", "agreed_points", "staff_notes", "cleared"),
            *("submitted_at", "approved_at", "remark"),
        ),
        ("ref", "item", "state"),
        owner="item__mission",
        order=("item__order", "item_id", "pk"),
        unique=(("item",),),
    ),
    Section(
        "follow_ups",
        FollowUp,
        (
            *("ref", "item", "order", "title", "kind", "state", "state_changed_on", "state_words", "place"),
            "our_organisation",
            *("our_owner", "counterparts", "sides_words", "published", "due_on", "due_precision"),
            *("priority", "result_mission", "result_link", "closing_reason", "closed_on", "staff_notes"),
        ),
        ("ref", "title", "kind", "state"),
        order=("order", "pk"),
        beside=("result_document",),
    ),
    OUTCOMES,
    Section(
        "outcome_years",
        OutcomeYear,
        ("outcome", "year", "amount"),
        ("outcome", "year", "amount"),
        owner="outcome__mission",
        order=("outcome_id", "year"),
        key=("outcome", "year"),
    ),
)

STATE_CHANGES = Section(
    "state_changes",
    StateChange,
    ("state", "at", "hour_unknown"),
    ("state", "at"),
    order=("at", "pk"),
    key=("at", "state"),
)
RELEASES = Section(
    "releases",
    Release,
    ("number", "at", "hour_unknown", "note", "document"),
    ("number", "at", "document"),
    order=("number", "pk"),
    key=("number",),
)
RESULTS_RELEASES = Section(
    "results_releases",
    ResultsRelease,
    ("number", "at", "hour_unknown", "note", "document"),
    ("number", "at", "document"),
    order=("number", "pk"),
    key=("number",),
)

OWNED = (*PROGRAMME, HOSTS, ITEM_GROUPS, *TRAVEL, *OUTCOME)
RECORDS = (STATE_CHANGES, RELEASES, RESULTS_RELEASES)

TOP_LEVEL = (MISSION, *SHARED, *PROGRAMME, *TRAVEL, *OUTCOME, *RECORDS)
