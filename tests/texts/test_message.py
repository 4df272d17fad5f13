"""Messages: what is filled in, what is refused, what English they give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.texts import N_, Message, message
from backcoach.texts.catalogue import entries, languages, translator
from backcoach.texts.message import placeholders

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PLAIN = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]))
VALUES = st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans())


def test_a_message_is_its_english():
    assert str(message("Lift your {side} knee {share} more.", side=message("left"), share=0.5)) == (
        "Lift your left knee 0.5 more."
    )


@pytest.mark.parametrize(("count", "english"), [(0, "0 times left"), (1, "once, left"), (2, "2 times left")])
def test_a_plural_follows_its_count(count, english):
    built = message("once, {side}", plural="{count} times {side}", count=count, side="left")
    assert str(built) == english


def test_a_list_is_said_in_words():
    assert [str(message("{parts}", parts=tuple("abc"[:n]))) for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_equal_messages_are_equal_and_hash_alike():
    one, other = message("{a} {b}", a=1, b=(2, 3)), message("{a} {b}", b=(2, 3), a=1)
    assert one == other
    assert len({one, other, message("{a} {b}", a=2, b=(2, 3))}) == 2


def test_the_mark_changes_nothing():
    assert N_("Left {side}") == "Left {side}"


@given(
    st.dictionaries(NAMES.filter(lambda name: name not in {"plural", "count", "context"}), PLAIN, min_size=1)
)
def test_a_missing_value_is_told_where_the_message_is_built(values):
    text = "|".join(f"{{{name}}}" for name in values)
    assert str(message(text, **values)) == "|".join(values.values())
    missing = sorted(values)[0]
    with pytest.raises(KeyError, match=missing) as caught:
        message(text, **{name: value for name, value in values.items() if name != missing})
    assert text in str(caught.value)


@given(st.text(), st.dictionaries(NAMES, VALUES), st.sampled_from(languages()))
def test_no_text_of_a_personal_file_breaks_a_page(text, values, language):
    """Data may hold any braces and any values: what is not known stays as it stands."""
    said = translator(language).translate(Message(text, tuple(sorted(values.items()))))
    assert said == text or placeholders(text) & values.keys() or text in entries(language)


@given(PLAIN, NAMES, PLAIN)
def test_values_are_not_filled_in_twice(before, name, after):
    text = f"{before}{{{name}}}{after}"
    assert str(Message(text, ((name, f"{{{name}}}"),))) == text
    assert (
        str(Message(text, ((name, "{other}"), ("other", "!")))) == f"{before}{{other}}{after}"
        or name == "other"
    )


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{0}", "{side!r}", "{side.__class__}", "{side:>9999999}", "%s %(side)s"]
)
def test_only_names_in_braces_are_placeholders(text):
    assert str(message(text, side="left")) == text
