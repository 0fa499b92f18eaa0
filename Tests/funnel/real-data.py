#!/usr/bin/env python3
"""Compares `funnel --format json` with independent reckonings on public files: counts, rates and means exactly, quantiles
exactly up to 256 times and within 1/128 beyond, as documented.

usage: real-data.py FUNNEL_BINARY

real_data.py says where the files are looked for.
"""

import math
import os
import statistics
import sys
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from funnel_model import Facts, answer, mean, quantile, rate
from real_data import ATTRIBUTION, ATTRIBUTION_COLUMNS, Runner, main, microseconds, moment, rows_of, week_of

DAY = 86400 * 1000000
LEADS = "olist-funnel/olist_marketing_qualified_leads_dataset.csv.gz"
DEALS = "olist-funnel/olist_closed_deals_dataset.csv.gz"
QUANTILES = [0, 500, 900, 1000]


def by_name(fact):
    return (fact[3].decode(),)


def by_week(fact):
    return (week_of(moment(fact[0])),)


def by_name_and_month(fact):
    return (fact[3].decode(), moment(fact[0]).strftime("%Y-%m"))


def nothing(_):
    return ()


class Funnels(Runner):
    def value(self, where, got, wanted):
        """A value that comes in lowest terms."""
        self.rate(where, got, *((None, None) if wanted is None else (wanted.numerator, wanted.denominator)))

    def quantile(self, where, got, times, permille):
        wanted = quantile(times, permille)
        if len(times) <= 256:
            self.value(where, got, wanted)
            return
        value = Fraction(got["numerator"], got["denominator"])
        self.check(where + " says that it is near", got["approximate"], True)
        self.check(where + " is near", abs(value - wanted) * 128 <= wanted, True)

    def interval(self, where, got, above, below):
        """Wilson's, reckoned with doubles: equal but for the last digits."""
        n, z = below, statistics.NormalDist().inv_cdf(0.975)
        if n == 0:
            self.check(where, got, None)
            return
        half = z * math.sqrt(above * (n - above) / n + z * z / 4)
        for end, sign in ((0, -1), (1, 1)):
            wanted = (above + z * z / 2 + sign * half) / (n + z * z)
            self.check("%s[%d]" % (where, end), abs(got[end] - wanted) < 1e-9, True)

    def compare(self, keys, groups, options):
        result = self.run(["--quantiles", "0,50,90,100", "--exits"] + options)
        if result is None:
            return
        steps = len(next(iter(groups.values())).reached)
        rows = {(tuple(row[key] for key in keys), row["step"]): row for row in result["rows"]}
        self.check("rows", sorted(rows), sorted((key, step + 1) for key in groups for step in range(steps)))
        for (key, number), row in rows.items():
            if key not in groups:
                continue
            group, step = groups[key], number - 1
            where = "%s step %d" % (key, number)
            self.check(where + " reached", row["reached"], group.reached[step])
            self.check(where + " dropped", row["dropped"], group.dropped[step])
            self.check(where + " open", row["open"], group.open[step])
            self.check(where + " decided", row["decided"], group.decided[step])
            self.rate(where + " step_rate", row["step_rate"], *(rate(group.decided[step], group.decided[step - 1]) if step else (None, None)))
            self.rate(where + " total_rate", row["total_rate"], *rate(group.decided[step], group.decided[0]))
            if step > 0:
                self.interval(where + " step_rate interval", row["step_rate"]["interval"], group.decided[step], group.decided[step - 1])
                self.interval(where + " total_rate interval", row["total_rate"]["interval"], group.decided[step], group.decided[0])
            for prefix, times in (("", group.times[step]), ("total_", group.totals[step])):
                self.value(where + " %smean" % prefix, row[prefix + "mean"], mean(times))
                for permille in QUANTILES:
                    self.quantile(where + " %sp%d" % (prefix, permille), row["%sp%d" % (prefix, permille)], times, permille)
        exits = {(tuple(row[key] for key in keys), row["step"], row["kind"]): row["buyers"] for row in result["exits"]}
        wanted = {(key, step, kind): count for key, group in groups.items() for (step, kind), count in group.exits.items()}
        self.check("exits", exits, wanted)


def attribution_facts():
    facts = Facts()
    for row in rows_of(ATTRIBUTION):
        kind = "sale" if row["interaction"] == "conversion" else row["interaction"]
        facts.add(row["customer_id"], microseconds(row["time"]), kind, row["channel"])
    return facts


READING = ATTRIBUTION_COLUMNS + [ATTRIBUTION]


