"""What the released tables for research alone mean: a text to read and correct."""

from __future__ import annotations

__all__ = ["RESEARCH"]

RESEARCH = """
coding_pairs: How often the codes of two coders met.
    coder_a label: The first coder.
    coder_b label: The second coder.
    kind label: Whether they are people, machines, or one of each.
    code_a label: What the first gave; empty for none.
    code_b label: What the second gave; empty for none.
    units int: In how many units these met [texts, sentences, passages or characters]
    kappa float: Cohen's kappa of the code, where both gave it [-1 to 1]
    kappa_low float: Lower end of its 95 % interval [-1 to 1]
    kappa_high float: Upper end of its 95 % interval [-1 to 1]
    n_units int: Units that both read [texts, sentences, passages or characters]
    n_texts int: Texts that both read [texts]
    warning label: What to be wary of in that kappa, in words.

answers_to_findings: What was answered to findings that were put to those they are of.
    asked label: Whom the page was for, as set:A; empty where pages are pooled.
    theme label: The theme that the finding is about; empty for what was not asked.
    session int: The last session that the page knew of.
    what label: Which box: agree, missing or wrong; words for anything written.
    raised int: How many ticked it, or wrote [people]
    wrote int: How many answered to this finding [people]
    share float: Ticked of answered [0 to 1]
    low float: Lower end of its 95 % interval [0 to 1]
    high float: Upper end of its 95 % interval [0 to 1]
    shown label: That count in words, as far as it may be said.

text_map: How many texts lie where on a plane, by their first theme.
    x float: Across: the middle of a small square; the scale means nothing by itself.
    y float: Up: the middle of a small square; the scale means nothing by itself.
    theme label: The first theme of the texts there; empty for none.
    texts int: How many texts lie there [texts]
"""
