"""From data to a model that serves: train, evaluate, promote, roll back."""
