/* Audiences beside a model that asks of every first part of a journey whether it fulfils the conditions.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef AUDIENCE_MODEL_H
#define AUDIENCE_MODEL_H

#include "crowd.h"

#define RULES 4
#define CONDITIONS 4

typedef struct model_condition {
    model_step step;
    int64_t from, to;
    int minimum, is_then;
    int64_t within; /* 0: none */
} model_condition;

typedef struct model_rule {
    model_condition include[CONDITIONS], exclude[CONDITIONS];
    int includes, excludes, is_any, is_staying;
} model_rule;

typedef struct audiences {
    model_rule rules[RULES];
    int count;
    model_step outcome;
    int64_t window, as_of;
    int64_t from, to; /* of joining */
    int by_person;
} audiences;

/* ---- The model ---- */

static inline int counts(const model_condition *c, const event *e, int64_t as_of) {
    if (e->time < c->from || e->time >= c->to) return 0;
    if (c->within != 0 && e->time < as_of - c->within) return 0;
    return meets(&c->step, e);
}

/* Whether a chain from its first condition on is fulfilled by events from `from` to before `end`: tries every place where one
 * condition's facts may end and the next one's begin. */
static inline int is_fulfilled(const model_condition *chain, int count, const journey *j, int from, int end, int64_t as_of) {
    if (count == 0) return 1;
    int number = 0;
    for (int i = from; i < end; i++) {
        number += counts(chain, &j->events[i], as_of);
        if (number >= chain->minimum && is_fulfilled(chain + 1, count - 1, j, i + 1, end, as_of)) return 1;
    }
    return 0;
}

/* How many chains of some conditions the first events of a journey fulfil, and of how many. */
static inline int chains_of(const model_condition *conditions, int count, const journey *j, int end, int64_t as_of, int *all) {
    int fulfilled = 0;
    *all = 0;
    for (int i = 0; i < count;) {
        int next = i + 1;
        while (next < count && conditions[next].is_then) next++;
        fulfilled += is_fulfilled(conditions + i, next - i, j, 0, end, as_of);
        *all += 1;
        i = next;
    }
    return fulfilled;
}

static inline int is_excluded(const audiences *a, const model_rule *r, const journey *j, int end) {
    int all;
    return chains_of(r->exclude, r->excludes, j, end, a->as_of, &all) > 0;
}

/* The event that a journey's buyer joins with, -1: none. */
static inline int joined_with(const audiences *a, const model_rule *r, const journey *j, int seen, int *has_left) {
    *has_left = 0;
    for (int end = 1; end <= seen; end++) {
        int all, fulfilled = chains_of(r->include, r->includes, j, end, a->as_of, &all);
        if (fulfilled < (r->is_any ? 1 : all)) continue;
        if (is_excluded(a, r, j, end)) return -1;
        *has_left = is_excluded(a, r, j, seen);
        if (j->events[end - 1].time < a->from || j->events[end - 1].time >= a->to) return -1;
        return *has_left && r->is_staying ? -1 : end - 1;
    }
    return -1;
}

