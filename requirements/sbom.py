"""Write what the core is made of as CycloneDX 1.6, from the pins alone.

The same pins give the same bytes: no moment and no serial number is in it. Each part
has its package URL and the hashes of the files that may be installed for it.

    python requirements/sbom.py sbom.cdx.json
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from pins import HERE, Pin, folded, pins


def sbom() -> dict[str, Any]:
    """Return the list of parts."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    version = re.search(
        r'"([^"]+)"', (HERE.parent / "alsjournal" / "_version.py").read_text("utf-8")
    )
    assert version is not None
    own = f"pkg:pypi/alsjournal@{version[1]}"
    direct = {
        folded(re.split(r"[\s<>=!~;\[]", said)[0])
        for said in project["project"]["dependencies"]
    }
    found = pins("core.txt")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": "alsjournal",
                "version": version[1],
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": own,
            }
        },
        "components": [_part(pin) for pin in found],
        "dependencies": [
            {"ref": own, "dependsOn": [_purl(p) for p in found if p.name in direct]}
        ],
    }


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _part(pin: Pin) -> dict[str, Any]:
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(pin),
        "name": pin.name,
        "version": pin.version,
        "purl": _purl(pin),
        # A package has a file for each system, and so several hashes of one kind:
        # those of a component would be of one file, so they stand as properties.
        "properties": [
            {"name": "alsjournal:file-sha256", "value": given} for given in pin.hashes
        ],
    }
    if pin.where:
        part["properties"].insert(0, {"name": "alsjournal:where", "value": pin.where})
    return part


if __name__ == "__main__":
    text = json.dumps(sbom(), indent=1) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
