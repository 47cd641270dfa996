"""A quote as a workbook to hand over: every figure a live formula, checked against the engine's own.

book        the whole: five sheets, as the bytes of an .xlsx
summary     what is payable, the gap, a chart, and what is assumed, stale or unknown, in words
lines       the lines by payee: yellow cells take charges, and everything recalculates
rates       the rates and schedules used, with their sources and digests
agreement   each of the workbook's figures beside the engine's
positions   which row of which sheet holds what, so that formulas can name each other's cells
page        writing a sheet: text that stays text, exact figures, formulas with their results
looks       colours, borders and number formats
results     the formulas' results, kept in the file for whoever shows it without recalculating
"""
