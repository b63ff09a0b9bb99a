"""Small numbers: one table of rules, and the stricter ones that a programme can name.

The threshold 5 is the usual one of the NHS for sub-national counts; ``k10`` is used
by several research data partnerships; ``hes-2018`` follows NHS Digital's disclosure
control for secondary care data since September 2018 (counts of 1 to 7 are not
shown, others are rounded to 5).
"""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.disclosure.audience import Audience
from alsjournal.errors import ConfigError, DisclosureError

__all__ = ["POLICIES", "Policy", "Rule", "policy_named"]


@dataclass(frozen=True)
class Rule:
    """How a count may be shown.

    Parameters
    ----------
    minimum : int
        A count n of N is shown if n and N - n are at least this; 0 shows all.
    rounded_to : int, default=1
        Counts that are shown are rounded to this.
    columns : tuple of str
        By what a count may be broken down.
    """

    minimum: int
    rounded_to: int = 1
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A named set of rules, one an audience."""

    name: str
    research: Rule
    set: Rule
    programme: Rule
    public: Rule
    member: Rule

    def rule(self, audience: Audience, by: tuple[str, ...] = ()) -> Rule:
        """Return the audience's rule for counts broken down so.

        Raises
        ------
        DisclosureError
            If this audience may not see that breakdown.
        """
        rule: Rule = getattr(self, audience.kind)
        forbidden = [column for column in by if column not in rule.columns]
        if forbidden:
            allowed = ", ".join(rule.columns) or "nothing"
            msg = (
                f"For the audience {str(audience)!r} counts may be broken down by "
                f"{allowed}; got {', '.join(forbidden)}, which would point at people. "
                f"Leave it out of by=, or make the output for another audience."
            )
            raise DisclosureError(msg)
        return rule


_RESEARCH = Rule(0, columns=("parent", "set_id", "session", "role", "prompt"))
_SET = Rule(0, columns=("set_id", "session", "prompt"))
_MEMBER = Rule(0, columns=("set_id", "session", "prompt"))


def _policy(name: str, programme: Rule, public: Rule) -> Policy:
    return Policy(name, _RESEARCH, _SET, programme, public, _MEMBER)


_POOLED = ("session",)

POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        _policy("default", Rule(5, 1, _POOLED), Rule(10, 5, _POOLED)),
        _policy("k10", Rule(10, 1, _POOLED), Rule(10, 5, _POOLED)),
        _policy("hes-2018", Rule(8, 5, _POOLED), Rule(8, 5, _POOLED)),
    )
}
"""The policies by name; ``programme.toml`` chooses one under ``[disclosure]``."""


def policy_named(name: object) -> Policy:
    """Return the policy of that name.

    Raises
    ------
    ConfigError
        If there is none.
    """
    policy = POLICIES.get(str(name))
    if policy is None:
        msg = (
            f"The disclosure policy must be one of {', '.join(POLICIES)}. Got "
            f"{str(name)!r}."
        )
        raise ConfigError(msg)
    return policy
