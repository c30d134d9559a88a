"""Each kind of file that is not the strict subset of YAML: exact code, line and column, and what mends it."""

import time

import pytest

from tallystick.agreement.positions import LARGEST_BYTES, parse
from tallystick.agreement.reading import read, read_bytes, read_text

Found = tuple[str, int, int]


def found_in(text: str) -> list[Found]:
    return [(one.code, one.place.line, one.place.column) for one in read_text(text, "x.yaml").findings if one.place]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("yaml.empty", 1, 1)]),
        ("# nothing but a comment\n", [("yaml.empty", 1, 1)]),
        ("- a\n", [("agreement.empty", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("yaml.documents", 2, 1)]),
        ("%YAML 1.1\n---\n- a\n", [("yaml.directive", 2, 1)]),
        ("a: [b, {c: 1]\n", [("yaml.syntax", 1, 8)]),
        ("a:\n  - 'b\n", [("yaml.syntax", 2, 5)]),
        ("a: b: c\n", [("yaml.syntax", 1, 5)]),
        ("a: @b\n", [("yaml.syntax", 1, 4)]),
        ('a: "\\q"\n', [("yaml.syntax", 1, 6)]),
        ("a: " + "[" * 40, [("yaml.deep", 1, 34)]),
        ("a: b\x07c\nd: \x01\n", [("yaml.character", 1, 5), ("yaml.character", 2, 4)]),
    ],
)
def test_a_file_that_cannot_be_followed_is_told_at_its_place(text: str, expected: list[Found]) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("a: &x 1", "yaml.anchor", 4), ("a: *x", "yaml.alias", 4), ("a: !!str 1", "yaml.tag", 4), ("a: ! 1", "yaml.tag", 4),
        ("&x a: 1", "yaml.anchor", 1), ("<<: {a: 1}", "yaml.merge", 1), ("a:\tb", "yaml.tab", 3), ("a: b # \tc", "yaml.tab", 8),
        ('a: "\\0"', "yaml.character", 4), ('a: "\\ud800"', "yaml.character", 4), ('"\\0": 1', "yaml.character", 1),
    ],
)  # fmt: skip
def test_a_construct_outside_the_subset_is_told_at_its_place(line: str, code: str, column: int) -> None:
    found = [one for one in found_in(f"# first line\n{line}\n") if one[0].startswith("yaml.")]
    assert found[:1] == [(code, 2, column)]


def test_all_constructs_outside_the_subset_are_told_at_once() -> None:
    text = "a: &x 1\nb: *x\nc: !!int 2\nd: 1\nd: 2\n<<: {e: 1}\n"
    codes = [code for code, _, _ in found_in(text) if code.startswith("yaml.")]
    assert codes == ["yaml.anchor", "yaml.alias", "yaml.tag", "yaml.duplicate", "yaml.merge"]


def test_every_line_with_a_tab_is_told_and_the_parser_does_not_repeat_it() -> None:
    assert found_in("a: 1\n\tb: 2\n\tc: 3\n") == [("yaml.tab", 2, 1), ("yaml.tab", 3, 1)]


def test_a_key_given_twice_names_the_line_of_the_first() -> None:
    (finding,) = [one for one in read_text("b: 1\na: 1\nb: 2\n", "x").findings if one.code == "yaml.duplicate"]
    assert (finding.place.line, finding.place.column) == (3, 1)
    assert "first on line 1" in finding.problem


@pytest.mark.parametrize(
    "value",
    ["'north' in district, x: 1", '"a" = team', "share(a < 'b: c')", "{a, b", "[share(x)] > 5", "%a", "case x: y"],
)
def test_an_expression_that_breaks_the_file_is_sent_into_a_block(value: str) -> None:
    (finding,) = read_text(f"kpis:\n  k:\n    value: {value}\n", "x").findings
    assert (finding.code, finding.place.line) == ("yaml.syntax", 3)
    assert "on the next line, after a |" in finding.mend


def test_a_byte_that_is_not_utf_8_is_told_by_its_line_and_character() -> None:
    (finding,) = read_bytes("Straße: é\nGröße: ".encode() + b"\xff\n", "x").findings
    assert (finding.code, finding.place.line, finding.place.column) == ("yaml.encoding", 2, 8)


def test_a_byte_order_mark_moves_no_place() -> None:
    (finding,) = [one for one in read_bytes(b"\xef\xbb\xbfa: &x 1\n", "x").findings if one.code == "yaml.anchor"]
    assert (finding.place.line, finding.place.column) == (1, 4)


def test_a_file_above_two_megabytes_is_not_parsed(tmp_path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n" + b"#" * LARGEST_BYTES)
    (finding,) = read(path).findings
    assert finding.code == "yaml.large"


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a\0b"])
def test_a_path_that_cannot_be_read_is_a_finding(tmp_path, name: str) -> None:
    (finding,) = read(tmp_path / name).findings
    assert finding.code == "file.unreadable"
    assert "tallystick init" in finding.mend


def test_a_file_nested_a_hundred_thousand_times_is_left_at_once() -> None:
    begun = time.monotonic()
    assert [code for code, _, _ in found_in("a: " + "[" * 100_000)] == ["yaml.deep"]
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12), ("-3", -3), ("0o14", "0o14"), ("yes", "yes"), ("off", "off"), ("true", True), ("~", None), ("", None),
        ("2013-02-30", "2013-02-30"), ("08:30", "08:30"), ("1_000", "1_000"), ("'12'", "12"), ("half up to 0.1%", "half up to 0.1%"),
    ],
)  # fmt: skip
def test_plain_scalars_are_read_by_yaml_1_2(written: str, value: object) -> None:
    assert parse(f"a: {written}\n".encode(), "x").data == {"a": value}


@pytest.mark.parametrize("written", ["0.72", "1e3", ".5", "5.", ".inf", "-.INF", ".nan", "1" * 50])
def test_no_number_becomes_a_float(written: str) -> None:
    (value,) = parse(f"a: {written}\n".encode(), "x").data.values()
    assert value.text == written


@pytest.mark.parametrize("text", ["\x01\n" * 20_000, "\t\n" * 20_000, "a: 1\n" * 3_000, "a:\n" + "- &x 1\n" * 3_000])
def test_many_problems_take_no_longer_than_their_number(text: str) -> None:
    begun = time.monotonic()
    assert len(found_in(text)) >= 2_999
    assert time.monotonic() - begun < 10
