"""The law library 法规库: statutes, their editions and articles, citations, search. `reading` needs no Django."""
