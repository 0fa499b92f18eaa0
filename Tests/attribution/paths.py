#!/usr/bin/env python3
"""Compares leadline_attribute_paths on public paths (PathData) with independent reckonings, and with the PyPI package
ChannelAttribution, where that is installed: rule models to the last unit, chains to 1e-9 of a solve in fractions or doubles, and
as near as the package's simulation is.

usage: paths.py LIBRARY

real_data.py says where the file is looked for; where it is not, this says so and succeeds.
"""

import ctypes
import os
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from real_data import DATA, rows_of

FILE = "channelattribution-pathdata/Data.csv.gz"
FIRST, LAST, LINEAR, MARKOV, SHAPLEY, SHAPLEY_RATE = 1, 2, 6, 12, 13, 14
STRING, INT64, INT128, RATIO, DOUBLE = 1, 2, 3, 4, 5


class Model(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("name", ctypes.c_char_p), ("kind", ctypes.c_uint32), ("flags", ctypes.c_uint32),
                ("weights", ctypes.c_void_p), ("weight_count", ctypes.c_size_t), ("anchors", ctypes.c_void_p),
                ("anchor_count", ctypes.c_size_t), ("half_life_us", ctypes.c_int64), ("order", ctypes.c_uint32),
                ("samples", ctypes.c_uint32)]


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("touches", ctypes.c_void_p), ("touch_count", ctypes.c_size_t),
                ("outcomes", ctypes.c_void_p), ("outcome_count", ctypes.c_size_t), ("models", ctypes.POINTER(Model)),
                ("model_count", ctypes.c_size_t), ("by", ctypes.c_void_p), ("by_count", ctypes.c_size_t),
                ("direct", ctypes.c_void_p), ("direct_count", ctypes.c_size_t), ("from_us", ctypes.c_int64),
                ("to_us", ctypes.c_int64), ("as_of_us", ctypes.c_int64), ("quantiles", ctypes.c_void_p),
                ("quantile_count", ctypes.c_size_t), ("cost", ctypes.c_char_p), ("activity", ctypes.c_char_p),
                ("retire_below", ctypes.c_int64), ("optimise_from", ctypes.c_int64), ("most_touches", ctypes.c_uint32),
                ("period", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("reserved", ctypes.c_uint32)]


class Paths(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("paths", ctypes.POINTER(ctypes.c_char_p)),
                ("outcomes", ctypes.POINTER(ctypes.c_uint64)), ("values", ctypes.POINTER(ctypes.c_int64)),
                ("lost", ctypes.POINTER(ctypes.c_uint64)), ("count", ctypes.c_size_t), ("separator", ctypes.c_char_p)]


class Info(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("rows", ctypes.c_size_t), ("columns", ctypes.c_size_t),
                ("has_totals", ctypes.c_uint32), ("money_scale", ctypes.c_uint32), ("as_of", ctypes.c_int64),
                ("double_booked", ctypes.c_uint64), ("currency", ctypes.c_char_p), ("time_zone", ctypes.c_char_p)]


class Column(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("name", ctypes.c_char_p), ("canonical", ctypes.c_char_p),
                ("type", ctypes.c_uint32), ("unit", ctypes.c_uint32), ("scale", ctypes.c_uint32), ("is_key", ctypes.c_uint32),
                ("bytes", ctypes.c_void_p), ("offsets", ctypes.POINTER(ctypes.c_uint64)),
                ("integers", ctypes.POINTER(ctypes.c_int64)), ("doubles", ctypes.POINTER(ctypes.c_double)),
                ("numerators", ctypes.POINTER(ctypes.c_int64)), ("denominators", ctypes.POINTER(ctypes.c_int64)),
                ("states", ctypes.POINTER(ctypes.c_uint8))]


