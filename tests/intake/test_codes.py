"""Query codes: read aloud and typed, with every single slip found."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.intake import codes

BODIES = st.text(codes.ALPHABET, min_size=codes.LENGTH - 1, max_size=codes.LENGTH - 1)

# The first draw reads tables of characters, which on a busy machine takes seconds.
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_code_new() -> None:
    made = {codes.new() for _ in range(200)}
    assert len(made) == 200
    assert all(codes.is_code(each) for each in made)


@calm
@given(BODIES, st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.ALPHABET))
def test_code_with_one_wrong_character(body: str, at: int, other: str) -> None:
    code = codes.completed(body)
    wrong = code[:at] + other + code[at + 1 :]
    assert codes.is_code(wrong) is (wrong == code)


@calm
@given(BODIES, st.integers(0, codes.LENGTH - 2))
def test_code_with_two_that_changed_places(body: str, at: int) -> None:
    code = codes.completed(body)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert codes.is_code(wrong) is (wrong == code)


@calm
@given(BODIES, st.sampled_from(["-", " ", "　", "－", ""]))
def test_code_as_it_is_typed(body: str, between: str) -> None:
    code = codes.completed(body)
    typed = between.join(code[at : at + 4] for at in (0, 4, 8)).lower()
    assert codes.read(typed) == code
    assert codes.read(codes.spaced(code)) == code


@calm
@given(st.text(max_size=20))
def test_code_of_anything(text: str) -> None:
    assert codes.is_code(codes.read(text)) in (True, False)
