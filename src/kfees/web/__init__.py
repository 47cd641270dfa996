"""The pages and the API: `application` makes an ASGI application from a library.

application      the ASGI application: the API and the pages over one library, within limits
routes           the addresses of the pages and the API, and what answers each
admission        whose requests are answered: of a host that is ours, from our own pages, so many at a time
connections      connections: who sends half a request, or reads no answer, holds nobody up
compression      what is large, sent compressed to whoever takes that
limits           what every request may take and every answer carries: size, time, headers
errors           one shape for every refusal: a status, a title, and every problem with its place and remedy
working          work beside the other requests: some at a time, ended when nobody waits for it any longer
carried          files that a page carries along, as fields of its form
received         what a program sends: parameters of an address, JSON, or a form with a file; read
api              /api/v1: the engine for programs. JSON in, JSON out, and one shape for every refusal
preview          the preview: two fields, and what the payer can pay, what the patient would pay, and why
forms            the form of a course: what a person typed, the request that it asks for
typed_form       a form as it was sent: what was typed in each field, and the request that comes of it
set_aside        what was typed and does not go with the rest: kept, and not counted until it goes again
offered          what the form offers: what goes with its payer, its regimen and its setting
field_names      what each field is called
put_right        what has to be put right, each problem at its field, in the page's words
awaited          what is still awaited rather than wrong: a second part, another setting
to_check         what is implausible in a quote, at its field
stay_form        where a course is given, as a form asks for it: a setting with its stay, or parts
items_form       single items: what each is charged at, what is left out, what is added
accounts_form    accounts: what each payee charges in all, who bills, GST, discounts, fees
entries          what was added to a course, as people read it
further          what of a course has no field, which goes along as JSON
taken_over       a request that was pasted or uploaded, as the fields of the form
shown            a quote as a page shows it: each figure in the language's own writing
closing          what would make a payee's gap zero
marks            what a reader must know of a figure, in the page's language: stale, unknown, assumed
notice_form      the form of a notice: what the provider filled in, and what is wrong where
notice_pages     the notice to the patient, as a PDF or a page: from an address alone
documents        what a preview can be taken away as: JSON and a workbook, under names that are safe anywhere
comparison_page  the comparison: the course of the preview elsewhere, for other stays and a year later
compared         a comparison as a page shows it: a table for each way to differ
difference_page  the difference between two versions of a schedule: what moved, what is gone, what is new
projection_page  the projection page: what years of courses come to, and its documents
plan_form        the form of a projection: a course as on the preview, and what a plan adds to it
projected        a projection as a page shows it: the totals, the table by year, the first course
request_page     the request page: a claim's facts against the guideline, the provider's own quote
plausible        what a server is asked, read: what nobody can mean is refused before any of it is priced
provider_upload  a provider's quote that was uploaded, read with the columns that were named beside it
column_offers    which column of a quote holds what, in words: what is offered, and what was chosen
claim_form       the facts of a claim as a form asks for them. A field is named by its place in the request
schedule_pages   the schedules: what is loaded, in force when, from where, how old
import_page      an import: files, the table as understood, and the version folder to take away
import_work      an import at work: what is found of a form's files, within the limits of an upload
assessed         an assessment as a page shows it: what is open first, the price, the rows of a quote
claim_sections   the facts of a claim by sections of the form: which stand open, how much is stated
import_form      the form of an import: its files, and answers, which are flags
import_table     the table of an import: what each column is read as, and each doubt at its cell
guide_pages      the guides as pages: the list of them, and each
refused_page     a refusal for a person: the page in place of the one that was asked for
charted          charts as pages show them: SVG in the words of the page, wide or narrow
rendering        templates in a language: HTML in which every value is escaped
wording          what a page says in its language: messages, amounts and dates
assets           the style, the script and the icon: served from the package
"""

from kfees.web.application import application

__all__ = ["application"]
