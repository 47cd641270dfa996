"""The codes of problems, all of them: what a program may meet where something is wrong, whatever the door."""

from __future__ import annotations

_LISTED = """
age-not-in-table ambiguous-amount ambiguous-code ambiguous-column bad-activity bad-age bad-approval
bad-band bad-basis bad-bed bad-calendar bad-charge bad-column bad-date bad-date-order bad-day bad-details
bad-distribution bad-dose bad-drg bad-encoding bad-ending bad-fact bad-factor bad-flag bad-form
bad-frequency bad-gst bad-horizon bad-icu-hours bad-items bad-json bad-leave bad-name bad-nights
bad-number bad-quantity bad-remoteness bad-row bad-schedule-name bad-sessions bad-shares bad-span bad-stay
bad-stream bad-text bad-toml bad-unit bad-value bad-version-name before-first-version binary-workbook
blank-text busy cannot-determine cannot-listen cannot-write charge-without-line charged-both-ways
charged-twice code-format contradiction control-character currency cut-apart damaged-workbook
days-without-rate discount-above-charge discount-without-charge duplicate-adjustment duplicate-item
either-code either-date either-number empty-file empty-row encrypted-workbook entities error-cells
error-in-cell error-value fee-is-an-item few-days float-amount formula-without-result glued-mark
hidden-by-format hidden-digits hidden-rows hidden-sheets horizon-before-start horizon-too-far http idle
implausible implausible-change incomplete-check incomplete-row incomplete-rule life-table-gap
linked-workbook long-text lost-zeros macros missing missing-codes missing-column missing-file mistake more
nearly-known negative-amount negative-rate negative-share negative-weight new-item no-amount
no-amount-column no-amounts no-bed no-code no-expectation no-file no-folder no-font no-guideline
no-item-column no-items no-life-table no-nights no-output no-price no-prices no-quote no-rates no-reason
no-rows no-schedules no-services no-sheets no-stay no-such-column no-such-kind no-such-rows no-such-sheet
no-such-value no-table no-use no-versions no-weight no-weights no-word no-workbook not-a-code not-a-flag
not-a-form not-a-table not-a-weight not-a-workbook not-an-amount not-asked not-dollars not-found
not-from-here not-in-rule-set not-in-workbook not-written-alike nothing-charged nothing-to-leave-out
number-too-long old-workbook other-currency other-end other-host other-period other-site out-of-range
overlapping-days overlapping-stays part-of-a-cent part-of-a-stay past-date percentage perhaps-total
provider-without-lines repeated-code repeated-column repeated-date repeated-day repeated-key
repeated-parameter repeated-row repeated-text row-not-read rows-aside same-file same-version saved-quote
scanned-pdf second-table setting-and-parts setting-without-nights several-codes several-payers
several-providers shown-otherwise side-by-side stay-of-nothing stay-without-facts strict strict-workbook
struck-out table-in-a-file taken-name too-large too-long too-many too-many-columns too-many-digits
too-many-rows too-much too-slow too-soon two-date-orders two-kinds-of-amounts two-meanings unclear-word
uneven-months uneven-parts unforeseen unknown-blank unknown-clinic unknown-column unknown-country
unknown-drg unknown-emergency unknown-fact unknown-file unknown-item unknown-key unknown-language
unknown-locale unknown-name unknown-payee unknown-payer unknown-picture unknown-regimen unknown-schedule
unknown-set unknown-setting unknown-state unknown-table unknown-time-zone unknown-topic unknown-word
unpacks-too-large unread-column unread-file unread-set unreadable-file unreadable-folder unsure
unused-cell unwritable-column version-exists weighted-schedule weights-in-a-workbook which-amount-column
which-bundled_icu-column which-column which-ends-column which-gst which-gst-column which-inlier-column
which-item-column which-label-column which-long_stay_per_day-column which-lower_bound-column
which-modifier-column which-paediatric-column which-payee which-price which-private_service-column
which-same_day-column which-same_day_list-column which-sheet which-short_stay_base-column
which-short_stay_per_day-column which-upper_bound-column which-weight-column which-year without-effect
wrong-kind
"""

CODES = tuple(_LISTED.split())
"""In the order of the alphabet. A code stays what it is; what is wrong in a new way has a new one."""
