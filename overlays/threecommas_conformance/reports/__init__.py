"""What a run came to, as page, table, JUnit, HAR and baseline."""
