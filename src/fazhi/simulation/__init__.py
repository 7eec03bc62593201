"""Simulated cases 模拟案件: plausible cases of every procedure in the library, taken through the verbs people use.

What is usual is data (catalog/sample/simulation.yaml); what is possible, the engine says. The walk of a case is pure:
`walking` plans one act after another from a state, `running` takes them.
"""
