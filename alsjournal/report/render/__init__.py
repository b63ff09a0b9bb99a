"""From a document to a file: HTML, Word, Markdown, PDF."""
