"""A slow and obvious reckoning of models that look at all paths: chains solved in fractions, games played in every order."""

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import permutations


class Walk:
    def __init__(self, keys, outcomes, lost, worth=0):
        self.keys, self.outcomes, self.lost, self.worth = keys, outcomes, lost, worth


def solve(rows):
    """A system of equations in fractions: each row its coefficients, then what they come to."""
    n = len(rows)
    rows = [list(map(Fraction, row)) for row in rows]
    for i in range(n):
        pivot = next(r for r in range(i, n) if rows[r][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(n):
            if r != i and rows[r][i] != 0:
                factor = rows[r][i]
                rows[r] = [value - factor * other for value, other in zip(rows[r], rows[i])]
    return [row[n] for row in rows]


def chain_of(walks, order):
    """Moves between states, the last `order` keys; None is the outcome, False is nothing."""
    moves = defaultdict(Counter)
    for walk in walks:
        state = ()
        for key in walk.keys:
            following = (state + (key,))[-order:]
            moves[state][following] += walk.outcomes + walk.lost
            state = following
        moves[state][None] += walk.outcomes
        moves[state][False] += walk.lost
    return moves


def chance(moves, removed=None):
    """Of the outcome from the start, where who comes to the key is lost."""
    states = [state for state in moves if not state or state[-1] != removed]
    places = {state: i for i, state in enumerate(states)}
    rows = []
    for state in states:
        row = [0] * (len(states) + 1)
        total = sum(moves[state].values())
        row[places[state]] += 1
        for following, count in moves[state].items():
            if following is None:
                row[-1] += Fraction(count, total)
            elif following is not False and following in places:
                row[places[following]] -= Fraction(count, total)
        rows.append(row)
    return solve(rows)[places[()]]


def removal_effects(walks, order):
    moves = chain_of(walks, order)
    whole = chance(moves)
    keys = {key for walk in walks for key in walk.keys}
    return {key: 1 - chance(moves, key) / whole for key in keys}


def rate_values(walks, worth):
    """Shapley values of outcomes (or worth) a path among the paths whose keys all lie in a set, in every order of the keys."""
    by_set = defaultdict(lambda: [0, 0])
    for walk in walks:
        if walk.keys:
            found = by_set[frozenset(walk.keys)]
            found[0] += walk.worth if worth else walk.outcomes
            found[1] += walk.outcomes + walk.lost
    keys = sorted({key for walk in walks for key in walk.keys})

    def value(of):
        inside = [found for keys_of, found in by_set.items() if keys_of <= of]
        paths = sum(found[1] for found in inside)
        return Fraction(sum(found[0] for found in inside), paths) if paths else Fraction(0)

    known, sums, orders = {}, Counter(), 0
    for order in permutations(keys):
        orders += 1
        so_far, before = frozenset(), Fraction(0)
        for key in order:
            so_far |= {key}
            if so_far not in known:
                known[so_far] = value(so_far)
            sums[key] += known[so_far] - before
            before = known[so_far]
    return {key: sums[key] / orders for key in keys}


def shared(total, weights):
    """A total in proportion to weights."""
    whole = sum(weights.values())
    return {key: Fraction(total) * weight / whole for key, weight in weights.items()}
