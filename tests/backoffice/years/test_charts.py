"""The bars: what is drawn is what the table says, in proportion."""

from hypothesis import given
from hypothesis import strategies as st

from backoffice.years import charts
from backoffice.years.charts import Tally

LOOKS = {"Preliminary": "open", "Signed": "hatched", "Delivered": "plain"}
counts = st.integers(min_value=0, max_value=10**6)
lines = st.lists(
    st.tuples(counts, counts, counts).map(lambda parts: Tally("2023", sum(parts), parts)), max_size=20
)


def test_of_nothing_there_is_no_chart():
    assert charts.chart("k", "Heading", "Year", []) is None
    assert charts.chart("k", "Heading", "Year", [Tally("2023", 0)]) is None


def test_a_bar_is_as_long_as_its_number_beside_the_longest():
    chart = charts.chart("k", "Heading", "Place", [Tally("Mary", 4), Tally("Ashgabat", 1)])

    assert [(bar.label, bar.number, [part.width for part in bar.segments]) for bar in chart.bars] == [
        ("Mary", 4, [290.0]),
        ("Ashgabat", 1, [72.5]),
    ]
    assert [bar.y for bar in chart.bars] == [0, charts.ROW]
    assert chart.height == 2 * charts.ROW


def test_a_label_that_is_too_long_is_cut_in_the_drawing_and_whole_in_the_table():
    name = "Union of Industrialists and Entrepreneurs of Turkmenistan, Mary province"

    chart = charts.chart("k", "Heading", "Place", [Tally(name, 1)])

    assert chart.bars[0].label == "Union of Industrialists and Entrepreneurs…"
    assert chart.lines[0].label == name


def test_the_drawing_has_twelve_bars_and_the_table_all():
    chart = charts.chart("k", "Heading", "Place", [Tally(str(number), 1) for number in range(15)])

    assert (len(chart.bars), len(chart.lines), chart.left_out) == (12, 15, 3)


@given(lines)
def test_every_part_lies_within_the_drawing_one_after_the_other(lines):
    chart = charts.chart("k", "Heading", "Year", lines, LOOKS)

    for bar in chart.bars if chart else ():
        assert bar.number == sum(chart.lines[chart.bars.index(bar)].parts)
        assert all(part.width >= 1 for part in bar.segments)
        starts = [part.x for part in bar.segments]
        assert starts == sorted(starts)
        assert all(part.x + part.width <= charts.FULL + 1.2 for part in bar.segments)
        looks = [look for look in LOOKS.values() if look in {part.look for part in bar.segments}]
        assert [part.look for part in bar.segments] == looks
