"""From bytes and typed text to checked values, each doubt with its place. Knows no price.

json_and_toml      from text to checked models: every mistake found, each with its place and remedy
table              a CSV table as text: rows by item, and what is wrong with its shape
file_limits        what a file with tables may come to, and how one that is refused is told
hostile            what no workbook needs and none may hold: a password, a bomb, entities, one part twice
opening            opening a workbook of .xlsx: what is none, locked or a bomb is refused in one line, unread
shared_strings     its table of texts, which its cells name by number
cell               a cell as its file stores it, and what it shows
number_format      what a number format makes of a number: the digits and the words that people see
sheet              what a sheet of any file is read into: rows of cells, what is merged, where a row stands
sheet_xml          one pass over a worksheet of .xlsx, cell by cell as the file stores it
plain_rows         rows of such a worksheet in the shape that nearly every program writes, not parsed
passes             passes over a sheet of any file: its head, then the columns that matter
table_file         one way to open a file of any kind, by what it holds: a workbook, CSV, a web page, a PDF
text_table         a table in a text file, in any common encoding and with any common separator
aligned            a table whose columns stand apart by spaces alone
unquoted           lines of such a file that commas without quotes cut too often, put together again
web_page           the tables of a saved web page
pdf_pages          the drawn tables and the lines of text of a PDF's pages
pdf_layout         from those to tables that go on over pages
other_workbooks    workbooks of .xls, .xlsb and .ods
extents            how far the sheets of such a workbook reach, and their errors, before they are read
text_sheets        a file with a table that somebody sent, as sheets of text, whatever its kind
named_columns      columns as people name them in every door: by letter, by heading, or none
provider_headings  the headings of a provider's quote, as people write them, and the rows that only add up
provider_columns   which of its columns somebody named, and what cells say where headings do not
provider_table     where its tables stand: which headings hold for which row, and what is above them
provider_cells     the cells of a row of it, and what holds for all its rows
provider_doubts    what makes a row uncertain: what may be paid already, another currency, no code
provider_counts    how many units a row is for, by its cell or its words
provider_days      which days a row is for: by its cells, its words, or their number in the course
provider_amounts   what a row of it charges: price of each, total and GST agree, or it is asked about
provider_row       one row of it: what it charges, for which item, on which days, and by whom
provider_offers    what it offers and may never charge: options, and what is conditional
provider_balances  what is paid already below its totals, and the balance that it leaves
provider_totals    its totals, held against the rows above them
provider_rows      the rows of a quote that a provider sent, read as people write them
as_written         a day, an amount, a weight, a count, a code as people write them: one meaning in every door
"""