class Library:
    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        self.engine = ctypes.c_void_p()
        self.check(self.library.leadline_open(None, ctypes.byref(self.engine), None, ctypes.c_size_t(0)))

    def check(self, status):
        if status != 0:
            raise SystemExit("leadline: status %d" % status)

    def attribute(self, paths, models):
        """paths: (text, outcomes, value, lost); models: (name, kind, order). By key, by column."""
        asked = (Model * len(models))()
        for i, (name, kind, order) in enumerate(models):
            asked[i].struct_size, asked[i].name, asked[i].kind, asked[i].order = ctypes.sizeof(Model), name.encode(), kind, order
        options = Options(struct_size=ctypes.sizeof(Options), models=asked, model_count=len(models))
        n = len(paths)
        given = Paths(struct_size=ctypes.sizeof(Paths), paths=(ctypes.c_char_p * n)(*[p[0].encode() for p in paths]),
                      outcomes=(ctypes.c_uint64 * n)(*[p[1] for p in paths]), values=(ctypes.c_int64 * n)(*[p[2] for p in paths]),
                      lost=(ctypes.c_uint64 * n)(*[p[3] for p in paths]), count=n)
        table = ctypes.c_void_p()
        self.check(self.library.leadline_attribute_paths(
            self.engine, ctypes.byref(given), ctypes.byref(options), ctypes.byref(table), None, None))
        answer = self.read(table)
        self.library.leadline_table_close(table)
        return answer

    def read(self, table):
        info = Info(struct_size=ctypes.sizeof(Info))
        self.check(self.library.leadline_table_read_info(table, ctypes.byref(info)))
        columns = {}
        for i in range(info.columns):
            column = Column(struct_size=ctypes.sizeof(Column))
            self.check(self.library.leadline_table_column(table, ctypes.c_size_t(i), ctypes.byref(column)))
            columns[column.name.decode()] = [self.value(column, row) for row in range(info.rows)]
        return {key: {name: values[row] for name, values in columns.items()} for row, key in enumerate(columns["key"])}

    @staticmethod
    def value(column, row):
        if column.type == STRING:
            start, end = column.offsets[row], column.offsets[row + 1]
            return ctypes.string_at(column.bytes + start, end - start).decode()
        if column.type == INT64:
            return column.integers[row]
        if column.type == DOUBLE:
            return column.doubles[row]
        return (column.numerators[2 * row] & (2**64 - 1)) + (column.numerators[2 * row + 1] << 64)


