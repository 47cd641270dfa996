"""Workbooks written for people: sheets that read well on screen and on paper.

page        writing a sheet: text that stays text, exact figures, formulas with their results
looks       colours, borders and number formats
text_room   how many lines a text takes in a column
paper       A4, headers and footers
results     the formulas' results, kept in the file for whoever shows it without recalculating
"""
