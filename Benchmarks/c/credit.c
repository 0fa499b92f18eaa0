#include "credit.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TOUCHES = 1024 };

static const int64_t day = INT64_C(86400000000);

int is_touch(uint16_t kind)
{
    return kind == LEADLINE_KIND_IMPRESSION || kind == LEADLINE_KIND_CLICK;
}

/* The facts of each person together, in the order of time; first[person] is where they begin. */
static uint32_t *by_person(const paths *p, uint32_t **first)
{
    const size_t persons = path_persons(p);
    uint32_t *at = room_for(persons + 2, sizeof *at), *facts = room_for(p->count, sizeof *facts);
    memset(at, 0, (persons + 2) * sizeof *at);
    for (size_t i = 0; i < p->count; i++)
        at[path_person(p, i) + 2]++;
    for (size_t i = 2; i < persons + 2; i++)
        at[i] += at[i - 1];
    for (size_t i = 0; i < p->count; i++)
        facts[at[path_person(p, i) + 1]++] = (uint32_t)i;
    *first = at;
    return facts;
}

/* Splits a whole by weights: whole units, and those that are left to the largest remainders, of equal ones to the first. */
static void split(int64_t whole, const int64_t *weights, size_t count, int64_t *parts)
{
    static int64_t rests[MOST_TOUCHES];
    int64_t sum = 0, left = whole;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    for (size_t i = 0; i < count; i++) {
        parts[i] = whole * weights[i] / sum;
        rests[i] = whole * weights[i] % sum;
        left -= parts[i];
    }
    for (; left > 0; left--) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            most = rests[i] > rests[most] ? i : most;
        parts[most]++;
        rests[most] = -1;
    }
}

static void weigh(unsigned rule, size_t count, int64_t *weights)
{
    const int64_t between = (int64_t)count - 2;
    for (size_t i = 0; i < count; i++) {
        const int is_first = i == 0, is_last = i + 1 == count;
        if (rule == FIRST || rule == LAST)
            weights[i] = rule == FIRST ? is_first : is_last;
        else
            weights[i] = rule == LINEAR || between <= 0 ? 1 : is_first || is_last ? 40 * between : 20;
    }
}

static void credit_one(const uint32_t *keys, const uint32_t *touches, size_t count, int64_t value, credits *result)
{
    static int64_t weights[MOST_TOUCHES], units[MOST_TOUCHES], values[MOST_TOUCHES];
    for (unsigned rule = 0; rule < EXACT_RULES; rule++) {
        weigh(rule, count, weights);
        split(1000000, weights, count, units);
        split(value, weights, count, values);
        for (size_t i = 0; i < count; i++) {
            credit *c = &result->of[keys[touches[i]]][rule];
            c->units += units[i];
            c->value += values[i];
        }
    }
    result->given.units += 1000000;
    result->given.value += value;
    result->touches += count;
}

void credit_exactly(const paths *p, unsigned by, credits *result)
{
    memset(result, 0, sizeof *result);
    uint32_t *first, *facts = by_person(p, &first);
    static uint32_t touches[MOST_TOUCHES];
    for (size_t person = 0; person < path_persons(p); person++) {
        for (uint32_t at = first[person]; at < first[person + 1]; at++) {
            const uint32_t outcome = facts[at];
            if (is_touch(p->kind[outcome]))
                continue;
            result->outcomes++;
            size_t count = 0;
            for (uint32_t t = first[person]; t < at && count < MOST_TOUCHES; t++) {
                const uint32_t i = facts[t];
                const int64_t window = p->kind[i] == LEADLINE_KIND_CLICK ? 180 * day : 30 * day;
                if (is_touch(p->kind[i]) && p->time[outcome] - p->time[i] <= window)
                    touches[count++] = i;
            }
            if (count > 0)
                credit_one(by == 0 ? p->campaign : p->channel, touches, count, p->amount[outcome], result);
        }
    }
    free(first);
    free(facts);
}
