"""Pages of cases 案件: work list, case page, forms made from the procedure's definition, parameters, public procedures."""
