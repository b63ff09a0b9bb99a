"""The page of the data model, written from the schema and the dictionary."""

from __future__ import annotations

from alsjournal.dictionary import KINDS, data_dictionary, entries, meaning_of
from alsjournal.schema import TABLES

HEAD = """# Tables and columns
What a journal holds, and what the functions release. Only `reflections` is needed, \
and of it only `text`; each further table or column switches on what needs it, and \
nobody is asked for a table that sets do not keep. The same as a frame: \
`als.data_dictionary()`. In an export it lies beside the tables.

A column of *a member* holds a pseudonym; *free text* has gone through the \
anonymiser. **Bold** columns together identify a row. Columns with a star must have a \
value in every row.
"""


def _columns(table: str) -> str:
    key = TABLES[table].key if table in TABLES else ()
    rows = ["| column | holds | what it means |", "|---|---|---|"]
    for entry in entries(table):
        name = f"`{entry.column}`"
        name = f"**{name}**" if entry.column in key else name
        star = "*" if entry.required else ""
        holds = KINDS[entry.kind]
        holds += ", one of " + ", ".join(entry.choices) if entry.choices else ""
        unit = f" ({entry.unit})" if entry.unit else ""
        rows.append(f"| {name}{star} | {holds} | {entry.meaning}{unit} |")
    return "\n".join(rows)


def _where(table: str) -> str:
    if TABLES[table].raw_only:
        return " Read from files and never kept."
    if TABLES[table].store_only:
        return " Kept by the journal's file itself; no source can bring its rows."
    return ""


def pages() -> dict[str, str]:
    """Return the page of tables, by its path in the site."""
    of_all = list(dict.fromkeys(data_dictionary()["table"]))
    released = [table for table in of_all if table not in TABLES]
    blocks = [HEAD, "## In a journal"]
    for table in TABLES:
        blocks.append(f"### {table}\n{meaning_of(table)}{_where(table)}")
        blocks.append(_columns(table))
    blocks.append(
        "## Released\nWhat functions make for one audience, each named after its "
        "function; which columns are filled depends on the audience."
    )
    for table in released:
        blocks += [f"### {table}\n{meaning_of(table)}", _columns(table)]
    return {"reference/tables.md": "\n\n".join(blocks) + "\n"}
