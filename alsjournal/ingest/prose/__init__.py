"""Running text: lines in, reflections out, each with what stood over it."""
