"""What everything is called: money, days, requests, schedules, quotes. It imports no other room.

money        exact money: one parser, one rounding function, three values
dates        days: reading them, naming them, and the days of a stay
english      days, numbers and lists as English writes them
problems     what can be wrong, said for people
problem_codes  the codes of problems, all of them
near_words   which of many known words come closest to one that somebody mistyped
sentences    sentences of the engine: a message, and what fills its blanks
blanks       what stands in the blanks of sentences beside days, numbers and texts
fields       the kinds of value that requests, quotes and files hold, and the model they stand in
request      what is asked: a course of ketamine infusions, where, when, at what charges, under what claim
payee        who is paid, and what each is called
portfolio_columns  what the columns of a portfolio are called
payer        whose schedules, guideline and rules apply, and what it is called in sentences
schedule     what is published: schedules in versions, rates, and the regimens and settings that use them
guidance     what a guideline file holds: a dated text that the checks are made from
item_rules   what an item-rules file holds: the rules between items, and what is found by them
quote        what is answered: a quote, which is its lines, and totals that are sums of them
understood_quote   what was understood of a provider's quote before anything is priced, as JSON
assessment   what an assessment says of a request: the JSON of `kfees assess`
episode      what cannot be true of an episode: the quick look that weighing takes, and the reasons in words
program      which kfees this is
steps        long work in steps, between which it ends where nobody waits for it any longer
claim_words  what a word of a claim means: one that is accepted, one that is excluded
countries    the countries of ISO 3166, by their codes and their English names
"""
