"""What each colour means, in every chart, workbook and page; nothing is said by colour alone.

The pages' style sheet has the same hues, lighter where the paper is dark.
"""

from __future__ import annotations

PAYABLE, GAP = "#2b7c84", "#cf6238"

MAXIMUM = "#8ab7bb"
"""What would be payable: a maximum where no charge is known."""

EITHER = "#cfc6ea"
"""Payable or gap: not known."""

PRESENT_VALUE = "#5b7083"

PRICE, MIX = "#3d6a9e", "#9db4d3"
"""What moves a portfolio: its rates, its weights."""

INK, QUIET, FAINT, GRID = "#1b2a32", "#52616b", "#8d99a6", "#e3e6ea"
