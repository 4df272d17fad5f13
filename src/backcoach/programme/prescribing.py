"""A clinician's edited routine or rule file: checked, shown as what would change, and taken in after a confirmation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backcoach import settings
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.reading import Found
from backcoach.exercises.routine import Routine, RoutineItem, read_routine
from backcoach.plan.rule_file import builtin_content, load_rules, personal_file, read_rules, rules_of
from backcoach.plan.wording import dose_in_full
from backcoach.programme.preferences import RoutineChoice, keep_preferences
from backcoach.programme.prescribed import KEY, Prescribed, dose_of, prescribed_in
from backcoach.programme.today import Programme
from backcoach.texts import Message, message
from backcoach.whole_files import replacing

if TYPE_CHECKING:
    from backcoach.journal import Journal

MAX_BYTES = 256 * 1024
NOTHING = message("not part of it")
PREFIX = "clinician-"


@dataclass(frozen=True)
class Difference:
    """One thing that a file would change; None stands for nothing."""

    what: Message | str
    before: Message | str | None
    after: Message | str | None


@dataclass(frozen=True)
class Preview:
    """What a file would do.

    Attributes
    ----------
    problems : tuple of Problem
        Mistakes; a file with one is not taken in.
    digest : str
        Of the content: what is confirmed has to be what was shown.
    """

    name: str
    digest: str
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


def digest_of(content: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(content).hexdigest()


# --- a routine, for one person ---


def preview_routine(content: bytes, programme: Programme) -> Preview:
    """Compare a routine file with the person's present doses."""
    digest = digest_of(content)
    routine, problems = _read_routine(content, programme.catalogue)
    if routine is None:
        return Preview("", digest, problems=tuple(problems))
    return Preview(routine.name, digest, tuple(_new_doses(routine, programme)))


def _read_routine(content: bytes, catalogue: Catalogue) -> Found[Routine]:
    """Read a routine for a person: of each exercise there is one dose."""
    routine, problems = read_routine(content, catalogue)
    if routine is None:
        return None, problems
    names = [item.exercise for item in routine.items]
    again = [
        Problem(f"items[{i}].exercise", f"'{name}' again", "each exercise once")
        for i, name in enumerate(names)
        if name in names[:i]
    ]
    return (None, again) if again else (routine, [])


def _new_doses(routine: Routine, programme: Programme) -> Iterator[Difference]:
    catalogue = programme.catalogue
    now = {
        item.exercise: dose_in_full(item.dose, catalogue[item.exercise]) for item in programme.today().items
    }
    held = set(programme.prescribed.fixed)
    for item in routine.items:
        exercise = catalogue[item.exercise]
        after = dose_in_full(dose_of(item), exercise)
        before = now.pop(item.exercise, None)
        yield Difference(
            Message(exercise.name),
            NOTHING if before is None else _marked(before, item.exercise in held),
            _marked(after, item.fixed),
        )
    for name, before in now.items():
        yield Difference(Message(catalogue[name].name), _marked(before, name in held), NOTHING)


def _marked(dose: Message, fixed: bool) -> Message:
    return message("{dose}, fixed", dose=dose) if fixed else dose


def take_routine(content: bytes, programme: Programme) -> None:
    """Let a routine file without mistakes be the person's routine from today on.

    Raises
    ------
    JournalError, OSError
        If it cannot be written.
    """
    routine, problems = _read_routine(content, programme.catalogue)
    assert routine is not None, problems
    today = programme.now.date().isoformat()
    prescribed = Prescribed(name=routine.name, taken_on=today, items=routine.items)
    named = {item.exercise for item in routine.items}
    rest = [
        choice.model_copy(update={"on": False})
        for choice in programme.choices
        if choice.exercise not in named
    ]
    choices = (*(_choice(item) for item in routine.items), *rest)
    chosen = programme.preferences.model_copy(update={"routine": choices})
    with replacing(routine_file(programme.profile_id)) as part:
        part.write_bytes(content)
        keep_preferences(
            programme.journal,
            programme.profile_id,
            chosen,
            programme.catalogue,
            programme.now.date(),
            also={KEY: prescribed.model_dump(mode="json")},
        )


