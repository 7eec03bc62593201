"""Pages of cases 案件: work list, case page, forms made from a definition, parameters, public procedures."""
