"""From a publisher's workbook, laid out for people, to a version's rates or weights, or every problem.

importing        the front: files to versions of fees or of weights, or every problem by sheet and cell
fees             sheets of fees to a version ready to write
sources          what is read together: the sheets of every file, and which of them the user means
choosing         which sheets hold the fees: the only one that can, those that were named, or a question
looking          one sheet, or rows of it: its layout, its columns, and what is to be asked
layout           how a sheet is laid out: its titles, its heading rows, and what each column holds
heading_rows     which rows head the table, if any does, and the words above each column
late             columns, and tables aside, that are met further down than a sheet is looked at
unheaded         columns without words above them, known by their cells
headings         what the words above a column say it holds
heading_words    the words of a heading, or of a cell, as they are compared
gst_words        what words say of GST: above a column, in its cells, and in a title of them all
chosen           the columns that were chosen, those that were not, and how a choice is asked for
item_columns     which column holds the item codes, and what is offered where none is sure
amount_columns   which columns hold the amounts, of a period and by the day of the stay
amount_headings  what the heading of amounts says of all of them: the days of a stay, what one is for
periods          the period that words name: a range, a financial year, a first or a last day
stay_columns     columns of amounts that each hold for days of a stay: all of them make one fee
period_columns   columns of amounts that each hold for a period: the one of --from, or all
title_periods    a title, or the name of a sheet, that says another period than the one that is asked for
section_periods  headings between the rows that say from when or until when the rows below hold
columns          which column is which: sure from its heading and its cells, named by the user, or asked for
table            which rows are items, which are headings, notes and totals, and where the table ends
flags            what a user says of an import, as flags are written
choices          what the user said where a sheet leaves it open
apart            which column tells rows of one item apart, and the flag that uses it
where            only the rows that say in a column what the user asks for
entry            a row of the table as it stands, before anything in it is read
totals           rows that only add up: known by their sums, never by a word alone
sections         what a heading between the rows says to the rows below it
side_by_side     tables that stand beside each other on one sheet
merged           a cell merged over rows is that of each
other_tables     several tables on one sheet: where each begins, and which is meant
items            from a row of the table to an item: its code, its words, its amounts, its days
item_row         such an item as it was read
row_amounts      the amounts of the rows, and what some tell of the others: their decimal mark, their unit
row_periods      from when until when the rows hold, by their columns of days
cell_findings    what is said of one cell: that it was understood so, or what is wrong with it
codes            item codes as they are shown, not as they are stored
amounts          amounts as people type them and as Excel stores them. No float on the way
amount_formats   what a number format says of the amounts in it: dollars, another currency, per cent, a date
gst              what a row says of GST in its amount: in words, by what it comes to, by the amount with it
gst_columns      columns of the same amounts with GST and without it, known by their sums
days             days and years, as text and as Excel's serial numbers
stays            days of a stay, in cells and in headings
drafting         from the items of a sheet to the rates of each version, each item once
parts            from the rates of each part to those of the version: an item in two parts
empty            a table that comes to nothing: no items, none on the day, no amount
left_out         what of the files is not read, and why
as_data          what an import understood, as data: for the command's JSON, the API and the page
stating          what an imported version says of itself: from the user, the sheet, the version before
checking         what is about to be written is read back first, as the loader will read it
again            whether the same version is there already, or the same files for another day
findings         what was understood and what is wrong, cell by cell, and what becomes of the workbook
weighted         a workbook of weights, or of their price, to a version of weighted activity ready to write
weight_sheets    which sheets hold weights, of which stream, and which column is which
weight_columns   what a column of weights holds, by the words above it
weight_rows      from the rows of such a sheet to the weights of its items
weight_cells     weights, factors and flags as publishers' cells hold them
price_of_weight  the price of one weighted unit, in a column of its own or beside its name
carried          what such a workbook lacks, and taking it from the version before
weight_facts     what an imported version of weights says of itself
"""
