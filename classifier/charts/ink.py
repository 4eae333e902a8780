"""The colours of text and lines in all charts, as Vega expressions that suit light and dark themes.

Each is chosen in the browser from the chart's own background, so a change of theme needs no rerun.
"""

INK = {"expr": "luminance(background) > 0.4 ? '#1a2433' : '#e6ebf2'"}
"""For text and lines that carry data."""

FAINT = {"expr": "luminance(background) > 0.4 ? '#5b6878' : '#9fadbe'"}
"""For lines and text behind the data."""

STANDS_BACK = 0.75
"""The opacity of marks beside those that matter most: each colour of the themes still has 3:1 on the page."""
