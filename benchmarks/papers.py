"""A delegate's own programme as PDF, warm, beside Typst alone: the same pages, and the same words plainly.

Each has another name on it, as when hundreds are sent: of one that it has set before Typst remembers all.
"""

import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

GOAL = 2.0
ROUNDS, EACH = 7, 15
NAME = "Traveller"
PLAIN = """\
#set document(title: "The same words")
#set page("a4")
#set text(font: "Noto Sans", lang: "en", size: 10pt)
= The same words
#for line in json(bytes(sys.inputs.data)) [#line #parbreak()]
"""


def texts(value: Any) -> Iterator[str]:
    """All runs of text of a paper, in their order."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from [one] if name == "text" else texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def measure(slug: str) -> None:
    """Print the ratios for the one delegate of the mission; Django is set up, and the rows are there."""
    import typst

    from delegations import itinerary, paper_pages
    from delegations.models import Delegate
    from documents import pdf
    from documents.paper import together

    delegate = Delegate.objects.select_related("person", "mission__home").get(mission__slug=slug)
    read = itinerary.in_languages(delegate, ["en"])
    words = [text for paper in paper_pages.papers(delegate, read) for text in texts(asdict(paper))]

    def ours(number: int) -> bytes:
        delegate.person.family_name_en = f"{NAME} {number}"
        return paper_pages.pdf_of(delegate, itinerary.in_languages(delegate, ["en"]))

    compiler = typst.Compiler(
        pdf.ROOM / "typst" / "page.typ", root=pdf.ROOM, font_paths=pdf.fonts(), ignore_system_fonts=True
    )
    made = paper_pages.papers(delegate, read)
    data = json.dumps({"papers": [asdict(paper) for paper in together(made)]})
    before = str(delegate.person.full_name("en"))

    def same_pages(number: int) -> bytes:
        return compiled(compiler, data.replace(before, f"{NAME} {number}"))

    def compiled(compiler: Any, data: str) -> Any:
        return compiler.compile(
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=pdf.moment(read[0].released_at),
        )

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plain.typ")
        source.write_text(PLAIN, encoding="utf-8")
        plain = typst.Compiler(source, root=folder, font_paths=pdf.fonts(), ignore_system_fonts=True)
        acts: dict[str, Callable[[int], Any]] = {
            "ours": ours,
            "pages": same_pages,
            "words": lambda number: compiled(plain, json.dumps([f"{NAME} {number}", *words])),
        }
        took = {name: _rounds(act) for name, act in acts.items()}
    print(f"\nA PDF of her own programme takes {1000 * statistics.median(took['ours']):.1f} ms of CPU, warm")
    _line("× Typst, the same pages", took["ours"], took["pages"], f"{GOAL:8.1f}")
    _line("× Typst, the same words plainly", took["ours"], took["words"])


def _rounds(act: Callable[[int], Any]) -> list[float]:
    """CPU seconds of one, in each round."""
    numbers = itertools.count()
    found = []
    for round_ in range(-1, ROUNDS):
        before = time.process_time()
        for _ in range(EACH):
            act(next(numbers))
        if round_ >= 0:  # the first is to be warm
            found.append((time.process_time() - before) / EACH)
    return found


def _line(name: str, ours: list[float], other: list[float], goal: str = "") -> None:
    ratios = [one / statistics.median(other) for one in ours]
    print(f"{name:36}{min(ratios):8.2f}{statistics.median(ratios):8.2f}{max(ratios):8.2f}{goal}")
