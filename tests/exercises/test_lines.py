"""In which line a key stands."""

from __future__ import annotations

from backcoach.exercises.toml_file import line_of, lines_of_keys

TEXT = '''# a comment with [brackets] and key = 1
name = "not [a] header # nor a comment"
steps = [
  "[one]",
  "two = 2",
]
long = """
[dose]
x = 1
"""

[dose]
hold_s = 5   # [[phases]]

[[phases]]
name = "a"
enter = [
  { feature = "x", above = 1 },
]

[[phases]]
name = "b"
[phases.extra]
deep.key = 1
[[phases.more]]
x = 1
[[phases.more]]
x = 2
'''


def test_every_key_is_found_and_nothing_in_strings_or_lists_is_taken_for_one() -> None:
    assert lines_of_keys(TEXT) == {
        "name": 2,
        "steps": 3,
        "long": 7,
        "dose": 12,
        "dose.hold_s": 13,
        "phases": 15,
        "phases[0]": 15,
        "phases[0].name": 16,
        "phases[0].enter": 17,
        "phases[1]": 21,
        "phases[1].name": 22,
        "phases[1].extra": 23,
        "phases[1].extra.deep.key": 24,
        "phases[1].more": 25,
        "phases[1].more[0]": 25,
        "phases[1].more[0].x": 26,
        "phases[1].more[1]": 27,
        "phases[1].more[1].x": 28,
    }


def test_nearest_table_is_told_for_what_has_no_line() -> None:
    lines = lines_of_keys(TEXT)
    assert line_of("phases[0].enter[0].feature", lines) == 17
    assert line_of("dose.sets", lines) == 12
    assert line_of("nothing", lines) is None
    assert line_of("", lines) is None
