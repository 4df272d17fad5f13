"""Each exercise is taught in full the first times, step by step with the figure; then it is short."""

import pytest

from backcoach.coaching.outputs import Hush, RepetitionDone, Say
from backcoach.coaching.planned import LESSONS, Habits
from backcoach.coaching.session import Session
from backcoach.demo import Performer
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.mannequin.timetable import reel_of
from tests.coaching.puppet import drive, planned, spoken


def listened(sets, until_s=150.0, source="none"):
    """Listen to a session before its work: what is said, and where the figure goes with it."""
    session = Session(sets, source, Habits(position_wait_s=2.0))
    heard, time_s = [], 0.0
    while session.screen.state not in ("work", "finished") and time_s < until_s:
        for output in session.tick(time_s):
            if isinstance(output, Say):
                heard.append((str(output.message), session.screen))
        time_s += 0.1
    return heard


@pytest.mark.parametrize("name", BUILTIN)
def test_the_first_times_everything_is_said_and_shown_in_its_order(name):
    exercise = load_exercise(name)
    heard = listened([planned(name, 2)])
    texts = [text for text, _ in heard]
    lesson = exercise.lesson
    taught = [
        lesson.left.say if exercise.sides == "each" else lesson.position[0],
        *lesson.position[1:],
        *(s.text for s in exercise.lesson.movement),
        exercise.breathing,
        exercise.lesson.feel,
    ]
    places = [texts.index(text) for text in taught]
    assert places == sorted(places)
    assert texts.index("Get into position.") > places[-1]
    reel = reel_of(name, exercise.figure, "left" if exercise.sides != "none" else None)
    ends = [end.name for end in exercise.figure.ends]
    for step in exercise.lesson.movement:
        screen = next(screen for text, screen in heard if text == step.text)
        assert str(screen.headline) == step.text
        stations = [0, reel.targets + 1] if step.to == "start" else [1 + ends.index(step.to)]
        assert any(screen.figure.to_s == pytest.approx(reel.at_s(k)) for k in stations), step.text
    if exercise.sides != "none":
        assert exercise.lesson.left.say in texts


@pytest.mark.parametrize("name", BUILTIN)
def test_from_the_third_time_on_it_is_short(name):
    short = [text for text, _ in listened([planned(name, 2, times_before=LESSONS)])]
    assert not set(short) & {step.text for step in load_exercise(name).lesson.movement}
    assert sum(map(len, short)) < 230
    full = [text for text, _ in listened([planned(name, 2, times_before=LESSONS - 1)])]
    assert sum(map(len, full)) > 2 * sum(map(len, short))


def test_the_figure_moves_while_it_is_told_and_waits_for_no_watcher():
    screens = [screen for text, screen in listened([planned("clamshell", 2)]) if "shell that opens" in text]
    leg = screens[0].figure
    assert leg.to_s > leg.from_s
    assert leg.lasts_s == pytest.approx(load_exercise("clamshell").figure.move_s)


@pytest.mark.parametrize("state", ["position", "work", "paused"])
def test_show_me_again_teaches_in_full_from_anywhere(state):
    sets = [planned("glute_bridge", 3, times_before=9)]
    session = Session(sets, "none", Habits(position_wait_s=2.0))
    time_s = 0.0
    while session.screen.state != ("work" if state == "paused" else state):
        session.tick(time_s)
        time_s += 0.1
    if state == "paused":
        session.act("pause", time_s)
    assert "show" in session.screen.actions
    session.act("show", time_s)
    assert session.screen.state == "introduction"
    log = drive(session, lambda t, s: None, time_s + 120, begin_s=time_s)
    texts = spoken(log)
    assert texts[0] == "Let me show you again."
    assert {step.text for step in sets[0].exercise.lesson.movement} <= set(texts)
    assert session.finished
    assert session.screen.sets[0].done == 3


def test_trying_along_does_not_cut_the_lesson_off():
    """The simulated person bends and straightens in step with the lesson: the whole of it is said."""
    sets = [planned("glute_bridge", 2)]
    session, person = Session(sets, "demo"), Performer(sets, seed=1)
    working = [planned("glute_bridge", 2, times_before=9)]
    along = Session(working, "demo", Habits(introductions=False))
    said, done, time_s = [], [], 0.0
    session.act("confirm", 0.0)
    while session.screen.state == "introduction" and time_s < 60:
        frame, picture = person.frame(time_s, along.screen)
        along.see(frame, picture)
        along.tick(time_s)
        for output in (*session.see(frame, picture), *session.tick(time_s)):
            said += [str(output.message)] if isinstance(output, Say) else []
            done += [output] if isinstance(output, RepetitionDone) else []
        time_s += 1 / 15
    movement = [step.text for step in sets[0].exercise.lesson.movement]
    assert movement[0] in said
    assert done or set(movement) <= set(said)


def test_words_die_with_their_state():
    """Skipping on while something is explained: nothing of it is said afterwards, and what is being said is stopped."""
    sets = [planned(name, 1) for name in ("child_pose", "clamshell", "trunk_rotation")]
    session = Session(sets, "none")
    for k in range(30):
        session.tick(k / 10)
    first = session.act("skip", 3.0)
    assert any(isinstance(output, Hush) for output in first)
    for k in range(30, 45):
        session.tick(k / 10)
    second = session.act("skip", 4.5)
    log = [*second, *(output for k in range(45, 600) for output in session.tick(k / 10))]
    texts = {str(output.message) for output in log if isinstance(output, Say)}
    assert str(session.screen.name) == "Trunk rotation stretch"
    for name in ("child_pose", "clamshell"):
        others = {load_exercise(name).name, *load_exercise(name).steps} - set(
            load_exercise("trunk_rotation").steps
        )
        assert not texts & others


def test_where_it_hurts_is_not_asked_after_it_was_answered():
    session = Session([planned("glute_bridge", 1)], "none")
    for k in range(20):
        session.tick(k / 10)
    session.act("hurt", 2.0)
    session.act("resume", 2.1)
    later = [o for k in range(22, 200) for o in session.tick(k / 10) if isinstance(o, Say)]
    assert not any("Where does it hurt" in str(say.message) for say in later)


def test_every_shortened_sentence_fits_on_a_tile():
    for name in BUILTIN:
        exercise = load_exercise(name)
        for side in ("left", "right"):
            taught = exercise.lesson.side(side)
            assert (taught is None) == (exercise.sides == "none")
            assert taught is None or side in taught.say
