"""What a leader sees, one file a screen."""
