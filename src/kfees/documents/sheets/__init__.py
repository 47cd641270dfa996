"""Workbooks written for people: sheets that read well on screen and on paper.

page       writing one sheet: text that stays text, figures that keep every cent, formulas with their results
looks      how cells look: colours, borders and number formats, the same on every sheet
text_room  how many lines a text takes in a column
old_functions  formulas of the functions that Excel has always had, taken as they are written
paper      the workbook as a whole: its letters, its paper, and its bytes
tables     plain tables as a workbook: headings, widths, a frozen first row; text stays text
"""
