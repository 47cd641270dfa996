"""From bytes and typed text to checked values, each doubt with its place. Knows no price.

json_and_toml      from text to checked models: every mistake found, each with its place and remedy
table              a CSV table as text: rows by item, and what is wrong with its shape
opening            opening a workbook: what is no plain .xlsx, locked or a bomb is refused in one line, unread
cell               a cell of a workbook as its file stores it, and what it shows
sheet              one pass over a worksheet, cell by cell as the file stores it
text_sheets        a file with a table that somebody sent, as sheets of text: CSV or Excel, never trusted
provider_headings  the headings of a provider's quote, as people write them, and the rows that only add up
provider_table     where its tables stand: which headings hold for which row, and what is above them
provider_amounts   what a row of it charges: price of each, total and GST agree, or it is asked about
provider_row       one row of it: what it charges, for which item, on which days, and by whom
provider_totals    its totals, held against the rows above them
provider_rows      the rows of a quote that a provider sent, as CSV or Excel, read as people write them
as_written         a day, an amount, a weight, a count, a code as people write them: one meaning in every door
"""
