/* How amounts of facts are spread, beside a model that lists them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people.h"

#define MINUTE ((int64_t)60000000)
enum { PAGE = 33, VISIT = 30, PERSONS = 7, FACTS = 400, DAYS = 3, QUANTILES = 5 };

static const uint16_t quantiles[QUANTILES] = {0, 250, 500, 900, 1000};
static const char *const day_names[DAYS] = {"2024-03-01", "2024-03-02", "2024-03-03"};
static const char *const by[] = {"channel"};

static leadline_engine *open_engine(uint32_t visits, uint32_t shards, uint32_t scale) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    options.visits = visits;
    options.shards = shards;
    options.threads = shards;
    options.money_scale = scale;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

static void record(leadline_engine *engine, int64_t time, uint16_t kind, uint32_t channel, uint64_t person, int64_t amount) {
    static rows r;
    r.count = 0;
    add_row(&r, time, kind, channel, 0, amount, 1, 0);
    r.person[0] = person;
    leadline_batch batch = batch_of(&r, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void check_amounts(const leadline_engine *engine, const leadline_amount_options *options, const char *wanted) {
    leadline_table *table = NULL;
    leadline_status status = leadline_amounts(engine, options, &table);
    char *is = text_of(engine, status, table);
    CHECK_TEXT(is, wanted);
    free(is);
}

/* ---- Examples ---- */

