"""A request as a workbook: `kfees template` writes it, a person fills it in, `kfees quote` prices it.

questions  the form as data: each question with the name of its answer in a request's JSON
blank      the form written as a workbook: yellow cells to fill in, lists to choose from, a note on each cell
cells      one filled-in cell as a request's JSON would hold it
filled     a filled-in form as a request: its answers as a request's JSON would hold them, each with its cell
"""
