"""信用公示（双公示）: penalties and licences in the national field set, checked, and handed out as xlsx, csv, JSON."""
