"""Annual reports 年度报告: written with live figures, approved, sent, published."""
