"""A quote as a workbook to hand over: every figure a live formula, checked against the engine's own.

book        the whole workbook, as bytes
summary     the first sheet: what the patient would pay, in one sentence; the course; a table by payee
lines       the sheet of lines: what each service may cost, and yellow cells that take charges
discounts   a discount, shared out over what it is taken off
bounds      the sheet of bounds: the least and the most of payable and gap
headline    the sentence of the first sheet, worked out again with the charges
told        what is known of each biller's charges, for that sentence: under a maximum, and beside it
rates_used  the sheets of rates and schedules: each figure used, where it comes from and what it rests on
agreement   the sheet that checks the workbook: each of its figures beside the one that kfees worked out
figures     a quote's figures as cells show them, an amount or the word for why there is none; and its days
formulas    formulas that several sheets are made of
states      which of a payee's figures are not known, in words
marks       marks that follow the figures: unknown in grey italics, a check in the colour of its outcome
chart       a small chart of payable and gap by payee
positions   which row of which sheet holds what, so that formulas can name each other's cells
"""
