"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""
