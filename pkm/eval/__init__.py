"""How good the search is: questions with judged answers, measures over them, weights learned of them, and what was lost where."""
