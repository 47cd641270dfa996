"""A quote as a workbook to hand over: every figure a live formula, checked against the engine's own.
Projections are handed over here too.

book        the whole: five sheets, as the bytes of an .xlsx
summary     what is payable, the gap, a chart, and what is assumed, stale or unknown, in words
lines       the lines by payee: yellow cells take charges, and everything recalculates
rates_used  the rates and schedules used, with their sources and digests
agreement   each of the workbook's figures beside the engine's
figures     a quote's figures as cells show them: an amount, or the word for why there is none
sentences   sentences that follow the figures
marks       colours that follow the figures and the checks
words       runs of days and numbers in short words
chart       payable and gap by payee
positions   which row of which sheet holds what, so that formulas can name each other's cells

projection_book  years of courses as a workbook of formulas
projection_csv   the same by year, as CSV
"""
