#!/usr/bin/env python3
"""Compares `report --format json` with independent reckonings on public files, numerator and denominator exactly.

usage: real-data.py REPORT_BINARY

real_data.py says where the files are looked for.
"""

import csv
import datetime
import functools
import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from real_data import ATTRIBUTION, ATTRIBUTION_COLUMNS, DATA, Runner, main, rows_of, text_of, week_of
from real_model import Facts, answer


def facebook(run):
    """One line per ad, no dates, money with nine decimals."""
    facts = Facts()
    for row in rows_of("facebook-kag/KAG_conversion_data.csv"):
        facts.measure(
            [row["xyz_campaign_id"]],
            {"impression": row["Impressions"], "click": row["Clicks"], "lead": row["Total_Conversion"],
             "sale": row["Approved_Conversion"]},
            {"media_spend": row["Spent"]})
    run(facts, ["campaign"],
        "impressions clicks ctr media_spend cpc cpm leads cpl sales cost_per_order cpa cr_click_to_lead cr_lead_to_sale roas revenue",
        ["--measure", "Impressions=impression:count", "--measure", "Clicks=click:count", "--measure", "Spent=media_spend:amount",
         "--measure", "Total_Conversion=lead:count", "--measure", "Approved_Conversion=sale:count",
         "--dimension", "xyz_campaign_id=campaign", "--scale", "9"],
        ["facebook-kag/KAG_conversion_data.csv"])


def facebook_three_dimensions(run):
    facts = Facts()
    for row in rows_of("facebook-kag/KAG_conversion_data.csv"):
        facts.measure([row["age"], row["gender"]], {"impression": row["Impressions"], "click": row["Clicks"]},
                      {"media_spend": row["Spent"]})
    run(facts, ["age", "gender"], "clicks ctr cpc",
        ["--measure", "Impressions=impression:count", "--measure", "Clicks=click:count", "--measure", "Spent=media_spend:amount",
         "--dimension", "age", "--dimension", "gender", "--dimension", "interest", "--by", "age,gender"],
        ["facebook-kag/KAG_conversion_data.csv"])


MARKETING = ["--time", "C Date", "--dimension", "Category=category", "--dimension", "Campaign Name=campaign",
             "--measure", "Impressions=impression:count", "--measure", "Mark Spent=media_spend:amount", "--measure", "Clicks=click:count",
             "--measure", "Leads=lead:count", "--measure", "Orders=sale:count", "--measure", "Revenue=sale:amount"]


def marketing(run):
    """Daily figures by ISO week; names that differ in case are one when asked."""
    name, weeks, names = "marketing-daily/Marketing.csv", Facts(), Facts()
    for row in rows_of(name):
        measures = ({"impression": row["Impressions"], "click": row["Clicks"], "lead": row["Leads"], "sale": row["Orders"]},
                    {"media_spend": row["Mark Spent"], "sale": row["Revenue"]})
        weeks.measure([row["Category"], week_of(datetime.date.fromisoformat(row["C Date"]))], *measures)
        if "2021-02-08" <= row["C Date"] < "2021-02-22" and row["Category"] in ("social", "media"):
            names.measure([row["Campaign Name"].lower()], *measures)
    run(weeks, ["category", "period"], "ctr cpc cpm cpl cost_per_order average_check roas romi refund_rate cpl_approved",
        MARKETING + ["--by", "category", "--period", "week"], [name])
    run(names, ["campaign"], "clicks leads cpl roas",
        MARKETING + ["--fold-case", "--by", "campaign", "--where", "category=social", "--where", "category=media",
                     "--from", "2021-02-08", "--to", "2021-02-22"], [name])


def online_ads(run):
    """Month and day in two columns, no year; standard input."""
    name, facts = "online-ads/online_advertising_performance_data.csv.gz", Facts()
    months = {"April": "2019-04", "May": "2019-05", "June": "2019-06"}
    for row in rows_of(name):
        if row["placement"] == "#N/A":
            continue
        facts.measure([row["campaign_number"], row["banner"], months[row["month"]]],
                      {"impression": row["displays"], "click": row["clicks"], "sale": row["post_click_conversions"]},
                      {"media_spend": row["cost"], "sale": row["post_click_sales_amount"]})
    run(facts, ["campaign", "banner", "period"], "impressions ctr cpc cpm cost_per_order average_check roas",
        ["--time", "=2019", "--time", "month", "--time", "day", "--time-format", "%Y %b %d", "--dimension", "campaign_number=campaign",
         "--dimension", "banner", "--measure", "displays=impression:count", "--measure", "cost=media_spend:amount",
         "--measure", "clicks=click:count", "--measure", "post_click_conversions=sale:count",
         "--measure", "post_click_sales_amount=sale:amount", "--ignore", "placement=#N/A", "--period", "month"],
        [name], stdin=True)


