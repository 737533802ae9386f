"""An event's own questions: what is asked of whom, who changes it, and what was answered."""
