"""The page of the councils' own questions: a module a question, each written from its run."""
