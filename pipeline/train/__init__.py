"""Training of the tagger: `python -m pipeline.train --gold ../shared/gold --corpus ../shared/corpus` (extra [train]).

examples → networks (one without each fold, one of all) → what they find in documents they never saw → choices, confidence, card
"""
