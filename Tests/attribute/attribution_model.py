"""A slow and obvious reckoning of attribution: every buyer's facts in a list, every outcome's path written down and split."""

from collections import Counter, defaultdict
from fractions import Fraction

DAY = 86400 * 1000000
MILLION = 1000000


class Touch:
    def __init__(self, time, key, is_click):
        self.time, self.key, self.is_click = time, key, is_click


class Path:
    """What came before an outcome: `touches` as models see them, `all` before anything was made of them."""

    def __init__(self, time, worth, touches):
        self.time, self.worth, self.all, self.touches = time, worth, touches, touches


def paths_of(facts, window=None, is_touch=False, first=False, anew=False, gap=0, start=None, end=None, as_of=None, excluded=()):
    """The paths of a buyer's outcomes. Facts are (time, order, kind, name in bytes, worth), views unless they are sales."""
    paths, last, behind = [], None, 0
    seen = sorted(fact for fact in facts if as_of is None or fact[0] <= as_of)
    for at, (time, _, kind, name, worth) in enumerate(seen):
        if kind != "sale":
            continue
        if last is not None and (first or time - last < gap):
            continue
        touches = [Touch(fact[0], fact[3].decode(), False) for fact in seen[behind if anew else 0:at]
                   if fact[2] != "sale" and (window is None or time - fact[0] <= window) and fact[3].decode() not in excluded]
        if is_touch and name.decode() not in excluded:
            touches.append(Touch(time, name.decode(), True))
        last, behind = time, at + 1
        if (start is None or time >= start) and (end is None or time < end):
            paths.append(Path(time, worth, touches))
    return paths


def lost_of(facts, window=None, is_touch=False, excluded=()):
    """The path of a buyer that led to nothing: views behind the last outcome, as if the last of them were one."""
    seen = sorted(facts)
    behind = max((at + 1 for at, fact in enumerate(seen) if fact[2] == "sale"), default=0)
    views = [fact for fact in seen[behind:] if fact[3].decode() not in excluded]
    return [fact[3].decode() for fact in views if window is None or views[-1][0] - fact[0] <= window]


def change(path, collapse=False, first_touches=False, most=None):
    touches = []
    for touch in path.touches:
        stands = [earlier for earlier in touches[0 if first_touches else -1:] if earlier.key == touch.key]
        if (collapse or first_touches) and stands:  # for this one, too
            stands[0].is_click = stands[0].is_click or touch.is_click
        else:
            touches.append(touch)
    if most is not None:
        touches = touches[-most:]
    path.touches = touches


# ---- Models: a weight for each touch, or none where nobody is credited ----


def alone(n, at):
    return [int(i == at) for i in range(n)]


def last_click(path):
    clicks = [i for i, touch in enumerate(path.touches) if touch.is_click]
    return alone(len(path.touches), clicks[-1]) if clicks else None


def position(first, middle, last):
    def weights(path):
        n = len(path.touches)
        if n <= 2:
            return [1] if n == 1 else [first, last]
        return [first * (n - 2)] + [middle] * (n - 2) + [last * (n - 2)]
    return weights


def middle(path):
    n = len(path.touches)
    return [0] + [1] * (n - 2) + [0] if n > 2 else None


def custom(*list_of):
    return lambda path: [list_of[min(i, len(list_of) - 1)] for i in range(len(path.touches))]


def custom_from_end(*list_of):
    return lambda path: custom(*list_of)(path)[::-1]


def stage(path):
    """Nobody has an anchor: what they should have goes to the first and the others, 30 to 10."""
    n = len(path.touches)
    return [1] if n == 1 else [30 * (n - 1)] + [10] * (n - 1)


def shapley(path):
    return [int(touch.key not in [earlier.key for earlier in path.touches[:i]]) for i, touch in enumerate(path.touches)]


MODELS = {
    "first": lambda path: alone(len(path.touches), 0),
    "last": lambda path: alone(len(path.touches), len(path.touches) - 1),
    "last_click": last_click,
    "click_then_view": lambda path: last_click(path) or MODELS["last"](path),
    "last_non_direct": lambda path: MODELS["last"](path),  # nothing is direct
    "linear": lambda path: [1] * len(path.touches),
    "position": position(40, 20, 40),
    "position:30/50/20": position(30, 50, 20),
    "middle": middle,
    "stage": stage,
    "custom:5/3/2": custom(5, 3, 2),
    "custom:5/3/2:from_end": custom_from_end(5, 3, 2),
    "shapley": shapley,
}


def split(units, weights):
    """Largest remainder, equal ones to the earlier."""
    whole = sum(weights)
    shares = [units * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(units * weights[i] % whole), i))
    for i in order[: units - sum(shares)]:
        shares[i] += 1
    return shares


class Answer:
    """By period and key: credit in millionths of outcomes and in units of worth; and what stands beside it."""

    def __init__(self, paths, models, period):
        self.credit = defaultdict(Counter)      # (period, key) -> {model or model_value: units}
        self.unassigned = defaultdict(Counter)  # period -> the same
        self.details = defaultdict(Counter)
        self.totals = defaultdict(Counter)
        self.pairs, self.singles = defaultdict(Counter), Counter()
        for path in paths:
            self.book(path, models, period(path.time))

    def book(self, path, models, period):
        totals = self.totals[period]
        totals["outcomes"] += 1
        totals["value"] += path.worth
        totals["untouched"] += not path.all
        totals["touches"] += len(path.all)
        if path.all:
            totals["time"] += path.time - path.all[0].time
        for model in models:
            weights = MODELS[model](path) if path.touches else None
            for name, units in ((model, MILLION), (model + "_value", path.worth)):
                if weights is None:
                    self.unassigned[period][name] += units
                    continue
                for touch, share in zip(path.touches, split(units, weights)):
                    self.credit[period, touch.key][name] += share
        if path.touches:
            self.look_beside(path, period)

    def look_beside(self, path, period):
        keys = sorted({touch.key for touch in path.touches}, key=str.encode)
        has_click = any(touch.is_click for touch in path.all)
        self.totals[period]["view_through"] += not has_click
        for key in keys:
            now, before = self.details[period, key], path.touches[:-1]
            self.credit[period, key]  # is a row, whatever it is credited with
            met = {
                "sourced": path.touches[0].key == key, "last_touch": path.touches[-1].key == key, "influenced": True,
                "assisted": any(touch.key == key for touch in before),
                "view_assisted": any(touch.key == key and not touch.is_click for touch in before),
                "click_assisted": any(touch.key == key and touch.is_click for touch in before),
                "view_through": not has_click and any(touch.key == key for touch in path.touches),
            }
            for name, is_met in met.items():
                now[name] += is_met
                now[name + "_value"] += path.worth * is_met
            self.singles[key] += 1
        for i, one in enumerate(keys):
            for other in keys[i + 1:]:
                pair = self.pairs[one, other]
                pair["both"] += 1
                pair["both_value"] += path.worth
                pair["synergy"] += len(keys) == 2
                pair["synergy_value"] += path.worth * (len(keys) == 2)

    def decay(self, paths, period, half_life):
        """Credit by time decay, with real powers of two: (period, key) -> (outcomes, worth)."""
        made = defaultdict(lambda: [0.0, 0.0])
        for path in paths:
            weights = [2.0 ** (-(path.time - touch.time) / half_life) for touch in path.touches]
            for touch, weight in zip(path.touches, weights):
                share = made[period(path.time), touch.key]
                share[0] += weight / sum(weights)
                share[1] += path.worth * weight / sum(weights)
        return made


def mean(sum_of, count):
    return Fraction(sum_of, count)
