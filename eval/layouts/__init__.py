"""The layouts in which gold sets come: folders in BEIR layout, SQuAD's JSON, tables from an evaluator's desk."""
