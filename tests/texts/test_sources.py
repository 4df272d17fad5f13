"""Texts are found wherever they stand, and nothing else is."""

import pytest
from texts_sources import Found, all_texts, in_python, in_script, in_table, in_template


def python(source):
    return [part[:3] for part in in_python(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('message("Hold {x}", x=_("it"))', [("Hold {x}", None, None), ("it", None, None)]),
        ('message("one", plural="many", count=n, context="c")', [("one", "many", "c")]),
        ('texts.N_("Lift")', [("Lift", None, None)]),
        ('message("long "\n    "text")', [("long text", None, None)]),
        ('ngettext("one", "many", n)', [("one", "many", None)]),
        ('pgettext("c", "text")', [("text", None, "c")]),
        ('npgettext("c", "one", "many", n)', [("one", "many", "c")]),
        ('Message(fault.cue); print("message")', []),
        ('"message(\\"no\\")"', []),
    ],
)
def test_python(source, found):
    assert python(source) == found


@pytest.mark.parametrize(
    "source", ['message(f"Hold {x}")', 'message("Hold " + x)', 'message("a", plural="b" % x)']
)
def test_a_text_that_is_put_together_is_refused(source):
    with pytest.raises(ValueError, match=r"line 2: .* placeholders"):
        list(in_python("\n" + source))


def template(source):
    return [part[:3] for part in in_template(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            '<p title="{{ _("Hold") }}">{{ _("{n} s", n=4) }}</p>',
            [("Hold", None, None), ("{n} s", None, None)],
        ),
        ('{{ _("Light", context="theme") }}', [("Light", None, "theme")]),
        (
            '{% do notes.append(_("Do")) %}{{ f(_("in"), title=_("by name")) }}',
            [("Do", None, None), ("in", None, None), ("by name", None, None)],
        ),
        (
            '{{ pgettext("c", "text") }}{{ ngettext("one", "many", 3) }}',
            [("text", None, "c"), ("one", "many", None)],
        ),
        ("{{ _(exercise.name) }}<p>Plain</p>", []),
        ('{% set steps = [_("A"), _("B")] %}', [("A", None, None), ("B", None, None)]),
    ],
)
def test_templates(source, found):
    assert template(source) == found


def script(source):
    return [part[:2] for part in in_script(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("show(t(\"Hold\"), t('It\\'s on'))", [("Hold", None), ("It's on", None)]),
        ('t("Hold {x}", { x: t("it") })', [("Hold {x}", None), ("it", None)]),
        ('tn("one", "{count} many", n)', [("one", "{count} many")]),
        ('t("a " +\n  "b")', [("a b", None)]),
        ('part("no"); x.t("no"); t(name); tn("one", n); // t("no")\n/* t("no") */', []),
        ("export function t(text, values = {}) { return text; }", []),
        ("const a = `${t('Hold')} ${f({ x: t('it') })}`", [("Hold", None), ("it", None)]),
    ],
)
def test_scripts(source, found):
    assert script(source) == found


def test_tables():
    source = """
        id = "x"
        name = "X"
        [[faults]]
        id = "high"
        cue = "Lower."
        feature = "knee"
        [[cautions]]
        condition = "wrist"
        advice = "Rest."
        [[phases]]
        name = "hold"
        """
    found = list(in_table(source, ("name", "faults.*.cue", "cautions.*.advice")))
    assert found == [
        ("X", None, None, "name"),
        ("Lower.", None, None, "faults.high.cue"),
        ("Rest.", None, None, "cautions.wrist.advice"),
    ]


def test_files_of_each_kind_are_read(tmp_path):
    for place, content in {
        "coaching/cues.py": 'message("Cue")',
        "web/templates/today.html": '{{ _("Today") }}',
        "web/static/js/live.js": 't("Live")',
        "exercises/builtin/squat.toml": 'name = "Squat"',
        "elsewhere/other.toml": 'name = "Other"',
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    assert all_texts(tmp_path) == [
        Found("coaching/cues.py", "Cue"),
        Found("exercises/builtin/squat.toml", "Squat", key="name"),
        Found("web/static/js/live.js", "Live"),
        Found("web/templates/today.html", "Today"),
    ]