def split(value, weights):
    """The largest remainder, equal ones to the first."""
    sign, value, whole = (-1 if value < 0 else 1), abs(value), sum(weights)
    shares = [value * w // whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(value * weights[i] % whole), i))
    for i in order[: value - sum(shares)]:
        shares[i] += 1
    return [sign * s for s in shares]


def rules(paths):
    """By key, by column: the three heuristics."""
    answer = defaultdict(lambda: defaultdict(int))
    for keys, outcomes, value, _ in paths:
        if outcomes == 0 or not keys:
            continue
        for column, amount in (("", outcomes * 10**6), ("_value", value)):
            answer[keys[0]]["first" + column] += amount
            answer[keys[-1]]["last" + column] += amount
            for key, credit in zip(keys, split(amount, [1] * len(keys))):
                answer[key]["linear" + column] += credit
    return answer


def removal_effects(paths, order, number):
    """1 - P(outcome without the key) / P(outcome), by Gauss without exchange of rows, which a chain does not need."""
    moves = defaultdict(lambda: defaultdict(int))
    for keys, outcomes, _, lost in paths:
        at = (None,) * order
        for key in keys:
            to = at[1:] + (key,)
            moves[at][to] += outcomes + lost
            at = to
        moves[at]["outcome"] += outcomes
        moves[at]["lost"] += lost
    start = (None,) * order

    def chance(without):
        states = [s for s in moves if s[-1] != without]
        rows = {}
        for s in states:
            total = sum(moves[s].values())
            rows[s] = {t: number(n) / number(total) for t, n in moves[s].items() if n and t != "lost" and (t == "outcome" or t[-1] != without)}
        into = defaultdict(set)
        for s in states:
            for t in rows[s]:
                into[t].add(s)
        for k in states:
            if k == start:
                continue
            row = rows.pop(k)
            loop = 1 - row.pop(k, 0)
            for i in into.pop(k, ()):
                if i not in rows or k not in rows[i]:
                    continue
                factor = rows[i].pop(k) / loop
                for t, p in row.items():
                    rows[i][t] = rows[i].get(t, 0) + factor * p
                    into[t].add(i)
        return rows[start].get("outcome", 0) / (1 - rows[start].get(start, 0))

    whole = chance("no key")
    return {key: 1 - chance(key) / whole for key in sorted({k for p in paths for k in p[0]})}


class Checks:
    def __init__(self):
        self.made = self.failed = 0

    def __call__(self, where, is_right, detail):
        self.made += 1
        if not is_right:
            self.failed += 1
            if self.failed <= 20:
                print("    %s: %s" % (where, detail))


def compare_package(check, paths, answer, effects):
    try:
        import ChannelAttribution
        import pandas
    except ImportError:
        print("  ChannelAttribution is not installed, and not compared with")
        return
    data = pandas.DataFrame({"path": [p[0] for p in paths], "conversions": [p[1] for p in paths],
                             "value": [p[2] / 1000 for p in paths], "lost": [p[3] for p in paths]})
    table = ChannelAttribution.heuristic_models(data, "path", "conversions", var_value="value", flg_pro=False)
    for _, row in table.iterrows():
        ours = answer[row["channel_name"]]
        for model in ("first", "last", "linear"):
            name = model + "_touch_"
            # Units of a path are a millionth of its outcomes each, of which linear may give one more or less.
            slack = 1e-6 * len(paths) if model == "linear" else 1e-9
            for column, suffix, unit in (("conversions", "", 1e6), ("value", "_value", 1e3)):
                theirs, own = row[name + column], ours[model + suffix] / unit
                check("%s %s%s" % (row["channel_name"], name, column),
                      abs(theirs - own) <= (slack if suffix == "" or model != "linear" else 1e-3 * len(paths)) + 1e-9 * abs(own),
                      "%r, the package %r" % (own, theirs))
    # It walks at random; without a limit of steps only the number of walks makes an error.
    answer = ChannelAttribution.markov_model(data, "path", "conversions", var_null="lost", order=1, nsim_start=200000, max_step=1000000,
                                             out_more=True, seed=1, conv_par=0.05, verbose=False, flg_pro=False)
    table = answer["removal_effects"] if isinstance(answer, dict) else answer[2]
    worst = 0
    for _, row in table.iterrows():
        column = [c for c in table.columns if c.startswith("removal_effect")][0]
        difference = abs(row[column] - effects[row["channel_name"]])
        worst = max(worst, difference)
        check("%s removal effect" % row["channel_name"], difference < 0.01,
              "%r, the package %r" % (effects[row["channel_name"]], row[column]))
    print("  removal effects of the package differ by %.5f at most" % worst)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    if not os.path.exists(os.path.join(DATA, FILE)):
        print("  no %s in %s: nothing compared" % (FILE, DATA))
        return
    library = Library(os.path.abspath(sys.argv[1]))
    paths = [(r["path"], int(r["total_conversions"]), int(Decimal(r["total_conversion_value"]) * 1000), int(r["total_null"]))
             for r in rows_of(FILE, delimiter=";")]
    walks = [([k.strip() for k in p[0].split(">")], *p[1:]) for p in paths]
    check = Checks()
    models = [("first", FIRST, 0), ("last", LAST, 0), ("linear", LINEAR, 0), ("markov", MARKOV, 1), ("second", MARKOV, 2),
              ("shapley", SHAPLEY, 0), ("rate", SHAPLEY_RATE, 0)]
    answer = library.attribute(paths, models)
    for key, columns in rules(walks).items():
        for name, wanted in columns.items():
            check("%s %s" % (key, name), answer[key][name] == wanted, "%d, not %d" % (answer[key][name], wanted))
    outcomes, value = sum(p[1] for p in paths) * 10**6, sum(p[2] for p in paths)
    for name, _, _ in models:
        check(name, sum(row[name] for row in answer.values()) == outcomes, "does not add up")
        check(name + "_value", sum(row[name + "_value"] for row in answer.values()) == value, "does not add up")
    for name, order, number in (("markov", 1, Fraction), ("second", 2, float)):
        effects = removal_effects(walks, order, number)
        for key, wanted in effects.items():
            got = answer[key][name + "_removal"]
            check("%s %s" % (key, name), abs(got - float(wanted)) <= 1e-9, "%r, not %r" % (got, float(wanted)))
        whole = sum(effects.values())
        for key, wanted in effects.items():
            share = float(wanted / whole)
            check("%s %s credit" % (key, name), abs(answer[key][name] - share * outcomes) <= 1 + 1e-9 * outcomes, "not in proportion")
    compare_package(check, paths, answer, {key: row["markov_removal"] for key, row in answer.items()})
    print("  %d paths, %d comparisons, %d failed" % (len(paths), check.made, check.failed))
    if check.failed:
        raise SystemExit(1)


main()
