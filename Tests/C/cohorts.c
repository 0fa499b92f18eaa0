/* Cohorts beside a model that goes through every journey fact by fact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

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

static uint64_t seed;

static uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

#define COMPARE(field) \
    if (a->field != b->field) return a->field < b->field ? -1 : 1

static int compare_events(const void *left, const void *right) {
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

static int is_sale(const event *e) { return e->kind >= 3 && e->kind <= 5; }
static int is_correction(const event *e) { return e->kind == 6 || e->kind == 7; }

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

static const struct {
    int kinds;
    const char *text;
} choices[] = {{1 << 1 | 1 << 2, "lead"}, {1 << 3 | 1 << 4 | 1 << 5, "sale"}, {1 << 0, "click"},
    {1 << 0 | 1 << 1 | 1 << 2, "lead|click"}, {1 << 4, "sale_referral"}};

static const char *const zones[] = {NULL, "Europe/Berlin", "America/New_York", "Pacific/Apia"};

/* ---- The model ---- */

typedef struct sale_state {
    int64_t undone;
    int was_undone;
} sale_state;

static int64_t excess_of(journey *j, int count, sale_state *states) {
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
static int age_of(const leadline_engine *engine, uint32_t period, int64_t from, int64_t to) {
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

static int compare_cohorts(const void *left, const void *right) {
    const model_cohort *a = left, *b = right;
    COMPARE(channel);
    COMPARE(start);
    return 0;
}

static int compare_times(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static void count_journey(const leadline_engine *engine, const cohorts *c, journey *j) {
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

/* ---- As text ---- */

static int64_t divisor_of(int64_t a, int64_t b) { return b == 0 ? a < 0 ? -a : a : divisor_of(b, a % b); }

static void add_ratio(text *t, int64_t top, int64_t bottom) {
    if (bottom <= 0) {
        add_text(t, " !1");
    } else {
        int64_t d = divisor_of(top, bottom);
        add_text(t, " %" PRId64 "/%" PRId64, top / d, bottom / d);
    }
}

/* A table without the periods' names, with the states of instants. */
static void add_plain(text *t, const leadline_table *table) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    add_text(t, "");
    for (size_t row = 0; row < info.rows; row++) {
        int is_first = 1;
        for (size_t i = 0; i < info.columns; i++) {
            leadline_column column = LEADLINE_COLUMN_INIT;
            CHECK_OK(leadline_table_column(table, i, &column));
            if (strcmp(column.name, "period") == 0) continue;
            add_text(t, is_first ? "" : " ");
            is_first = 0;
            add_value(t, &column, row);
            if (strstr(column.name, "_start") != NULL && column.states[row] != LEADLINE_DEFINED) add_text(t, "*");
        }
        add_text(t, "\n");
    }
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
    int has_ids, has_accounts, merges;
    int64_t start, span;
} round_of;

static void add_model(text *t, text *s, const leadline_engine *engine, const cohorts *c, const round_of *r, model_cohort *m) {
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

/* ---- Facts of a round ---- */

static rows facts;

static uint64_t person_of(int p) { return (uint64_t)p * UINT64_C(0x9E3779B97F4A7C15) + 1; }

static void make_round(round_of *r) {
    memset(r, 0, sizeof *r);
    r->has_ids = any(2) == 0;
    r->has_accounts = any(3) == 0;
    r->merges = any(4) == 0;
    r->zone = zones[any(4)];
    /* Around a change of clocks; Samoa left a day out at the end of 2011. */
    r->start = r->zone == zones[3] ? INT64_C(1324800000000000) : MARCH_1 + 20 * DAY;
    r->span = any(2) == 0 ? 20 * DAY : 200 * DAY;
    for (int p = 0; p < PERSONS; p++) {
        int count = (int)any(EVENTS + 1);
        for (int i = 0; i < count; i++) {
            uint32_t channel = any(3);
            event e = {r->start + any((uint32_t)(r->span / HOUR)) * HOUR, (int)any(KINDS), channel == 0 ? 0 : channel + 1, person_of(p), 0,
                (uint64_t)r->count + 1, 0, 0};
            if (any(8) == 0) e.time = r->start + any(3) * DAY;
            if (e.kind >= 3) e.amount = any(10) == 0 ? -(int64_t)any(50) : (int64_t)any(100);
            if (e.kind >= 6 && any(2) == 0) e.ref = 1 + any(r->count > 0 && any(2) == 0 ? (uint32_t)r->count : LONGEST);
            if (r->has_accounts && any(5) == 0) e.account = 1 + any(3);
            if (e.account != 0 && any(4) == 0) e.person = 0;
            r->events[r->count++] = e;
        }
    }
    /* So that more refs are met: those of a person's own sales. */
    for (int i = 0; i < r->count; i++) {
        event *e = &r->events[i], *other = &r->events[any((uint32_t)r->count)];
        if (e->ref != 0 && is_sale(other) && other->person == e->person) e->ref = other->id;
    }
    r->spend_count = (int)any(SPENDS + 1);
    for (int i = 0; i < r->spend_count; i++) {
        uint32_t channel = any(3);
        r->spends[i] = (spend){r->start + any((uint32_t)(r->span / HOUR)) * HOUR, channel == 0 ? 0 : channel + 1, (int64_t)any(60)};
    }
}

static uint64_t buyer_of(const round_of *r, const event *e) {
    if (e->account != 0) return e->account | UINT64_C(1) << 63;
    const event *first = NULL;
    for (int i = 0; i < r->count; i++) {
        const event *other = &r->events[i];
        if (other->person == e->person && other->account != 0 && (first == NULL || compare_events(other, first) < 0)) first = other;
    }
    return first != NULL ? first->account | UINT64_C(1) << 63 : e->person;
}

static int make_journeys(const round_of *r, journey *journeys) {
    uint64_t buyers[LONGEST];
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        uint64_t buyer = buyer_of(r, &r->events[i]);
        int j = 0;
        while (j < count && buyers[j] != buyer) j++;
        if (j == count) {
            buyers[count] = buyer;
            journeys[count++].count = 0;
        }
        journeys[j].events[journeys[j].count++] = r->events[i];
    }
    for (int j = 0; j < count; j++) qsort(journeys[j].events, (size_t)journeys[j].count, sizeof(event), compare_events);
    return count;
}

static leadline_engine *open_with_journeys(const char *zone, uint32_t shards, uint32_t threads, int ids) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "group", "channel", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.time_zone = zone;
    options.journeys = 1;
    options.ids = (uint32_t)ids;
    options.refs = (uint32_t)ids;
    options.shards = shards;
    options.threads = threads;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

static void record_shuffled(leadline_engine *engine, leadline_engine *other, const round_of *r) {
    event given[LONGEST + SPENDS];
    int count = r->count;
    memcpy(given, r->events, sizeof r->events);
    for (int i = 0; i < r->spend_count; i++) {
        given[count++] = (event){r->spends[i].time, -1, r->spends[i].channel, 0, 0, 0, 0, r->spends[i].amount};
    }
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = given[i];
        given[i] = given[to];
        given[to] = kept;
    }
    uint64_t persons[LONGEST + SPENDS], accounts[LONGEST + SPENDS], refs[LONGEST + SPENDS];
    facts.count = 0;
    for (int i = 0; i <= count; i++) {
        if (i == count || any(5) == 0) {
            leadline_batch batch = batch_of(&facts, 1);
            batch.person = persons;
            batch.account = r->has_accounts ? accounts : NULL;
            batch.ref = refs;
            CHECK_OK(leadline_record_batch(other != NULL && any(2) == 0 ? other : engine, &batch, 0, NULL));
            facts.count = 0;
            if (i == count) break;
        }
        persons[facts.count] = given[i].person;
        accounts[facts.count] = given[i].account;
        refs[facts.count] = given[i].ref;
        add_row(&facts, given[i].time, given[i].kind < 0 ? MEDIA_SPEND : kinds[given[i].kind], given[i].channel, 0, given[i].amount, 1, given[i].id);
    }
}

static void make_question(const leadline_engine *engine, cohorts *c, const round_of *r) {
    memset(c, 0, sizeof *c);
    uint32_t first = any(5), activity = any(5);
    c->first = choices[first].kinds;
    c->first_text = choices[first].text;
    c->activity = choices[activity].kinds;
    c->activity_text = choices[activity].text;
    c->channel = any(4) == 0 ? (int)(2 + any(2)) : -1;
    c->by_channel = any(2) == 0;
    c->period = LEADLINE_PERIOD_DAY + any(5);
    c->has_max = any(3) == 0;
    c->max_age = any(10);
    c->has_cost = any(2) == 0;
    c->from = any(3) == 0 ? r->start + any(10) * DAY + 5 * HOUR : INT64_MIN;
    c->to = any(3) == 0 ? r->start + 3 * DAY + any(50) * DAY : INT64_MAX;
    c->as_of = r->start + (int64_t)any((uint32_t)(r->span / HOUR)) * HOUR * 5 / 4;
    if (c->has_cost) {
        int64_t start = 0, end = 0;
        CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, c->as_of, &start, &end));
        c->as_of = end - 1;
    }
}

