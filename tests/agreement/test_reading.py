"""Bad input gives findings with code, line, column and mend, all at once, and never an exception."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tallystick.agreement.findings import Refused, Severity
from tallystick.agreement.reading import read, read_bytes, read_text
from tallystick.agreement.sentences import TRANSLATED


def test_the_valid_agreement_has_no_findings(read_with) -> None:
    document = read_with()
    assert document.findings == ()
    assert document.must().kpis["satisfied"].fewest == 10


def test_a_file_that_is_not_there_is_a_finding(tmp_path) -> None:
    (finding,) = read(tmp_path / "nowhere.yaml").findings
    assert finding.code == "file.unreadable"
    assert "init" in finding.mend


@pytest.mark.parametrize(
    ("before", "after", "code", "at", "told"),
    [
        ("better: higher", "beter: higher", "terms.unknown_key", "beter: higher", "did you mean better?"),
        ('"72%"', "72", "terms.unreadable", "72, 2026", "is not quoted"),
        ('"72%"', "0.72", "terms.unreadable", "0.72, 2026", "0.72 is not quoted"),
        ('"72%"', '"72 apples"', "terms.unreadable", '"72 apples"', "unit that is not known"),
        ("title: Service desk", "title: 5", "terms.unquoted", "5", "is not quoted"),
        ("currency: EUR", "currency: EUX", "currency.unknown", "EUX", "no currency"),
        ("end: 2027-03-31", "end: 2026-03-31", "term.inverted", "2026-03-31}", "ends before it starts"),
        (
            "objective: staff_can_work",
            "objective: staff_can_wok",
            "name.unknown",
            "staff_can_wok",
            "did you mean staff_can_work?",
        ),
        ("of: tickets", "of: tickts", "name.unknown", "tickts", "did you mean tickets?"),
        ("dimensions: [team]", "dimensions: [taem]", "name.unknown", "taem]", "did you mean team?"),
        ("time: opened_at", "time: priority", "source.time", "priority", "places rows in periods"),
        (
            "zone: Europe/Berlin            #",
            "zone: Europe/Berln            #",
            "zone.unknown",
            "Europe/Berln",
            "no time zone",
        ),
        ("holidays: [DE]", "holidays: [Mars]", "calendar.hours", "Mars]", "not known"),
        ("balance: [reopened]", "balance: [reopen]", "name.unknown", "reopen]", "did you mean reopened?"),
        ("half up to 0.1%\n    missing", "half up to 0.1 hours\n    missing", "unit.mixed", '"68.0%"', "another unit"),
        ("priority: {type: integer}", "priority: {type: integr}", "terms.name", "integr}", "decimal(10,2)"),
        ("priority: {type: integer}", "priority: {type: integer, unit: parsec}", "unit.unknown", "parsec}", "no unit"),
        ("team: {type: text}", "team: {type: text, unit: hour}", "unit.senseless", "hour}", "has no unit"),
        ("measures: outcome", "measures: income", "terms.choice", "income", "outcome, output or"),
        ("fewest: 10", "fewest: 0", "terms.wrong", "0", "too small"),
        ("  satisfied:\n", "  Satisfied:\n", "terms.name", "Satisfied", "begin with a small letter"),
        (
            'from: 2026-01-01, to: 2026-03-31}\n    target: {2026-04-01: "72%"',
            'from: 2026-03-31, to: 2026-01-01}\n    target: {2026-04-01: "72%"',
            "dates.inverted",
            "2026-01-01}",
            "ends before",
        ),
        ('2026-10-01: "76%"', '2028-10-01: "76%"', "dates.after_end", '"76%"', "after the agreement ends"),
        ('2026-10-01: "76%"', '2026-04-01: "76%"', "yaml.duplicate", '2026-04-01: "76%"', "given twice"),
    ],
)
def test_each_mistake_is_told_at_its_place(read_with, before: str, after: str, code: str, at: str, told: str) -> None:
    document = read_with((before, after))
    found = [one for one in document.findings if one.code == code]
    assert found, [one.written() for one in document.findings]
    line = document.text.splitlines()[found[0].place.line - 1]
    assert line[found[0].place.column - 1 :].startswith(at), line
    assert told in f"{found[0].problem} {found[0].mend}"
    with pytest.raises(Refused):
        document.must()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "yaml.empty"), ("- a\n- b\n", "agreement.empty"), ("just text", "agreement.empty"), ("a: &x 1\nb: *x\n", "yaml.anchor"),
        ("a: !!str 1\n", "yaml.tag"), ("a: 1\n---\nb: 2\n", "yaml.documents"), ("a: {b: 1\n", "yaml.syntax"), ("\ta: 1\n", "yaml.tab"),
        ("<<: {a: 1}\n", "yaml.merge"), ("? [a, b]\n: 1\n", "yaml.key"), ("a: " + "[" * 50 + "]" * 50, "yaml.deep"), ("a: b\x07\n", "yaml.character"),
        ("a: share(x < 'y: z')\n", "yaml.syntax"),
    ],
)  # fmt: skip
def test_what_is_not_the_strict_subset_of_yaml_is_refused(text: str, code: str) -> None:
    assert code in [one.code for one in read_text(text, "x.yaml").findings]


def test_bytes_that_are_not_utf_8_are_told_with_their_place() -> None:
    (finding,) = read_bytes(b"title: x\nname: s\xfcd\n", "x.yaml").findings
    assert (finding.code, finding.place.line, finding.place.column) == ("yaml.encoding", 2, 8)


def test_all_problems_are_told_at_once_in_the_order_of_the_file(read_with) -> None:
    document = read_with(
        ("currency: EUR", "currency: EUX"),
        ('"72%"', "72"),
        ("of: tickets\n    value: top_box", "of: tickts\n    value: top_box"),
        ("holidays: [DE]", "holidays: [Mars]"),
    )
    codes = [one.code for one in document.findings]
    assert {"currency.unknown", "terms.unreadable", "name.unknown", "calendar.hours"} <= set(codes)
    assert [one.place.line for one in document.findings] == sorted(one.place.line for one in document.findings)


def test_a_place_inside_a_block_and_a_quoted_text_is_found(read_with) -> None:
    document = read_with()
    path = ("kpis", "solved_the_same_day", "value")
    place = document.place_within(path, len("share("))
    assert document.text.splitlines()[place.line - 1][place.column - 1 :].startswith("within(")
    plain = document.place_within(("kpis", "satisfied", "value"), len("top_box("))
    assert document.text.splitlines()[plain.line - 1][plain.column - 1 :].startswith("satisfaction")


def test_yaml_1_2_is_read_where_no_and_off_are_words(read_with) -> None:
    assert read_with(("title: Service desk", "title: no")).must().title == "no"
    assert [one.code for one in read_with(("{type: boolean}", "{type: boolean, nullable: yes}")).findings] == [
        "terms.wrong"
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda data: data.decode("latin-1")))
@example("a: >\n\tb")
def test_arbitrary_text_never_raises(text: str) -> None:
    assert read_text(text, "x.yaml").agreement is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_never_raise(content: bytes) -> None:
    assert read_bytes(content, "x.yaml").agreement is None


VALUES = [
    "5",
    "0.5",
    "true",
    "null",
    "[]",
    "{}",
    "[1, 2]",
    "{a: b}",
    '"text"',
    "2026-01-01",
    "",
    "'x",
    "-",
    '"74%"',
    "|\n      x",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_random_changes_of_a_valid_file_are_told_in_words_and_never_raise(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(["delete", "double", "value", "dedent"]))
        if kind == "delete":
            del lines[index]
        elif kind == "double":
            lines.insert(index, lines[index])
        elif kind == "dedent":
            lines[index] = lines[index][2:]
        elif ":" in lines[index]:
            lines[index] = lines[index].split(":")[0] + ": " + data.draw(st.sampled_from(VALUES))
    document = read_text("\n".join(lines), "x.yaml")
    for one in document.findings:
        assert one.problem
        assert one.mend
        assert one.place is not None
        assert "pydantic" not in one.written()
        assert "cannot be read" not in one.problem, one.written()
    assert (document.agreement is None) == any(one.severity is Severity.ERROR for one in document.findings)
    assert len(TRANSLATED) > 10
