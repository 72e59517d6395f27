"""What a leader does: cases, drawing, answers, findings, signing."""
