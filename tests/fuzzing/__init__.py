"""Requests that no form of ours would send, and a watch over the answers.

`benchmarks/fuzz.py` sends them by the ten thousand over the sample district, the tests by the hundred over a small one.

watching    what an answer may never be: a fault of ours, slow, a traceback, somebody's personal data
bad_input   texts, files, JSON and headers as people, programs and attackers send them
described   every public address and the API, by schemathesis, from a description
pages       forms as a page has them, filled in fittingly and then spoilt
browsing    pages found by following links, each with its forms and its query strings spoilt
citizens    办事表单 page by page up to the receipt, following, opinions, the page that verifies
programs    the API with tokens: bodies that nearly fit, headers, methods
"""
