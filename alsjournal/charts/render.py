"""From a chart to a picture, without a browser and without a network."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any
from xml.sax.saxutils import escape

import altair as alt

from alsjournal.charts.theme import PAPER, contrast
from alsjournal.errors import InputError

__all__ = ["check_chart", "spec_of", "to_png", "to_svg"]

_COLOURS = (
    "https://analysisfunction.civilservice.gov.uk/policy-store/"
    "data-visualisation-colours-in-charts/"
)
_TITLES = "https://style.ons.gov.uk/category/data-visualisation/titles-and-text/"
_ALT = "https://style.ons.gov.uk/category/accessibility/charts/"

MIN_TEXT = 14
MAX_WORDS = 10
MAX_COLOURS = 4
MIN_CONTRAST = 3.0
_FAMILY = re.compile(r' font-family="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
# A picture is one image to a screen reader, so what stands inside it has no role.
_SPARE = re.compile(
    r' opacity="1"| stroke-width="1"| role="graphics-[a-z]+"'
    r'| aria-roledescription="[^"]*"'
)
_NAME = r' aria-label="[^"]*"'
_SIZE = re.compile(r' font-size="[^"]*"')
_NOTHING = re.compile(
    r'<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"'
    r'(?: pointer-events="none")?(?: display="none")?/>'
)
_SHAPE = re.compile(r' (?:d|transform)="[^"]*"')
# All but what XML 1.0 allows (https://www.w3.org/TR/xml/#charsets), and two ends of
# lines at which the library that draws would stop.
_ILLEGAL = re.compile(
    "[^\t\n\r\u0020-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LONG = re.compile(r"\d+\.\d{4,}")
_ELSEWHERE = "https://vega.github.io/vega-datasets/"  # what the library puts before
_LINK = re.compile(rf'<a xlink:href="{_ELSEWHERE}(#[^"]*)"><path( aria-label="[^"]*")?')
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
# Vega-Lite's own size of each kind of text, which holds where none is set.
_DEFAULT_SIZES = {
    ("axis", "labelFontSize"): 10,
    ("axis", "titleFontSize"): 11,
    ("text", "fontSize"): 11,
}


def spec_of(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return a chart's specification, the same for the same chart.

    Altair numbers unnamed views over the life of the process; here they are
    numbered anew, so that the same chart gives the same bytes. What no picture can
    hold becomes a sign: a theme with a control character in its name would end the
    whole process in the library that draws.
    """
    text = json.dumps(chart.to_dict())
    for i, name in enumerate(dict.fromkeys(re.findall(r'"(view_\d+)"', text))):
        text = text.replace(f'"{name}"', f'"view-{i}"')
    spec: dict[str, Any] = _legal(json.loads(text))
    return spec


def _legal(part: Any) -> Any:
    """Return a part of a specification without what XML cannot hold."""
    if isinstance(part, str):
        return part if part.isprintable() else _ILLEGAL.sub("\ufffd", part)
    if isinstance(part, list):
        return [_legal(one) for one in part]
    if isinstance(part, dict):
        return {_legal(key): _legal(one) for key, one in part.items()}
    return part


def to_svg(
    chart: alt.TopLevelMixin, *, prefix: str | None = None, named: bool = False
) -> str:
    """Draw a chart as an SVG that carries its title and its description.

    Parameters
    ----------
    chart : altair chart
    prefix : str, optional
        What the ids inside begin with, so that several pictures fit in one page;
        by default made from the picture itself.
    named : bool, default=False
        Whether each mark says what it stands for, as where marks can be chosen. In a
        picture nobody could hear it: to a screen reader that is one image.

    Returns
    -------
    str
        ``<svg role="img" ...>`` (a group where marks lead somewhere in the page) with
        ``<title>`` and ``<desc>``, no scripts, and nothing that is loaded from
        elsewhere.
    """
    import vl_convert  # loads a JavaScript engine

    spec = spec_of(chart)
    svg: str = vl_convert.vegalite_to_svg(
        spec, vl_version=_version(), allowed_base_urls=[]
    )
    leads = f'xlink:href="{_ELSEWHERE}#' in svg
    svg = _lighter(svg, named=named or leads)
    if prefix is None:
        prefix = "als-" + hashlib.sha256(svg.encode()).hexdigest()[:10]
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{prefix}-", svg)
    svg = _LINK.sub(_own_link, svg)
    title, description = escape(_title(spec)), escape(str(spec.get("description", "")))
    names = f'{prefix}-title {prefix}-desc"'
    # An image has no parts to a screen reader, and so no links.
    role = "group" if leads else "img"
    head = f'<svg role="{role}" aria-labelledby="{names} '
    words = (
        f'<title id="{prefix}-title">{title}</title>'
        f'<desc id="{prefix}-desc">{description}</desc>'
    )
    opening, rest = svg.split(">", 1)
    return opening.replace("<svg ", head, 1) + ">" + words + rest


def _lighter(svg: str, *, named: bool) -> str:
    """Take out what draws nothing, or says again what already holds: a fifth of it.

    Only tags are touched: words that look like a part of one stay as they are.
    """
    drop = _SPARE if named else re.compile(f"{_SPARE.pattern}|{_NAME}")
    svg = _NOTHING.sub("", _TAG.sub(lambda tag: drop.sub("", tag[0]), svg))
    svg = _TAG.sub(lambda tag: _SHAPE.sub(_rounded, tag[0]), svg)
    for written in (_FAMILY, _SIZE):
        svg = _said_once(svg, written)
    return svg


