"""The chapters of a spot check's document, one file each."""
