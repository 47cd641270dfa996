"""Everything that the importer says is wrong: each sentence, a file that provokes it, and who follows it."""
