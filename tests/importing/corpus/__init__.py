"""Sheets as publishers lay them out, each with its own record of what is right, and what becomes of them.

record    what a sheet says, as whoever wrote it knows; and what is right of it for a first day
grid      cells that become a file: .xlsx mostly, and .csv, .html or .ods
words     headings, codes, letterheads and units as publishers write them
columns   the columns of a table: fees, others beside them, units, GST, periods, days of stay
rows      what stands between, above and below the items: sections, totals, notes, rows struck out or hidden
grammar   sheet number n, always the same, with what was put into it
user      who imports a sheet and follows what the first problem says, at most five times
judge     right, asked and then right, refused well; wrong in silence, or no way out
"""
