"""Future courses and what they cost: plans, reserves, set-asides, simulations.

plan              what a projection is asked: a course, repeated over a horizon, under a set of rules
checking_plans    what is wrong with a plan: its form, its content and the guideline's intervals, all at once
life_table        a life table that the user loads: further years of life by age. None is shipped
life_table_file   a life table as its publisher's file has it: CSV or Excel, with what stands around it
projected_course  the price of one course of a projection: each line by day
assumptions       what all of a projection rests on, in sentences: its horizon, its prices, its indexation
projection        future courses and what they cost: for a Medicare Set-Aside or for a reserve. Pure
scenario          what a simulation is asked
distributions     distributions that a scenario states, and draws from them: seeded
workers           the workers of a simulation: their inputs as draws, and their courses
simulation        many workers' future courses, drawn from stated distributions and priced by the engine
"""
