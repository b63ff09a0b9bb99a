"""Documents on paper: a Word file that looks the same everywhere, and in bytes."""
