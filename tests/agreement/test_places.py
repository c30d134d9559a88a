"""The place of a character inside a text, however the text is written: a formula's error points at the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.agreement.positions import parse


def rest_of_line(text: str, part: str) -> str:
    """What stands in the file where `part` begins in the value of `a`."""
    parsed = parse(text.encode(), "x")
    assert not parsed.findings
    place = parsed.positions.place_within(("a",), parsed.data["a"].strip().index(part))
    return text.splitlines()[place.line - 1][place.column - 1 :]


@pytest.mark.parametrize(
    ("text", "part", "stands"),
    [
        ("a: share(x)\n", "x", "x)"),
        ("a:   share(x)\n", "share", "share(x)"),
        ("a: 'share(x)'\n", "x", "x)'"),
        ("a: 'in(''b'', c)'\n", "c", "c)'"),
        ('a: "in(\\"b\\", \\u00e9, c)"\n', "c", 'c)"'),
        ("a: |\n  share(x)\n", "x", "x)"),
        ("a: |\n\n  share(x)\n", "x", "x)"),
        ("a: |\n  case\n    when b then c\n  end\n", "then", "then c"),
        ("a: |\n  case\n    when b then c\n  end\n", "end", "end"),
        ("a: >-\n  one\n  two\n", "two", "two"),
        ("a: one\n  two three\n", "three", "three"),
        ("a: 'one\n  two three'\n", "three", "three'"),
        ("b: 1\na: |-\n    share(\n      x,\n      y)\n", "y", "y)"),
    ],
)
def test_the_place_of_a_part_is_where_it_stands(text: str, part: str, stands: str) -> None:
    assert rest_of_line(text, part) == stands


def test_an_offset_beyond_the_text_is_the_place_of_the_text() -> None:
    positions = parse(b"a: 'b'\n", "x").positions
    assert positions.place_within(("a",), 99) == positions.place(("a",))
    assert positions.place_within(("no", "such"), 3) == positions.place(())


@given(st.lists(st.text("abc()'< ", max_size=8).filter(str.strip), min_size=1, max_size=4), st.data())
def test_every_character_of_a_block_is_found_again(lines: list[str], data: st.DataObject) -> None:
    first, *others = lines
    body = [first.lstrip(), *others]
    text = "a: |\n" + "".join(f"   {line}\n" for line in body)
    parsed = parse(text.encode(), "x")
    value = parsed.data["a"].strip()
    offset = data.draw(st.integers(0, len(value) - 1).filter(lambda at: value[at] != "\n"))
    place = parsed.positions.place_within(("a",), offset)
    assert text.splitlines()[place.line - 1][place.column - 1] == value[offset]
