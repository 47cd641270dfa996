"""What is published: schedules in versions, their rates and weights, and which one holds on a day. It
prices nothing.

loading           from folders to a library: the shipped schedules, then overlays that hide what they repeat
folders           one folder of schedules as it stands: its files as bytes
library           all that is loaded: which version of a schedule holds on a day
version           one version of a schedule: a snapshot of its folder, read as far as it is asked
rates             a version's `rates.csv`: one row an item, or one row for each span of days of stay
weights           a year's weighted activity: acute, emergency and clinic weights
texts             the TOML files beside the schedules, each read when it is first asked for
payer_view        what a payer makes of the texts that all payers share: its own schedules and services
payer_rules       the rules between items that hold for a payer on a day
content_checks    what is wrong inside the files of a folder: rates, facts, texts and what they name
payer_checks      what is wrong in the file of a payer or payee beside its form
payee_checks      what is wrong in a payee's name and in the names of its columns
public_holidays   public holidays by country and state, on which a course by weekdays has no session
listing           what is loaded, as programs and pages list it: versions with their state
writing           from rates or weights to a version's folder: its files as bytes
written_reasons   why a row of a table has its figure, read as a sentence with its blanks
indexing          an estimate for a day whose schedule is not out
changes           what changed between two versions of a schedule, and whether the money makes sense
changes_in_words  a comparison of two versions in English
adjustments       what raises or lowers a year's weights: adjustments.csv, row by row
folder_names      names in a schedules folder: which are nearly a known one
outputs           the one way out to files: written aside under a hidden name, then put in place
"""
