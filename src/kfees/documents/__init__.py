"""What people are handed: workbooks, notices, forms and charts, in words and in their language.

quote_words          what a quote says in words, wherever it is shown: what a figure rests on
quote_workbook       a quote as a workbook to hand over: every figure a live formula
projection_words     what a charge comes to in a projection: what is paid of it, and the gap or its bounds
projection_workbook  a projection as a workbook whose figures are formulas
notice               the notice to the patient: what a course would cost
letter               the letter that asks for what a request lacks: Markdown, plain text, Word and PDF
typeset              pages as PDF, set by typst from a template of ours
form                 a request as a workbook: `kfees template` writes it, a person fills it in
as_csv               a quote's lines and a projection's years as CSV, the names of the contract as headings
rates_workbook       a version's rates as a workbook: to look at in Excel, or to mend there and import again
sheets               workbooks written for people: sheets that read well on screen and on paper
colours              what each colour means, in every chart, workbook and page
charts               charts of comparisons and projections
columns              columns side by side over one scale of amounts
drawing              bars and texts at their places, and the picture that is made of them
simulation_chart     a simulation, drawn: how the cost is spread, and which input moves it most
chart_words          what a chart says: English, unless whoever draws it brings the words of another language
effect_chart         the effect of other schedules on a portfolio, drawn: by setting and by item
pictures             figures of matplotlib as pictures: without a window
guides               the guides that came with kfees: Markdown by topic
languages            the languages that notices and pages are written in, and their catalogues of messages
extraction           what translators are given beside the messages in the code, for Babel
conventions          how a place writes amounts, numbers, lists and days: Australian English, without Babel
conventions_elsewhere  how any place writes amounts, numbers, lists and days, as Babel says it
words                the words of a language: its messages, and how it counts, prices and dates
translated           the engine's sentences in another language, their blanks in its own conventions
"""
