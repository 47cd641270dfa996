"""Fee schedules that come as Excel workbooks, laid out for people, read to checked versions.

opening     what is no plain .xlsx is refused in one line, and limits stop a bomb before work
sheet       one pass over a worksheet: cells as stored, formulas, hidden rows, merged ranges
headings    what the words above a column say it holds
layout      the heading rows, the columns, and what has to be asked
days        days as text and as serial numbers, and spans of days of stay
amounts     amounts as people type them and as Excel stores them
codes       item codes, as they are shown and not as they are stored
table       rows to items, up to where the table ends
importing   the whole of it: a version ready to write, or every problem by sheet and cell
"""
