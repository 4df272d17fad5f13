"""A session that is paused and gone on with by a raised hand."""

from dataclasses import replace

from backcoach.coaching.outputs import RepetitionDone
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from backcoach.mannequin import Camera, Life, RaisedHand, simulate
from tests.coaching.puppet import FPS, planned, spoken

RAISES_S = (6.0, 12.0)


def lying(hands=RAISES_S, until_s=17.0):
    """Frames of somebody who lies on the back and raises a hand now and then."""
    raised = [RaisedHand(at_s, "left") for at_s in hands]
    frames = simulate(Life("rest_supine_bent", until_s), camera=Camera(fps=FPS), hands=raised).frames
    return [frame for frame in frames if frame.time_s < until_s]


def watch(session, frames):
    """Return the session's states with their times, and all that came out."""
    states, log = [], []
    for frame in frames:
        outputs = [*session.see(frame), *session.tick(frame.time_s)]
        log += [(frame.time_s, session.screen.state, output) for output in outputs]
        if not states or states[-1][1] != session.screen.state:
            states.append((frame.time_s, session.screen.state))
    return states, log


def new(exercise="glute_bridge", **habits):
    chosen = Habits(introductions=False, **habits)
    return Session([planned(exercise, 5)], "camera", chosen)


def test_a_raised_hand_pauses_and_the_next_one_goes_on():
    states, log = watch(new(), lying())
    paused = next(i for i, (_, state) in enumerate(states) if state == "paused")
    (paused_s, _), (resumed_s, after) = states[paused], states[paused + 1]
    assert after == states[paused - 1][1]
    assert all(
        1.2 < at_s - raised_s < 2.0 for at_s, raised_s in zip((paused_s, resumed_s), RAISES_S, strict=True)
    )
    assert [state for _, state in states].count("paused") == 1
    words = spoken(log)
    assert words.index("Paused.") < words.index("Let's go on.")
    assert not any(isinstance(output, RepetitionDone) for _, _, output in log)


def test_the_screen_tells_how_far_the_hand_is_and_what_it_means():
    session, shown = new(), []
    for frame in lying():
        session.see(frame)
        shown.append((frame.time_s, session.screen.hand, session.screen.hand_means))
    assert {means for time_s, _, means in shown if time_s < RAISES_S[0]} == {"pause"}
    assert {means for time_s, _, means in shown if RAISES_S[0] + 2 < time_s < RAISES_S[1]} == {"resume"}
    assert {hand for time_s, hand, _ in shown if time_s < RAISES_S[0]} == {0.0}
    assert max(hand for _, hand, _ in shown) == 1.0
    assert shown[-1][1] == 0.0


def test_switched_off_it_is_not_seen():
    session = new(raised_hand=False)
    states, _ = watch(session, lying())
    assert "paused" not in dict(map(reversed, states))
    assert (session.screen.hand, session.screen.hand_means) == (0.0, None)


def test_an_exercise_may_forbid_it():
    plan = planned("glute_bridge", 5)
    forbidding = replace(plan, exercise=replace(plan.exercise, hand="none"))
    session = Session([forbidding], "camera", Habits(introductions=False))
    states, _ = watch(session, lying())
    assert "paused" not in dict(map(reversed, states))


def test_a_paused_session_says_that_a_hand_goes_on_where_it_does():
    for habits, told in ((Habits(), True), (Habits(raised_hand=False), False)):
        session = Session([planned("glute_bridge", 5)], "camera", habits)
        session.act("pause", 1.0)
        assert ("Raise a hand" in str(session.screen.detail)) == told


def test_a_raised_hand_answers_yes_when_it_is_asked_what_hurts():
    session = new()
    session.tick(0.0)
    session.act("hurt", 1.0)
    assert session.screen.hand_means == "yes"


def test_it_is_explained_once_to_whoever_is_new_to_it():
    told = "raise a hand"
    for new_to_it, times in ((True, 1), (False, 0)):
        habits = Habits(position_wait_s=2.0, teaches_hand=new_to_it)
        session = Session([planned("cat_camel", 1), planned("bird_dog", 1)], "camera", habits)
        session.act("confirm", 0.0)
        session.act("confirm", 0.1) if session.screen.state == "camera_check" else None
        log = [o for k in range(1200) for o in session.tick(k / 10)]
        log += session.act("skip", 121.0)
        log += [o for k in range(1200) for o in session.tick(122 + k / 10)]
        words = spoken([(0.0, "", output) for output in log])
        assert sum(told in text for text in words) == times
