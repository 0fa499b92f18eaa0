"""A slow and obvious reckoning of a report: facts in dictionaries, indicators as fractions."""

from collections import defaultdict
from fractions import Fraction

ZERO = "undefined_zero_denominator"
NO_DATA = "undefined_no_data"


class NoData(Exception):
    """A measure of kinds that were never taken in."""


class Facts:
    """Counts and amounts by key and kind. The kinds of all keys together say what was ever taken in."""

    def __init__(self):
        self.rows = defaultdict(lambda: defaultdict(lambda: [Fraction(0), Fraction(0)]))
        self.kinds = set()

    def add(self, key, kind, count=1, amount=0):
        count, amount = Fraction(count), Fraction(amount)
        cell = self.rows[tuple(key)][kind]
        cell[0] += count
        cell[1] += amount
        self.kinds.add(kind)

    def measure(self, key, count=0, amount=0):
        """One row of a wide file: count and amount are by kind; what is 0 in both is no fact."""
        for kind in set(count) | set(amount):
            c, a = Fraction(count.get(kind, 0)), Fraction(amount.get(kind, 0))
            if c or a:
                self.add(key, kind, c, a)

    def total(self):
        sums = defaultdict(lambda: [Fraction(0), Fraction(0)])
        for cells in self.rows.values():
            for kind, (count, amount) in cells.items():
                sums[kind][0] += count
                sums[kind][1] += amount
        return sums

    def keys(self):
        return [key for key, cells in self.rows.items() if any(c or a for c, a in cells.values())]


class View:
    """The measures of one row."""

    def __init__(self, facts, cells):
        self.facts, self.cells = facts, cells

    def _sum(self, kinds, part, zero=False):
        if not zero and not any(kind in self.facts.kinds for kind in kinds):
            raise NoData
        return sum((self.cells[kind][part] for kind in kinds if kind in self.cells), Fraction(0))

    impressions = property(lambda self: self._sum(["impression"], 0))
    clicks = property(lambda self: self._sum(["click"], 0))
    leads = property(lambda self: self._sum(["lead"], 0))
    mql = property(lambda self: self._sum(["mql"], 0))
    sales = property(lambda self: self._sum(["sale"], 0))
    revenue = property(lambda self: self._sum(["sale"], 1))
    refunds = property(lambda self: self._sum(["refund", "cancellation"], 1, zero=True))
    media_spend = property(lambda self: self._sum(["media_spend", "impression", "click"], 1))
    goods_cost = property(lambda self: self._sum(["goods_cost"], 1))


def ratio(numerator, denominator):
    return None if denominator <= 0 else numerator / denominator


FORMULAS = {
    "impressions": lambda v: v.impressions,
    "clicks": lambda v: v.clicks,
    "leads": lambda v: v.leads,
    "mql": lambda v: v.mql,
    "sales": lambda v: v.sales,
    "revenue": lambda v: v.revenue,
    "media_spend": lambda v: v.media_spend,
    "ctr": lambda v: ratio(v.clicks, v.impressions),
    "cpc": lambda v: ratio(v.media_spend, v.clicks),
    "cpm": lambda v: ratio(1000 * v.media_spend, v.impressions),
    "cpl": lambda v: ratio(v.media_spend, v.leads),
    "cost_per_order": lambda v: ratio(v.media_spend, v.sales),
    "cr_click_to_lead": lambda v: ratio(v.leads, v.clicks),
    "cr_lead_to_sale": lambda v: ratio(v.sales, v.leads),
    "average_check": lambda v: ratio(v.revenue, v.sales),
    "roas": lambda v: ratio(v.revenue, v.media_spend),
    "romi": lambda v: ratio(v.revenue - v.refunds - v.media_spend, v.media_spend),
    "refund_rate": lambda v: ratio(v.refunds, v.revenue),
    "cpa": lambda v: ratio(v.media_spend, v.sales),
    "count(mql)": lambda v: v.mql,
    "amount(sale)": lambda v: v.revenue,
    "cpl_approved": lambda v: v._sum(["lead_approved"], 0),
}


def answer(facts, cells, indicator):
    """(numerator, denominator, state) as `report --format json` gives them."""
    try:
        value = FORMULAS[indicator](View(facts, cells))
    except NoData:
        return None, None, NO_DATA
    if value is None:
        return None, None, ZERO
    return value.numerator, value.denominator, "defined"
