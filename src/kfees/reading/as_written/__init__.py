"""What people write in a cell, a field or a flag, and what it means: one answer at every door.

amounts   amounts, weights, quantities and counts, in digits or refused; the grammar of a number
days      days and moments, and the one order in which a column of them stands
months    how far apart something comes, in months or years
spans     several days in one cell: from one to another, and lists
typed     what was typed in a field or a flag, on its way into a request that is checked as a whole
facts     the facts of an episode: yes and no, remoteness, ages and hours
codes     item codes without the words around them; what a number shows of itself in its format
"""
