"""Many small choices out of few draws: Hypothesis takes longer over a draw than a test over what is drawn."""

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

HANDFUL = st.binary(min_size=64, max_size=64)


class Handfuls:
    """Chooses by the bytes of a handful and draws the next one when it is used up; 0 chooses the simplest."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.bytes: Iterator[int] = iter(b"")

    def afresh(self) -> None:
        """Begin a new handful, so that what is left out before changes nothing of what follows."""
        self.bytes = iter(self.draw(HANDFUL))

    def below(self, count: int) -> int:
        """A number from 0 to count - 1, of at most 256."""
        byte = next(self.bytes, None)
        if byte is None:
            self.afresh()
            byte = next(self.bytes)
        return byte % count

    def one_of(self, values: Sequence[Any]) -> Any:
        return values[self.below(len(values))]

    def yes(self) -> bool:
        return self.below(2) == 1

    def some(self, values: Sequence[Any]) -> list[Any]:
        return [value for value in values if self.yes()]

    def shuffled(self, values: Sequence[Any]) -> list[Any]:
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in values]