static void test_visits(void) {
    part("visits made of page views at 0, 10, 40 and 71 minutes");
    leadline_engine *engine = open_engine(1, 1, 2);
    static const int64_t minutes[] = {71, 0, 40, 10};
    for (int i = 0; i < 4; i++) record(engine, MARCH_1 + minutes[i] * MINUTE, PAGE, 2 + (uint32_t)i % 2, 7, 0);
    leadline_amount_options options = LEADLINE_AMOUNT_OPTIONS_INIT;
    /* Lengths of 2400 s and 0, of two decimals. */
    check_amounts(engine, &options, "2 0 240000 120000/1 0/1\n");
    options.quantiles = quantiles;
    options.quantile_count = QUANTILES;
    options.by = by;
    options.by_count = 1;
    check_amounts(engine, &options, "a 1 0 0 0/1 0/1 0/1 0/1 0/1 0/1\nb 1 0 240000 240000/1 240000/1 240000/1 240000/1 240000/1 240000/1\n");
    leadline_table *table = NULL;
    CHECK_OK(leadline_amounts(engine, &options, &table));
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_column(table, 6, &column));
    CHECK_TEXT(column.name, "p250");
    CHECK_INT(column.unit, LEADLINE_UNIT_SECONDS);
    CHECK_INT(column.scale, 2);
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));

    part("visits of the host's, one of which is shortened; sales");
    engine = open_engine(0, 1, 0);
    record(engine, MARCH_1, VISIT, 2, 1, 30);
    record(engine, MARCH_1 + 1, VISIT, 2, 1, 600);
    record(engine, MARCH_1 + 2, VISIT, 2, 0, 9000); /* of nobody */
    record(engine, MARCH_1 + 3, VISIT, 2, 2, -100);
    record(engine, MARCH_1 + 4, VISIT, 3, 2, -5);
    record(engine, MARCH_1 + 5, SALE, 3, 2, 7000);
    record(engine, MARCH_1 + DAY, LEAD, 3, 2, 50);
    options = (leadline_amount_options)LEADLINE_AMOUNT_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    check_amounts(engine, &options, "a 2 1 630 315/1 30/1\nb 0 1 0 !2 !2\n");
    leadline_step sales = LEADLINE_STEP_INIT;
    sales.kinds = "sale|lead|click_out";
    options.facts = &sales;
    check_amounts(engine, &options, "b 2 0 7050 3525/1 50/1\n");
    options.as_of_us = MARCH_1 + DAY - 1;
    options.flags = LEADLINE_QUERY_AS_OF;
    check_amounts(engine, &options, "b 1 0 7000 7000/1 7000/1\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Beside the model ---- */

typedef struct fact {
    int64_t time, amount;
    uint64_t person;
    uint32_t channel;
    uint16_t kind;
} fact;

typedef struct question {
    int kind; /* of kinds */
    int channel; /* the only one; -1: any */
    int by_channel, by_day;
    int64_t from, to, as_of;
} question;

static const uint16_t kinds[] = {VISIT, SALE, 71};
static const char *const kind_names[] = {"visit", "sale", "sale_referral"};

static char *wanted_of(const question *q, const fact *facts, int count) {
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (uint32_t c = 0; c < (q->by_channel ? 4u : 1u); c++) {
        for (int d = 0; d < (q->by_day ? DAYS : 1); d++) {
            int64_t amounts[FACTS], total = 0;
            int n = 0, below = 0;
            for (int i = 0; i < count; i++) {
                const fact *f = &facts[i];
                if (f->person == 0 || (q->channel >= 0 && f->channel != (uint32_t)q->channel)) continue;
                if (kinds[q->kind] != f->kind && !(kinds[q->kind] == SALE && f->kind == 71)) continue;
                if (f->time < q->from || f->time >= q->to || f->time > q->as_of) continue;
                if (q->by_channel && f->channel != c) continue;
                if (q->by_day && (f->time - MARCH_1) / DAY != d) continue;
                if (f->amount < 0) below++;
                else amounts[n++] = f->amount;
                if (f->amount >= 0) total += f->amount;
            }
            if (n + below == 0) continue;
            if (q->by_channel) add_text(&t, "%s ", c == 0 ? "-" : c == 2 ? "a" : "b");
            if (q->by_day) add_text(&t, "%s %" PRId64 " ", day_names[d], MARCH_1 + d * DAY);
            add_text(&t, "%d %d %" PRId64, n, below, total);
            add_times(&t, amounts, n, quantiles, QUANTILES);
            add_text(&t, "\n");
        }
    }
    return t.bytes;
}

static char *answer(const leadline_engine *engine, const question *q) {
    static const char *const names[] = {"", "(none)", "a", "b"};
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_filter filter = {sizeof filter, "channel", NULL, 1};
    step.kinds = kind_names[q->kind];
    if (q->channel >= 0) {
        filter.names = &names[q->channel];
        step.filters = &filter;
        step.filter_count = 1;
    }
    leadline_amount_options options = LEADLINE_AMOUNT_OPTIONS_INIT;
    options.facts = &step;
    options.by = by;
    options.by_count = (size_t)q->by_channel;
    options.period = q->by_day ? LEADLINE_PERIOD_DAY : 0;
    options.quantiles = quantiles;
    options.quantile_count = QUANTILES;
    options.from_us = q->from;
    options.to_us = q->to;
    options.as_of_us = q->as_of;
    options.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF;
    leadline_table *table = NULL;
    leadline_status status = leadline_amounts(engine, &options, &table);
    return text_of(engine, status, table);
}

static void test_model(void) {
    part("random facts beside the model, in any order, merged, of several threads");
    static fact facts[FACTS];
    static rows r;
    for (int round = 0; round < 600; round++) {
        seed = (uint64_t)round * 104729 + 11;
        /* No more of a row than are kept as they are. */
        int count = 1 + (int)any(round % 10 == 0 ? 250 : 40);
        for (int i = 0; i < count; i++) {
            uint32_t channel = any(3);
            facts[i] = (fact){MARCH_1 + any(DAYS) * DAY + any(30), (int64_t)any(2000) - 100, any(PERSONS), channel == 0 ? 0 : channel + 1,
                kinds[any(3)]};
        }
        leadline_engine *engines[2];
        for (int k = 0; k < 2; k++) {
            engines[k] = open_engine(0, k == 0 ? 1 : 1 + any(4), 0);
            leadline_engine *other = k == 1 && any(3) == 0 ? open_engine(0, 1, 0) : NULL;
            for (int i = count - 1; i > 0; i--) {
                int to = (int)any((uint32_t)i + 1);
                fact kept = facts[i];
                facts[i] = facts[to];
                facts[to] = kept;
            }
            r.count = 0;
            for (int i = 0; i <= count; i++) {
                if (i == count || any(15) == 0) {
                    leadline_batch batch = batch_of(&r, 1);
                    CHECK_OK(leadline_record_batch(other != NULL && any(2) == 0 ? other : engines[k], &batch, 0, NULL));
                    r.count = 0;
                    if (i == count) break;
                }
                add_row(&r, facts[i].time, facts[i].kind, facts[i].channel, 0, facts[i].amount, 1, 0);
                r.person[r.count - 1] = facts[i].person;
            }
            if (other != NULL) CHECK_OK(leadline_merge(engines[k], other, 0));
            if (other != NULL) CHECK_OK(leadline_close(other));
        }
        for (int n = 0; n < 4; n++) {
            question q = {(int)any(3), any(4) == 0 ? (int)(2 + any(2)) : -1, any(2) == 0, any(2) == 0,
                any(3) == 0 ? MARCH_1 + any(DAYS) * DAY + any(30) : INT64_MIN, any(3) == 0 ? MARCH_1 + any(DAYS) * DAY + any(30) : INT64_MAX,
                any(3) == 0 ? MARCH_1 + any(DAYS) * DAY + any(30) : MARCH_1 + 40 * DAY};
            char *wanted = wanted_of(&q, facts, count);
            for (int k = 0; k < 2; k++) {
                char *is = answer(engines[k], &q);
                if (strcmp(is, wanted) != 0) printf("  round %d, question %d\n", round, n);
                CHECK_TEXT(is, wanted);
                free(is);
            }
            free(wanted);
        }
        for (int k = 0; k < 2; k++) CHECK_OK(leadline_close(engines[k]));
    }
}

/* More than are kept as they are: quantiles within 1/128, all else exact, whatever the threads. */
static void test_many(void) {
    part("many facts");
    enum { MANY = 5000 };
    static int64_t amounts[MANY];
    static rows r;
    leadline_engine *engines[2] = {open_engine(0, 1, 0), open_engine(0, 3, 0)};
    int64_t total = 0;
    seed = 3;
    r.count = 0;
    for (int i = 0; i < MANY; i++) {
        amounts[i] = any(4) == 0 ? any(200) : (int64_t)any(1000000000) * 100000;
        total += amounts[i];
        add_row(&r, MARCH_1 + i, SALE, 0, 0, amounts[i], 1, 0);
        r.person[r.count - 1] = 1 + any(500);
        if (r.count < 700 && i + 1 < MANY) continue;
        leadline_batch batch = batch_of(&r, 1);
        for (int k = 0; k < 2; k++) CHECK_OK(leadline_record_batch(engines[k], &batch, 0, NULL));
        r.count = 0;
    }
    qsort(amounts, MANY, sizeof amounts[0], compare_times);
    question q = {1, -1, 0, 0, INT64_MIN, INT64_MAX, INT64_MAX};
    char *one = answer(engines[0], &q), *three = answer(engines[1], &q);
    CHECK_TEXT(three, one);
    long long facts = 0, below = 1, sum = 0, top = 0, bottom = 0, p[QUANTILES];
    CHECK(sscanf(one, "%lld %lld %lld %lld/%lld %lld/1 %lld/1 %lld/1 %lld/1 %lld/1", &facts, &below, &sum, &top, &bottom, &p[0], &p[1],
              &p[2], &p[3], &p[4]) == 10);
    CHECK(facts == MANY && below == 0 && sum == total && (__int128)top * MANY == (__int128)total * bottom);
    for (int i = 0; i < QUANTILES; i++) {
        int rank = (MANY * quantiles[i] + 999) / 1000;
        int64_t exact = amounts[rank == 0 ? 0 : rank - 1];
        CHECK(llabs(p[i] - exact) <= exact / 128);
    }
    free(one);
    free(three);
    for (int k = 0; k < 2; k++) CHECK_OK(leadline_close(engines[k]));
}

/* ---- What is refused ---- */

static const leadline_engine *refusing;

static void check_refused(const leadline_amount_options *options, leadline_status wanted, const char *detail) {
    leadline_table *const nothing = (leadline_table *)(uintptr_t)8;
    leadline_table *table = nothing;
    CHECK_STATUS(leadline_amounts(refusing, options, &table), wanted);
    CHECK(table == nothing);
    char is[400] = "";
    leadline_engine_error(refusing, is, sizeof is);
    if (strstr(is, detail) == NULL) CHECK_TEXT(is, detail);
}

#define REFUSE(change, status, detail) \
    do { \
        leadline_amount_options options = LEADLINE_AMOUNT_OPTIONS_INIT; \
        change; \
        check_refused(&options, status, detail); \
    } while (0)

static void test_errors(void) {
    part("what is refused");
    static const char *const twice[] = {"channel", "channel"}, *const nobody[] = {"nobody"};
    static const uint16_t falling[] = {500, 250};
    leadline_step bad = LEADLINE_STEP_INIT, none = LEADLINE_STEP_INIT, mixed = LEADLINE_STEP_INIT, short_step = LEADLINE_STEP_INIT;
    leadline_engine *engine = open_engine(0, 1, 0);
    leadline_table *table = NULL;
    leadline_amount_options plain = LEADLINE_AMOUNT_OPTIONS_INIT;
    refusing = engine;
    bad.kinds = "nobody";
    none.kinds = "page_view|login";
    mixed.kinds = "visit|sale";
    short_step.kinds = "visit";
    short_step.struct_size = 3;
    CHECK_STATUS(leadline_amounts(NULL, &plain, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_amounts(engine, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_amounts(engine, &plain, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_amounts(engine, &plain, (leadline_table **)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    REFUSE(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE(options.flags = 8, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE(options.period = 99, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.facts = &bad, LEADLINE_ERROR_NAME, "nobody");
    REFUSE(options.facts = &none, LEADLINE_ERROR_ARGUMENT, "no amount");
    REFUSE(options.facts = &mixed, LEADLINE_ERROR_ARGUMENT, "different units");
    REFUSE(options.facts = &short_step, LEADLINE_ERROR_STRUCT_SIZE, "facts: struct_size");
    REFUSE(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE(options.by = twice; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE(options.by_count = SIZE_MAX, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE(options.by_count = 1, LEADLINE_ERROR_NULL, "NULL");
    REFUSE(options.quantile_count = 17, LEADLINE_ERROR_TOO_MANY, "quantiles");
    REFUSE(options.quantiles = falling; options.quantile_count = 2, LEADLINE_ERROR_ARGUMENT, "quantiles");
    REFUSE(options.quantile_count = 1, LEADLINE_ERROR_NULL, "quantiles");
    CHECK_OK(leadline_amounts(engine, &plain, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 0);
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
    leadline_options options = LEADLINE_OPTIONS_INIT;
    static const uint16_t kept[] = {LEAD};
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_amounts(engine, &plain, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    options.journeys = 1;
    options.journey_kinds = kept;
    options.journey_kind_count = 1;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_amounts(engine, &plain, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("amounts\n");
    test_visits();
    test_model();
    test_many();
    test_errors();
    return finish();
}
