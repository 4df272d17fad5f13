"""Every rule of the safety document, one test each, named after it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from plan_people import (
    BIRD_DOG,
    BRIDGE,
    CHILD,
    CLAMSHELL,
    PLANK,
    SCREENED,
    START,
    TODAY,
    ago,
    decided,
    exercises,
    hurt_at,
    only,
    plan,
    rules,
    said,
    session,
)

from backcoach.exercises.routine import RoutineItem
from backcoach.plan import Dose, History, Light, Profile, Screening, outcome, weekly_streak
from backcoach.plan.pain import traffic_light, usual_pain
from backcoach.plan.vocabulary import CONDITIONS, QUESTIONS, STOP_SIGNS

TIER_A = [name for name, tier in QUESTIONS.items() if tier == "A"]
TIER_B = [name for name, tier in QUESTIONS.items() if tier == "B"]


def answered(*yes: str, agreed: bool = False, days_ago: int = 1) -> Profile:
    return replace(SCREENED, screenings=(Screening(ago(days_ago), frozenset(yes), agreed),))


# --- what it may and may not say ---


def test_adults_only():
    assert "adults_only" in said(plan(profile=replace(SCREENED, age=17)))
    assert plan(profile=replace(SCREENED, age=18)).allowed


FORBIDDEN = ("safe for you", "clinically validated", "recovered", "cured", "diagnos", "treat", "heal")


def every_text():
    made = rules()
    yield from (s.sentence for s in made.sentences.values())
    yield from (q.question for q in made.screening.questions)
    yield from (s.advice for s in made.stop_signs)
    yield from made.screening.advice.model_dump().values()


def test_nothing_is_promised():
    texts = [text.lower().replace("health", "") for text in every_text()]
    assert [(word, text) for text in texts for word in FORBIDDEN if word in text] == []


def test_who_to_ask_is_named_in_full():
    for text in every_text():
        if "professional" in text:
            assert "qualified health professional (a doctor, physiotherapist or chiropractor)" in text


# --- screening ---


def test_screening_at_first_start():
    made = plan(profile=Profile(age=45))
    assert not made.allowed
    assert made.screening_due
    assert said(made) == ["screening_first"]


@pytest.mark.parametrize(("days", "due"), [(27, False), (28, True), (400, True)])
def test_screening_every_4_weeks(days, due):
    made = plan(profile=answered(days_ago=days))
    assert made.screening_due == due
    assert ("screening_due" in said(made)) == due


def test_screening_after_a_red_day():
    red = session(2, pain=(1, 6, 1))
    assert said(plan(red)) == ["screening_after_red"]
    assert plan(red, profile=answered(days_ago=1)).allowed
    assert "screening_after_red" in said(plan(red, profile=answered(days_ago=2))), "answered before it hurt"


@pytest.mark.parametrize("sign", TIER_A)
def test_tier_a_any_yes_no_exercise_and_emergency_advice(sign):
    found = outcome(Screening(TODAY, frozenset({sign}), agreed=True), rules())
    assert found.kind == "emergency"
    assert not found.may_exercise
    assert "emergency help" in str(found.advice)
    assert said(plan(profile=answered(sign, agreed=True))) == ["emergency"]


def test_after_tier_a_a_professional_has_to_agree():
    """Answering no the next time is not enough."""
    first = Screening(ago(3), frozenset({"bladder"}))
    for agreed in (False, True):
        made = plan(profile=replace(SCREENED, screenings=(first, Screening(ago(1), agreed=agreed))))
        assert made.allowed == agreed


@pytest.mark.parametrize("sign", TIER_B)
def test_tier_b_any_yes_no_exercise_until_a_professional_agreed(sign):
    assert outcome(Screening(TODAY, frozenset({sign})), rules()).kind == "ask"
    assert said(plan(profile=answered(sign))) == ["ask_professional"]
    assert outcome(Screening(TODAY, frozenset({sign}), agreed=True), rules()).may_exercise
    assert plan(profile=answered(sign, agreed=True)).allowed


@pytest.mark.parametrize("condition", CONDITIONS)
def test_tier_c_modifies(condition):
    found = outcome(Screening(TODAY, frozenset({condition})), rules())
    assert (found.kind, found.conditions) == ("modify", {condition})
    made = plan(profile=answered(condition))
    assert made.allowed
    cautioned = [item for item in made.items if item.cautions]
    assert cautioned
    for item in cautioned:
        assert {c.condition for c in item.cautions} == {condition}
        swaps = [c.swap for c in item.cautions if c.swap]
        assert item.dose.variant == (swaps[0] if swaps else None)


def test_knee_problem_childs_pose_without_sitting_fully_back():
    made = plan(profile=replace(SCREENED, conditions=frozenset({"knee"})))
    child = next(item for item in made.items if item.exercise == CHILD)
    assert child.dose.variant == "half_way"
    assert "hips_high" in child.faults_off


def test_wrist_problem_on_forearms_or_fists():
    made = plan(profile=replace(SCREENED, conditions=frozenset({"wrist"})))
    assert {made.doses[name].variant for name in ("cat_camel", BIRD_DOG)} == {"on_forearms"}


def test_every_question_of_the_safety_rules_is_asked():
    asked = {q.id: q.tier for q in rules().screening.questions}
    assert asked == QUESTIONS


# --- pain: the traffic light ---


def light(before=0, during=None, after=0, morning=0, usual=0):
    return traffic_light(before, during, after, morning, usual, rules().pain)


@pytest.mark.parametrize(
    ("highest", "color"), [(0, "green"), (2, "green"), (3, "amber"), (5, "amber"), (6, "red")]
)
def test_highest_pain(highest, color):
    assert light(before=highest, morning=highest, usual=highest).value == color
    assert light(before=min(highest, 4), after=highest, morning=2, usual=2).value == color
    assert light(before=min(highest, 4), during=highest).value == color


@pytest.mark.parametrize(
    ("above", "color"), [(-1, "green"), (0, "green"), (1, "amber"), (2, "red"), (3, "red")]
)
def test_next_morning_against_usual(above, color):
    assert light(before=2, after=2, morning=2 + above, usual=2).value == color


@pytest.mark.parametrize(("rise", "color"), [(2, "green"), (3, "red")])
def test_a_rise_of_3_or_more_is_red(rise, color):
    assert light(before=0, after=rise).value == color
    assert light(before=0, during=rise).value == color


def test_not_reported_is_not_green():
    for missing in ("before", "after", "morning"):
        assert light(**{missing: None}) is Light.UNKNOWN


def test_usual_is_the_median_of_the_last_7_days():
    assert usual_pain([3, 1, 2]) == 2
    assert usual_pain([]) is None
    old = session(8, pain=(2, 2, None))
    recent = [session(days, pain=(0, 0, 0)) for days in (7, 6, 5, 4, 3, 2)]
    last = session(1, pain=(0, 0, 2))
    assert decided(plan(old, *recent, last), BRIDGE)[0] == "red_down", "usual is 0, this morning 2"
    sore = [session(days, pain=(2, 2, 2)) for days in (7, 6, 5, 4, 3, 2)]
    made = plan(*sore, session(1, pain=(2, 2, 2)), routine=only(BRIDGE))
    assert decided(made, BRIDGE)[0] == "up"


def test_green_may_progress():
    assert decided(plan(session(2), session(1), routine=only(BRIDGE)), BRIDGE) == ("up", Dose(13))


def test_amber_repeats_the_dose():
    made = plan(session(2), session(1, pain=(1, 3, 1)))
    assert {decided(made, name) for name in START} == {("amber_repeat", dose) for dose in START.values()}


def test_two_ambers_in_a_row_one_step_down():
    amber = [session(days, pain=(1, 3, 1)) for days in (2, 1)]
    made = plan(*amber)
    assert decided(made, CLAMSHELL) == ("amber_down", Dose(16))
    assert decided(made, PLANK) == ("amber_down", Dose(3, 10))
    assert decided(plan(amber[0], session(1)), CLAMSHELL)[1] == Dose(20)


@pytest.mark.parametrize("pain", [(1, 6, 1), (1, 4, 1), (1, 1, 3)])
def test_red_halves_the_dose(pain):
    made = plan(session(2), session(1, pain=pain), profile=answered(days_ago=0))
    assert decided(made, CLAMSHELL) == ("red_down", Dose(10))
    assert decided(made, BIRD_DOG) == ("red_down", Dose(4, 5))
    assert decided(made, PLANK) == ("red_down", Dose(1, 30, variant="on_knees"))


def test_red_of_one_exercise_leaves_the_others():
    made = plan(session(2), hurt_at(session(1), CLAMSHELL, 4))
    assert decided(made, CLAMSHELL) == ("red_down", Dose(10))
    others = {name: dose for name, dose in START.items() if name != CLAMSHELL}
    assert {name: decided(made, name) for name in others} == {n: ("recent_red", d) for n, d in others.items()}


def test_red_today_halves_today():
    assert decided(plan(session(2), session(1), pain_now=6), CLAMSHELL) == ("red_down", Dose(10))


def test_two_reds_in_7_days_pause_and_screening_again():
    reds = session(6, pain=(1, 6, 1)), session(2, pain=(1, 6, 1))
    made = plan(*reds, profile=answered(days_ago=1))
    assert said(made) == ["pause"], "answered, but the pause is not over"
    later = TODAY + timedelta(3)
    assert "screening_after_red" in said(plan(*reds, today=later))
    assert plan(*reds, profile=answered(days_ago=1), today=later).allowed
    assert plan(session(8, pain=(1, 6, 1)), reds[1], profile=answered(days_ago=1)).allowed, (
        "not within 7 days"
    )


@pytest.mark.parametrize("sign", STOP_SIGNS)
def test_a_stop_sign_ends_with_advice_and_asks_a_professional(sign):
    stopped = session(2, stopped_because=sign)
    assert next(s.advice for s in rules().stop_signs if s.id == sign)
    assert "stopped" in said(plan(stopped, profile=answered(days_ago=1)))
    assert plan(stopped, profile=answered(agreed=True, days_ago=1)).allowed
    assert "stopped" in said(plan(hurt_at(session(2), PLANK, 2, sign), profile=answered(days_ago=1)))


def test_chest_pain_and_fast_signs_say_emergency():
    advice = {s.id: s.advice for s in rules().stop_signs}
    assert all("emergency help" in advice[sign] for sign in ("chest_pain", "numbness", "warning_sign"))


# --- progression ---


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"clean": 0.79}, "not_clean"),
        ({"clean": math.nan}, "not_seen"),
        ({"effort": 5}, "effort_high"),
        ({"effort": None}, "effort_high"),
        ({"done": 0.8}, "not_done"),
        ({"pain": (1, 1, None), "days_ago": 1}, "not_reported"),
    ],
)
def test_a_step_up_needs_two_green_sessions_clean_and_easy(changed, rule):
    last = {"days_ago": 1, **changed}
    made = plan(session(2), session(last.pop("days_ago"), **last))
    assert decided(made, BRIDGE) == (rule, START[BRIDGE])


def test_a_step_up_needs_two_in_a_row_at_the_dose():
    assert decided(plan(session(1)), BRIDGE)[0] == "keep_going"
    assert decided(plan(session(3), session(2, pain=(1, 3, 1)), session(1)), BRIDGE)[0] == "keep_going"
    stepped = plan(session(9), session(8), session(1, {BRIDGE: Dose(13)}))
    assert decided(stepped, BRIDGE) == ("keep_going", Dose(13))


@pytest.mark.parametrize(("days", "rule"), [(6, "recent_red"), (7, "up")])
def test_no_step_up_within_7_days_of_red(days, rule):
    red = hurt_at(session(days), CHILD, 6)
    made = plan(red, session(2), session(1), profile=answered(days_ago=0), routine=only(BRIDGE))
    assert decided(made, BRIDGE)[0] == rule


@pytest.mark.parametrize(("exercise", "dose", "most"), [(BIRD_DOG, Dose(8, 5), 9), (BRIDGE, Dose(12), 13)])
def test_repetitions_at_most_10_percent_a_week(exercise, dose, most):
    past = [session(days, {exercise: dose}) for days in (2, 1)]
    assert decided(plan(*past), exercise)[1].repetitions <= most
    soon = [session(7, {exercise: dose})] + [
        session(d, {exercise: replace(dose, repetitions=most)}) for d in (6, 5, 1)
    ]
    assert decided(plan(*soon), exercise) == ("week_not_over", replace(dose, repetitions=most))


@pytest.mark.parametrize(
    "between",
    [Dose(8, 5, variant="on_forearms"), Dose(5, 8), Dose(7, 5)],
    ids=["another way for a day", "a shorter and longer dose", "a smaller dose"],
)
def test_a_week_between_steps_whatever_lies_between(between):
    """What was lower in the last week counts, also where a day of something else came after it."""
    lower = session(6, {BIRD_DOG: Dose(7, 5)})
    past = [session(20), lower, session(5, {BIRD_DOG: between}), session(2), session(1)]
    assert decided(plan(*past, routine=only(BIRD_DOG)), BIRD_DOG) == ("week_not_over", START[BIRD_DOG])


def test_one_variable_at_a_time():
    for name, dose in plan(session(2), session(1)).doses.items():
        before = START[name]
        assert (dose.repetitions != before.repetitions) + (dose.hold_s != before.hold_s) <= 1 or name == PLANK


def test_one_exercise_a_day_gets_new_ground():
    past = [session(days, {BRIDGE: Dose(8), CLAMSHELL: Dose(8)}) for days in (2, 1)]
    spoke = [item.decisions[0].rule for item in plan(*past).items]
    assert spoke.count("up") == 1
    assert spoke.count("one_at_a_time") == 5


def test_of_several_exercises_the_one_that_waited_longest_goes_first():
    newer = [session(days, {BRIDGE: Dose(13)}) for days in (3, 2, 1)]
    made = plan(*[session(days) for days in (20, 19)], *newer, routine=[*only(BRIDGE), *only(BIRD_DOG)])
    assert (decided(made, BRIDGE)[0], decided(made, BIRD_DOG)[0]) == ("week_not_over", "up")


@pytest.mark.parametrize("name", START)
def test_never_above_the_ceiling_of_the_exercise_file(name):
    dose = exercises()[name].dose
    top = Dose(dose.ceiling_repetitions, dose.ceiling_hold_s, dose.ceiling_sets)
    if name == PLANK:
        top = Dose(1, 60)
    past = [session(days, {name: top}) for days in (9, 8, 2, 1)]
    assert decided(plan(*past), name) == ("at_ceiling", top)


LADDER = [(3, 10), (5, 10), (3, 20), (2, 30), (1, 45), (1, 60)]


@pytest.mark.parametrize(("rung", "above"), [*pairwise(LADDER), ((1, 30), (2, 30))])
def test_plank_ladder_up(rung, above):
    routine = [RoutineItem(exercise=PLANK, repetitions=rung[0], hold_s=rung[1])]
    past = [session(days, {PLANK: Dose(*rung)}) for days in (2, 1)]
    assert decided(plan(*past, routine=routine), PLANK) == ("up", Dose(*above))


@pytest.mark.parametrize(("rung", "below"), [(upper, lower) for lower, upper in pairwise(LADDER)])
def test_plank_ladder_down(rung, below):
    past = [session(days, {PLANK: Dose(*rung)}, pain=(1, 3, 1)) for days in (2, 1)]
    assert decided(plan(*past), PLANK) == ("amber_down", Dose(*below))


def test_who_cannot_hold_the_start_begins_lower():
    past = [session(days, done=0.4) for days in (2, 1)]
    assert decided(plan(*past), PLANK) == ("not_reached_down", Dose(3, 10))


@pytest.mark.parametrize(
    ("days", "rule", "repetitions"), [(7, "at_ceiling", 20), (8, "gap_down", 15), (200, "gap_down", 15)]
)
def test_after_a_gap_of_more_than_7_days_one_step_down(days, rule, repetitions):
    profile = replace(SCREENED, screenings=(Screening(ago(0)),))
    assert decided(plan(session(days), profile=profile), CLAMSHELL) == (rule, Dose(repetitions))


def test_a_clinician_can_fix_the_dose():
    fixed = replace(answered(days_ago=0), fixed={PLANK: Dose(2, 20)})
    for past in ([], [session(2), session(1)], [session(1, pain=(1, 6, 1))], [session(40)]):
        assert decided(plan(*past, profile=fixed), PLANK) == ("fixed", Dose(2, 20))


def test_a_fixed_dose_does_not_pass_the_ceiling():
    fixed = replace(SCREENED, fixed={PLANK: Dose(1, 120)})
    assert decided(plan(profile=fixed), PLANK) == ("ceiling", Dose(1, 60))


THREE_DAYS = replace(SCREENED, weekdays=frozenset({0, 2, 4}))
"""Three planned days a week; `TODAY` is a Wednesday."""

THREE_A_WEEK = [days for week in (7, 14, 21) for days in (week + 2, week, week - 2)]


def test_the_streak_counts_weeks_with_at_least_the_planned_days():
    past = History(tuple(session(days) for days in THREE_A_WEEK))
    streak = weekly_streak(past, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total, streak.planned, streak.this_week) == (3, 3, 3, 0)
    lazy = History(tuple(session(days) for days in THREE_A_WEEK if days not in (14, 12)))
    streak = weekly_streak(lazy, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total) == (1, 2), "what was reached stays reached"


def test_resting_never_breaks_a_streak():
    """Neither planned days of rest nor a week in which it hurt do."""
    red = [session(14, pain=(1, 6, 1))]
    past = History(tuple([session(days) for days in THREE_A_WEEK if not 12 <= days <= 16] + red))
    streak = weekly_streak(past, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total) == (2, 2)


@pytest.mark.parametrize(("weekdays", "rests"), [({0, 2, 4}, False), ({1, 3}, True)])
def test_planned_rest_days_exist(weekdays, rests):
    made = plan(profile=replace(SCREENED, weekdays=frozenset(weekdays)))
    assert ("rest_day" in said(made)) == rests
    assert made.allowed


def test_every_change_is_explained_in_one_sentence():
    made = plan(session(2), session(1))
    up = next(d for d in made.decisions if d.rule == "up")
    assert str(up.message) == "Child's pose: 5 times 10 s → 5 times 15 s: 2 comfortable days in a row."
    assert up.inputs == {"sessions": 2}
    assert (up.before, up.after) == (Dose(5, 10), Dose(5, 15))


def test_no_load_is_part_of_any_exercise():
    assert not {
        field for field in Dose.__dataclass_fields__ if "load" in field or "kg" in field or "weight" in field
    }


# --- overexertion ---


def test_at_most_one_full_routine_a_day():
    made = plan(session(1), session(0))
    assert not made.allowed
    assert made.needs_confirmation
    assert plan(session(1), session(0), confirmed=True).allowed
    single = replace(session(0), exercises=session(0).exercises[:1])
    assert plan(session(1), single).allowed, "one exercise is no routine"


def test_a_warning_above_twice_the_usual_week():
    usual = [session(days) for days in range(8, 36, 3)]
    calm = plan(*usual, session(4), session(2))
    assert "weekly_volume" not in said(calm)
    eager = plan(*usual, *[session(days) for days in range(1, 7)])
    assert "weekly_volume" in said(eager)
    assert eager.allowed


@pytest.mark.parametrize(("minutes", "hinted"), [(None, False), (0, True), (59, True), (60, False)])
def test_early_morning_hint(minutes, hinted):
    made = plan(minutes_up=minutes)
    hints = [str(note.message) for note in made.notes if note.rule == "early_morning"]
    assert bool(hints) == hinted
    assert made.allowed
    assert all("Child's pose" in hint and "Cat-camel" in hint for hint in hints)


def test_early_morning_hint_is_a_setting():
    off = rules().model_copy(update={"load": rules().load.model_copy(update={"morning_hint": False})})
    assert "early_morning" not in said(plan(minutes_up=5, by=off))