def release_routine(journal: Journal, profile_id: str) -> None:
    """Let the rules move all doses again; the routine stays as it is."""

    def released(settings: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = prescribed_in(settings)
        items = tuple(replace(item, fixed=False) for item in kept.items)
        return {KEY: kept.model_copy(update={"items": items}).model_dump(mode="json")}

    journal.people.change_settings(profile_id, released)


def _choice(item: RoutineItem) -> RoutineChoice:
    return RoutineChoice(
        exercise=item.exercise, repetitions=item.repetitions, hold_s=item.hold_s, sets=item.sets
    )


def routine_file(profile_id: str) -> Path:
    """Return where a person's routine file is kept; an imported identifier may be any text."""
    return settings.routines_folder() / f"{PREFIX}{digest_of(profile_id.encode())[:12]}.toml"


def forget_routine(profile_id: str) -> None:
    """Delete the routine file of a person who is deleted."""
    routine_file(profile_id).unlink(missing_ok=True)


def forget_routines() -> None:
    """Delete the routine files of everybody."""
    folder = settings.routines_folder()
    for path in folder.glob(f"{PREFIX}*.toml") if folder.is_dir() else ():
        path.unlink(missing_ok=True)


def routine_text(programme: Programme) -> str:
    """Return the person's present routine as a file that a clinician can edit."""
    catalogue, fixed = programme.catalogue, programme.prescribed.fixed
    lines = [
        "# The routine with today's doses, to be edited. Delete an exercise, change its order or its dose;",
        "# with `fixed = true` no rule changes the dose any more. Take the file in on the page Your data.",
        "schema = 1",
        'id = "clinician"',
        'name = "My routine"',
        'description = "Written for one person."',
        'source = "A clinician"',
    ]
    for item in programme.today().items:
        dose, most = item.dose, catalogue[item.exercise].dose
        lines += ["", f"# {catalogue[item.exercise].name}: at most {most.ceiling_repetitions} repetitions"]
        if most.ceiling_hold_s:
            lines[-1] += f", {most.ceiling_hold_s:g} s"
        lines += ["[[items]]", f'exercise = "{item.exercise}"', f"repetitions = {dose.repetitions}"]
        lines += [f"hold_s = {dose.hold_s:g}", f"sets = {dose.sets}"]
        lines += [f'variant = "{dose.variant}"'] if dose.variant else []
        lines += [f"fixed = {str(item.exercise in fixed).lower()}"]
    return "\n".join(lines) + "\n"


# --- the rules, for everybody on this computer ---


def preview_rules(content: bytes, catalogue: Catalogue) -> Preview:
    """Compare a rule file with the rules in force."""
    digest = digest_of(content)
    rules, problems = read_rules(content, catalogue)
    if rules is None:
        return Preview("", digest, problems=tuple(problems))
    before, after = _flat(_present_rules(catalogue)), _flat(asdict(rules))
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return Preview(
        f"{rules.id} {rules.version}",
        digest,
        tuple(Difference(key, before.get(key), after.get(key)) for key in changed),
    )


def _present_rules(catalogue: Catalogue) -> dict[str, Any]:
    try:
        return asdict(load_rules(catalogue=catalogue))
    except WrongFileError:  # then the new file is compared with the built-in one
        return asdict(rules_of(builtin_content()))


def _flat(value: Any, key: str = "") -> dict[str, str]:
    """Return every value by its path; questions and signs are named by their id and not by their place."""
    if isinstance(value, Mapping):
        items = [(f"{key}.{name}" if key else str(name), inner) for name, inner in value.items()]
    elif (
        isinstance(value, tuple) and value and all(isinstance(one, Mapping) and "id" in one for one in value)
    ):
        items = [(f"{key}.{one['id']}", {k: v for k, v in one.items() if k != "id"}) for one in value]
    elif value is None:
        return {}
    else:
        return {key: str(_in_brackets(value))}
    return {path: text for name, inner in items for path, text in _flat(inner, name).items()}


def _in_brackets(value: Any) -> Any:
    """Return a list as files write it."""
    return [_in_brackets(item) for item in value] if isinstance(value, tuple) else value


def take_rules(content: bytes) -> None:
    """Let a rule file without mistakes be in force; the file before it is kept beside it as ``rules.toml.before``.

    Raises
    ------
    OSError
        If it cannot be written; then the rules before stay in force.
    """
    target = personal_file()
    _set_aside(target)
    with replacing(target) as part:
        part.write_bytes(content)


def release_rules() -> None:
    """Let the built-in rules be in force again."""
    target = personal_file()
    _set_aside(target)
    target.unlink(missing_ok=True)


def _set_aside(target: Path) -> None:
    if target.exists():
        with replacing(target.with_name(target.name + ".before")) as part:
            part.write_bytes(target.read_bytes())


def rules_text() -> bytes:
    """Return the rule file in force, to be edited."""
    own = personal_file()
    return own.read_bytes() if own.exists() else builtin_content()
