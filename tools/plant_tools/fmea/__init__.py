"""FMEA sheets: read from CSV and XLSX, kept by data set, and asked for the causes that a team thought possible."""