static char *answer_of(const leadline_engine *engine, const leadline_cohort_options *options) {
    leadline_table *table = NULL, *summary = NULL, *alone = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_cohorts(engine, options, &table, &summary);
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s %s\n", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_plain(&t, table);
    text other = {NULL, 0, 0};
    CHECK_OK(leadline_cohorts(engine, options, &alone, NULL));
    add_plain(&other, alone);
    CHECK_TEXT(other.bytes, t.bytes);
    free(other.bytes);
    add_text(&t, "--\n");
    add_plain(&t, summary);
    leadline_table_close(table);
    leadline_table_close(summary);
    leadline_table_close(alone);
    return t.bytes;
}

static char *asked_of(const leadline_engine *engine, const cohorts *c) {
    static const char *const by[] = {"channel"};
    static const uint16_t quantiles[] = {500, 900};
    const char *names[] = {c->channel == 2 ? "a" : "b"};
    leadline_filter filter = {sizeof filter, "channel", names, 1};
    leadline_step first = LEADLINE_STEP_INIT, activity = LEADLINE_STEP_INIT;
    first.kinds = c->first_text;
    first.filters = &filter;
    first.filter_count = c->channel >= 0;
    activity.kinds = c->activity_text;
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.activity = strcmp(c->activity_text, "sale") == 0 ? NULL : &activity;
    options.by = by;
    options.by_count = (size_t)c->by_channel;
    options.period = c->period;
    options.acquisition_cost = c->has_cost ? "amount(media_spend)" : NULL;
    options.from_us = c->from;
    options.to_us = c->to;
    options.as_of_us = c->as_of;
    options.max_age = c->has_max ? c->max_age : 0;
    options.quantiles = quantiles;
    options.quantile_count = 2;
    options.flags = LEADLINE_QUERY_AS_OF | (c->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (c->to != INT64_MAX ? LEADLINE_QUERY_TO : 0) |
                    (c->has_max ? LEADLINE_COHORT_MAX_AGE : 0);
    return answer_of(engine, &options);
}

static void test_model(void) {
    part("random journeys and cohorts beside the model");
    static journey journeys[LONGEST];
    static round_of r;
    for (int round = 0; round < 1500; round++) {
        seed = (uint64_t)round * 7919 + 11;
        make_round(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(r.zone, shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(r.zone, shards, 1, r.has_ids) : NULL;
        record_shuffled(engine, other, &r);
        if (other != NULL) {
            CHECK_OK(leadline_merge(engine, other, 0));
            CHECK_OK(leadline_close(other));
        }
        int count = make_journeys(&r, journeys);
        for (int i = 0; i < 4; i++) {
            cohorts c;
            make_question(engine, &c, &r);
            found_count = 0;
            for (int j = 0; j < count; j++) count_journey(engine, &c, &journeys[j]);
            qsort(found, (size_t)found_count, sizeof *found, compare_cohorts);
            text wanted = {NULL, 0, 0}, summary = {NULL, 0, 0};
            add_text(&wanted, "");
            add_text(&summary, "");
            for (int g = 0; g < found_count; g++) add_model(&wanted, &summary, engine, &c, &r, &found[g]);
            add_text(&wanted, "--\n");
            for (char *line = summary.bytes; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&wanted, "%.*s", (int)size, line);
                line += size;
            }
            char *is = asked_of(engine, &c);
            if (strcmp(is, wanted.bytes) != 0) {
                printf("  round %d, question %d: zone %s, first %s, activity %s, period %u, by %d, cost %d, max %d\n", round, i,
                    r.zone != NULL ? r.zone : "UTC", c.first_text, c.activity_text, c.period, c.by_channel, c.has_cost,
                    c.has_max ? (int)c.max_age : -1);
            }
            CHECK_TEXT(is, wanted.bytes);
            free(is);
            free(wanted.bytes);
            free(summary.bytes);
        }
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- One by one ---- */

static leadline_step of_kinds(const char *names) {
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = names;
    return step;
}

static leadline_column column_of(const leadline_table *table, const char *wanted) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column = LEADLINE_COLUMN_INIT;
    for (size_t i = 0; i < info.columns; i++) {
        CHECK_OK(leadline_table_column(table, i, &column));
        if (strcmp(column.name, wanted) == 0) return column;
    }
    CHECK(!"a column of that name");
    return column;
}

/* "1/2 3 !3" */
static char *values_of(const leadline_table *table, const char *wanted) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column = column_of(table, wanted);
    text t = {NULL, 0, 0};
    for (size_t row = 0; row < info.rows; row++) {
        add_text(&t, row == 0 ? "" : " ");
        add_value(&t, &column, row);
    }
    return t.bytes;
}

#define CHECK_COLUMN(table, wanted, values) \
    do { \
        char *is = values_of(table, wanted); \
        CHECK_TEXT(is, values); \
        free(is); \
    } while (0)

static void add_fact(leadline_engine *engine, uint64_t person, int64_t time, uint16_t kind, int64_t amount, uint64_t id, uint64_t ref) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.amount = &amount;
    batch.person = &person;
    batch.id = &id;
    batch.ref = &ref;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* 100 buyers; 40 come again in the second month and 30 in the third; the fourth is not over. */
static void test_vector(void) {
    part("the catalogue's cohort");
    leadline_engine *engine = open_with_journeys("Europe/Berlin", 1, 1, 0);
    add_fact(engine, 0, MARCH_1 + DAY, MEDIA_SPEND, 10000, 0, 0);
    for (uint64_t p = 1; p <= 100; p++) add_fact(engine, p, MARCH_1 + 2 * DAY, SALE, 60, 0, 0);
    add_fact(engine, 1, MARCH_1 + 3 * DAY, GOODS_COST, 2000, 0, 0);
    for (uint64_t p = 1; p <= 40; p++) add_fact(engine, p, MARCH_1 + 40 * DAY, SALE_REPEAT, 80, 0, 0);
    add_fact(engine, 1, MARCH_1 + 41 * DAY, SERVICE_COST, 200, 0, 0);
    for (uint64_t p = 11; p <= 40; p++) add_fact(engine, p, MARCH_1 + 70 * DAY, SALE_REPEAT, 120, 0, 0);
    add_fact(engine, 11, MARCH_1 + 75 * DAY, REFUND, 100, 0, 0);
    add_fact(engine, 12, MARCH_1 + 100 * DAY, SALE, 7, 0, 0);
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.acquisition_cost = "acquisition_cost";
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "age", "0 1 2 3");
    CHECK_COLUMN(table, "active", "100 40 30 1");
    CHECK_COLUMN(table, "retention", "1/1 2/5 3/10 !3");
    CHECK_COLUMN(table, "total_contribution", "4000 7000 10500 10507");
    CHECK_COLUMN(table, "return", "2/5 7/10 21/20 !3");
    CHECK_COLUMN(summary, "acquisition_cost", "10000/1");
    CHECK_COLUMN(summary, "payback_age", "2");
    CHECK_COLUMN(summary, "clv_total", "2507/1"); /* 12707 - 10000 - 200 */
    CHECK_COLUMN(summary, "clv_mean", "2507/100");
    CHECK_COLUMN(summary, "clv_margin", "507/1");
    CHECK_COLUMN(summary, "cac", "100/1");
    CHECK_COLUMN(summary, "repeat_customers", "40");
    CHECK_COLUMN(summary, "repeat_share", "2/5");
    CHECK_COLUMN(summary, "purchases_per_customer", "171/100");
    leadline_table_close(table);
    leadline_table_close(summary);
    /* A cost nobody can reach, and none at all. */
    options.acquisition_cost = "1000 * media_spend";
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(summary, "payback_age", "!3");
    CHECK_COLUMN(summary, "return", "10507/10000000");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.acquisition_cost = "creative_cost"; /* never came in, which is 0 */
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(summary, "payback_age", "0");
    CHECK_COLUMN(summary, "return", "!1");
    CHECK_COLUMN(table, "return", "!1 !1 !1 !1");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.acquisition_cost = NULL;
    options.max_age = 1;
    options.flags = LEADLINE_COHORT_MAX_AGE;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "6000 3200");
    CHECK_COLUMN(table, "return", "!2 !2");
    CHECK_COLUMN(summary, "ages", "2");
    CHECK_COLUMN(summary, "payback_age", "!2");
    CHECK_COLUMN(summary, "clv_mean", "!2");
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static void test_corrections(void) {
    part("corrections");
    leadline_engine *engine = open_with_journeys(NULL, 1, 1, 1);
    static const struct {
        uint64_t person, id, ref;
        int day;
        uint16_t kind;
        int64_t amount;
    } given[] = {
        /* Two parts of one sale, in other months than it; what is too much is left over. */
        {1, 1, 0, 0, SALE, 100}, {1, 2, 0, 40, SALE, 50}, {1, 11, 1, 70, REFUND, 60}, {1, 12, 1, 80, CANCELLATION, 55},
        /* Without a ref: the latest before it, then the one before that. */
        {2, 3, 0, 0, SALE, 10}, {2, 4, 0, 35, SALE, 20}, {2, 13, 0, 36, REFUND, 20}, {2, 14, 0, 37, REFUND, 4}, {2, 15, 0, 38, REFUND, -1},
        /* Before its sale, and of a sale that is nobody's. */
        {3, 16, 5, 1, REFUND, 7}, {3, 5, 0, 2, SALE, 30}, {3, 17, 999, 3, REFUND, 9}, {3, 18, 1, 4, REFUND, 2},
        /* The goods of the second sale, paid for later; those of none. */
        {1, 21, 2, 90, GOODS_COST, 5}, {1, 22, 0, 91, GOODS_COST, 3},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        add_fact(engine, given[i].person, MARCH_1 + given[i].day * DAY, given[i].kind, given[i].amount, given[i].id, given[i].ref);
    }
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "140 70 0");
    CHECK_COLUMN(table, "revenue_net", "30 50 0"); /* 0 + 7 + 23; 50 + 0 */
    CHECK_COLUMN(table, "goods_cost", "0 5 3");
    CHECK_COLUMN(summary, "excess_corrections", "26"); /* 15 + 9 + 2 */
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static void test_kinds_held(void) {
    part("kinds that journeys do not keep");
    static const uint16_t kept[] = {LEAD, SALE, GOODS_COST, SERVICE_COST};
    leadline_options open = LEADLINE_OPTIONS_INIT;
    open.journeys = 1;
    open.journey_kinds = kept;
    open.journey_kind_count = 4;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&open, &engine, NULL, 0));
    add_fact(engine, 1, MARCH_1, SALE, 5, 0, 0);
    leadline_step first = of_kinds("sale"), activity = of_kinds("click");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "5");
    CHECK_COLUMN(table, "revenue_net", "!2");
    CHECK_COLUMN(table, "goods_cost", "0");
    CHECK_COLUMN(table, "contribution", "!2");
    CHECK_COLUMN(table, "total_contribution", "!2");
    CHECK_COLUMN(summary, "customers", "1");
    CHECK_COLUMN(summary, "clv_total", "!2");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.activity = &activity;
    CHECK_STATUS(leadline_cohorts(engine, &options, &table, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
}

/* Ages far beyond those that arrays hold. */
static void test_far(void) {
    part("stray times");
    leadline_engine *engine = open_with_journeys(NULL, 1, 2, 0);
    for (uint64_t p = 1; p <= 50; p++) {
        add_fact(engine, p, MARCH_1, SALE, 1, 0, 0);
        add_fact(engine, p, MARCH_1 + 5000 * DAY, SALE, 2, 0, 0);
    }
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.period = LEADLINE_PERIOD_DAY;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 5001);
    CHECK_INT(column_of(table, "active").integers[0], 50);
    CHECK_INT(column_of(table, "active").integers[4999], 0);
    CHECK_INT(column_of(table, "active").integers[5000], 50);
    CHECK_INT(column_of(table, "total_revenue").numerators[5000].low, 150);
    CHECK_COLUMN(summary, "revenue", "150");
    leadline_table_close(table);
    leadline_table_close(summary);
    /* Nearly four million days, five times. */
    add_fact(engine, 60, FIRST_TIME, SALE, 1, 0, 0);
    for (uint64_t p = 61; p <= 65; p++) add_fact(engine, p, FIRST_TIME + (int64_t)p * DAY, SALE, 1, 0, 0);
    add_fact(engine, 60, LAST_TIME, SALE, 1, 0, 0);
    CHECK_STATUS(leadline_cohorts(engine, &options, &table, &summary), LEADLINE_ERROR_TOO_MANY);
    options.period = LEADLINE_PERIOD_YEAR;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 9999 + 9999 - 2023);
    leadline_table_close(table);
    leadline_table_close(summary);
    options.flags = LEADLINE_COHORT_MAX_AGE;
    options.max_age = UINT32_MAX;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    leadline_table_close(table);
    leadline_table_close(summary);
    options.flags = LEADLINE_QUERY_AS_OF;
    options.max_age = 0;
    options.as_of_us = INT64_MIN;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_OK(leadline_table_read_info(summary, &info));
    CHECK_INT(info.rows, 0);
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static leadline_engine *refusing;

