"""Which row stands now for one that was merged away: asked by whatever names rows by reference or slug."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from partners.models.merged import MergedRef


def present(refs: Iterable[str]) -> dict[str, str]:
    """What stands now for those of these that were merged away, by reference; one query, none for none."""
    asked = list(refs)
    if not asked:
        return {}
    rows = MergedRef.objects.filter(ref__in=asked).values_list("ref", "kept")
    return {str(ref): str(kept) for ref, kept in rows}


def former(model: type[Model], ref: UUID | str) -> list[str]:
    """The references of all rows of the model that were merged into the one of this reference."""
    return former_of(model, [str(ref)])[str(ref)]


def former_of(model: type[Model], refs: Iterable[str]) -> dict[str, list[str]]:
    """For each of these references those of the rows that were merged into it; one query, none for none."""
    asked = list(refs)
    found: dict[str, list[str]] = {ref: [] for ref in asked}
    if asked:
        rows = MergedRef.objects.filter(model=model._meta.label, kept__in=asked).order_by("pk")
        for kept, ref in rows.values_list("kept", "ref"):
            found[str(kept)].append(str(ref))
    return found


def keys_of(refs: Iterable[str]) -> list[int]:
    """The keys that these rows had which were merged away: history names them yet. No query for none."""
    asked = list(refs)
    return list(MergedRef.objects.filter(ref__in=asked).values_list("key", flat=True)) if asked else []


def keys_into(model: type[Model], refs: Iterable[str]) -> dict[int, str]:
    """By the key that each row had which was merged into one of these references: that one; one query."""
    rows = MergedRef.objects.filter(model=model._meta.label, kept__in=list(refs))
    return {key: str(kept) for key, kept in rows.values_list("key", "kept")}


def kept_of(model: type[Model], keys: Iterable[int]) -> dict[int, str]:
    """By those of these keys whose rows were merged away: the reference of what stands now; one query."""
    rows = MergedRef.objects.filter(model=model._meta.label, key__in=list(keys))
    return {key: str(kept) for key, kept in rows.values_list("key", "kept")}


def present_slug(model: type[Model], slug: str) -> str | None:
    """The slug of the row into which the one of this slug was merged; None where none was."""
    named = MergedRef.objects.filter(model=model._meta.label, slug=slug).order_by("-pk")
    kept = named.values_list("kept", flat=True).first()
    if kept is None:
        return None
    found: str | None = model._default_manager.filter(ref=kept).values_list("slug", flat=True).first()
    return found
