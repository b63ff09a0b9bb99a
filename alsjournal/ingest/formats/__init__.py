"""How a table lies in a file: one format a file, all opened as a `Grid`."""
