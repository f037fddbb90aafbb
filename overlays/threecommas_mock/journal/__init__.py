"""What arrived and what was answered, kept and exported as HAR."""
