"""Bindings say where data lies; what is wrong with them is told with its place, all at once."""

from fractions import Fraction
from pathlib import Path

import pytest

from tallystick.agreement.findings import Refused
from tallystick.measurement.bindings import read_bindings

ENTRIES = """\
- {kpi: csat, period: 2013-Q1, value: "74%", by: client, evidence: survey.pdf}
- {kpi: csat, period: 2013-Q2, numerator: 3, denominator: 4, by: client, evidence: survey.pdf}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder / "bindings.yaml"


def codes(path: Path, known: list[str]) -> list[tuple[str, int]]:
    with pytest.raises(Refused) as refused:
        read_bindings(path, known)
    assert all(found.problem and found.mend for found in refused.value.findings)
    return [(found.code, found.place.line if found.place else 0) for found in refused.value.findings]


def test_files_are_found_beside_the_bindings_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, bindings_yaml='tickets: {files: ["data/*.csv"]}\n', data__b_csv="", data__a_csv="")
    bound = read_bindings(path, ["tickets"]).sources["tickets"]
    assert [file.name for file in bound.files] == ["a.csv", "b.csv"]
    assert bound.member is None


def test_a_pattern_may_be_absolute(tmp_path: Path) -> None:
    write(tmp_path, data__a_csv="")
    path = write(tmp_path, bindings_yaml=f'tickets: {{files: ["{tmp_path}/data/*.csv"], member: in.csv}}\n')
    bound = read_bindings(path, ["tickets"]).sources["tickets"]
    assert ([file.name for file in bound.files], bound.member) == (["a.csv"], "in.csv")


def test_entered_values_are_exact(tmp_path: Path) -> None:
    path = write(tmp_path, bindings_yaml="entries: entries.yaml\n", entries_yaml=ENTRIES)
    first, second = read_bindings(path, []).entries
    assert (first.value, first.by, first.period) == (Fraction(37, 50), "client", "2013-Q1")
    assert (second.value, second.numerator, second.denominator) == (None, Fraction(3), Fraction(4))


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = 'tickts: {files: ["a.csv"]}\ntickets: {files: ["none.csv"]}\nflights: {file: ["a.csv"]}\n'
    found = codes(write(tmp_path, bindings_yaml=text), ["tickets", "flights"])
    assert ("bindings.unknown", 1) in found
    assert ("bindings.no_file", 2) in found
    assert any(line == 3 for _, line in found)


@pytest.mark.parametrize(
    "entry", ["value: 0.74", 'value: "74%", numerator: 3, denominator: 4', "numerator: 3", 'valu: "74%"']
)
def test_an_entry_that_leaves_a_guess_is_refused(entry: str, tmp_path: Path) -> None:
    entries = f"- {{kpi: csat, period: 2013-Q1, {entry}, by: client, evidence: survey.pdf}}\n"
    assert codes(write(tmp_path, bindings_yaml="entries: entries.yaml\n", entries_yaml=entries), [])


def test_a_missing_file_of_entries_or_bindings_is_told(tmp_path: Path) -> None:
    assert codes(tmp_path / "bindings.yaml", []) == [("file.unreadable", 0)]
    assert codes(write(tmp_path, bindings_yaml="entries: none.yaml\n"), []) == [("file.unreadable", 1)]


def test_a_list_in_place_of_sources_is_refused(tmp_path: Path) -> None:
    assert codes(write(tmp_path, bindings_yaml="- tickets\n"), ["tickets"]) == [("bindings.mapping", 1)]


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, bindings_yaml='tickets: {package: no_such_package_here, files: ["a.csv"]}\n')
    assert codes(path, ["tickets"]) == [("bindings.no_package", 1)]


def test_files_of_a_package_are_found_without_importing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, rows_for_a_test__x="")
    (tmp_path / "rows_for_a_test" / "__init__.py").write_text("raise AssertionError('imported')\n")
    (tmp_path / "rows_for_a_test" / "data.csv").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    path = write(tmp_path, bindings_yaml='tickets: {package: rows_for_a_test, files: ["*.csv"]}\n')
    (file,) = read_bindings(path, ["tickets"]).sources["tickets"].files
    assert file == tmp_path / "rows_for_a_test" / "data.csv"