static void refuse(const leadline_cohort_options *options, leadline_status status, const char *detail) {
    leadline_table *const nothing = (leadline_table *)(uintptr_t)8;
    leadline_table *table = nothing, *summary = nothing;
    CHECK_STATUS(leadline_cohorts(refusing, options, &table, &summary), status);
    CHECK(table == nothing && summary == nothing);
    char text[400] = "";
    leadline_engine_error(refusing, text, sizeof text);
    if (strstr(text, detail) == NULL) CHECK_TEXT(text, detail);
}

static void test_errors(void) {
    part("what is refused");
    refusing = open_with_journeys(NULL, 1, 1, 0);
    add_fact(refusing, 1, MARCH_1 + HOUR, SALE, 5, 0, 0);
    add_fact(refusing, 1, MARCH_1 + 5 * HOUR, SALE, 5, 0, 0);
    leadline_table *table = NULL, *summary = NULL;
    leadline_step first = of_kinds("sale"), bad = LEADLINE_STEP_INIT;
    leadline_cohort_options good = LEADLINE_COHORT_OPTIONS_INIT, options;
    good.first = &first;
    CHECK_STATUS(leadline_cohorts(NULL, &good, &table, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, NULL, &table, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, &good, NULL, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, &good, (leadline_table **)((char *)&table + 1), &summary), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_cohorts(refusing, &good, &table, (leadline_table **)((char *)&summary + 1)), LEADLINE_ERROR_MISALIGNED);
#define REFUSE(change, status, detail) \
    do { \
        options = good; \
        change; \
        refuse(&options, status, detail); \
    } while (0)
    static const char *const channel[] = {"channel", "channel"}, *const nobody[] = {"nobody"}, *const null_name[] = {NULL};
    static const uint16_t falling[] = {500, 400};
    REFUSE(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE(options.first = NULL, LEADLINE_ERROR_NULL, "first is NULL");
    REFUSE(options.first = &bad, LEADLINE_ERROR_NULL, "first: kinds is NULL");
    bad.kinds = "sale|nobody";
    REFUSE(options.first = &bad, LEADLINE_ERROR_NAME, "no kind is called 'nobody'");
    REFUSE(options.activity = &bad, LEADLINE_ERROR_NAME, "no kind is called 'nobody'");
    bad.struct_size = 4;
    REFUSE(options.activity = &bad, LEADLINE_ERROR_STRUCT_SIZE, "activity: struct_size");
    REFUSE(options.period = LEADLINE_PERIOD_ALL, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.period = LEADLINE_PERIOD_HOUR, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.period = 99, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.flags = 0x8000, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE(options.reserved = 1, LEADLINE_ERROR_ARGUMENT, "reserved is not 0");
    REFUSE(options.by = channel; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE(options.by = null_name; options.by_count = 1, LEADLINE_ERROR_NULL, "dimension is NULL");
    REFUSE(options.by_count = 1, LEADLINE_ERROR_NULL, "dimension is NULL");
    REFUSE(options.by_count = 65, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE(options.by_count = SIZE_MAX, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE(options.quantile_count = 17, LEADLINE_ERROR_TOO_MANY, "quantiles");
    REFUSE(options.quantile_count = 1, LEADLINE_ERROR_NULL, "quantiles");
    REFUSE(options.quantiles = falling; options.quantile_count = 2, LEADLINE_ERROR_ARGUMENT, "quantiles");
    REFUSE(options.acquisition_cost = "nothing", LEADLINE_ERROR_NAME, "nothing");
    REFUSE(options.acquisition_cost = "media_spend +", LEADLINE_EXPRESSION_SYNTAX, "");
    REFUSE(options.acquisition_cost = "sales", LEADLINE_ERROR_ARGUMENT, "no amount of money");
    REFUSE(options.acquisition_cost = "media_spend"; options.flags = LEADLINE_QUERY_AS_OF; options.as_of_us = MARCH_1 + 2 * HOUR,
        LEADLINE_QUERY_BOUNDARY, "as-of");
    CHECK_OK(leadline_close(refusing));
    leadline_options plain = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    refuse(&good, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    CHECK_OK(leadline_close(refusing));
}

int main(void) {
    printf("cohorts\n");
    test_vector();
    test_corrections();
    test_kinds_held();
    test_far();
    test_errors();
    test_model();
    return finish();
}
