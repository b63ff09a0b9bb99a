"""Small numbers: one table of rules, and the stricter ones that a programme can name.

``k5`` is the default under its own name. Its threshold 5 is the usual one of the NHS
for sub-national counts; ``k10`` is used
by several research data partnerships; ``hes-2018`` follows NHS Digital's disclosure
control for secondary care data since September 2018 (counts of 1 to 7 are not
shown, others are rounded to 5).
"""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.disclosure.audience import Audience
from alsjournal.errors import ConfigError, DisclosureError
from alsjournal.journal import Journal

__all__ = ["POLICIES", "QUOTES_A_PERSON", "Policy", "Rule", "policy_named", "policy_of"]

QUOTES_A_PERSON = 3
"""Quotes of one writer in one output.

Our own choice, no published rule: the more of a person's words stand together, the
better they can be told by style. Narayanan and others (2012, "On the feasibility of
internet-scale author identification") find authors the more often the more texts of
theirs are known.
"""


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

    def named(self, audience: Audience) -> str:
        """Return the name of the rule that this audience's counts go by.

        ``none`` for research and a member's own, ``exact`` for a set's own page.
        """
        names = {"research": "none", "member": "none", "set": "exact"}
        own = "k5" if self.name == "default" else self.name
        return names.get(audience.kind, own)

    def told(self, audience: Audience) -> tuple[tuple[str, str], ...]:
        """Say in words, by kind of statistic, what this audience may see.

        Examples
        --------
        >>> dict(POLICIES["k10"].told(Audience.programme()))["broken down by"]
        'session'
        """
        rule = self.rule(audience)
        k = rule.minimum
        counts = "all counts, as they are"
        if k:
            counts = f"n of N where n and N - n are {k} or more; else withheld"
            counts += f", rounded to {rule.rounded_to}" * (rule.rounded_to > 1)
        beside = "withheld too, where a withheld count could be worked out from it"
        return (
            ("how many raised a theme", counts),
            ("the count beside a withheld one", beside if k else "as it is"),
            ("broken down by", ", ".join(rule.columns)),
            (
                "an earlier output subtracted",
                f"leaves {k} or more, or nothing" if k else "any",
            ),
            ("writers of a theme that is quoted", f"{k} or more" if k else "any"),
            ("quotes of one writer", f"{QUOTES_A_PERSON} at most" if k else "any"),
        )

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
        _policy("k5", Rule(5, 1, _POOLED), Rule(10, 5, _POOLED)),
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
    policy = POLICIES.get(name) if isinstance(name, str) else None
    if policy is None:
        got = repr(name) if isinstance(name, str) else type(name).__name__
        msg = f"The disclosure policy must be one of {', '.join(POLICIES)}. Got {got}."
        raise ConfigError(msg)
    return policy


def policy_of(journal: Journal) -> Policy:
    """Return the small-number policy that the programme chose.

    Examples
    --------
    >>> policy_of(Journal({})).name
    'default'
    """
    return policy_named(journal.provenance.get("policy", "default"))
