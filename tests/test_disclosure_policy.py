import pytest

from alsjournal.disclosure import POLICIES, Audience, policy_named
from alsjournal.errors import ConfigError, DisclosureError


def test_thresholds():
    assert {
        name: (p.programme.minimum, p.programme.rounded_to, p.public.minimum)
        for name, p in POLICIES.items()
    } == {
        "default": (5, 1, 10),
        "k5": (5, 1, 10),
        "k10": (10, 1, 10),
        "hes-2018": (8, 5, 8),
    }
    for policy in POLICIES.values():
        assert policy.public.rounded_to == 5
        assert policy.set.minimum == policy.research.minimum == 0
        assert policy.public.minimum >= policy.programme.minimum


@pytest.mark.parametrize(
    ("audience", "allowed"),
    [
        ("research", {"parent", "set_id", "session", "role", "prompt"}),
        ("set:A", {"set_id", "session", "prompt"}),
        ("member:m", {"set_id", "session", "prompt"}),
        ("programme", {"session"}),
        ("public", {"session"}),
    ],
)
def test_breakdowns(audience, allowed):
    who = Audience.parse(audience)
    for policy in POLICIES.values():
        assert policy.rule(who) is getattr(policy, who.kind)
        for column in ("parent", "set_id", "session", "role", "prompt"):
            if column in allowed:
                policy.rule(who, (column,))
            else:
                with pytest.raises(DisclosureError, match=f"got {column}"):
                    policy.rule(who, ("session", column))


def test_names():
    assert policy_named("k10").name == "k10"
    for name in ("none", None, 5):
        with pytest.raises(ConfigError, match="must be one of default, k5, k10"):
            policy_named(name)


def test_the_rule_is_named_and_told():
    default, k5 = policy_named("default"), policy_named("k5")
    for audience in map(Audience.parse, ("research", "set:A", "programme", "public")):
        assert default.named(audience) == k5.named(audience)
        assert default.told(audience) == k5.told(audience)
    assert default.named(Audience.programme()) == "k5"
    assert default.named(Audience.research()) == "none"
    told = dict(policy_named("hes-2018").told(Audience.programme()))
    assert "8 or more" in told["how many raised a theme"]
    assert "rounded to 5" in told["how many raised a theme"]
