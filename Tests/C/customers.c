/* Customers won and lost, and open leads, beside models that go through every journey fact by fact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

enum { LEAD_REJECTED = 58, DEAL_LOST = 68, GOODS_COST = 98 };

#define PERSONS 10
#define EVENTS 8
#define LONGEST (PERSONS * EVENTS)
#define KINDS 6

static const uint16_t kinds[KINDS] = {LEAD, LEAD_FORM, LEAD_REJECTED, DEAL_LOST, SALE, SALE_REPEAT};
static const int orders[KINDS] = {50, 50, 95, 95, 90, 91};

typedef struct event {
    int64_t time;
    int kind; /* index into kinds */
    uint32_t channel;
    uint64_t person, id, ref;
} event;

typedef struct journey {
    event events[EVENTS];
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
    COMPARE(id);
    COMPARE(ref);
    return 0;
}

static int is_lead(const event *e) { return e->kind <= 1; }
static int is_sale(const event *e) { return e->kind >= 4; }

static journey journeys[PERSONS];
static rows facts;
static const char *const zones[] = {NULL, "Europe/Berlin", "America/New_York"};

#define START (MARCH_1 + 20 * DAY)

static leadline_engine *open_with_journeys(const char *zone, uint32_t threads, uint32_t ids) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.time_zone = zone;
    options.journeys = 1;
    options.threads = threads;
    options.ids = options.refs = ids;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

static leadline_engine *make_round(void) {
    event all[LONGEST];
    int count = 0;
    int64_t span = any(2) == 0 ? 20 * DAY : 150 * DAY;
    for (int p = 0; p < PERSONS; p++) {
        journeys[p].count = (int)any(EVENTS + 1);
        for (int i = 0; i < journeys[p].count; i++) {
            uint32_t channel = any(3);
            event e = {START + any((uint32_t)(span / HOUR)) * HOUR, (int)any(KINDS), channel == 0 ? 0 : channel + 1, (uint64_t)p + 1,
                (uint64_t)count + 1, 0};
            if (any(6) == 0) e.time = START + DAY;
            if (!is_lead(&e) && any(2) == 0) e.ref = (uint64_t)count + 1 - any(EVENTS);
            all[count] = e;
            journeys[p].events[i] = all[count++];
        }
        qsort(journeys[p].events, (size_t)journeys[p].count, sizeof(event), compare_events);
    }
    leadline_engine *engine = open_with_journeys(zones[any(3)], 1 + any(3), any(2));
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = all[i];
        all[i] = all[to];
        all[to] = kept;
    }
    uint64_t refs[LONGEST];
    facts.count = 0;
    for (int i = 0; i < count; i++) {
        refs[i] = all[i].ref;
        add_row(&facts, all[i].time, kinds[all[i].kind], all[i].channel, 0, 0, 1, all[i].id);
        facts.person[i] = all[i].person;
    }
    leadline_batch batch = batch_of(&facts, 1);
    batch.ref = refs;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    return engine;
}

/* ---- As text ---- */

static int64_t divisor_of(int64_t a, int64_t b) { return b == 0 ? a : divisor_of(b, a % b); }

static void add_ratio(text *t, int64_t top, int64_t bottom) {
    if (bottom <= 0) {
        add_text(t, " !1");
    } else {
        int64_t d = divisor_of(top, bottom);
        add_text(t, " %" PRId64 "/%" PRId64, top / d, bottom / d);
    }
}

/* A table without the periods' names, with the states of instants. */
static char *plain_text(leadline_table *table) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (size_t row = 0; row < info.rows; row++) {
        int is_first = 1;
        for (size_t i = 0; i < info.columns; i++) {
            leadline_column column = LEADLINE_COLUMN_INIT;
            CHECK_OK(leadline_table_column(table, i, &column));
            if (strcmp(column.name, "period") == 0) continue;
            add_text(&t, is_first ? "" : " ");
            is_first = 0;
            add_value(&t, &column, row);
            if (strcmp(column.name, "period_start") == 0 && column.states[row] != LEADLINE_DEFINED) add_text(&t, "*");
        }
        add_text(&t, "\n");
    }
    leadline_table_close(table);
    return t.bytes;
}