def attribution(run):
    """An event log: kinds in a column, money on the sales alone."""
    facts = Facts()
    for row in rows_of(ATTRIBUTION):
        kind = "sale" if row["interaction"] == "conversion" else row["interaction"]
        facts.add([row["channel"], row["time"][:10]], kind, 1, row["conversion_value"] if kind == "sale" else 0)
    run(facts, ["channel", "period"], "impressions sales revenue average_check amount(sale) media_spend",
        ATTRIBUTION_COLUMNS + ["--amount", "conversion_value", "--period", "day"], [ATTRIBUTION])


def ipinyou(run):
    """Two logs without a header, regions by name. Ids repeat; the first stands."""
    facts, regions, seen = Facts(), {}, set()
    for row in csv.reader(text_of("ipinyou-logs/region.en.txt").decode().splitlines(), delimiter="\t"):
        regions[row[0]] = row[1]
    for kind, name in (("impression", "ipinyou-logs/imp.20131021.adv2821.limit1000.txt.gz"),
                       ("click", "ipinyou-logs/clk.20131021.adv2821.txt.gz")):
        rows = [line.split("\t") for line in text_of(name).decode().splitlines()]
        # Equal ids with unequal facts would need the library's order; this file has none that differ in what is counted.
        for row in rows:
            if (kind, row[0]) in seen:
                continue
            seen.add((kind, row[0]))
            facts.add([regions.get(row[6], row[6]), row[1][:8] + row[1][8:10]], kind)
    for (region, hour), cells in list(facts.rows.items()):
        facts.rows[region, "%s-%s-%sT%s:00+08:00" % (hour[:4], hour[4:6], hour[6:8], hour[8:10])] = cells
        del facts.rows[region, hour]
    run(facts, ["region", "period"], "impressions clicks ctr",
        ["--no-header", "--delimiter", "tab", "--time", "2", "--time-format", "%Y%m%d%H%M%S%f", "--timezone", "Asia/Shanghai",
         "--dimension", "7=region", "--names", "region=" + os.path.join(DATA, "ipinyou-logs/region.en.txt"), "--id", "1",
         "--period", "hour", "--kind", "=impression", "ipinyou-logs/imp.20131021.adv2821.limit1000.txt.gz", "--kind", "=click"],
        ["ipinyou-logs/clk.20131021.adv2821.txt.gz"])


def olist(run):
    """Leads and deals from two systems; the deals do not know the leads' origin, and some leads do not either."""
    facts = Facts()
    for row in rows_of("olist-funnel/olist_marketing_qualified_leads_dataset.csv.gz"):
        facts.add([row["origin"], row["first_contact_date"][:7]], "mql")
    for row in rows_of("olist-funnel/olist_closed_deals_dataset.csv.gz"):
        facts.add(["", row["won_date"][:7]], "sale", 1, row["declared_monthly_revenue"])
    run(facts, ["origin", "period"], "mql sales revenue average_check count(mql)",
        ["--time", "first_contact_date", "--kind", "=mql", "--id", "mql_id", "--dimension", "origin", "--period", "month",
         "olist-funnel/olist_marketing_qualified_leads_dataset.csv.gz",
         "--time", "won_date", "--kind", "=sale", "--amount", "declared_monthly_revenue"],
        ["olist-funnel/olist_closed_deals_dataset.csv.gz"])


