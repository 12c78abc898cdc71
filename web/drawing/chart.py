# SPDX-License-Identifier: GPL-3.0-or-later
"""A few figures over time as SVG, one small chart each; the table beside them says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _HEIGHT = 360.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 14.0, 346.0, 44.0, 158.0
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")


@dataclass(frozen=True, slots=True)
class Series:
    """One figure: its heading, its values by period (None where undefined), and how they are written."""

    heading: str
    values: Sequence[float | None]
    shown: Sequence[str]


def chart(periods: Sequence[str], series: Sequence[Series]) -> list[Markup]:
    """Return one chart for each figure that has a value; every chart starts at zero."""
    drawn = [one for one in series if any(value is not None for value in one.values)]
    return [_one(periods, one, _COLOURS[number % len(_COLOURS)]) for number, one in enumerate(drawn)]


def _one(periods: Sequence[str], series: Series, colour: str) -> Markup:
    top = max(value for value in series.values if value is not None) or 1.0
    step = (_RIGHT - _LEFT - 20) / max(1, len(periods) - 1)
    points = [
        (_LEFT + 10 + step * number, _BOTTOM - (value / top) * (_BOTTOM - _TOP), number)
        for number, value in enumerate(series.values)
        if value is not None
    ]
    description = ", ".join(f"{periods[number]}: {series.shown[number]}" for _, _, number in points)
    parts = [
        Markup('<svg class="chart" role="img" aria-label="{}: {}" viewBox="0 0 {:.0f} {:.0f}">').format(
            series.heading, description, _WIDTH, _HEIGHT
        ),
        Markup('<text x="{}" y="18" font-size="15" font-weight="600" fill="currentColor">{}</text>').format(
            _LEFT, series.heading
        ),
        Markup('<path d="M{} {}H{}" stroke="#868d93"/>').format(_LEFT, _BOTTOM, _RIGHT),
    ]
    parts += [_line(points, colour)]
    every = max(1, round(len(points) / 6))
    for index, (x, y, number) in enumerate(points):
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}"/>').format(x, y, colour))
        if index % every == 0 or index == len(points) - 1:
            text = Markup(
                '<text x="{:.1f}" y="{:.1f}" font-size="12" text-anchor="middle" fill="currentColor">{}</text>'
            )
            parts.append(text.format(x, y - 8, series.shown[number]))
            parts.append(text.format(min(max(x, 26), _WIDTH - 26), _BOTTOM + 18, periods[number]))
    return Markup("").join([*parts, Markup("</svg>")])


def _line(points: Sequence[tuple[float, float, int]], colour: str) -> Markup:
    """Join neighbouring periods only: a gap in the data is a gap in the line."""
    pieces: list[str] = []
    for index, (x, y, number) in enumerate(points):
        follows = index > 0 and points[index - 1][2] == number - 1
        pieces.append(f"{'L' if follows else 'M'}{x:.1f} {y:.1f}")
    return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2.5"/>').format("".join(pieces), colour)
