"""The command line: each command is a module, imported when it is called.

options            options that several commands share, and the way out to a file
messages           what the command line says on standard error
asked              what a command is asked in a file: a request as JSON, or the filled-in form
course_flags       the flags of a course: what is asked for, and what is charged
stating            from those flags to the request that they state, each part of it told by its flag
commands           the commands by name, and the exit status of what ends one
quote              `kfees quote`: from a file and flags to a priced course
quote_preview      what was understood of a provider's own quote, before it is priced
quote_table        a quote for people: 80 columns, readable without colour
notice             what `kfees quote` takes for the notice to the patient
request            `kfees request`: what a provider's own quote asks, as the request that `quote` takes
assess             `kfees assess`: the guideline's checks, the timing, the item rules
compare            `kfees compare`: the same course in other settings and regimens, on other discharge days
comparison_table   a comparison for people: one table in 80 columns
portfolio          `kfees portfolio`: a table of courses, priced; or what another schedule would change for it
portfolio_preview  what was understood of a portfolio, before it is priced: 80 columns; and the same as JSON
priced_table       a table priced from file to file, whatever a row of it holds
problem_kinds      the problems of a portfolio's rows by their kinds: how many, an example, what to do
rows_left_out      rows of a portfolio's file that hold no course, named once it was worked through
effect             `kfees portfolio --compare`: what another schedule would change, as a table and as a chart
project            `kfees project`: what years of courses come to, for a Medicare Set-Aside or for a reserve
projection_table   a projection for people, in 80 columns
simulate           `kfees simulate`: what many workers' courses come to, drawn from stated distributions
simulation_table   a simulation for people: statistics, histogram and tornado in 80 columns
nwau               `kfees nwau`: what a public hospital episode, clinic visit or emergency presentation weighs
nwau_table         a file of episodes, presentations and visits, weighed and priced
schedules          `kfees schedules`: what is loaded, what a version holds, and whether a folder is right
schedules_import   `kfees schedules import`: from a workbook to a version folder
import_preview     what an import understood, for a person to approve: 80 columns
weights_preview    the same of an import of weights
schedules_diff     `kfees schedules diff`: what changed between two versions, for a person
schedules_index    `kfees schedules index`: an estimate version, carried forward by a percentage
template           `kfees template`: a workbook to fill in, which `kfees quote` prices
replay             `kfees replay`: the same quote to the cent, or what changed and why
serve              `kfees serve`: the pages and the API, on this machine alone unless told otherwise
serving            what a server was asked to serve, in each of its processes
guide              `kfees guide`: the guides that came with kfees, as a terminal shows them
terminal           the terminal: its one width, how text is wrapped to it, and tables
named_files        the files that a command line names: which are read, which are written
overlays_unused    what of the overlays priced nothing in a quote, and why: said on standard error
standard_streams   standard output that is closed, full, no longer read or of few letters
"""

from __future__ import annotations

import atexit
import gc
import os


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its status."""
    # What is imported stays: to look for garbage in it again and again, and once more when the program
    # ends, took a seventh of a short command.
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)
    # No other package changes how kfees reads; pydantic would look through all that are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from kfees.cli.commands import run

    run(arguments)