def cdnow(run):
    """Fields apart by any number of spaces, dates without dashes."""
    name, facts = "cdnow/CDNOW_master.txt.gz", Facts()
    for line in text_of(name).decode().splitlines()[1:]:
        customer, date, discs, paid = line.split()
        quarter = "%s-Q%d" % (date[:4], (int(date[4:6]) + 2) // 3)
        facts.add([quarter], "sale", 1, paid)
    run(facts, ["period"], "sales revenue average_check",
        ["--delimiter", "space", "--time", "date", "--time-format", "%Y%m%d", "--kind", "=sale", "--amount", "dollar_value",
         "--person", "customer_id", "--period", "quarter"],
        [name])


# What the totals of three files must at least have a value for; of all else a state is enough.
MEDIA = "impressions clicks ctr media_spend marketing_cost cpc cpm sales sales_first cost_per_order cost_per_order_full refunds acquisition_cost"
LEADS = "leads leads_valid lead_volume cpl cpl_full cr_click_to_lead cr_lead_to_sale"
RETURN = "revenue revenue_net average_check roas romi roi_overall ad_cost_share refund_rate"
EVERYTHING = {
    "facebook": (MEDIA + " " + LEADS, [], "facebook-kag/KAG_conversion_data.csv",
                 ["--measure", "Impressions=impression:count", "--measure", "Clicks=click:count", "--measure", "Spent=media_spend:amount",
                  "--measure", "Total_Conversion=lead:count", "--measure", "Approved_Conversion=sale:count",
                  "--dimension", "xyz_campaign_id=campaign"]),
    "marketing": (MEDIA + " " + LEADS + " " + RETURN + " sales_growth", [], "marketing-daily/Marketing.csv",
                  MARKETING + ["--by", "category", "--period", "week"]),
    "online_ads": (MEDIA + " " + RETURN + " sales_growth", ["leads", "cpl", "cr_click_to_lead"],
                   "online-ads/online_advertising_performance_data.csv.gz",
                   ["--time", "=2019", "--time", "month", "--time", "day", "--time-format", "%Y %b %d", "--dimension",
                    "campaign_number=channel", "--measure", "displays=impression:count", "--measure", "cost=media_spend:amount",
                    "--measure", "clicks=click:count", "--measure", "post_click_conversions=sale:count", "--measure",
                    "post_click_sales_amount=sale:amount", "--ignore", "placement=#N/A", "--period", "month"]),
}
STATES = {"defined", "undefined_zero_denominator", "undefined_no_data"}


@functools.lru_cache(maxsize=None)
def described(report):
    """Formulas by id, as --describe tells them, of what a report can have."""
    listing = subprocess.run([report, "--describe", "all"], capture_output=True, check=True).stdout.decode()
    formulas = {}
    for name in (line.split()[0] for line in listing.splitlines()):
        text = subprocess.run([report, "--describe", name], capture_output=True, check=True).stdout.decode()
        if "indicator that no report has" in text:
            continue
        formulas[name] = next(line.split(None, 1)[1] for line in text.splitlines()[1:] if line.startswith("  formula"))
    return formulas


def check_row(runner, where, row, formulas):
    """Each has a state, and what is one thing over another is so."""
    for name, formula in formulas.items():
        value = row[name]
        if value["state"] not in STATES:
            runner.fail("%s: %s has the state %s" % (where, name, value["state"]))
        above, _, below = formula.partition(" / ")
        if above not in row or below not in row:
            continue
        a, b = row[above], row[below]
        states = [part["state"] for part in (a, b) if part["state"] != "defined"]
        if states:
            wanted = (None, None, states[0])
        elif b["numerator"] <= 0:
            wanted = (None, None, "undefined_zero_denominator")
        else:
            ratio = Fraction(a["numerator"], a["denominator"]) / Fraction(b["numerator"], b["denominator"])
            wanted = (ratio.numerator, ratio.denominator, "defined")
        runner.compare("%s: %s" % (where, name), value, wanted)


def everything(runner, name):
    """All that the library knows, asked for at once."""
    defined, undefined, file, options = EVERYTHING[name]
    formulas = described(runner.program)
    done = runner.start(["--totals", "--indicators", "all"] + options + [file])
    if done is None:
        return
    result, left_out = done
    asked = {key: formula for key, formula in formulas.items() if key in result["totals"]}
    for key in set(formulas) - set(asked):
        if key + " (no dimension" not in left_out:
            runner.fail("%s is left out without a word" % key)
    for row in result["rows"] + [result["totals"]]:
        check_row(runner, name, row, asked)
    for key in defined.split():
        if result["totals"][key]["state"] != "defined":
            runner.fail("%s should have a value: %s" % (key, result["totals"][key]))
    for key in undefined:
        if result["totals"][key]["state"] != "undefined_no_data":
            runner.fail("%s should have no data: %s" % (key, result["totals"][key]))


class Reports(Runner):
    def compare(self, where, got, wanted):
        self.compared += 1
        value, number = got["value"], (got["numerator"], got["denominator"], got["state"])
        if number != wanted:
            self.fail("%s: %s, but should be %s" % (where, number, wanted))
        elif (value is None) != (wanted[0] is None) or (value is not None and value != wanted[0] / wanted[1]):
            self.fail("%s: value %r, but %s/%s" % (where, value, wanted[0], wanted[1]))

    def __call__(self, facts, keys, indicators, options, files, stdin=False):
        indicators = indicators.split()
        asked = ["--totals", "--indicators", ",".join(indicators)] + options + (["-"] if stdin else files)
        result = self.run(asked, text_of(files[0]) if stdin else None)
        if result is None:
            return
        found = Counter(tuple(row[key] for key in keys) for row in result["rows"])
        wanted = Counter(facts.keys())
        for key in (found - wanted) + (wanted - found):
            self.fail("%s: %d rows, but should be %d" % (key, found[key], wanted[key]))
        for row in result["rows"]:
            key = tuple(row[key] for key in keys)
            for indicator in indicators:
                self.compare("%s %s" % (key, indicator), row[indicator], answer(facts, facts.rows[key], indicator))
        for indicator in indicators:
            self.compare("total %s" % indicator, result["totals"][indicator], answer(facts, facts.total(), indicator))


def everything_in(name):
    def case(runner):
        everything(runner, name)

    case.__name__ = "everything in " + name
    return case


CASES = [facebook, facebook_three_dimensions, marketing, online_ads, attribution, ipinyou, olist, cdnow]
CASES += [everything_in(name) for name in EVERYTHING]


if __name__ == "__main__":
    sys.exit(main(CASES, Reports))
