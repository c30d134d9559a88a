"""Charts draw something honest of every series, escape their words, and keep labels apart."""

from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reports.charts.bullet import bullet
from tallystick.reports.charts.drawing import Ink, Scale
from tallystick.reports.charts.places import spread
from tallystick.reports.charts.process import process_chart
from tallystick.reports.charts.series import DrawnEvent, DrawnPhase, DrawnPoint, ProcessDrawing
from tallystick.reports.charts.sparkline import sparkline

SERIES: list[Sequence[float | None]] = [
    [],
    [1.0],
    [2.0] * 5,
    [None, None],
    [1.0, None, 3.0],
    [1e12, -1e12],
    [-5.0, -4.0],
    [0.0, 0.0, 1e-9],
]


def drawing(values: Sequence[float | None], title: str = "KPI") -> ProcessDrawing:
    points = [
        DrawnPoint(f"P{i}", value, abs(value) if value is not None and i else None, "concern" if i % 3 == 2 else None)
        for i, value in enumerate(values)
    ]
    phases = [DrawnPhase(0, len(values), 1.0, 0.0, 2.0, 0.5, 1.6)] if values else []
    return ProcessDrawing(
        title,
        "what it says",
        points,
        phases,
        [1.5 for _ in values],
        lambda value: f"{value:.1f}",
        [DrawnEvent(1, "A", "started")] if len(values) > 1 else [],
    )


def texts(svg: str) -> list[ElementTree.Element]:
    return [node for node in ElementTree.fromstring(svg).iter() if node.tag == "text"]  # noqa: S314 - our own drawing


@pytest.mark.parametrize("values", SERIES, ids=str)
def test_every_series_gives_a_drawing_that_parses(values: Sequence[float | None]) -> None:
    for ink in (Ink(), Ink(printed=True)):
        for svg in (
            process_chart(drawing(values), ink),
            sparkline(values, limits=(0.0, 1.0), target=0.5, status="missed", ink=ink),
        ):
            assert ElementTree.fromstring(svg).tag == "svg"  # noqa: S314 - our own drawing
            assert "nan" not in svg
            assert "inf" not in svg


@pytest.mark.parametrize("value", [None, 0.0, -3.0, 1e9])
def test_a_bullet_draws_its_target_and_a_bar_of_its_status(value: float | None) -> None:
    svg = bullet(value, 1.0, (0.0, 2.0), status="missed")
    assert ElementTree.fromstring(svg).tag == "svg"  # noqa: S314 - our own drawing
    assert 'class="goal"' in svg
    assert ('class="bad"' in svg) == (value is not None)


def test_a_gap_breaks_the_line() -> None:
    assert sparkline([1.0, 2.0, None, 2.0, 1.0]).count("<polyline") == 2


def test_a_chart_has_a_title_and_a_description_and_a_sparkline_is_hidden() -> None:
    svg = process_chart(drawing([1.0, 2.0]), name="x")
    assert 'role="img" aria-labelledby="x-t x-d"' in svg
    assert 'aria-hidden="true"' in sparkline([1.0])


def test_words_are_escaped() -> None:
    svg = process_chart(drawing([1.0, 2.0], title="<script>x</script>"))
    assert "<script" not in svg


def test_print_uses_attributes_and_screens_use_classes() -> None:
    assert "class=" not in process_chart(drawing([1.0, 2.0, 3.0]), Ink(printed=True)).replace('class="xmr"', "")
    assert "stroke=" not in process_chart(drawing([1.0, 2.0, 3.0]))


@given(st.lists(st.floats(0, 300, allow_nan=False), max_size=6))
def test_labels_are_apart_and_in_the_order_of_their_values(wanted: list[float]) -> None:
    placed = spread(wanted, 14, 0, 300)
    ordered = [placed[index] for index in sorted(range(len(wanted)), key=lambda index: wanted[index])]
    assert all(after - before >= 13.8 for before, after in zip(ordered, ordered[1:], strict=False))


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=20))
def test_ticks_lie_inside_the_scale(values: list[float]) -> None:
    scale = Scale.over(values, 0, 100)
    assert all(scale.low - 1e-6 <= tick <= scale.high + abs(scale.high) * 1e-9 + 1e-6 for tick in scale.ticks())
    assert len(texts(process_chart(drawing(values)))) >= 3
