#!/usr/bin/env python3
"""Compares `attribute --format json` with independent reckonings on public files: credit by every model of rules to the last unit,
time decay within the rounding of doubles, what stands beside the credit exactly, and models of all paths with chains solved in fractions.

usage: real-data.py ATTRIBUTE_BINARY

real_data.py says where the files are looked for.
"""

import os
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from attribution_model import DAY, MILLION, MODELS, Answer, change, lost_of, mean, paths_of
from chain_model import Walk, rate_values, removal_effects, shared
from real_data import ATTRIBUTION, ATTRIBUTION_COLUMNS, Runner, main, microseconds, moment, rows_of, week_of

SCALE = 10**9
READING = ATTRIBUTION_COLUMNS + ["--amount", "conversion_value", ATTRIBUTION]
DETAILS = ["sourced", "last_touch", "influenced", "assisted", "view_assisted", "click_assisted", "view_through"]


def by_week(time):
    return week_of(moment(time))


def always(_):
    return None


def journeys():
    """Each buyer's facts. The file is in no order; at one instant impressions come before conversions, then names in bytes."""
    facts = defaultdict(list)
    for row in rows_of(ATTRIBUTION):
        is_sale = row["interaction"] == "conversion"
        facts[row["customer_id"]].append((microseconds(row["time"]), 90 if is_sale else 10, "sale" if is_sale else "impression",
                                          row["channel"].encode(), int(Decimal(row["conversion_value"]) * SCALE)))
    return facts