def _own_link(found: re.Match[str]) -> str:
    """Lead to a place in the page round it; it is for the mouse, and says its name.

    Hundreds of marks would be as many steps of a keyboard: the table under a chart
    leads to the same places.
    """
    return f'<a href="{found[1]}" tabindex="-1"{found[2] or ""}><path'


def _said_once(svg: str, written: re.Pattern[str]) -> str:
    """Say what most texts have once, at the top, from where they inherit it."""
    found = Counter(one for tag in _TAG.findall(svg) for one in written.findall(tag))
    for common, _ in found.most_common(1):
        svg = "".join(
            part.replace(common, "") if part.startswith("<") else part
            for part in re.split(f"({_TAG.pattern})", svg)
        )
        svg = svg.replace("<svg", f"<svg{common}", 1)
    return svg


def _rounded(shape: re.Match[str]) -> str:
    return _LONG.sub(lambda number: f"{float(number[0]):.2f}", shape[0])


def to_png(chart: alt.TopLevelMixin, *, scale: float = 2) -> bytes:
    """Draw a chart as a PNG.

    Parameters
    ----------
    chart : altair chart
    scale : float, default=2
        Pixels a CSS pixel; 2 is sharp in print at the chart's own size.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If the scale is not above 0.
    """
    import vl_convert  # loads a JavaScript engine

    if not scale > 0:
        msg = f"scale must be above 0. Got {scale}."
        raise InputError(msg)
    png: bytes = vl_convert.vegalite_to_png(
        spec_of(chart), vl_version=_version(), scale=scale, allowed_base_urls=[]
    )
    return png


def check_chart(chart: alt.TopLevelMixin) -> list[str]:
    """List what would keep people from reading a chart.

    Checks what the guidance of the Government Analysis Function and of the Office
    for National Statistics asks and a specification can show: a title of at most
    ten words, a description, horizontal text of 14 pixels or more, colours of
    series that stand out from the background by 3:1, at most four of them, and
    nothing loaded from elsewhere.

    Parameters
    ----------
    chart : altair chart

    Returns
    -------
    list of str
        One sentence a finding; empty if all is well.

    Examples
    --------
    >>> bars = alt.Chart(alt.Data(values=[])).mark_bar()
    >>> for finding in check_chart(bars)[:2]:
    ...     print(finding.split(" (")[0])
    The chart has no title
    The chart has no description for those who cannot see it
    """
    given: object = chart
    if not isinstance(given, alt.TopLevelMixin):
        msg = (
            f"chart must be an Altair chart, as theme_heatmap() makes it. "
            f"Got a {type(given).__name__}."
        )
        raise InputError(msg)
    spec = chart.to_dict()
    return [
        *_check_words(spec),
        *_check_angles(spec),
        *_check_sizes(spec),
        *_check_colours(spec.get("config", {})),
        *(
            f"The chart loads {key} from elsewhere, which networks may block."
            for key, value in _walk(spec)
            if key == "url" and value
        ),
    ]


def _version() -> str:
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def _check_words(spec: dict[str, Any]) -> list[str]:
    out = []
    words = len(_title(spec).split())
    if not words:
        out.append(f"The chart has no title ({_TITLES}).")
    elif words > MAX_WORDS:
        out.append(f"The title has {words} words; {MAX_WORDS} at most ({_TITLES}).")
    if not str(spec.get("description", "")).strip():
        out.append(
            f"The chart has no description for those who cannot see it ({_ALT})."
        )
    return out


def _check_angles(spec: dict[str, Any]) -> list[str]:
    config = spec.get("config", {})
    angles = [value for key, value in _walk(spec) if key == "labelAngle"]
    if "labelAngle" not in config.get("axis", {}):
        angles.append(None)
    if all(angle == 0 for angle in angles):
        return []
    return [f"Text is not horizontal everywhere: set labelAngle to 0 ({_TITLES})."]


def _check_sizes(spec: dict[str, Any]) -> list[str]:
    config = spec.get("config", {})
    sizes = [
        float(value)
        for key, value in _walk(spec)
        if key.lower().endswith("fontsize") and isinstance(value, (int, float))
    ]
    sizes += [
        default
        for (part, key), default in _DEFAULT_SIZES.items()
        if key not in config.get(part, {})
    ]
    small = min(sizes, default=MIN_TEXT)
    if small >= MIN_TEXT:
        return []
    return [f"The smallest text is {small:g} px; {MIN_TEXT} px at least ({_ALT})."]


def _check_colours(config: dict[str, Any]) -> list[str]:
    paper = config.get("background", PAPER)
    series = config.get("range", {}).get("category")
    if not isinstance(series, list):
        return [f"The colours of series are Vega's own; set a palette ({_COLOURS})."]
    out = []
    if len(series) > MAX_COLOURS:
        out.append(f"The palette has {len(series)} colours; 4 at most ({_COLOURS}).")
    weak = [
        c for c in series if _HEX.fullmatch(c) and contrast(c, paper) < MIN_CONTRAST
    ]
    if weak:
        out.append(
            f"{', '.join(weak)} stand out from the background by less than 3:1 "
            f"({_COLOURS})."
        )
    return out


def _walk(node: Any) -> list[tuple[str, Any]]:
    """Every key with its value, at any depth, except inside the data."""
    out: list[tuple[str, Any]] = []
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"datasets", "values"}:
                continue
            out.append((key, value))
            out += _walk(value)
    elif isinstance(node, list):
        for value in node:
            out += _walk(value)
    return out
