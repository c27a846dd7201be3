"""The evidence pack: from saved results to one document, written as a page, a PDF and tables."""
