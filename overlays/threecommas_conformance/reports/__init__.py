"""Reports of a run: page, table, JUnit, HAR and baseline."""