static const char *const channels[] = {"-", "", "a", "b"};

/* ---- Customers ---- */

/* What happened to one customer, as far as it is seen. */
typedef struct change {
    int64_t time;
    int what; /* 0 won, 1 returned, 2 lost */
    uint32_t channel;
} change;

static int changes_of(const journey *j, int64_t lost_after, int64_t as_of, change *changes) {
    int count = 0, previous = -1;
    uint32_t channel = 0;
    for (int i = 0; i < j->count && j->events[i].time <= as_of; i++) {
        if (!is_sale(&j->events[i])) continue;
        if (previous < 0) {
            channel = j->events[i].channel;
            changes[count++] = (change){j->events[i].time, 0, channel};
        } else if (j->events[i].time - j->events[previous].time > lost_after) {
            changes[count++] = (change){j->events[previous].time + lost_after, 2, channel};
            changes[count++] = (change){j->events[i].time, 1, channel};
        }
        previous = i;
    }
    if (previous >= 0 && j->events[previous].time + lost_after <= as_of) {
        changes[count++] = (change){j->events[previous].time + lost_after, 2, channel};
    }
    return count;
}

static void test_churn_model(void) {
    part("customers beside the model");
    for (int round = 0; round < 1200; round++) {
        seed = (uint64_t)round * 7919 + 3;
        leadline_engine *engine = make_round();
        static const char *const by[] = {"channel"};
        leadline_churn_options options = LEADLINE_CHURN_OPTIONS_INIT;
        int by_channel = any(2) == 0;
        options.by = by;
        options.by_count = (size_t)by_channel;
        options.period = LEADLINE_PERIOD_DAY + any(5);
        options.lost_after_us = any(2) == 0 ? (1 + any(200)) * HOUR : (1 + any(40)) * DAY;
        options.as_of_us = START + any(200) * DAY + any(24) * HOUR;
        options.flags = LEADLINE_QUERY_AS_OF;
        options.from_us = INT64_MIN;
        options.to_us = INT64_MAX;
        if (any(3) == 0) {
            options.from_us = START + any(40) * DAY;
            options.flags |= LEADLINE_QUERY_FROM;
        }
        if (any(3) == 0) {
            options.to_us = START + any(80) * DAY;
            options.flags |= LEADLINE_QUERY_TO;
        }
        change changes[2 * LONGEST];
        int count = 0;
        for (int p = 0; p < PERSONS; p++) count += changes_of(&journeys[p], options.lost_after_us, options.as_of_us, changes + count);
        text wanted = {NULL, 0, 0};
        add_text(&wanted, "");
        for (uint32_t channel = 0; channel <= (by_channel ? 3 : 0); channel++) {
            int64_t first = INT64_MAX, start = 0, end = 0;
            for (int i = 0; i < count; i++) {
                if ((!by_channel || changes[i].channel == channel) && changes[i].time < first) first = changes[i].time;
            }
            if (first == INT64_MAX) continue;
            CHECK_OK(leadline_period_bounds(engine, options.period, first, &start, &end));
            for (; start <= options.as_of_us; CHECK_OK(leadline_period_bounds(engine, options.period, end, &start, &end))) {
                int64_t standing = 0, now[3] = {0};
                for (int i = 0; i < count; i++) {
                    if (by_channel && changes[i].channel != channel) continue;
                    if (changes[i].time < start) standing += changes[i].what == 2 ? -1 : 1;
                    else if (changes[i].time < end) now[changes[i].what]++;
                }
                if (start < options.from_us || start >= options.to_us) continue;
                int is_over = end - 1 <= options.as_of_us;
                if (by_channel) add_text(&wanted, "%s ", channels[channel]);
                add_text(&wanted, "%" PRId64 "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, start, is_over ? "" : "*", standing,
                    now[0], now[1], now[2], standing + now[0] + now[1] - now[2]);
                if (is_over) {
                    add_ratio(&wanted, now[2], standing);
                    add_ratio(&wanted, now[0], now[2]);
                } else {
                    add_text(&wanted, " !3 !3");
                }
                add_text(&wanted, "\n");
            }
        }
        leadline_table *table = NULL;
        CHECK_OK(leadline_churn(engine, &options, &table));
        char *is = plain_text(table);
        if (strcmp(is, wanted.bytes) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted.bytes);
        free(is);
        free(wanted.bytes);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Open leads ---- */

static int is_open(const journey *j, int lead, int64_t as_of) {
    for (int i = 0; i < j->count && j->events[i].time <= as_of; i++) {
        const event *e = &j->events[i];
        if (is_lead(e)) continue;
        int named = -1;
        for (int k = j->count - 1; k >= 0; k--) {
            if (e->ref != 0 && is_lead(&j->events[k]) && j->events[k].id == e->ref && j->events[k].time <= as_of) named = k;
        }
        if (named < 0 ? i > lead : named == lead) return 0;
    }
    return 1;
}

static void test_leads_model(void) {
    part("open leads beside the model");
    for (int round = 0; round < 1200; round++) {
        seed = (uint64_t)round * 7919 + 5;
        leadline_engine *engine = make_round();
        static const char *const by[] = {"channel"};
        leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
        int by_channel = any(2) == 0;
        options.by = by;
        options.by_count = (size_t)by_channel;
        options.period = any(2) == 0 ? 0 : LEADLINE_PERIOD_ALL + any(6);
        options.as_of_us = START + any(100) * DAY + any(24) * HOUR;
        options.flags = LEADLINE_QUERY_AS_OF;
        options.from_us = any(2) == 0 ? INT64_MIN : START + any(5) * DAY;
        options.to_us = any(2) == 0 ? INT64_MAX : START + any(100) * DAY;
        if (options.from_us != INT64_MIN) options.flags |= LEADLINE_QUERY_FROM;
        if (options.to_us != INT64_MAX) options.flags |= LEADLINE_QUERY_TO;
        int has_period = options.period > LEADLINE_PERIOD_ALL;
        text wanted = {NULL, 0, 0};
        add_text(&wanted, "");
        for (uint32_t channel = 0; channel <= (by_channel ? 3 : 0); channel++) {
            int64_t last = INT64_MIN;
            for (;;) {
                /* The next period that has any. */
                int64_t next = INT64_MAX, leads = 0, open = 0, end = 0;
                for (int pass = 0; pass < 2; pass++) {
                    for (int p = 0; p < PERSONS; p++) {
                        for (int i = 0; i < journeys[p].count; i++) {
                            const event *e = &journeys[p].events[i];
                            int64_t start = MARCH_1;
                            if (!is_lead(e) || e->time > options.as_of_us || e->time < options.from_us || e->time >= options.to_us) continue;
                            if (by_channel && e->channel != channel) continue;
                            if (has_period) CHECK_OK(leadline_period_bounds(engine, options.period, e->time, &start, &end));
                            if (pass == 0 && start > last && start < next) next = start;
                            if (pass == 0 || start != next) continue;
                            leads++;
                            open += is_open(&journeys[p], i, options.as_of_us);
                        }
                    }
                }
                if (next == INT64_MAX) break;
                last = next;
                if (by_channel) add_text(&wanted, "%s ", channels[channel]);
                if (has_period) {
                    int64_t start = 0;
                    CHECK_OK(leadline_period_bounds(engine, options.period, next, &start, &end));
                    add_text(&wanted, "%" PRId64 "%s ", next, end - 1 > options.as_of_us ? "*" : "");
                }
                add_text(&wanted, "%" PRId64 " %" PRId64 "\n", leads, open);
            }
        }
        leadline_table *table = NULL;
        CHECK_OK(leadline_open_leads(engine, &options, &table));
        char *is = plain_text(table);
        if (strcmp(is, wanted.bytes) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted.bytes);
        free(is);
        free(wanted.bytes);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- One by one ---- */

static void add_fact(leadline_engine *engine, uint64_t person, int64_t time, uint16_t kind, uint32_t channel, int64_t amount) {
    const uint32_t *codes = &channel;
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.codes = &codes;
    batch.dimension_count = 1;
    batch.amount = &amount;
    batch.person = &person;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Ten leads of a, of which two became sales of 100 and 300 with goods of 40; three of b, without any sale. */
static void test_worth(void) {
    part("what open leads are worth");
    leadline_engine *engine = open_with_journeys("Europe/Berlin", 1, 0);
    for (uint64_t p = 1; p <= 13; p++) add_fact(engine, p, MARCH_1 + (int64_t)p * DAY, LEAD, p <= 10 ? 2 : 3, 0);
    add_fact(engine, 1, MARCH_1 + 40 * DAY, SALE, 2, 100);
    add_fact(engine, 2, MARCH_1 + 41 * DAY, SALE, 2, 300);
    add_fact(engine, 2, MARCH_1 + 42 * DAY, GOODS_COST, 2, 40);
    add_fact(engine, 3, MARCH_1 + 43 * DAY, LEAD_REJECTED, 2, 0);
    static const char *const by[] = {"channel"};
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_OPEN_LEADS_VALUE;
    leadline_table *table = NULL;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    char *is = plain_text(table);
    /* 7 x 2/3 x 200, and x (200 - 20), for two of the three that are decided were sold; of b none is. */
    CHECK_TEXT(is, "a 10 7 2800/3 840/1 2/3\nb 3 3 !1 !1 !1\n");
    free(is);
    options.period = LEADLINE_PERIOD_MONTH;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    is = plain_text(table);
    CHECK_TEXT(is, "a 1709247600000000 10 7 2800/3 840/1 2/3\nb 1709247600000000 3 3 !1 !1 !1\n");
    free(is);
    options.by_count = 0;
    options.period = 0;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    is = plain_text(table);
    CHECK_TEXT(is, "13 10 4000/3 1200/1 2/3\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* An as-of instant beyond all times, and a length of time beyond them. */
static void test_extremes(void) {
    part("extremes");
    leadline_engine *engine = open_with_journeys(NULL, 1, 0);
    leadline_table *empty = NULL;
    leadline_table_info about = LEADLINE_TABLE_INFO_INIT;
    leadline_open_leads_options none = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    CHECK_OK(leadline_open_leads(engine, &none, &empty));
    CHECK_OK(leadline_table_read_info(empty, &about));
    CHECK_INT(about.rows, 0);
    CHECK_INT(about.as_of, INT64_MIN);
    leadline_table_close(empty);
    add_fact(engine, 1, FIRST_TIME, SALE, 0, 1);
    add_fact(engine, 2, LAST_TIME, SALE, 0, 1);
    leadline_churn_options options = LEADLINE_CHURN_OPTIONS_INIT;
    options.period = LEADLINE_PERIOD_YEAR;
    options.lost_after_us = INT64_MAX;
    options.as_of_us = INT64_MAX;
    options.flags = LEADLINE_QUERY_AS_OF;
    leadline_table *table = NULL;
    CHECK_OK(leadline_churn(engine, &options, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 9999);
    CHECK_INT(info.as_of, LAST_TIME);
    leadline_table_close(table);
    options.lost_after_us = 1;
    CHECK_OK(leadline_churn(engine, &options, &table));
    leadline_table_close(table);
    options.as_of_us = INT64_MIN;
    CHECK_OK(leadline_churn(engine, &options, &table));
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 0);
    CHECK_INT(info.as_of, INT64_MIN);
    leadline_table_close(table);
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leads.as_of_us = INT64_MAX;
    leads.flags = LEADLINE_QUERY_AS_OF;
    CHECK_OK(leadline_open_leads(engine, &leads, &table));
    leadline_table_close(table);
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "sale";
    steps[1].kinds = "lead";
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = steps;
    funnel.step_count = 2;
    funnel.window_us = DAY;
    funnel.as_of_us = INT64_MAX;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    CHECK_OK(leadline_funnel(engine, &funnel, &table, NULL));
    leadline_table_close(table);
    /* Days of ten thousand years for each of five keys would be too many. */
    options.as_of_us = INT64_MAX;
    options.period = LEADLINE_PERIOD_DAY;
    static const char *const by[] = {"channel"};
    options.by = by;
    options.by_count = 1;
    for (uint64_t p = 3; p < 8; p++) {
        char text[8];
        snprintf(text, sizeof text, "c%d", (int)p);
        add_fact(engine, p, FIRST_TIME, SALE, name(engine, 0, text), 1);
    }
    CHECK_STATUS(leadline_churn(engine, &options, &table), LEADLINE_ERROR_TOO_MANY);
    CHECK_OK(leadline_close(engine));
}

static leadline_engine *refusing;

static void check_refused(leadline_status is, leadline_status wanted, const char *detail) {
    CHECK_STATUS(is, wanted);
    char text[400] = "";
    leadline_engine_error(refusing, text, sizeof text);
    if (strstr(text, detail) == NULL) CHECK_TEXT(text, detail);
}

#define REFUSE(call, type, good, change, status, detail) \
    do { \
        leadline_table *const nothing = (leadline_table *)(uintptr_t)8; \
        leadline_table *table = nothing; \
        type options = good; \
        change; \
        check_refused(call(refusing, &options, &table), status, detail); \
        CHECK(table == nothing); \
    } while (0)
#define REFUSE_CHURN(change, status, detail) REFUSE(leadline_churn, leadline_churn_options, churn, change, status, detail)
#define REFUSE_LEADS(change, status, detail) REFUSE(leadline_open_leads, leadline_open_leads_options, leads, change, status, detail)

static void test_errors(void) {
    part("what is refused");
    static const char *const twice[] = {"channel", "channel"}, *const nobody[] = {"nobody"};
    refusing = open_with_journeys(NULL, 1, 0);
    add_fact(refusing, 1, MARCH_1 + HOUR, LEAD, 0, 0);
    add_fact(refusing, 1, MARCH_1 + 3 * HOUR, LEAD, 0, 0);
    leadline_churn_options churn = LEADLINE_CHURN_OPTIONS_INIT;
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leadline_step bad = LEADLINE_STEP_INIT;
    leadline_table *table = NULL;
    churn.lost_after_us = DAY;
    CHECK_STATUS(leadline_churn(NULL, &churn, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, &churn, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, &churn, (leadline_table **)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_open_leads(NULL, &leads, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, &leads, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, &leads, (leadline_table **)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    bad.kinds = "nobody";
    REFUSE_CHURN(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE_CHURN(options.lost_after_us = 0, LEADLINE_ERROR_ARGUMENT, "lost_after_us");
    REFUSE_CHURN(options.lost_after_us = INT64_MIN, LEADLINE_ERROR_ARGUMENT, "lost_after_us");
    REFUSE_CHURN(options.period = LEADLINE_PERIOD_ALL, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE_CHURN(options.flags = 8, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE_CHURN(options.purchase = &bad, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_CHURN(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_CHURN(options.by = twice; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE_CHURN(options.by_count = SIZE_MAX, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE_LEADS(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE_LEADS(options.period = 99, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE_LEADS(options.flags = 8, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE_LEADS(options.lead = &bad, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_LEADS(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_LEADS(options.by = twice; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE_LEADS(options.by_count = 65, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE_LEADS(options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_QUERY_AS_OF; options.as_of_us = MARCH_1 + 2 * HOUR,
        LEADLINE_QUERY_BOUNDARY, "as-of");
    CHECK_OK(leadline_close(refusing));
    leadline_options plain = LEADLINE_OPTIONS_INIT;
    static const uint16_t kept[] = {LEAD, SALE};
    plain.journeys = 1;
    plain.journey_kinds = kept;
    plain.journey_kind_count = 2;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    REFUSE_LEADS((void)options, LEADLINE_ERROR_UNSUPPORTED, "lead_rejected");
    CHECK_OK(leadline_close(refusing));
    plain.journeys = 0;
    plain.journey_kind_count = 0;
    plain.journey_kinds = NULL;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    REFUSE_CHURN((void)options, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    REFUSE_LEADS((void)options, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    CHECK_OK(leadline_close(refusing));
}

int main(void) {
    printf("customers\n");
    test_worth();
    test_extremes();
    test_errors();
    test_churn_model();
    test_leads_model();
    return finish();
}
