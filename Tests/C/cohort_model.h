/* A model of cohorts, which goes through every journey fact by fact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef COHORT_MODEL_H
#define COHORT_MODEL_H

#include "models.h"

enum { SALE_REFERRAL = 71, CANCELLATION = 78, SERVICE_COST = 95, GOODS_COST = 98 };

#define PERSONS 10
#define EVENTS 9
#define LONGEST (PERSONS * EVENTS)
#define KINDS 10

static const uint16_t kinds[KINDS] = {CLICK, LEAD, LEAD_FORM, SALE, SALE_REFERRAL, SALE_REPEAT, REFUND, CANCELLATION, GOODS_COST, SERVICE_COST};
static const int orders[KINDS] = {20, 50, 50, 90, 90, 91, 96, 96, 94, 94};

typedef struct event {
    int64_t time;
    int kind; /* index into kinds */
    uint32_t channel;
    uint64_t person, account, id, ref;
    int64_t amount;
} event;

typedef struct journey {
    event events[LONGEST];
    int count;
} journey;

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    COMPARE(time);
    if (orders[a->kind] != orders[b->kind]) return orders[a->kind] < orders[b->kind] ? -1 : 1;
    if (kinds[a->kind] != kinds[b->kind]) return kinds[a->kind] < kinds[b->kind] ? -1 : 1;
    COMPARE(channel);
    COMPARE(person);
    COMPARE(amount);
    COMPARE(id);
    COMPARE(ref);
    COMPARE(account);
    return 0;
}

static inline int is_sale(const event *e) { return e->kind >= 3 && e->kind <= 5; }
static inline int is_correction(const event *e) { return e->kind == 6 || e->kind == 7; }

/* ---- The question ---- */

typedef struct cohorts {
    int first, activity; /* a bit for each kind, parts among them */
    const char *first_text, *activity_text;
    int channel;         /* that the first fact must have, -1: any */
    int by_channel;
    int has_cost, has_max;
    uint32_t max_age;
    uint32_t period;
    int64_t from, to, as_of;
} cohorts;

/* ---- The model ---- */

typedef struct sale_state {
    int64_t undone;
    int was_undone;
} sale_state;

static inline int64_t excess_of(journey *j, int count, sale_state *states) {
    int64_t excess = 0;
    int latest = -1;
    memset(states, 0, (size_t)count * sizeof *states);
    for (int i = 0; i < count; i++) {
        const event *e = &j->events[i];
        if (!is_correction(e)) continue;
        int sale = -1;
        if (e->ref != 0) {
            for (int k = count - 1; k >= 0; k--) {
                if (is_sale(&j->events[k]) && j->events[k].id == e->ref) sale = k;
            }
        } else if (e->amount < 0) {
            sale = latest;
        } else {
            for (int k = i - 1; k >= 0 && sale < 0; k--) {
                if (is_sale(&j->events[k]) && j->events[k].amount > 0 && !states[k].was_undone) sale = k;
            }
            latest = sale;
        }
        if (sale < 0 || j->events[sale].amount <= 0) {
            excess += e->amount;
            continue;
        }
        int64_t wanted = states[sale].undone + e->amount, worth = j->events[sale].amount;
        states[sale].undone = wanted < 0 ? 0 : wanted > worth ? worth : wanted;
        excess += wanted - states[sale].undone;
        if (states[sale].undone == worth) states[sale].was_undone = 1;
    }
    return excess;
}

/* How many periods after that of `from` the one of `to` comes. */
static inline int age_of(const leadline_engine *engine, uint32_t period, int64_t from, int64_t to) {
    int64_t start = 0, end = 0;
    int age = 0;
    CHECK_OK(leadline_period_bounds(engine, period, from, &start, &end));
    while (end <= to) {
        age++;
        CHECK_OK(leadline_period_bounds(engine, period, end, &start, &end));
    }
    return age;
}

#define AGES 1400
#define COHORTS 200

typedef struct model_cohort {
    uint32_t channel;
    int64_t start;
    int64_t size, customers, repeats, sales, referrals, excess;
    struct {
        int64_t active, facts, revenue, net, goods, service;
    } ages[AGES];
    int64_t times[LONGEST];
    int time_count;
} model_cohort;

static model_cohort found[COHORTS];
static int found_count;

static inline int compare_cohorts(const void *left, const void *right) {
    const model_cohort *a = left, *b = right;
    COMPARE(channel);
    COMPARE(start);
    return 0;
}

