"""/api/v1: the engine for programs. JSON in, JSON out, and one shape for every refusal.

pricing      /quote and /notice: a course in, what it comes to out, as data, a workbook or a notice
planning     /compare and /project: a course elsewhere and later, and courses repeated over years
portfolio    /portfolio: many requests in, the quote or the problems of each out, in their order
weighing     /nwau: an episode, visit or presentation in, its weight out
claims       /assess: a course with its claim in, its checks and its price out; the provider's quote too
courses      /payers, /regimens, /settings and /words: what a request may name, and what a claim may say
schedules    /schedules and /rates: what is loaded, from where, how old, and at which rates
importing    /schedules/import: files as on the page of an import, what is understood, or the folder
program      /health and /version: that the program answers, and which it is
reference    /openapi.json, and the page for people: every operation, tried
bodies       JSON that was sent: read, and every problem of it at its place there, as a JSON pointer too
answers      answers: of the kind that is wanted, under a tag that names their content
document     what the API's description says of a route: its name, its parameters and body, and every answer
examples     the examples of the description: requests that run. What they are answered is worked out
tried        the examples of the description, tried: each is asked of its own route
known_words  the words that the description lists: what a request may name, and what an answer can say
openapi      the description of the API, its schemas from the models themselves, its examples run
"""
