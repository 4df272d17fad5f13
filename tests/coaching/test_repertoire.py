"""What will be said is known before."""

import pytest

from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.repertoire import words_of, words_without_a_plan
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import Catalogue
from backcoach.texts import Message

CATALOGUE = Catalogue()


def planned(name: str, **how: object) -> PlannedSet:
    dose = CATALOGUE[name].dose
    return PlannedSet(CATALOGUE[name], repetitions=3, hold_s=min(dose.hold_s, 5), rest_s=5, **how)


@pytest.mark.parametrize("name", CATALOGUE.ids)
def test_nearly_all_that_a_set_says_was_told_before(name):
    session = Session([planned(name)], "none", Habits(position_wait_s=2, asks_afterwards=False))
    known, said, time_s = set(map(str, session.coming_words)), [], 0.0
    while not session.finished and time_s < 400:
        said += [str(output.message) for output in session.tick(time_s) if isinstance(output, Say)]
        time_s += 0.1
    unknown = [text for text in said if text not in known]
    assert len(said) > 15
    assert len(unknown) <= 2, unknown


def test_each_sentence_once_and_numbers_before_corrections():
    words = words_of([planned("glute_bridge"), planned("bird_dog")], Habits())
    texts = list(map(str, words))
    assert len(set(texts)) == len(texts)
    cue = CATALOGUE["glute_bridge"].faults[0].cue
    assert texts.index("3") < texts.index(cue) < texts.index(CATALOGUE["bird_dog"].faults[0].cue)


def test_what_is_left_out_for_the_person_is_not_said():
    fault = CATALOGUE["glute_bridge"].faults[0]
    words = words_of([planned("glute_bridge", faults_off=frozenset({fault.id}))], Habits())
    assert Message(fault.cue) not in words


def test_without_a_plan_the_numbers_go_on():
    assert {"1", "30"} <= set(map(str, words_without_a_plan([CATALOGUE["cat_camel"]])))
