"""The lists on paper: words for documents/, which sets them as tables."""

from collections.abc import Iterable, Iterator, Sequence

from backoffice.lists.tables import Table
from documents import table as paper
from documents.paper import Run
from wording.words import Words


def with_changes(tables: Iterable[Table]) -> Iterator[Table]:
    """These lists, each followed by what has changed since it was printed, if anything has."""
    for table in tables:
        yield table
        if table.changes is not None:
            yield table.changes


def lists(tables: Sequence[Table], title: Words, said: str, lang: str) -> paper.Lists:
    """A mission's lists. `said` stands above them and at the foot of every page."""
    return paper.Lists(
        lang=lang,
        title=Run(title.text, title.lang),
        note=" ".join(dict.fromkeys((said, *filter(None, (_since(table) for table in tables))))),
        foot=said,
        tables=tuple(
            paper.Table(
                title=table.title,
                columns=tuple(paper.Column(column.heading, column.letters) for column in table.columns),
                rows=tuple(tuple(Run(cell.text, cell.lang) for cell in row) for row in table.said(lang)),
            )
            for table in with_changes(tables)
        ),
    )


def _since(table: Table) -> str:
    """With which printed list it was compared, as a sentence about it."""
    return f"{table.title}: {table.since.removesuffix('.')}." if table.since else ""
