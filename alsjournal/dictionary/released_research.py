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

text_map: How many texts lie where on a plane, by their first theme.
    x float: Across: the middle of a small square; the scale means nothing by itself.
    y float: Up: the middle of a small square; the scale means nothing by itself.
    theme label: The first theme of the texts there; empty for none.
    texts int: How many texts lie there [texts]
"""