class Credits(Runner):
    def near(self, where, got, wanted, error):
        self.compared += 1
        value = got["value"] if got["numerator"] is None else Fraction(got["numerator"], got["denominator"])
        if value is None or abs(Fraction(value) - Fraction(wanted)) > error:
            self.fail("%s: %r is not near %r" % (where, got, float(wanted)))

    def units(self, where, got, model, counter):
        self.value("%s %s" % (where, model), got[model], Fraction(counter[model], MILLION))
        self.value("%s %s_value" % (where, model), got[model + "_value"], Fraction(counter[model + "_value"], SCALE))

    def compare(self, paths, options, models=tuple(MODELS), period=always, half_life=None):
        """The answer for paths that the options should make."""
        wanted = Answer(paths, models, period)
        listed = list(models) + (["time_decay:%dd" % (half_life // DAY)] if half_life else [])
        result = self.run(["--models", ",".join(listed), "--details", "--pairs"] + options + READING)
        if result is None:
            return
        rows = {(row.get("period"), row["channel"]): row for row in result["credits"]}
        self.check("keys", sorted(rows, key=str), sorted(wanted.credit, key=str))
        for key, row in rows.items():
            for model in models:
                self.units(key, row, model, wanted.credit[key])
            for name in DETAILS:
                self.check("%s %s" % (key, name), row[name], wanted.details[key][name])
                self.value("%s %s_value" % (key, name), row[name + "_value"], Fraction(wanted.details[key][name + "_value"], SCALE))
        totals = {row.get("period"): row for row in result["totals"]}
        self.check("periods", sorted(totals, key=str), sorted(wanted.totals, key=str))
        for when, row in totals.items():
            self.total(when, row, models, wanted)
        self.pairs(result["pairs"], wanted)
        if half_life:
            self.decay(rows, wanted.decay(paths, period, half_life), listed[-1], wanted)

    def total(self, when, row, models, wanted):
        totals = wanted.totals[when]
        for name in ("outcomes", "untouched", "view_through"):
            self.check("%s %s" % (when, name), row[name], totals[name])
        self.value("%s value" % when, row["value"], Fraction(totals["value"], SCALE))
        self.value("%s touches_mean" % when, row["touches_mean"], mean(totals["touches"], totals["outcomes"]))
        touched = totals["outcomes"] - totals["untouched"]
        if touched:
            self.value("%s time_mean" % when, row["time_mean"], mean(totals["time"], touched * MILLION))
        for model in models:
            self.units("%s unassigned" % when, row, model, wanted.unassigned[when])

    def pairs(self, rows, wanted):
        found = {(row["channel"], row["other_channel"]): row for row in rows}
        self.check("pairs", sorted(found), sorted(wanted.pairs))
        for key, row in found.items():
            pair = wanted.pairs[key]
            either = wanted.singles[key[0]] + wanted.singles[key[1]] - pair["both"]
            self.check("%s either" % (key,), row["either"], either)
            self.value("%s overlap" % (key,), row["overlap"], Fraction(pair["both"], either))
            for name in ("both", "synergy"):
                self.check("%s %s" % (key, name), row[name], pair[name])
                self.value("%s %s_value" % (key, name), row[name + "_value"], Fraction(pair[name + "_value"], SCALE))

    def decay(self, rows, shares, model, wanted):
        """Each outcome is rounded to a millionth at most two units away."""
        error = 2e-6 * max(sum(totals["outcomes"] for totals in wanted.totals.values()), 1)
        for key, row in rows.items():
            self.near("%s %s" % (key, model), row[model], shares[key][0], error)
            self.near("%s %s_value" % (key, model), row[model + "_value"], shares[key][1] / SCALE, error)


def attribution(run):
    """Touches are the impressions, which are views; the rows of conversions are outcomes, and their channel that of the ad that was
    last: with --outcome-is-touch it is the last touch. The month is shorter than any usual window, so `any` makes them explicit."""
    facts = journeys()

    def compare(options, changes=None, window=None, **more):
        rules = {name: more.pop(name) for name in list(more) if name not in ("models", "period", "half_life")}
        paths = [path for found in facts.values() for path in paths_of(found, window=window, **rules)]
        for path in paths:
            change(path, **(changes or {}))
        run.compare(paths, options, **more)

    every = ["--window", "click=any", "--window", "view=any"]
    touch = ["--outcome-is-touch"]
    compare(every, half_life=7 * DAY)
    compare(every + touch, is_touch=True, half_life=2 * DAY)
    compare([], window=30 * DAY)
    compare(["--window", "view=7d"], window=7 * DAY)
    compare(["--window", "impression=36h", "--threads", "2"] + touch, window=3 * DAY // 2, is_touch=True)
    compare(every + ["--first"], first=True)
    compare(every + ["--anew"] + touch, anew=True, is_touch=True)
    compare(every + ["--gap", "5d", "--anew"], gap=5 * DAY, anew=True)
    compare(every + ["--exclude", "channel=Paid Search"] + touch, excluded=("Paid Search",), is_touch=True)
    compare(every + ["--period", "week"], period=by_week)
    compare(every + ["--period", "week"] + touch, period=by_week, is_touch=True)
    compare(every + ["--from", "2018-07-08", "--to", "2018-07-15"], start=microseconds("2018-07-08"), end=microseconds("2018-07-15"))
    compare(every + ["--as-of", "2018-07-20"], as_of=microseconds("2018-07-21") - 1)
    compare(every + ["--collapse", "--most", "3"], {"collapse": True, "most": 3})
    compare(every + ["--first-touches"] + touch, {"first_touches": True}, is_touch=True)


def attribution_sums(run):
    """What is known of the file, so that the comparison above is known to have met it; every column adds up to it."""
    facts = journeys()
    run.check("facts", sum(map(len, facts.values())), 62483)
    run.check("impressions", sum(fact[2] == "impression" for found in facts.values() for fact in found), 60645)
    result = run.run(["--models", "all", "--outcome-is-touch"] + READING)
    if result is None:
        return
    totals = result["totals"][0]
    run.check("outcomes", totals["outcomes"], 1838)
    worth = sum(fact[4] for found in facts.values() for fact in found if fact[2] == "sale")
    for model in [name for name in result["credits"][0] if name + "_value" in result["credits"][0]]:
        for name, wanted in ((model, Fraction(1838)), (model + "_value", Fraction(worth, SCALE))):
            rows = [row[name] for row in result["credits"]] + [totals[name]]
            run.check("sum of " + name, sum(Fraction(row["numerator"], row["denominator"]) for row in rows), wanted)


def attribution_chains(run):
    """Models of all paths: chains against a solve in fractions, the game of rates in every order; then the same of counted paths."""
    facts = journeys()
    for options, window, is_touch in ([], None, False), (["--outcome-is-touch"], None, True), (["--window", "view=5d"], 5 * DAY, False):
        walks = []
        for found in facts.values():
            for path in paths_of(found, window=window, is_touch=is_touch):
                walks.append(Walk([touch.key for touch in path.touches], 1, 0, path.worth))
            lost = lost_of(found, window)
            if lost:
                walks.append(Walk(lost, 0, 1))
        models = ["markov", "markov:2", "shapley_rate"]
        reading = options + (["--window", "view=any"] if window is None else []) + READING
        chains(run, run.run(["--models", ",".join(models)] + reading), walks, "channel")
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("path,total_conversions,total_conversion_value,total_null\n")
            for walk in walks:
                file.write("%s,%d,%s,%d\n" % (" > ".join(walk.keys), walk.outcomes, Decimal(walk.worth) / SCALE, walk.lost))
            file.flush()
            chains(run, run.run(["--paths", "--models", ",".join(models), file.name]), walks, "key")


def chains(run, result, walks, key):
    if result is None:
        return
    rows = {row[key]: row for row in result["credits"]}
    # The chain has those without a touch, too; no key has their credit.
    outcomes = sum(walk.outcomes for walk in walks)
    touched = sum(walk.outcomes for walk in walks if walk.keys)
    worth = Fraction(sum(walk.worth for walk in walks if walk.keys), SCALE)
    for model, order in ("markov", 1), ("markov:2", 2):
        effects = removal_effects(walks, order)
        run.check("keys of " + model, sorted(rows), sorted(effects))
        for name, row in rows.items():
            run.near("%s %s_removal" % (name, model), row[model + "_removal"], effects[name], 1e-12)
            run.near("%s %s_lost" % (name, model), row[model + "_lost"], effects[name] * outcomes, 1e-8)
            run.near("%s %s" % (name, model), row[model], shared(touched, effects)[name], 1.5e-6)
            run.near("%s %s_value" % (name, model), row[model + "_value"], shared(worth, effects)[name], 2e-9)
    for ending, total, unit in ("", touched, 1.5e-6), ("_value", worth, 2e-9):
        credit = shared(total, rate_values(walks, ending != ""))
        for name, row in rows.items():
            run.near("%s shapley_rate%s" % (name, ending), row["shapley_rate" + ending], credit[name], unit)


def attribution_peers(run):
    """The PyPI package ChannelAttribution on the same paths, where it is installed: its rules are these in doubles."""
    try:
        import pandas
        import ChannelAttribution
    except ImportError:
        print("    ChannelAttribution is not installed, and not compared with")
        return
    walks = [[touch.key for touch in path.touches] + [path.worth] for found in journeys().values() for path in paths_of(found, is_touch=True)]
    data = pandas.DataFrame({"path": [" > ".join(walk[:-1]) for walk in walks], "count": 1, "worth": [walk[-1] / SCALE for walk in walks]})
    table = ChannelAttribution.heuristic_models(data, "path", "count", var_value="worth", flg_pro=False)
    result = run.run(["--models", "first,last,linear", "--outcome-is-touch", "--window", "view=any"] + READING)
    if result is None:
        return
    rows = {row["channel"]: row for row in result["credits"]}
    run.check("channels", sorted(rows), sorted(table["channel_name"]))
    for _, peer in table.iterrows():
        row = rows[peer["channel_name"]]
        for model, name in ("first", "first_touch"), ("last", "last_touch"), ("linear", "linear_touch"):
            # Thirds of an outcome are millionths here.
            error = 1e-6 * len(walks) if model == "linear" else 0
            run.near("%s %s" % (peer["channel_name"], model), row[model], peer[name + "_conversions"], error)
            run.near("%s %s_value" % (peer["channel_name"], model), row[model + "_value"], peer[name + "_value"], 1e-6)


CASES = [attribution, attribution_sums, attribution_chains, attribution_peers]


if __name__ == "__main__":
    sys.exit(main(CASES, Credits))
