"""How fast each format is read, beside what is usually used to read it.

Run from a checkout: ``python benchmarks/formats.py [rows]``. The same texts (sentences
of the sample, put together anew) are written in each format; each is then read by a
process of its own: ours into a `RawJournal`, and a peer into a DataFrame. Processor
seconds are of that process and its children, peak memory of the process alone (Linux).
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000

_MEASURED = """
import resource
{code}
used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(u.ru_utime + u.ru_stime for u in used)
said = open("/proc/self/status").read()
print(n, seconds, int(said.split("VmHWM:")[1].split()[0]) // 1024)
"""
_OURS = "import alsjournal as als\nn = len(als.read_journal({path!r}))"
_START = "import alsjournal.ingest\nn = 0"
_PEERS = {
    "csv": "import pandas as pd\nn = len(pd.read_csv({path!r}, dtype=str))",
    "xlsx": "import pandas as pd\nn = len(pd.read_excel({path!r}, dtype=str))",
    "parquet": "import pandas as pd\nn = len(pd.read_parquet({path!r}))",
    "jsonl": "import pandas as pd\nn = len(pd.read_json({path!r}, lines=True))",
    "docx": (
        "import docx\n"
        "body = docx.Document({path!r}).element.body\n"
        "rows = body.tbl_lst[0].tr_lst\n"
        "texts = [''.join(c.itertext()) for r in rows for c in r.tc_lst]\n"
        "n = len(rows) - 1"
    ),
}


def texts(rows: int) -> list[dict[str, object]]:
    """Return rows of about a hundred words, made of the sample's sentences."""
    import alsjournal as als

    sample = als.load_sample().identifiable_frame()["text"]
    pieces = [piece for text in sample for piece in text.replace("\n", " ").split(". ")]
    draw = random.Random(0)
    out = []
    for i in range(rows):
        words: list[str] = []
        while len(words) < 100:
            words += draw.choice(pieces).split()
        said = " ".join(words[:100])
        out.append(
            {
                "reflection_id": f"r{i}",
                "set_id": f"s{i % 50}",
                "session": i % 6 + 1,
                "member": f"p{i % 300}",
                "text": said,
            }
        )
    return out


def write(folder: Path, rows: list[dict[str, object]]) -> dict[str, Path]:
    """Write the rows in every format."""
    import openpyxl
    import pandas as pd

    frame = pd.DataFrame(rows)
    paths = {name: folder / f"texts.{name}" for name in _PEERS}
    frame.to_csv(paths["csv"], index=False)
    frame.to_parquet(paths["parquet"])
    frame.to_json(paths["jsonl"], orient="records", lines=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("reflections")
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append(list(row))
    book.save(paths["xlsx"])
    _write_docx(paths["docx"], frame)
    return paths


def _write_docx(path: Path, frame: object) -> None:
    from html import escape

    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = [list(frame.columns), *frame.itertuples(index=False)]  # type: ignore[attr-defined]
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(
        f"<w:tr>{''.join(cell.format(escape(str(v))) for v in line)}</w:tr>"
        for line in lines
    )
    document = docx.Document()
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>")
    document.element.body.insert_element_before(table, "w:sectPr")
    document.save(path)


def measured(code: str) -> tuple[int, float, int]:
    """Run code in a process of its own: rows, processor seconds, peak MB."""
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
    )
    n, seconds, peak = run.stdout.split()
    return int(n), float(seconds), int(peak)


def main() -> None:
    """Print a row a format."""
    _, start, _ = measured(_START)
    print(f"{ROWS:,} texts of 100 words; starting ours takes {start:.2f} s")
    print("| format | MB | s | peer s | ratio | peak MB | peer MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in write(Path(folder), texts(ROWS)).items():
            ours = measured(_OURS.format(path=str(path)))
            peer = measured(_PEERS[name].format(path=str(path)))
            if not ours[0] == peer[0] == ROWS:
                msg = f"{name}: {ours[0]} and {peer[0]} rows were read."
                raise AssertionError(msg)
            print(
                f"| {name} | {path.stat().st_size / 1e6:.1f} | {ours[1]:.1f} | "
                f"{peer[1]:.1f} | {ours[1] / peer[1]:.2f} | {ours[2]} | {peer[2]} |"
            )


if __name__ == "__main__":
    main()
