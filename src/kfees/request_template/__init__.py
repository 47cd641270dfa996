"""A request as a workbook: `kfees template` writes it, a person fills it in, `kfees quote` prices it.

questions   the form as data: sheets, sections, questions, tables
blank       the form written as an .xlsx, with lists to choose from
guard       what is no workbook of ours is refused before it is opened
cells       one filled-in cell read: a day, an amount, yes or no
filled      the answers as a request, each with its cell, and every problem at its cell
"""
