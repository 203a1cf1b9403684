"""A study as pictures: waves on a line of time, questionnaires as flow charts, one page with all of it. Pure."""
