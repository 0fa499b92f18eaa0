#!/usr/bin/env python3
"""Compares `cohort --format json` with an independent reckoning on the CDNOW purchases: counts, money, shares and means exactly,
the median time between purchases within 1/128, as documented.

usage: real-data.py COHORT_BINARY

real_data.py says where the file is looked for.
"""

import datetime
import functools
import os
import sys
from collections import defaultdict
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from real_data import Runner, main, text_of, week_of

CDNOW = "cdnow/CDNOW_master.txt.gz"
READING = ["--delimiter", "space", "--time-format", "%Y%m%d", "--time", "date", "--kind", "=sale", "--person", "customer_id",
           "--amount", "dollar_value", "--scale", "2", CDNOW]


@functools.lru_cache(maxsize=None)
def purchases():
    """By customer (date, cents), in the order of the dates."""
    found = defaultdict(list)
    for line in text_of(CDNOW).decode().splitlines()[1:]:
        customer, date, _, dollars = line.split()
        found[customer].append((datetime.datetime.strptime(date, "%Y%m%d").date(), round(Fraction(dollars) * 100)))
    for bought in found.values():
        bought.sort()
    return found


# A period is a number, so that ages are differences, with its name and its last day.

def month(day):
    return day.year * 12 + day.month - 1


def month_name(number):
    return "%04d-%02d" % (number // 12, number % 12 + 1)


def month_end(number):
    return datetime.date((number + 1) // 12, (number + 1) % 12 + 1, 1) - datetime.timedelta(1)


def week(day):
    return (day.toordinal() - 1) // 7


def week_name(number):
    return week_of(datetime.date.fromordinal(number * 7 + 1))


def week_end(number):
    return datetime.date.fromordinal(number * 7 + 7)


def quarter(day):
    return month(day) // 3


def quarter_name(number):
    return "%04d-Q%d" % (number // 4, number % 4 + 1)


def quarter_end(number):
    return month_end(number * 3 + 2)


PERIODS = {"month": (month, month_name, month_end), "week": (week, week_name, week_end), "quarter": (quarter, quarter_name, quarter_end)}


class Cohorts(Runner):
    def compare(self, every, as_of=None, ages=None):
        bought = {who: [one for one in all_of if as_of is None or one[0] <= as_of] for who, all_of in purchases().items()}
        bought = {who: all_of for who, all_of in bought.items() if all_of}
        last = as_of or max(all_of[-1][0] for all_of in bought.values())
        number, name, end = PERIODS[every]
        # Without --as-of the last instant is the last purchase, a midnight: its day is not over.
        def is_over(period):
            return end(period) <= last if as_of else end(period) < last

        options = ["--every", every] + (["--as-of", as_of.isoformat()] if as_of else []) + (["--ages", str(ages)] if ages else [])
        result = self.run(options + READING)
        if result is None:
            return
        members = defaultdict(list)
        for who, all_of in bought.items():
            members[number(all_of[0][0])].append(who)
        rows = {(row["period"], row["age"]): row for row in result["rows"]}
        count = {first: min(number(last) - first + 1, ages or 10 ** 6) for first in members}
        self.check("rows", sorted(rows), sorted((name(first), age) for first in members for age in range(count[first])))
        for first, people in members.items():
            total = 0
            for age in range(count[first]):
                row = rows.get((name(first), age))
                if row is None:
                    continue
                where = "%s %s age %d" % (every, name(first), age)
                then = {who: [cents for day, cents in bought[who] if number(day) == first + age] for who in people}
                active = sum(1 for those in then.values() if those)
                revenue = Fraction(sum(map(sum, then.values())), 100)
                total += revenue
                self.check(where + " size", row["size"], len(people))
                self.check(where + " active", row["active"], active)
                self.check(where + " facts", row["facts"], sum(map(len, then.values())))
                if is_over(first + age):
                    self.rate(where + " retention", row["retention"], active, len(people))
                else:
                    self.value(where + " retention", row["retention"], "in_progress")
                for column in ("revenue", "revenue_net"):
                    self.value("%s %s" % (where, column), row[column], revenue)
                    self.value("%s total_%s" % (where, column), row["total_" + column], total)
                # The file tells of no costs.
                self.value(where + " contribution", row["contribution"], "undefined_no_data")
        cohorts = {row["period"]: row for row in result["cohorts"]}
        self.check("cohorts", sorted(cohorts), sorted(map(name, members)))
        for first, people in members.items():
            row, where = cohorts.get(name(first)), "%s %s" % (every, name(first))
            if row is None:
                continue
            counted = {who: [day for day, _ in bought[who] if number(day) < first + count[first]] for who in people}
            sales, repeat = sum(map(len, counted.values())), sum(1 for days in counted.values() if len(days) > 1)
            between = sorted((b - a).days * 86400 for days in counted.values() for a, b in zip(days, days[1:]))
            self.check(where + " size", row["size"], len(people))
            self.value(where + " repeat_customers", row["repeat_customers"], repeat)
            self.rate(where + " repeat_share", row["repeat_share"], repeat, len(people))
            self.rate(where + " purchases_per_customer", row["purchases_per_customer"], sales, len(people))
            if not between:
                continue
            self.value(where + " between_mean", row["between_mean"], Fraction(sum(between), len(between)))
            median = between[(len(between) + 1) // 2 - 1]
            got = Fraction(row["between_p500"]["numerator"], row["between_p500"]["denominator"])
            self.check(where + " between_p500 is near", abs(got - median) * 128 <= median, True)


def cdnow(run):
    """Customers of the first quarter of 1997, to the middle of 1998."""
    bought = purchases()
    run.check("customers", len(bought), 23570)
    run.check("purchases", sum(map(len, bought.values())), 69659)
    run.compare("month")
    run.compare("week")
    run.compare("quarter")
    run.compare("month", as_of=datetime.date(1997, 8, 31))
    run.compare("month", as_of=datetime.date(1997, 8, 30), ages=4)
    run.compare("week", as_of=datetime.date(1997, 12, 31), ages=10)


if __name__ == "__main__":
    sys.exit(main([cdnow], Cohorts))
