"""征求意见 for staff: preparing, opening, recording, answering at speed, publishing what became of opinions."""
