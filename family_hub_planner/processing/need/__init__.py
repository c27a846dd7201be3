"""What a need layer holds beside its tables: places that areas belong to, points added by hand."""
