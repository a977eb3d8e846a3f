"""What a rule builds, by the name the lexicon calls it, and the class of the token it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import make_length, make_limit, make_list, make_place, make_recur, make_span

KINDS = {
    "cal": "CAL",
    "anniversary": "CAL",
    "plan": "CAL",
    "term": "CAL",
    "years": "RANGE",
    "span": "RANGE",
    "early": "CAL",
    "late": "CAL",
    "both_years": "RANGE",
    "ranged": "RANGE",
    "part_of": "CAL",
    "length": "LEN",
    "every": "SET",
    "every_listed": "SET",
    "meeting_cycle": "SET",
    "from_event": "OFFSET",
    "after_event": "OFFSET",
    "ahead": "OFFSET",
    "ahead_of": "OFFSET",
    "coming": "OFFSET",
    "later": "OFFSET",
    "recent": "OFFSET",
    "ago": "OFFSET",
    "bound": "LIMITED",
    "within": "OFFSET",
    "transition": "RANGE",
    "limit": "LIMITED",
    "several": "SEVERAL",
    "several_figures": "SEVERAL",
    "day_to": "RANGE",
    "months_to": "RANGE",
    "halved": "CAL",
    "edge_quarter": "CAL",
    "ten_days": "CAL",
    "season_years": "RANGE",
    "bare_year": "CAL",
    "short_year": "CAL",
    "lunar_day": "CAL",
    "school_year": "CAL",
    "week_of": "CAL",
    "weekday": "CAL",
    "several_years": "RANGE",
    "in_": "OFFSET",
    "years_of": "CAL",
    "same_day": "OFFSET",
    "tet": "CAL",
    "part_of_vi": "CAL",
    "first_year": "CAL",
    "two_years": "RANGE",
    "half_length": "LEN",
    "ahead_of_vi": "OFFSET",
    "event_before": "LIMITED",
    "quarter_day": "SET",
    "report_day": "SET",
    "listed_months": "SEVERAL",
    "report_list": "SEVERAL",
    "periodic_report": "SET",
    "daily_report": "SET",
    "term_half": "CAL",
    "era_year": "CAL",
    "day_lengths": "LEN",
    "this_unit": "LIMITED",
    "tet_day": "CAL",
    "half_month": "CAL",
    "month_weekday": "CAL",
    "term_edge": "CAL",
    "same_set": "SET",
    "listed_days": "SEVERAL",
    "short_date": "CAL",
    "alone": "CAL",
    "edge_day": "CAL",
    "weekdays": "SET",
    "every_days": "SET",
    "turn": "RANGE",
    "seasons": "RANGE",
    "dots": "RANGE",
    "holidays": "RANGE",
    "from_place": "OFFSET",
    "semester": "CAL",
    "before_new_year": "LIMITED",
}


def maker(name: str) -> Callable[..., Any]:
    """Return the function that the lexicon calls `name`; a name that no module has is an AttributeError."""
    for module in (make_length, make_limit, make_list, make_place, make_recur, make_span):
        if not name.startswith("__") and callable(found := getattr(module, name, None)):
            return found
    raise AttributeError(name)
