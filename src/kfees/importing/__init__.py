"""From a publisher's workbook, laid out for people, to a version's rates, or every problem by sheet and cell.

importing  a workbook to a version ready to write, or every problem by sheet and cell
choosing   which sheet holds the fees: the only one that can, the one that was named, or a question
layout     how a sheet is laid out: its titles, its heading rows, and what each column holds
headings   what the words above a column say it holds
columns    which column is which: sure from its heading and its cells, named by the user, or asked for
table      which rows are items, which are headings, notes and totals, and where the table ends
items      from a row of the table to an item: its code, its words, its amounts, its days
codes      item codes as they are shown, not as they are stored
amounts    amounts as people type them and as Excel stores them. No float on the way
days       numbers as Excel holds them, and days: typed as text, stored as serial numbers, or spans of a stay
drafting   from the items of a sheet to the rates of each version: which rows hold on its day, each item once
stating    what an imported version says of itself: from the user, the sheet, the version before
checking   what is about to be written is read back first, as the loader will read it
findings   what was understood and what is wrong, cell by cell
"""
