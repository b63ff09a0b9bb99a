"""Reading grammar: spaCy's own components, in a short way."""
