"""Open what others have packed: workbooks, documents, columns, in a child process.

A workbook of five megabytes can unfold to gigabytes. So the outside is checked first
(``archive``), and the inside is read by a process of its own that has little memory,
writes no file, and hands over rows of text, one by one (``child``, ``parent``).
"""
