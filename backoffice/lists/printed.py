"""The lists on paper: words for documents/, which sets them as tables."""

from collections.abc import Sequence

from backoffice.lists.tables import Table
from documents import table as paper
from documents.paper import Run
from wording.words import Words


def lists(tables: Sequence[Table], title: Words, said: str, lang: str) -> paper.Lists:
    """A mission's lists. `said` stands above them and at the foot of every page."""
    return paper.Lists(
        lang=lang,
        title=Run(title.text, title.lang),
        note=said,
        foot=said,
        tables=tuple(
            paper.Table(
                title=table.title,
                columns=tuple(paper.Column(column.heading, column.letters) for column in table.columns),
                rows=tuple(tuple(Run(cell.text, cell.lang) for cell in row) for row in table.said(lang)),
            )
            for table in tables
        ),
    )