static inline int compare_times(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static inline void count_journey(const leadline_engine *engine, const cohorts *c, journey *j) {
    sale_state states[LONGEST];
    int count = 0, first = 0;
    while (count < j->count && j->events[count].time <= c->as_of) count++;
    while (first < count && !((c->first >> j->events[first].kind & 1) && (c->channel < 0 || (uint32_t)c->channel == j->events[first].channel))) first++;
    if (first == count || j->events[first].time < c->from || j->events[first].time >= c->to) return;
    int64_t start = 0, end = 0;
    CHECK_OK(leadline_period_bounds(engine, c->period, j->events[first].time, &start, &end));
    uint32_t channel = c->by_channel ? j->events[first].channel : 0;
    int g = 0;
    while (g < found_count && (found[g].channel != channel || found[g].start != start)) g++;
    if (g == found_count) {
        memset(&found[g], 0, sizeof found[g]);
        found[g].channel = channel;
        found[g].start = start;
        found_count++;
    }
    model_cohort *m = &found[g];
    m->size++;
    m->excess += excess_of(j, count, states);
    int sales = 0;
    int64_t last = 0;
    int was_active[AGES] = {0};
    for (int i = first; i < count; i++) {
        const event *e = &j->events[i];
        int age = age_of(engine, c->period, start, e->time);
        if (kinds[e->kind] == GOODS_COST) {
            for (int k = count - 1; k >= 0 && e->ref != 0; k--) {
                if (is_sale(&j->events[k]) && j->events[k].id == e->ref) age = k < first ? -1 : age_of(engine, c->period, start, j->events[k].time);
            }
        }
        if (age < 0 || (c->has_max && (uint32_t)age > c->max_age)) continue;
        if (kinds[e->kind] == GOODS_COST) m->ages[age].goods += e->amount;
        if (kinds[e->kind] == SERVICE_COST) m->ages[age].service += e->amount;
        if (c->activity >> e->kind & 1) {
            m->ages[age].facts++;
            m->ages[age].active += !was_active[age];
            was_active[age] = 1;
        }
        if (!is_sale(e)) continue;
        m->ages[age].revenue += e->amount;
        m->ages[age].net += e->amount - states[i].undone;
        m->sales++;
        m->referrals += kinds[e->kind] == SALE_REFERRAL;
        if (sales++ > 0) m->times[m->time_count++] = e->time - last;
        last = e->time;
    }
    m->customers += sales > 0;
    m->repeats += sales > 1;
}

typedef struct spend {
    int64_t time;
    uint32_t channel;
    int64_t amount;
} spend;

#define SPENDS 8

typedef struct round_of {
    event events[LONGEST];
    int count;
    spend spends[SPENDS];
    int spend_count;
    const char *zone;
    uint32_t has_ids;
    int has_accounts, merges;
    int64_t start, span;
} round_of;

static inline void add_model(text *t, text *s, const leadline_engine *engine, const cohorts *c, const round_of *r, model_cohort *m) {
    static const char *const channels[] = {"-", "", "a", "b"};
    int64_t start = m->start, end = 0, cost = 0, total[6] = {0};
    int ages = age_of(engine, c->period, start, c->as_of) + 1, payback = -1, has_cost = 0;
    if (c->has_max && (uint32_t)ages > c->max_age + 1) ages = (int)c->max_age + 1;
    CHECK_OK(leadline_period_bounds(engine, c->period, start, &start, &end));
    int64_t first_end = end;
    for (int i = 0; i < r->spend_count && c->has_cost; i++) {
        if (r->spends[i].time > c->as_of) continue;
        has_cost = 1;
        if (r->spends[i].time < start || r->spends[i].time >= end || (c->by_channel && r->spends[i].channel != m->channel)) continue;
        cost += r->spends[i].amount;
    }
    for (int age = 0; age < ages; age++) {
        int is_over = end - 1 <= c->as_of;
        int64_t is[6] = {m->ages[age].revenue, m->ages[age].net, m->ages[age].goods, m->ages[age].service, 0, 0};
        is[4] = is[1] - is[2] - is[3];
        for (int i = 0; i < 5; i++) total[i] += is[i];
        if (is_over && payback < 0 && has_cost && total[4] >= cost) payback = age;
        if (c->by_channel) add_text(t, "%s ", channels[m->channel]);
        add_text(t, "%" PRId64 "%s %d %" PRId64 "%s %" PRId64 " %" PRId64, m->start, first_end - 1 > c->as_of ? "*" : "", age, start,
            is_over ? "" : "*", m->size, m->ages[age].active);
        if (is_over) add_ratio(t, m->ages[age].active, m->size);
        else add_text(t, " !3");
        add_text(t, " %" PRId64, m->ages[age].facts);
        for (int i = 0; i < 5; i++) add_text(t, " %" PRId64, is[i]);
        add_text(t, " %" PRId64 " %" PRId64 " %" PRId64, total[0], total[1], total[4]);
        if (!has_cost) add_text(t, " !2");
        else if (cost <= 0 || is_over) add_ratio(t, total[4], cost);
        else add_text(t, " !3");
        add_text(t, "\n");
        start = end;
        CHECK_OK(leadline_period_bounds(engine, c->period, end, &start, &end));
    }
    if (c->by_channel) add_text(s, "%s ", channels[m->channel]);
    add_text(s, "%" PRId64 "%s %" PRId64 " %d %" PRId64 " %" PRId64, m->start, first_end - 1 > c->as_of ? "*" : "", m->size, ages, m->customers,
        m->repeats);
    add_ratio(s, m->repeats, m->customers);
    add_text(s, " %" PRId64, m->sales);
    add_ratio(s, m->sales, m->customers);
    add_ratio(s, m->referrals, m->sales);
    for (int i = 0; i < 5; i++) add_text(s, " %" PRId64, total[i]);
    add_text(s, " %" PRId64, m->excess);
    if (!has_cost) {
        add_text(s, " !2 !2 !2 !2 !2 %s !2", total[1] > 0 ? "!2" : "!1");
    } else {
        int64_t worth = total[1] - cost - total[3];
        add_ratio(s, cost, 1);
        if (payback < 0) add_text(s, " !3");
        else add_text(s, " %d", payback);
        add_ratio(s, total[4], cost);
        add_ratio(s, worth, 1);
        add_ratio(s, worth, m->size);
        if (total[1] > 0) add_ratio(s, worth - total[2], 1);
        else add_text(s, " !1");
        add_ratio(s, cost, m->size);
    }
    if (m->time_count == 0) {
        add_text(s, " !2 !2 !2\n");
        return;
    }
    int64_t sum = 0;
    qsort(m->times, (size_t)m->time_count, sizeof *m->times, compare_times);
    for (int i = 0; i < m->time_count; i++) sum += m->times[i];
    add_ratio(s, sum, m->time_count);
    add_text(s, " %" PRId64 "/1 %" PRId64 "/1\n", m->times[(m->time_count * 500 + 999) / 1000 - 1], m->times[(m->time_count * 900 + 999) / 1000 - 1]);
}

#endif /* COHORT_MODEL_H */
