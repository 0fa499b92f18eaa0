"""A slow and obvious reckoning of a funnel: every person's facts in a list, every beginning tried."""

from collections import Counter, defaultdict
from fractions import Fraction

# The place of kinds in the chain, which decides among facts at one instant.
ORDERS = {"impression": 10, "click": 20, "mql": 60, "sale": 90}


class Facts:
    """Facts by person: (time in microseconds, kind, name)."""

    def __init__(self):
        self.persons = defaultdict(list)

    def add(self, person, time, kind, name):
        self.persons[person].append((time, ORDERS[kind], kind, name.encode()))

    def greatest(self):
        return max(fact[0] for facts in self.persons.values() for fact in facts)


def run_from(facts, start, steps, window, strict):
    """The places of the facts that meet the steps, the first soonest."""
    met = [start]
    for step in steps[1:]:
        found = None
        for at in range(met[-1] + 1, len(facts)):
            if window and facts[at][0] - facts[start][0] > window:
                break
            if facts[at][2] == step:
                found = at
                break
            if strict:
                break
        if found is None:
            break
        met.append(found)
    return met


def begins(fact, steps, first, last):
    return fact[2] == steps[0] and (first is None or fact[0] >= first) and (last is None or fact[0] < last)


def run_of(facts, steps, window, strict, first, last, by_first):
    """The furthest run, or that of the first beginning."""
    best = []
    for start, fact in enumerate(facts):
        if not begins(fact, steps, first, last):
            continue
        met = run_from(facts, start, steps, window, strict)
        if len(met) > len(best):
            best = met
        if by_first:
            break
    return best


class Group:
    def __init__(self, steps):
        self.reached, self.dropped, self.open, self.decided = [0] * steps, [0] * steps, [0] * steps, [0] * steps
        self.times = [[] for _ in range(steps)]
        self.totals = [[] for _ in range(steps)]
        self.exits = Counter()


def answer(facts, steps, key, window=0, strict=False, as_of=None, first=None, last=None, by_first=True):
    """Groups by what `key` makes of the fact that a run begins with."""
    if as_of is None:
        as_of = facts.greatest()
    groups = {}
    for journey in facts.persons.values():
        seen = sorted(fact for fact in journey if fact[0] <= as_of)
        met = run_of(seen, steps, window, strict, first, last, by_first)
        if not met:
            continue
        group = groups.setdefault(key(seen[met[0]]), Group(len(steps)))
        for step, at in enumerate(met):
            group.reached[step] += 1
            if step > 0:
                group.times[step].append(seen[at][0] - seen[met[step - 1]][0])
                group.totals[step].append(seen[at][0] - seen[met[0]][0])
        begun = [seen[met[0]][0]] if by_first else [fact[0] for fact in seen if begins(fact, steps, first, last)]
        may_go_on = len(met) < len(steps) and (not window or any(as_of - time < window for time in begun))
        if not window or not (may_go_on or as_of - seen[met[0]][0] < window):
            for step in range(len(met)):
                group.decided[step] += 1
        if len(met) == len(steps):
            continue
        if may_go_on:
            group.open[len(met) - 1] += 1
        else:
            group.dropped[len(met) - 1] += 1
            next_kind = seen[met[-1] + 1][2] if met[-1] + 1 < len(seen) else None
            group.exits[len(met), next_kind] += 1
    return groups


def rate(above, below):
    """Of counts, as they are."""
    return (above, below) if below > 0 else (None, None)


def mean(times):
    return Fraction(sum(times), len(times) * 1000000) if times else None


def quantile(times, permille):
    """The nearest rank."""
    if not times:
        return None
    rank = max(1, -(-permille * len(times) // 1000))
    return Fraction(sorted(times)[rank - 1], 1000000)
