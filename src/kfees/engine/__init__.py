"""From what is asked to a quote. Pure: no file, no clock. In the order of a request's way.

asked           what was asked, before it is checked, and where each part of it stands for whoever wrote it
shorthand       charges, services and items written short, as flags and addresses hold them
asking          from loose data (JSON, flags, a form) to a checked request, with every problem at once
checking        what is wrong with a request, all at once; and the course, where nothing is
fitting         what goes together: settings of a regimen, payees and facts of a setting; what a form offers
services        units of items on days: what a course comes down to before it is priced
accounts        whose a line and a charge are, and which lines each charge stands over
bounds          the least and the most that payable and gap can be, whatever is not known turns out to be
charges         what is wrong with a request's charges, all at once
headline        the one sentence that a quote comes to: what the patient would pay
claims          what is wrong with a claim, all at once, and the guideline that holds on its day
checking_days   what is wrong with a course's parts, sessions and calendar
checking_stays  what is wrong with its stays: those of its places, and those of added AR-DRGs
stay_days       what is wrong with the days of one stay: admission, discharge, beds, leave
sessions        the treatment days of a course, dealt out to the places where it is given, and its dose
stays           a stay in hospital: its nights and beds, and what is taken of it
course          from a request to a course: its treatment days, its services on dates, its dose
step_down       what day of the stay a night is, for rates that step down by it
guideline       the guideline's checks: facts of a claim in, outcomes out. Pure
item_rules      rules between items
verdict         what the guideline's checks come to for a course, where its request states a claim
weighing        national weighted activity units: what one hospital episode
weighed         what one episode, emergency presentation or clinic visit weighs
drafts          from services to drafts of lines: each service takes the rate in force on its day
pricing         from a course to its quote: each draft becomes a line, and the lines are summed
reasons         the sentences that explain a figure, or why there is none. English; kept in the quote
gap             the gap: charge - payable, by line or for all of a payee's lines together
assessing       from a request to its assessment: the guideline's checks, the timing
provider_codes     the items that a row of a provider's quote names
provider_lines     what becomes of such a row: units of an item, a fee, a discount, or a line that says why
provider_items     the rows of a provider's quote on their way to the course's items and days
provider_billers   whose the rows are that name no item: fees that no schedule has, and discounts
provider_request   what the rows ask, as a request: charges by item and day, fees, discounts, and by whom
provider_course    what they say of the course itself: its first day, sessions, days and nights
provider_preview   what was understood of a quote, row by row, before anything is priced
provider_quote     a provider's own quote against the course: its rows as charges that the engine prices
letter          the letter that asks for what a request lacks: in plain English, before it is set
replaying       replay: price a saved quote's request again, and say what differs and why
differences     why one quote costs more or less than another, in words, from their lines
carrying        a request carried elsewhere, without what does not go there; and to another first day
alternative     one course beside the one asked for: what it comes to, and what sets it apart
alternative_stays   the stay asked for, ending on each day on which it could
alternative_payers  the same course under each payer, in its own currency
alternatives    the same course elsewhere, otherwise and later: settings, regimens
activity        what one unit of hospital activity weighs and costs on a day: the JSON of `kfees nwau`
approval        the payer's approval: whether it came before the treatment
excluding       a course's services under the rules between items: what is payable, and what a rule excludes
figures         what one unit of a service comes to: the rate or weight in force on its day
please_check    what is implausible, though possible: kept as it is, and put to whoever reads the figures
timing          when a next request will be considered, and by when this one is to be decided
treatments      earlier treatments, and the months that a request must leave after them
"""
