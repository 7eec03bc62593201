"""Cases 案件: opened, carried on by acts, closed. Nothing is ever edited; everything else is derived from the acts."""
