import pytest

from backcoach.plan.rule_file import load_rules

LISTS = ("about", "health", "body", "private")
NOTHING = {**{f"none_{name}": "1" for name in LISTS}, "adult": "1"}
QUESTIONS = {q.id: q for q in load_rules().screening.questions}


def answer(client, **given):
    return client.post("/welcome", data={**NOTHING, **given})


def without(*questions):
    """All lists answered with none but those in which the questions stand."""
    lists = {f"none_{QUESTIONS[one].stands_in}" for one in questions}
    return {key: value for key, value in NOTHING.items() if key not in lists}


def test_every_question_is_asked(client):
    page = client.get("/welcome").text
    for question in QUESTIONS:
        assert f'value="{question}"' in page
    assert 'tabindex="-1">Welcome<' in page


def test_the_signs_stand_in_three_short_lists_the_intimate_ones_last_and_explained(client):
    lists = {name: [q for q in QUESTIONS.values() if q.stands_in == name] for name in LISTS}
    assert sum(map(len, lists.values())) == len(QUESTIONS) == 27
    assert {q.tier for name in LISTS[1:] for q in lists[name]} == {"A", "B"}
    assert all(len(lists[name]) <= 7 for name in LISTS[1:])
    assert {q.id for q in lists["private"]} == {
        "saddle_numbness",
        "wiping",
        "bladder",
        "bowel",
        "sexual_function",
    }
    page = client.get("/welcome").text
    places = [page.index(f'data-list="{name}"') for name in LISTS]
    assert places == sorted(places)
    assert page.index("A trapped nerve") > places[-1]


def test_programs_may_answer_tier_by_tier(client):
    tiers = {"none_A": "1", "none_B": "1", "none_C": "1", "adult": "1"}
    assert client.post("/welcome", data={**tiers, "none_A": ""}).status_code == 422
    assert client.post("/welcome", data=tiers).status_code == 200


def test_nothing_ticked_leads_to_the_routine_and_is_remembered(client, home):
    page = answer(client)
    assert page.status_code == 200
    assert "You can start" in page.text
    assert home.journal.questionnaires.answers(home.profile.id, "screening")[-1].answers == {
        "yes": [],
        "agreed": False,
        "adult": True,
    }
    assert client.get("/").status_code == 200
    assert "Welcome to" not in client.get("/welcome").text


@pytest.mark.parametrize("left_out", [*NOTHING])
def test_what_is_not_answered_is_asked_again_and_nothing_is_kept(client, home, left_out):
    given = {key: value for key, value in NOTHING.items() if key != left_out}
    page = client.post("/welcome", data=given)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert page.text.count(" checked>") == len(NOTHING) - 1
    assert not home.journal.questionnaires.answers(home.profile.id, "screening")


def test_a_list_cannot_hold_a_sign_and_none(client):
    assert answer(client, yes=["chest_pain"]).status_code == 422


@pytest.mark.parametrize("question", [q for q in QUESTIONS if QUESTIONS[q].tier == "A"])
def test_a_sign_of_tier_a_leads_to_help_and_to_no_exercise(client, question):
    page = client.post("/welcome", data={**without(question), "yes": question}).text
    assert "seek emergency help now" in page
    assert "To today" not in page
    assert 'class="ready"' not in page
    assert 'value="camera"' not in client.get("/").text


def test_a_reason_of_tier_b_waits_for_an_agreement(client, home):
    page = client.post("/welcome", data={**without("cancer"), "yes": "cancer"}).text
    assert 'name="agreed"' in page
    assert 'value="camera"' not in client.get("/").text
    agreed = {f"none_{tier}": "as_before" for tier in "ABC"} | {"adult": "1", "yes": "cancer", "agreed": "1"}
    assert "You can start" in client.post("/welcome", data=agreed).text
    assert home.journal.questionnaires.answers(home.profile.id, "screening")[-1].answers["agreed"] is True
    assert 'value="camera"' in client.get("/").text


def test_an_agreement_does_not_undo_an_emergency(client):
    agreed = {f"none_{tier}": "as_before" for tier in "ABC"} | {
        "adult": "1",
        "yes": "chest_pain",
        "agreed": "1",
    }
    assert "seek emergency help now" in client.post("/welcome", data=agreed).text


def test_a_condition_is_named_and_changes_the_exercises(client):
    page = client.post("/welcome", data={**without("knee"), "yes": ["knee", "wrist"]}).text
    assert "Knee trouble and Wrist trouble" in page
    assert "done in another way" in client.get("/").text


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"yes=" * 9000, b"yes=%00&adult=1", b"&" * 60000])
def test_anything_else_is_asked_again(client, body):
    assert client.post("/welcome", content=body).status_code == 422
