"""What the first command shows has to be right."""

from backcoach.analysis import AUTO, analyze_source, load_exercises
from backcoach.analysis.demo import demo_inputs, open_simulated_routine
from backcoach.analysis.sources import open_source
from backcoach.exercises.catalogue import BUILTIN


def test_the_samples_are_there_and_are_counted():
    (name, path), (simulated, nothing) = demo_inputs()
    assert (name, simulated, nothing) == ("sample/cat_camel.bcr", "sample/simulated_routine", None)
    with open_source(path) as source:
        result = analyze_source(source, name, AUTO, load_exercises())
    assert [(s.exercise, s.counted) for s in result.sets] == [("cat_camel", 2)]


def test_the_simulated_routine_holds_all_seven():
    with open_simulated_routine() as source:
        result = analyze_source(source, "routine", AUTO, load_exercises())
    assert [s.exercise for s in result.sets] == list(BUILTIN)
    assert [s.counted for s in result.sets] == [2, 4, 4, 1, 3, 4, 4]
    assert result.error is None
