import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.disclosure import Audience
from alsjournal.errors import InputError


@pytest.mark.parametrize(
    "text", ["research", "programme", "public", "set:A", "member:m1", "set:a:b"]
)
def test_string_and_back(text):
    audience = Audience.parse(text)
    assert str(audience) == text
    assert Audience.parse(audience) is audience


def test_makers():
    assert Audience.set("A") == Audience.parse("set:A") == Audience("set", "A")
    assert Audience.member("m1").name == "m1"
    assert Audience.research().kind == "research"
    assert Audience.public() != Audience.programme()
    assert len({Audience.set("A"), Audience.parse("set:A")}) == 1


@pytest.mark.parametrize(
    "text", ["", "set", "set:", "member", "programme:A", "Public", "team", None, 3]
)
def test_what_is_no_audience(text):
    with pytest.raises(InputError, match="An audience must be"):
        Audience.parse(text)


@pytest.mark.parametrize("parts", [("set", ""), ("public", "x"), ("team", "x")])
def test_what_cannot_be_made(parts):
    with pytest.raises(InputError):
        Audience(*parts)


@given(st.text(min_size=1))
def test_any_set_name_survives(name):
    assert Audience.parse(str(Audience.set(name))) == Audience.set(name)