static inline char *wanted_of(const audiences *a, const journey *journeys, int count) {
    int joined[RULES] = {0}, members[RULES] = {0}, converted[RULES] = {0}, open[RULES] = {0}, both[RULES][RULES] = {{0}};
    int decided[RULES] = {0}, done[RULES] = {0}; /* whose window is over, and who of them converted */
    int64_t times[RULES][LONGEST];
    for (int p = 0; p < count; p++) {
        const journey *j = &journeys[p];
        int seen = seen_of(j, a->as_of), is_in[RULES];
        for (int r = 0; r < a->count; r++) {
            int has_left, at = joined_with(a, &a->rules[r], j, seen, &has_left);
            is_in[r] = at >= 0;
            if (at < 0) continue;
            joined[r]++;
            members[r] += !has_left;
            int64_t start = j->events[at].time;
            int later = at + 1;
            while (later < seen && !(meets(&a->outcome, &j->events[later]) && (a->window == 0 || j->events[later].time - start <= a->window))) later++;
            if (later < seen) {
                converted[r]++;
            } else {
                open[r] += a->window == 0 || start + a->window > a->as_of;
            }
            if (a->window == 0 || start + a->window <= a->as_of) {
                decided[r]++;
                if (later < seen) times[r][done[r]++] = j->events[later].time - start;
            }
        }
        for (int r = 0; r < a->count; r++) {
            for (int s = r + 1; s < a->count; s++) both[r][s] += is_in[r] && is_in[s];
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int r = 0; r < a->count; r++) {
        add_text(&t, r == 1 ? "second" : "%d", r + 1);
        add_text(&t, " %d %d %d %d %d %d", joined[r], members[r], converted[r], open[r], decided[r], done[r]);
        add_ratio(&t, done[r], decided[r]);
        if (done[r] == 0) {
            add_text(&t, " !2 !2 !2\n");
            continue;
        }
        int64_t sum = 0;
        for (int i = 0; i < done[r]; i++) sum += times[r][i];
        add_ratio(&t, sum, done[r]);
        add_text(&t, " %" PRId64 "/1", quantile_of(times[r], done[r], 250));
        add_text(&t, " %" PRId64 "/1\n", quantile_of(times[r], done[r], 1000));
    }
    add_text(&t, "--\n");
    for (int r = 0; r < a->count; r++) {
        for (int s = r + 1; s < a->count; s++) {
            for (int which = r; which <= s; which += s - r) add_text(&t, which == 1 ? "second " : "%d ", which + 1);
            int either = joined[r] + joined[s] - both[r][s];
            add_text(&t, "%d %d", both[r][s], either);
            add_ratio(&t, both[r][s], either);
            add_ratio(&t, (int64_t)done[r] * decided[s], (int64_t)decided[r] * done[s]);
            leadline_comparison test;
            CHECK_OK(leadline_compare_proportions((leadline_int128){(uint64_t)done[r], 0}, (leadline_int128){(uint64_t)decided[r], 0},
                (leadline_int128){(uint64_t)done[s], 0}, (leadline_int128){(uint64_t)decided[s], 0}, &test));
            if (test.state == LEADLINE_DEFINED) {
                add_text(&t, " %.6f %.6f\n", test.z, test.p);
            } else {
                add_text(&t, " !%u !%u\n", test.state, test.state);
            }
        }
    }
    return t.bytes;
}

typedef struct member {
    uint64_t person, account;
    int64_t joined;
} member;

static inline int compare_members(const void *left, const void *right) {
    const member *a = left, *b = right;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

/* The members of the first audience. */
static inline char *members_of(const audiences *a, const journey *journeys, int count) {
    member members[LONGEST];
    int number = 0;
    for (int p = 0; p < count; p++) {
        const journey *j = &journeys[p];
        int seen = seen_of(j, a->as_of), has_left, at = joined_with(a, &a->rules[0], j, seen, &has_left), first = number;
        if (at < 0 || has_left) continue;
        for (int i = 0; i < seen; i++) {
            int is_there = j->events[i].person == 0;
            for (int m = first; m < number; m++) is_there |= members[m].person == j->events[i].person;
            if (!is_there) members[number++] = (member){j->events[i].person, j->account, j->events[at].time};
        }
        if (number == first) members[number++] = (member){0, j->account, j->events[at].time};
    }
    qsort(members, (size_t)number, sizeof(member), compare_members);
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int m = 0; m < number; m++) add_text(&t, "%" PRIu64 " %" PRIu64 " %" PRId64 "\n", members[m].person, members[m].account, members[m].joined);
    return t.bytes;
}

/* ---- Both ---- */

static inline void make_conditions(model_condition *conditions, int count) {
    for (int i = 0; i < count; i++) {
        model_condition *c = &conditions[i];
        make_step(&c->step);
        c->from = any(5) == 0 ? MARCH_1 + any(10) : INT64_MIN;
        c->to = any(5) == 0 ? MARCH_1 + 5 + any(15) : INT64_MAX;
        c->within = any(5) == 0 ? 1 + any(15) : 0;
        c->minimum = any(3) == 0 ? 2 : 1;
        c->is_then = i > 0 && any(2) == 0;
    }
}

static inline void make_audiences(audiences *a) {
    memset(a, 0, sizeof *a);
    a->count = 1 + (int)any(RULES);
    for (int r = 0; r < a->count; r++) {
        model_rule *rule = &a->rules[r];
        rule->includes = 1 + (int)any(3);
        rule->excludes = (int)any(3);
        rule->is_any = any(3) == 0;
        rule->is_staying = any(4) == 0;
        make_conditions(rule->include, rule->includes);
        make_conditions(rule->exclude, rule->excludes);
    }
    make_step(&a->outcome);
    a->window = any(2) == 0 ? 0 : 1 + any(12);
    a->as_of = any(3) == 0 ? MARCH_1 + any(24) : MARCH_1 + 30;
    a->from = any(4) == 0 ? MARCH_1 + any(12) : INT64_MIN;
    a->to = any(4) == 0 ? MARCH_1 + 4 + any(16) : INT64_MAX;
    a->by_person = any(3) == 0;
}

typedef struct asked {
    leadline_audience_rule rules[RULES];
    leadline_condition conditions[RULES][2][CONDITIONS];
    leadline_filter filters[RULES][2][CONDITIONS + 1];
    const char *names[RULES][2][CONDITIONS + 1];
    leadline_step outcome;
    uint16_t quantiles[2];
    leadline_audience_options options;
} asked;

static inline size_t add_filter(const model_step *step, leadline_filter *filter, const char **name) {
    if (step->channel < 0) return 0;
    *name = channel_names[step->channel - 1];
    *filter = (leadline_filter){sizeof *filter, "channel", name, 1};
    return 1;
}

static inline void set_up(asked *q, const audiences *a) {
    memset(q, 0, sizeof *q);
    for (int r = 0; r < a->count; r++) {
        const model_rule *rule = &a->rules[r];
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < (side == 0 ? rule->includes : rule->excludes); i++) {
                const model_condition *c = side == 0 ? &rule->include[i] : &rule->exclude[i];
                leadline_condition condition = LEADLINE_CONDITION_INIT;
                condition.kinds = c->step.text;
                condition.filters = &q->filters[r][side][i];
                condition.filter_count = add_filter(&c->step, &q->filters[r][side][i], &q->names[r][side][i]);
                condition.from_us = c->from;
                condition.to_us = c->to;
                condition.within_us = c->within;
                condition.minimum = c->minimum == 1 ? any(2) : (uint32_t)c->minimum;
                condition.flags = (c->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (c->to != INT64_MAX ? LEADLINE_QUERY_TO : 0) |
                                  (c->is_then ? LEADLINE_CONDITION_THEN : 0);
                q->conditions[r][side][i] = condition;
            }
        }
        q->rules[r] = (leadline_audience_rule){sizeof q->rules[r], r == 1 ? "second" : NULL, q->conditions[r][0], (size_t)rule->includes,
            q->conditions[r][1], (size_t)rule->excludes, rule->is_any ? LEADLINE_AUDIENCE_ANY : LEADLINE_AUDIENCE_ALL,
            rule->is_staying ? LEADLINE_AUDIENCE_STAYING : 0};
    }
    q->outcome = (leadline_step)LEADLINE_STEP_INIT;
    q->outcome.kinds = a->outcome.text;
    q->outcome.filters = &q->filters[0][0][CONDITIONS];
    q->outcome.filter_count = add_filter(&a->outcome, &q->filters[0][0][CONDITIONS], &q->names[0][0][CONDITIONS]);
    q->quantiles[0] = 250;
    q->quantiles[1] = 1000;
    q->options = (leadline_audience_options)LEADLINE_AUDIENCE_OPTIONS_INIT;
    q->options.rules = q->rules;
    q->options.rule_count = (size_t)a->count;
    q->options.outcome = &q->outcome;
    q->options.window_us = a->window;
    q->options.as_of_us = a->as_of;
    q->options.quantiles = q->quantiles;
    q->options.quantile_count = 2;
    q->options.from_us = a->from;
    q->options.to_us = a->to;
    q->options.flags = LEADLINE_QUERY_AS_OF | (a->by_person ? LEADLINE_AUDIENCE_PERSONS : 0) |
                       (a->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (a->to != INT64_MAX ? LEADLINE_QUERY_TO : 0);
}

static inline char *answer_of(const leadline_engine *engine, const leadline_audience_options *options) {
    leadline_table *table = NULL, *overlaps = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_follow_audiences(engine, options, &table, &overlaps);
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s %s\n", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_text(&t, "");
    add_table(&t, table);
    add_text(&t, "--\n");
    add_table(&t, overlaps);
    leadline_table_close(table);
    leadline_table_close(overlaps);
    return t.bytes;
}

static inline char *list_of(const leadline_engine *engine, const leadline_audience_options *options) {
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_audience_members(engine, options, &table);
    add_text(&t, "%s", status == LEADLINE_OK ? "" : leadline_status_name(status));
    if (status == LEADLINE_OK) add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

static inline void compare(const leadline_engine *engine, const round_of *r, int round) {
    static journey journeys[LONGEST];
    static asked q;
    for (int i = 0; i < 4; i++) {
        audiences a;
        make_audiences(&a);
        int count = make_journeys_by(r, journeys, a.by_person);
        set_up(&q, &a);
        char *is = answer_of(engine, &q.options), *wanted = wanted_of(&a, journeys, count);
        if (strcmp(is, wanted) != 0) printf("  round %d, audiences %d\n", round, i);
        CHECK_TEXT(is, wanted);
        free(is);
        free(wanted);
        q.options.rule_count = 1;
        is = list_of(engine, &q.options);
        wanted = members_of(&a, journeys, count);
        if (strcmp(is, wanted) != 0) printf("  round %d, members %d, by person %d\n", round, i, a.by_person);
        CHECK_TEXT(is, wanted);
        free(is);
        free(wanted);
    }
}

#endif