def attribution(run):
    """From impression to conversion. The file is in no order: an impression at the instant of a conversion comes before it, and
    of several at one instant those of the channel first in bytes."""
    facts = attribution_facts()
    two, three = ["impression", "sale"], ["impression", "impression", "sale"]
    run.compare(["channel"], answer(facts, two, by_name), ["--steps", "impression,sale", "--by", "channel"] + READING)
    run.compare(["channel"], answer(facts, two, by_name, by_first=False),
                ["--steps", "impression,sale", "--by", "channel", "--count-by", "best"] + READING)
    run.compare(["channel"], answer(facts, two, by_name, window=7 * DAY, by_first=False),
                ["--steps", "impression,sale", "--by", "channel", "--window", "7d", "--count-by", "best"] + READING)
    run.compare(["period"], answer(facts, two, by_week, window=14 * DAY, by_first=False),
                ["--steps", "impression,sale", "--entry", "week", "--window", "14d", "--count-by", "best"] + READING)
    run.compare(["channel"], answer(facts, two, by_name, window=7 * DAY),
                ["--steps", "impression,sale", "--by", "channel", "--window", "7d"] + READING)
    run.compare(["period"], answer(facts, two, by_week, window=14 * DAY),
                ["--steps", "impression,sale", "--entry", "week", "--window", "14d"] + READING)
    as_of = microseconds("2018-07-21") - 1
    run.compare(["channel"], answer(facts, two, by_name, window=5 * DAY, as_of=as_of),
                ["--steps", "impression,sale", "--by", "channel", "--window", "5d", "--as-of", "2018-07-20"] + READING)
    run.compare(["channel"], answer(facts, three, by_name, window=10 * DAY),
                ["--steps", "impression,impression,sale", "--by", "channel", "--window", "10d", "--threads", "2"] + READING)
    run.compare(["channel"], answer(facts, two, by_name, window=3 * DAY, strict=True),
                ["--steps", "impression,sale", "--by", "channel", "--window", "3d", "--mode", "strict"] + READING)
    first, last = microseconds("2018-07-08"), microseconds("2018-07-15")
    bounds = ["--from", "2018-07-08", "--to", "2018-07-15"] + READING
    run.compare([], answer(facts, two, nothing, window=7 * DAY, first=first, last=last, by_first=False),
                ["--steps", "impression,sale", "--window", "7d"] + bounds)
    run.compare([], answer(facts, three, nothing, window=7 * DAY, first=first, last=last),
                ["--steps", "impression,impression,sale", "--window", "7d", "--count-by", "first"] + bounds)


def attribution_ties(run):
    """What the file holds at one instant, so that the comparison above is known to have met it."""
    facts = attribution_facts()
    same_instant, one_second = 0, 0
    for journey in facts.persons.values():
        times = {}
        for time, _, kind, name in journey:
            times.setdefault(time, set()).add((kind, name))
        same_instant += sum(len(found) > 1 for found in times.values())
        one_second += sum(any(kind == "sale" for kind, _ in found) and any(kind == "impression" for kind, _ in found) for found in times.values())
    run.check("there are facts", sum(map(len, facts.persons.values())), 62483)
    run.check("persons", len(facts.persons) > 0, True)
    print("    %d persons; %d instants at which one has several different facts, %d of them an impression and a conversion"
          % (len(facts.persons), same_instant, one_second))


def olist(run):
    """Marketing-qualified leads to closed deals, from two files. A lead without an origin is a row of its own, beside that of
    the origin `unknown`; a deal that closes before its first contact leaves the lead where it was."""
    facts = Facts()
    contacts, nameless = {}, 0
    for row in rows_of(LEADS):
        facts.add(row["mql_id"], microseconds(row["first_contact_date"]), "mql", row["origin"])
        contacts[row["mql_id"]] = microseconds(row["first_contact_date"])
        nameless += row["origin"] == ""
    early = 0
    for row in rows_of(DEALS):
        facts.add(row["mql_id"], microseconds(row["won_date"]), "sale", "")
        early += microseconds(row["won_date"]) < contacts[row["mql_id"]]
    run.check("leads without origin", nameless, 60)
    run.check("deals before their first contact", early, 1)
    steps = ["mql", "sale"]
    files = ["--person", "mql_id", "--kind", "=mql", "--time", "first_contact_date", "--dimension", "origin", LEADS,
             "--kind", "=sale", "--time", "won_date", "--dimension", "", DEALS]
    groups = answer(facts, steps, by_name)
    run.check("all leads", sum(group.reached[0] for group in groups.values()), 8000)
    run.check("all deals but one", sum(group.reached[1] for group in groups.values()), 841)
    run.check("the nameless", groups[("",)].reached, [60, 14])
    run.compare(["origin"], groups, ["--steps", "mql,sale", "--by", "origin"] + files)
    run.compare(["origin"], answer(facts, steps, by_name, window=90 * DAY), ["--steps", "mql,sale", "--by", "origin", "--window", "90d"] + files)
    run.compare(["origin", "period"], answer(facts, steps, by_name_and_month, window=30 * DAY),
                ["--steps", "mql,sale", "--by", "origin", "--entry", "month", "--window", "30d"] + files)
    run.compare([], answer(facts, steps, nothing, by_first=False), ["--steps", "mql,sale"] + files)


CASES = [attribution, attribution_ties, olist]


if __name__ == "__main__":
    sys.exit(main(CASES, Funnels))
