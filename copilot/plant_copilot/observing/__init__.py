"""What the copilot tells of its own work: a trace of each question, without what was asked and by whom."""
