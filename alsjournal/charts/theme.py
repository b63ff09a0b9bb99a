"""How every chart looks: one palette, one size of text, horizontal words.

The colours are those of the Government Analysis Function for public-sector charts
(https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/):
each of the four stands out from white, and from its neighbour, by at least 3:1 as
WCAG 2.2 asks of graphics. No more than four hues are used in one chart; where there
are more series one is in focus and the others are grey.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import altair as alt

__all__ = [
    "CATEGORICAL",
    "FOCUS",
    "FONT",
    "INK",
    "PAPER",
    "SEQUENTIAL",
    "als_theme",
    "contrast",
    "themed",
    "use_theme",
]

CATEGORICAL = ("#12436D", "#28A197", "#801650", "#F46A25")
"""Up to four series, in this order."""

FOCUS = ("#12436D", "#BFBFBF")
"""One series in focus, and all the others."""

SEQUENTIAL = ("#F3F7FB", "#B9D7F0", "#6BACE6", "#2073BC", "#12436D")
"""None, then four steps from light to dark; the last three are the Function's."""

INK = "#0B0C0C"
PAPER = "#FFFFFF"
QUIET = "#505A5F"
"""Text of second rank: 7:1 on paper."""

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
TEXT = 14

C = TypeVar("C", bound=alt.TopLevelMixin)


def _config() -> dict[str, Any]:
    words: dict[str, Any] = {
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "labelColor": INK,
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titleColor": INK,
    }
    return {
        "background": PAPER,
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "font": FONT,
            "fontSize": 20,
            "fontWeight": "bold",
            "color": INK,
            "subtitleFont": FONT,
            "subtitleFontSize": 15,
            "subtitleColor": QUIET,
            "subtitlePadding": 6,
            "subtitleLineHeight": 20,
            "lineHeight": 24,
            "offset": 16,
        },
        "axis": {
            **words,
            "labelAngle": 0,
            "labelLimit": 400,
            "labelPadding": 8,
            "titlePadding": 10,
            "domain": False,
            "ticks": False,
            "gridColor": "#D9DCDD",
        },
        "header": {**words, "titleFontSize": 16, "labelFontSize": 16},
        "legend": {**words, "orient": "top"},
        "text": {"font": FONT, "fontSize": TEXT, "color": INK},
        "range": {
            "category": list(CATEGORICAL),
            "heatmap": list(SEQUENTIAL),
            "ramp": list(SEQUENTIAL),
        },
    }


def als_theme() -> alt.theme.ThemeConfig:
    """Return the theme as Altair takes it.

    Returns
    -------
    altair.theme.ThemeConfig
        With the one key ``config``.

    Examples
    --------
    >>> als_theme()["config"]["axis"]["labelAngle"]
    0
    """
    return {"config": _config()}  # type: ignore[typeddict-item]


def use_theme() -> None:
    """Give charts of your own, made with Altair, the look of this package's.

    Registers the theme as ``"alsjournal"`` and enables it for this process. The
    package's charts do not need it: they carry their look with them (`themed`), so
    that importing the package changes nothing for other charts. No renderer is
    touched either.

    Returns
    -------
    None

    Examples
    --------
    >>> use_theme()
    >>> alt.theme.active
    'alsjournal'
    >>> _ = alt.theme.enable("default")  # as it was
    """
    alt.theme.register("alsjournal", enable=True)(als_theme)


def themed(chart: C) -> C:
    """Return a copy of a chart that carries the theme in itself.

    Parameters
    ----------
    chart : altair chart
        Of any kind; its own configuration, if any, goes before the theme's.

    Returns
    -------
    altair chart
        Of the same kind.

    Examples
    --------
    >>> bars = themed(alt.Chart(alt.Data(values=[])).mark_bar())
    >>> bars.to_dict()["config"]["background"]
    '#FFFFFF'
    """
    out: Any = cast("Any", chart).copy(deep=False)
    own: Any = getattr(chart, "config", alt.Undefined)
    config = _config()
    if own is not alt.Undefined:
        given = own if isinstance(own, dict) else own.to_dict()
        for key, value in given.items():
            both = isinstance(value, dict) and isinstance(config.get(key), dict)
            config[key] = {**config[key], **value} if both else value
    out.config = alt.Config.from_dict(config, validate=False)
    return cast("C", out)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    The formula is that of WCAG 2.2, "contrast ratio" and "relative luminance"
    (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).

    Parameters
    ----------
    first, second : str
        As ``"#12436D"``.

    Examples
    --------
    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    >>> contrast("#28A197", "#FFFFFF") > 3
    True
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else float(((p + 0.055) / 1.055) ** 2.4)
        for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
