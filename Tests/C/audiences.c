/* Audiences beside a model that asks of every first part of a journey whether it fulfils the conditions; the catalogue's
 * vector; what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
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
    int by_person;
} audiences;

/* ---- The model ---- */

static int counts(const model_condition *c, const event *e, int64_t as_of) {
    if (e->time < c->from || e->time >= c->to) return 0;
    if (c->within != 0 && e->time < as_of - c->within) return 0;
    return meets(&c->step, e);
}

/* Whether a chain from its first condition on is fulfilled by events from `from` to before `end`: tries every place where one
 * condition's facts may end and the next one's begin. */
static int is_fulfilled(const model_condition *chain, int count, const journey *j, int from, int end, int64_t as_of) {
    if (count == 0) return 1;
    int number = 0;
    for (int i = from; i < end; i++) {
        number += counts(chain, &j->events[i], as_of);
        if (number >= chain->minimum && is_fulfilled(chain + 1, count - 1, j, i + 1, end, as_of)) return 1;
    }
    return 0;
}

/* How many chains of some conditions the first events of a journey fulfil, and of how many. */
static int chains_of(const model_condition *conditions, int count, const journey *j, int end, int64_t as_of, int *all) {
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

static int is_excluded(const audiences *a, const model_rule *r, const journey *j, int end) {
    int all;
    return chains_of(r->exclude, r->excludes, j, end, a->as_of, &all) > 0;
}

/* The event that a journey's buyer joins with, -1: none. */
static int joined_with(const audiences *a, const model_rule *r, const journey *j, int seen, int *has_left) {
    *has_left = 0;
    for (int end = 1; end <= seen; end++) {
        int all, fulfilled = chains_of(r->include, r->includes, j, end, a->as_of, &all);
        if (fulfilled < (r->is_any ? 1 : all)) continue;
        if (is_excluded(a, r, j, end)) return -1;
        *has_left = is_excluded(a, r, j, seen);
        return *has_left && r->is_staying ? -1 : end - 1;
    }
    return -1;
}

static char *wanted_of(const audiences *a, const journey *journeys, int count) {
    int joined[RULES] = {0}, members[RULES] = {0}, converted[RULES] = {0}, open[RULES] = {0}, both[RULES][RULES] = {{0}};
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
                times[r][converted[r]++] = j->events[later].time - start;
            } else {
                open[r] += a->window == 0 || start + a->window > a->as_of;
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
        add_text(&t, " %d %d %d %d", joined[r], members[r], converted[r], open[r]);
        add_ratio(&t, converted[r], joined[r]);
        if (converted[r] == 0) {
            add_text(&t, " !2 !2 !2\n");
            continue;
        }
        int64_t sum = 0;
        for (int i = 0; i < converted[r]; i++) sum += times[r][i];
        add_ratio(&t, sum, converted[r]);
        add_text(&t, " %" PRId64 "/1", quantile_of(times[r], converted[r], 250));
        add_text(&t, " %" PRId64 "/1\n", quantile_of(times[r], converted[r], 1000));
    }
    add_text(&t, "--\n");
    for (int r = 0; r < a->count; r++) {
        for (int s = r + 1; s < a->count; s++) {
            for (int which = r; which <= s; which += s - r) add_text(&t, which == 1 ? "second " : "%d ", which + 1);
            int either = joined[r] + joined[s] - both[r][s];
            add_text(&t, "%d %d", both[r][s], either);
            add_ratio(&t, both[r][s], either);
            add_ratio(&t, (int64_t)converted[r] * joined[s], (int64_t)joined[r] * converted[s]);
            leadline_comparison test;
            CHECK_OK(leadline_compare_proportions((leadline_int128){(uint64_t)converted[r], 0}, (leadline_int128){(uint64_t)joined[r], 0},
                (leadline_int128){(uint64_t)converted[s], 0}, (leadline_int128){(uint64_t)joined[s], 0}, &test));
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

static int compare_members(const void *left, const void *right) {
    const member *a = left, *b = right;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

/* The members of the first audience. */
static char *members_of(const audiences *a, const journey *journeys, int count) {
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

static void make_conditions(model_condition *conditions, int count) {
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

static void make_audiences(audiences *a) {
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

static size_t add_filter(const model_step *step, leadline_filter *filter, const char **name) {
    if (step->channel < 0) return 0;
    *name = channel_names[step->channel - 1];
    *filter = (leadline_filter){sizeof *filter, "channel", name, 1};
    return 1;
}

static void set_up(asked *q, const audiences *a) {
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
    q->outcome = (leadline_step){sizeof q->outcome, NULL, a->outcome.text, &q->filters[0][0][CONDITIONS],
        add_filter(&a->outcome, &q->filters[0][0][CONDITIONS], &q->names[0][0][CONDITIONS]), 0, 0};
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
    q->options.flags = LEADLINE_QUERY_AS_OF | (a->by_person ? LEADLINE_AUDIENCE_PERSONS : 0);
}

static char *answer_of(const leadline_engine *engine, const leadline_audience_options *options) {
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

static char *list_of(const leadline_engine *engine, const leadline_audience_options *options) {
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_audience_members(engine, options, &table);
    add_text(&t, "%s", status == LEADLINE_OK ? "" : leadline_status_name(status));
    if (status == LEADLINE_OK) add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

static void compare(const leadline_engine *engine, const round_of *r, int round) {
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

static void test_model(void) {
    part("random journeys and rules beside the model");
    static round_of r;
    for (int round = 0; round < 3000; round++) {
        seed = (uint64_t)round * 6007 + 5;
        make_round(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(shards, 1, r.has_ids) : NULL;
        record_shuffled(engine, other, &r);
        if (other != NULL) {
            CHECK_OK(leadline_merge(engine, other, 0));
            CHECK_OK(leadline_close(other));
        }
        compare(engine, &r, round);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Cases ---- */

static void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, uint64_t person) {
    static rows one;
    one.count = 0;
    add_row(&one, time, kind, name(engine, 0, channel), 0, 0, 1, 0);
    one.person[0] = person;
    leadline_batch batch = batch_of(&one, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Two placements, 1000 members each, 10 and 4 of whom buy later. */
static void test_vector(void) {
    part("5.11 two placements");
    leadline_engine *engine = open_with_journeys(1, 2, 0);
    for (uint64_t p = 1; p <= 2000; p++) {
        record(engine, MARCH_1 + (int64_t)p, CLICK, p <= 1000 ? "a" : "b", p);
        if (p <= 10 || (p > 1000 && p <= 1004)) record(engine, MARCH_1 + DAY, SALE, "", p);
        if (p == 500) record(engine, MARCH_1, SALE, "", p); /* before the click */
    }
    static const char *const a_name[] = {"a"}, *const b_name[] = {"b"};
    leadline_filter filters[2] = {{sizeof filters[0], "channel", a_name, 1}, {sizeof filters[0], "channel", b_name, 1}};
    leadline_condition clicked[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT}, bought = LEADLINE_CONDITION_INIT;
    leadline_audience_rule rules[2] = {LEADLINE_AUDIENCE_RULE_INIT, LEADLINE_AUDIENCE_RULE_INIT};
    bought.kinds = "sale";
    for (int r = 0; r < 2; r++) {
        clicked[r].kinds = "click";
        clicked[r].filters = &filters[r];
        clicked[r].filter_count = 1;
        rules[r].name = r == 0 ? "placement a" : "placement b";
        rules[r].include = &clicked[r];
        rules[r].include_count = 1;
    }
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    options.rules = rules;
    options.rule_count = 2;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "placement a 1000 1000 10 990 1/100 172799999989/2 86399999994/1\n"
                   "placement b 1000 1000 4 996 1/250 172799997995/2 86399998997/1\n--\n"
                   "placement a placement b 0 2000 0/1 5/2 1.609210 0.107571\n");
    free(is);
    /* Those who bought are members no more, and converted all the same; the customer of before never was one. */
    rules[0].exclude = rules[1].exclude = &bought;
    rules[0].exclude_count = rules[1].exclude_count = 1;
    options.window_us = DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "placement a 999 989 10 989 10/999 172799999989/2 86399999994/1\n"
                   "placement b 1000 996 4 996 1/250 172799997995/2 86399998997/1\n--\n"
                   "placement a placement b 0 1999 0/1 2500/999 1.611091 0.107160\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* "Saw the video, then clicked twice", "clicked in March or enquired", seen by one who comes late. */
static void test_chains(void) {
    part("chains");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, CLICK, "a", 1); /* click, view, click, click: joins on the fourth day */
    record(engine, MARCH_1 + 1 * DAY, LEADLINE_KIND_VIEW, "a", 1);
    record(engine, MARCH_1 + 2 * DAY, CLICK, "a", 1);
    record(engine, MARCH_1 + 3 * DAY, CLICK, "a", 1);
    record(engine, MARCH_1, LEADLINE_KIND_VIEW, "a", 2); /* view, click: not yet */
    record(engine, MARCH_1 + 1 * DAY, CLICK, "a", 2);
    record(engine, MARCH_1 + 40 * DAY, LEADLINE_KIND_ENQUIRY, "b", 3);
    leadline_condition conditions[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT};
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    conditions[0].kinds = "view";
    conditions[1].kinds = "click";
    conditions[1].minimum = 2;
    conditions[1].flags = LEADLINE_CONDITION_THEN;
    rule.include = conditions;
    rule.include_count = 2;
    options.rules = &rule;
    options.rule_count = 1;
    char *is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709510400000000\n");
    free(is);
    rule.mode = LEADLINE_AUDIENCE_ANY;
    conditions[0].kinds = "click";
    conditions[0].flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
    conditions[0].from_us = MARCH_1 + DAY;
    conditions[0].to_us = MARCH_1 + 31 * DAY;
    conditions[1].kinds = "enquiry";
    conditions[1].minimum = 0;
    conditions[1].flags = 0;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709424000000000\n2 0 1709337600000000\n3 0 1712707200000000\n");
    free(is);
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + 1 * DAY;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "2 0 1709337600000000\n");
    free(is);
    /* Within a time before the as-of instant, the edge included. */
    rule.include_count = 1;
    conditions[0].flags = 0;
    conditions[0].within_us = DAY;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709251200000000\n2 0 1709337600000000\n");
    free(is);
    options.as_of_us = MARCH_1 + 1 * DAY + 1;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "2 0 1709337600000000\n");
    free(is);
    /* As of long before anything, so that the edge is before all time. */
    options.as_of_us = INT64_MIN;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* The first and the last instant there are, as of the ends of 64 bits. */
static void test_extremes(void) {
    part("extremes of time");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, FIRST_TIME, CLICK, "a", 1);
    record(engine, LAST_TIME, SALE, "a", 1);
    record(engine, LAST_TIME, CLICK, "a", 2);
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    condition.kinds = "click";
    rule.include = &condition;
    rule.include_count = 1;
    options.rules = &rule;
    options.rule_count = 1;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = INT64_MAX;
    options.window_us = DAY;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 0 1 0/1 !2 !2\n--\n");
    free(is);
    options.window_us = INT64_MAX - 1;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 1 1 1/2 315537897599999999/1 315537897599999999/1\n--\n");
    free(is);
    condition.within_us = INT64_MAX;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 -62135596800000000\n2 0 253402300799999999\n");
    free(is);
    options.as_of_us = LAST_TIME;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 -62135596800000000\n2 0 253402300799999999\n");
    free(is);
    steps[0].kinds = "click";
    steps[1].kinds = "sale";
    funnel.steps = steps;
    funnel.step_count = 2;
    funnel.window_us = DAY;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    funnel.as_of_us = INT64_MAX;
    leadline_table *table = NULL;
    CHECK_OK(leadline_funnel(engine, &funnel, &table, NULL));
    text t = {NULL, 0, 0};
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "1 click 2 1 1 !2 1/1 !2 !2 !2 !2\n2 sale 0 0 0 0/1 0/1 !2 !2 !2 !2\n");
    free(t.bytes);
    CHECK_OK(leadline_close(engine));
}

/* ---- What is refused ---- */

static leadline_engine *bare;
static leadline_audience_options asked_of;
static leadline_audience_rule asked_rule;
static leadline_condition asked_condition;

static void refuse(int line, leadline_status wanted, leadline_status of_list, const char *says) {
    leadline_table *table = NULL, *overlaps = NULL;
    char detail[400] = "";
    leadline_status status = leadline_follow_audiences(bare, &asked_of, &table, &overlaps);
    check_statuses(status, wanted, "audiences.c", line, "follow");
    CHECK((status == LEADLINE_OK) == (table != NULL) && (status == LEADLINE_OK) == (overlaps != NULL));
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL, "audiences.c", line, "says", detail);
    leadline_table_close(table);
    leadline_table_close(overlaps);
    table = NULL;
    status = leadline_audience_members(bare, &asked_of, &table);
    check_statuses(status, of_list, "audiences.c", line, "members");
    leadline_table_close(table);
}

static void set_anew(void) {
    static const leadline_condition condition = LEADLINE_CONDITION_INIT;
    static const leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    static const leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    asked_condition = condition;
    asked_condition.kinds = "click";
    asked_rule = rule;
    asked_rule.include = &asked_condition;
    asked_rule.include_count = 1;
    asked_of = options;
    asked_of.rules = &asked_rule;
    asked_of.rule_count = 1;
}

#define REFUSE(change, status, says) (set_anew(), change, refuse(__LINE__, LEADLINE_##status, LEADLINE_##status, says))
#define REFUSE_FOLLOWING(change, status, says) (set_anew(), change, refuse(__LINE__, LEADLINE_##status, LEADLINE_OK, says))

static void test_refusals(void) {
    part("what is refused");
    bare = open_with_journeys(1, 1, 0);
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_filter filter = LEADLINE_FILTER_INIT;
    leadline_audience_rule two[2];
    uint16_t quantiles[17] = {500, 400};
    REFUSE((void)0, OK, "");
    REFUSE(asked_of.rule_count = 0, ERROR_ARGUMENT, "without rules");
    REFUSE(asked_of.rule_count = 65, ERROR_TOO_MANY, "rules");
    REFUSE(asked_of.rule_count = (size_t)-1, ERROR_TOO_MANY, "rules");
    REFUSE(asked_of.rules = NULL, ERROR_NULL, "rules is NULL");
    REFUSE(asked_of.flags = 0x20, ERROR_ARGUMENT, "flags of audiences");
    REFUSE(asked_of.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE(asked_of.window_us = -1, ERROR_ARGUMENT, "window");
    REFUSE(asked_of.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE_FOLLOWING((asked_of.quantiles = quantiles, asked_of.quantile_count = 2), ERROR_ARGUMENT, "quantiles");
    REFUSE_FOLLOWING(asked_of.quantile_count = 17, ERROR_TOO_MANY, "quantiles");
    REFUSE_FOLLOWING(asked_of.quantile_count = 1, ERROR_NULL, "quantiles");
    REFUSE_FOLLOWING(asked_of.outcome = &step, ERROR_NULL, "kinds of a step");
    step.kinds = "nothing";
    REFUSE_FOLLOWING(asked_of.outcome = &step, ERROR_NAME, "no kind is called nothing");
    REFUSE(asked_rule.struct_size = 12, ERROR_STRUCT_SIZE, "rule");
    REFUSE(asked_rule.mode = 2, ERROR_ARGUMENT, "mode");
    REFUSE(asked_rule.flags = 2, ERROR_ARGUMENT, "flags of an audience's rule");
    REFUSE(asked_rule.include_count = 0, ERROR_ARGUMENT, "includes nothing");
    REFUSE(asked_rule.include_count = 1025, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = 1024, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = (size_t)-1, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = 1, ERROR_NULL, "conditions");
    REFUSE(asked_rule.include = NULL, ERROR_NULL, "conditions");
    REFUSE(asked_condition.struct_size = 16, ERROR_STRUCT_SIZE, "condition");
    REFUSE(asked_condition.kinds = NULL, ERROR_NULL, "kinds of a condition");
    REFUSE(asked_condition.kinds = "click|", ERROR_NAME, "no kind");
    REFUSE(asked_condition.flags = 4, ERROR_ARGUMENT, "flags of a condition");
    REFUSE(asked_condition.flags = LEADLINE_CONDITION_THEN, ERROR_ARGUMENT, "before the first");
    REFUSE((asked_rule.exclude = &asked_condition, asked_rule.exclude_count = 1, asked_condition.flags = LEADLINE_CONDITION_THEN), ERROR_ARGUMENT,
        "before the first");
    REFUSE(asked_condition.within_us = -1, ERROR_ARGUMENT, "within");
    REFUSE(asked_condition.within_us = INT64_MAX, OK, "");
    REFUSE(asked_condition.minimum = UINT32_MAX, OK, "");
    REFUSE(asked_condition.filter_count = 1, ERROR_NULL, "filters");
    REFUSE(asked_condition.filter_count = 1025, ERROR_TOO_MANY, "filters");
    filter.dimension = "country";
    REFUSE((asked_condition.filters = &filter, asked_condition.filter_count = 1), ERROR_NAME, "country");
    set_anew();
    two[0] = two[1] = asked_rule;
    asked_of.rules = two;
    asked_of.rule_count = 2;
    refuse(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");

    set_anew();
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_follow_audiences(NULL, &asked_of, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_follow_audiences(bare, NULL, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_follow_audiences(bare, &asked_of, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, &asked_of, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, &asked_of, (leadline_table **)(void *)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_OK(leadline_follow_audiences(bare, &asked_of, &table, NULL));
    leadline_table_close(table);
    table = NULL;
    leadline_options without = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&without, &engine, NULL, 0));
    CHECK_STATUS(leadline_follow_audiences(engine, &asked_of, &table, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_audience_members(engine, &asked_of, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    CHECK(table == NULL);
    CHECK_OK(leadline_close(bare));
}

int main(void) {
    printf("audiences\n");
    test_vector();
    test_chains();
    test_extremes();
    test_refusals();
    test_model();
    return finish();
}
