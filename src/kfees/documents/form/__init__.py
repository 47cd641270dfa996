"""A request as a workbook: `kfees template` writes it, a person fills it in, `kfees quote` prices it.

questions  the form as data: each question with the name of its answer in a request's JSON
claim      what is asked about a claim: in the workbook, and on a page by its own message
courses    what is asked about accounts, parts and further stays
layout     the sheets of the form, in their order
blank      the form written as a workbook: yellow cells to fill in, lists to choose from, a note on each cell
cells      one filled-in cell as a request's JSON would hold it
accounts   a row of accounts or fees as charges
stays      the stays of parts and added services, as the form numbers them
filled     a filled-in form as a request: its answers as a request's JSON would hold them, each with its cell
"""
