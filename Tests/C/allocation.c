/* Every way in under an allocator that fails: the first allocation, the second, the third ... until the call succeeds.
 *
 * After each failure the status is LEADLINE_ERROR_MEMORY, out parameters are untouched and the engine answers what it
 * answered before; after success it answers as if nothing had ever failed; and in the end everything is given back.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "stage.h"

/* ---- What is swept ---- */

/* Of the allocations behind the first 60, how many go by until one fails: all are tried by one run or another, unless a
 * sanitizer makes them dear. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STEP 11
#endif
#endif
#ifndef STEP
#define STEP 2
#endif

typedef struct stage {
    leadline_engine *engine;
    leadline_engine *other;     /* from the same allocator */
    leadline_writer *writer;
    leadline_point *point;
    leadline_table *table;
} stage;

typedef struct sweep {
    const char *name;
    void (*prepare)(stage *s, const variant *v);    /* nothing fails yet */
    leadline_status (*act)(stage *s);
    void (*finish)(stage *s);
} sweep;

static void no_preparation(stage *s, const variant *v) {
    (void)s;
    (void)v;
}

static void no_finish(stage *s) { (void)s; }

static leadline_status act_intern(stage *s) {
    static const char long_name[] = "a name that is new and somewhat longer than the others";
    uint32_t code = 12345;
    leadline_status status = leadline_intern(s->engine, 0, long_name, sizeof long_name - 1, &code);
    CHECK(status == LEADLINE_OK ? code != 12345 : code == 12345);
    return status;
}

static leadline_status intern_names(stage *s, uint32_t dimension) {
    enum { COUNT = 300 };
    static char texts[COUNT][8];
    const char *names[COUNT];
    size_t sizes[COUNT];
    uint32_t codes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        sizes[i] = (size_t)snprintf(texts[i], sizeof texts[i], "c%d", i);
        names[i] = texts[i];
        codes[i] = 12345;
    }
    leadline_status status = leadline_intern_many(s->engine, dimension, names, sizes, COUNT, codes);
    int touched = 0;
    for (int i = 0; i < COUNT; i++) {
        touched += codes[i] != 12345;
    }
    CHECK_INT(touched, status == LEADLINE_OK ? COUNT : 0);
    return status;
}

static leadline_status act_intern_many(stage *s) { return intern_names(s, 0); }
static leadline_status act_intern_many_free(stage *s) { return intern_names(s, 1); }

static leadline_status act_attribute(stage *s) {
    uint32_t code = 0;
    CHECK_OK(leadline_find(s->engine, 0, "c1", 2, &code));
    return leadline_set_attribute(s->engine, 2, code, "a value that is new", 19);
}

/* The rows are made before anything fails, because their names are interned. */
static void prepare_batch(stage *s, const variant *v) {
    (void)v;
    make_rows(s->engine, 4, 30, 1300, 0);
}

static void prepare_huge_batch(stage *s, const variant *v) {
    (void)v;
    make_rows(s->engine, 4, 20, 1500, ((int64_t)1 << 62) - 16);
}

static leadline_status record_rows(stage *s, uint32_t flags) {
    leadline_batch batch = batch_of(&facts, 2);
    leadline_batch_result result;
    memset(&result, 0x5A, sizeof result);
    result.struct_size = sizeof result;
    leadline_status status = leadline_record_batch(s->engine, &batch, flags, &result);
    if (status != LEADLINE_OK) {
        unsigned char untouched[sizeof result];
        memset(untouched, 0x5A, sizeof untouched);
        CHECK(memcmp((char *)&result + sizeof result.struct_size, untouched, sizeof result - sizeof result.struct_size) == 0);
    }
    return status;
}

static leadline_status act_batch(stage *s) { return record_rows(s, 0); }

static leadline_status act_skipping(stage *s) {
    for (size_t i = 0; i < facts.count; i += 7) {
        facts.kind[i] = i % 2 ? 0 : 999;
    }
    return record_rows(s, LEADLINE_SKIP_INVALID);
}

static leadline_status act_writer_open(stage *s) {
    leadline_writer_options options = {sizeof options, 10, 0, 0};
    leadline_writer *before = s->writer;
    leadline_status status = leadline_writer_open(s->engine, &options, &s->writer);
    CHECK(status == LEADLINE_OK || s->writer == before);
    return status;
}

static void finish_writer(stage *s) {
    CHECK_OK(leadline_writer_close(s->writer));
    s->writer = NULL;
}

/* A full buffer, so that the next fact hands it on. */
static void prepare_writer(stage *s, const variant *v) {
    (void)v;
    leadline_writer_options options = {sizeof options, 200, 0, 0};
    CHECK_OK(leadline_writer_open(s->engine, &options, &s->writer));
    make_rows(s->engine, 10, 30, 200, 5);
    for (int i = 0; i < 200; i++) {
        leadline_event event = LEADLINE_EVENT_INIT;
        uint32_t codes[2] = {facts.codes[0][i], facts.codes[1][i]};
        event.time = facts.time[i];
        event.kind = facts.kind[i];
        event.amount = facts.amount[i];
        event.id = facts.id[i];
        event.codes = codes;
        event.code_count = 2;
        CHECK_OK(leadline_writer_record(s->writer, &event));
    }
}

static leadline_status act_record(stage *s) {
    leadline_event event = LEADLINE_EVENT_INIT;
    event.time = MARCH_1 + 90 * DAY;
    event.kind = SALE;
    event.amount = 99;
    return leadline_writer_record(s->writer, &event);
}

static leadline_status act_flush(stage *s) { return leadline_writer_flush(s->writer, NULL); }

static leadline_status act_close(stage *s) {
    leadline_status status = leadline_writer_close(s->writer);
    if (status == LEADLINE_OK) {
        s->writer = NULL;
    }
    return status;
}

static leadline_status act_query(stage *s) {
    static const char *const by[] = {"programme", "channel"};
    static const char *const columns[] = {"cpc", "count(sale)", "leads", "amount(trial)", "previous(average_check)"};
    static const uint16_t measured[] = {LEADLINE_KIND_MQL, LEADLINE_KIND_SALE};
    static const char *const order[] = {"-cpc", "channel", "period"};
    static const char *const names[] = {"ch0", "ch1", ""};
    leadline_filter filters[2] = {{sizeof filters[0], "channel", names, 3}, {sizeof filters[0], "programme", names, 3}};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 2;
    query.columns = columns;
    query.column_count = 5;
    query.order = order;
    query.order_count = 3;
    query.filters = filters;
    query.filter_count = 1;
    query.period = LEADLINE_PERIOD_WEEK;
    query.flags = LEADLINE_QUERY_TOTALS | LEADLINE_QUERY_EARLIER_KEYS;
    query.measured = measured;
    query.measured_count = 2;
    query.limit = 5;
    leadline_status status = leadline_query(s->engine, &query, &s->table);
    if (status != LEADLINE_OK) {
        CHECK(s->table == NULL);
        return status;
    }
    text t = {NULL, 0, 0};
    long at = memory.fail_at;
    memory.fail_at = 0;
    add_table(&t, s->table);
    memory.fail_at = at;
    CHECK(t.size > 0);
    free(t.bytes);
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

static leadline_status act_point_open(stage *s) {
    static const char *const dimensions[] = {"channel", "campaign"};
    static const char *const columns[] = {"cpc", "count(sale)", "leads", "revenue_net"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 4};
    leadline_status status = leadline_point_open(s->engine, &options, &s->point);
    CHECK(status == LEADLINE_OK || s->point == NULL);
    return status;
}

static void finish_point(stage *s) {
    uint32_t codes[2];
    leadline_value values[4];
    codes[0] = name(s->engine, 1, "ch0");
    codes[1] = name(s->engine, 0, "c0");
    memory.asked = 0;
    /* Under a limit of cells this key may be one of the others. */
    leadline_status status = leadline_point_read(s->point, codes, 2, INT64_MIN, INT64_MAX, values, 4);
    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_NAME);
    leadline_point_close(s->point);
    s->point = NULL;
}

static leadline_status act_clear(stage *s) {
    const char *names[] = {"c0", "c1"};
    size_t sizes[] = {2, 2};
    return leadline_clear(s->engine, 0, names, sizes, 2, MARCH_1 - HOUR, MARCH_1 - HOUR + 5 * DAY);
}

static void prepare_clear(stage *s, const variant *v) {
    /* An engine whose every rollup holds the dimension, by day. */
    long at = memory.fail_at;
    memory.fail_at = 0;
    CHECK_OK(leadline_close(s->engine));
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.time_zone = "Europe/Berlin";
    options.shards = v->shards;
    options.ids = v->ids;
    options.refs = v->ids;
    CHECK_OK(leadline_open(&options, &s->engine, NULL, 0));
    make_rows(s->engine, 0, 8, 60, 0);
    for (size_t i = 0; i < facts.count; i++) {
        if (facts.kind[i] >= 2000) {
            facts.kind[i] = SALE;
        }
    }
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->engine, &batch, 0, NULL));
    memory.fail_at = at;
}

static void prepare_merge(stage *s, const variant *v) {
    CHECK_OK(open_engine(v, &s->other));
    make_rows(s->other, 3, 30, 800, 0);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->other, &batch, 0, NULL));
    uint32_t code = name(s->other, 0, "c1");
    CHECK_OK(leadline_set_attribute(s->other, 2, code, "south", 5));
    code = name(s->other, 0, "c0");
    CHECK_OK(leadline_set_attribute(s->other, 2, code, "a south", 7));
}

static void prepare_wide_merge(stage *s, const variant *v) {
    prepare_merge(s, v);
    make_rows(s->other, 3, 5, 100, (int64_t)1 << 61);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->other, &batch, 0, NULL));
}

static leadline_status act_merge(stage *s) { return leadline_merge(s->engine, s->other, 0); }

static void finish_merge(stage *s) {
    CHECK_OK(leadline_close(s->other));
    s->other = NULL;
}

/* ---- Steering ---- */

static leadline_status act_target(stage *s) {
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "cpc";
    target.dimension = "channel";
    target.name = "a channel of a somewhat longer name";
    target.value = "3 / 2 * (1 + 0.5)";
    size_t before = leadline_target_count(s->engine);
    leadline_status status = leadline_set_target(s->engine, &target);
    CHECK_INT(leadline_target_count(s->engine), before + (status == LEADLINE_OK));
    return status;
}

static leadline_status act_health(stage *s) {
    leadline_health health = {sizeof health, "cpc", "0.5 * target(cpc)", "min(3, target(cpc))"};
    leadline_status status = leadline_set_health(s->engine, &health);
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    long at = memory.fail_at;
    memory.fail_at = 0;
    CHECK_OK(leadline_indicator_find(s->engine, "cpc", &info));
    memory.fail_at = at;
    CHECK_TEXT(info.health_green, status == LEADLINE_OK ? "0.5 * target(cpc)" : "9");
    return status;
}

static void prepare_health(stage *s, const variant *v) {
    (void)v;
    leadline_health health = {sizeof health, "cpc", "9", "10"};
    CHECK_OK(leadline_set_health(s->engine, &health));
}

static leadline_status act_primary_kpi(stage *s) { return leadline_set_primary_kpi(s->engine, "cpc", MARCH_1); }

static leadline_status act_define_alert(stage *s) {
    leadline_alert alert = {sizeof alert, "mql_to_sql_low", "previous(cpc) where channel = ch0 > 2 * cpc", "A rule instead of another"};
    leadline_status status = leadline_define_alert(s->engine, &alert, NULL);
    CHECK_INT(leadline_alert_count(s->engine), 4);
    CHECK_OK(leadline_alert_at(s->engine, 3, &alert));
    CHECK_TEXT(alert.condition, status == LEADLINE_OK ? "previous(cpc) where channel = ch0 > 2 * cpc" : "cr_mql_to_sql <= 0.8");
    return status;
}

static void prepare_alerts(stage *s, const variant *v) {
    (void)v;
    leadline_alert alert = {sizeof alert, "clicks", "clicks < target(clicks) + health(clicks)", NULL};
    leadline_health health = {sizeof health, "clicks", "target(clicks)", "0.5 * target(clicks)"};
    CHECK_OK(leadline_set_health(s->engine, &health));
    CHECK_OK(leadline_define_alert(s->engine, &alert, NULL));
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "clicks";
    target.value = "10";
    CHECK_OK(leadline_set_target(s->engine, &target));
    target.dimension = "programme";
    target.name = "north";
    target.value = "100";
    CHECK_OK(leadline_set_target(s->engine, &target));
}

static leadline_status act_alerts(stage *s) {
    static const char *const by[] = {"programme", "channel"};
    static const char *const order[] = {"-period", "channel"};
    static const char *const rules[] = {"clicks", "check_below_cpl"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 2;
    query.order = order;
    query.order_count = 2;
    query.period = LEADLINE_PERIOD_WEEK;
    leadline_status status = leadline_alerts(s->engine, &query, rules, 2, &s->table);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

/* Dollars at par, as many days of yen as fill more than one block of rates. */
static void add_rates(leadline_engine *engine, int days) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = "USD";
    rate.from_us = INT64_MIN;
    rate.text = "1";
    CHECK_OK(leadline_set_rate(engine, &rate));
    for (int i = 0; i < days; i++) {
        int64_t start = 0, end = 0;
        CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, MARCH_1 + i * DAY + 12 * HOUR, &start, &end));
        rate.currency = "JPY";
        rate.from_us = start;
        CHECK_OK(leadline_set_rate(engine, &rate));
    }
}

static leadline_status act_set_rate(stage *s) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = "CHF";
    rate.from_us = INT64_MIN;
    rate.text = "1/0.97";
    size_t count = leadline_rate_count(s->engine);
    uint16_t code = 77;
    leadline_status status = leadline_set_rate(s->engine, &rate);
    CHECK_INT(leadline_rate_count(s->engine), count + (status == LEADLINE_OK));
    CHECK_STATUS(leadline_currency_code(s->engine, "CHF", &code), status == LEADLINE_OK ? LEADLINE_OK : LEADLINE_ERROR_NAME);
    return status;
}

static uint16_t currencies[ROWS_CAPACITY];

static void prepare_currencies(stage *s, const variant *v) {
    prepare_batch(s, v);
    add_rates(s->engine, 0);
    for (size_t i = 0; i < facts.count; i++) {
        currencies[i] = facts.kind[i] == SALE || facts.kind[i] == CLICK || facts.kind[i] == IMPRESSION;
    }
}

static leadline_status act_currencies(stage *s) {
    leadline_batch batch = batch_of(&facts, 2);
    batch.currency = currencies;
    return leadline_record_batch(s->engine, &batch, 0, NULL);
}

static void prepare_merge_of_rates(stage *s, const variant *v) {
    prepare_merge(s, v);
    add_rates(s->engine, 1);
    add_rates(s->other, 20);
}

static const sweep sweeps[] = {
    {"intern", no_preparation, act_intern, no_finish},
    {"intern_many", no_preparation, act_intern_many, no_finish},
    {"intern_many without a limit", no_preparation, act_intern_many_free, no_finish},
    {"set_attribute", no_preparation, act_attribute, no_finish},
    {"record_batch", prepare_batch, act_batch, no_finish},
    {"record_batch, skipping", prepare_batch, act_skipping, no_finish},
    {"record_batch of huge amounts", prepare_huge_batch, act_batch, no_finish},
    {"writer_open", no_preparation, act_writer_open, finish_writer},
    {"writer_record", prepare_writer, act_record, finish_writer},
    {"writer_flush", prepare_writer, act_flush, finish_writer},
    {"writer_close", prepare_writer, act_close, no_finish},
    {"query", no_preparation, act_query, no_finish},
    {"set_target", no_preparation, act_target, no_finish},
    {"set_health", prepare_health, act_health, no_finish},
    {"set_primary_kpi", no_preparation, act_primary_kpi, no_finish},
    {"define_alert", no_preparation, act_define_alert, no_finish},
    {"alerts", prepare_alerts, act_alerts, no_finish},
    {"point_open", no_preparation, act_point_open, finish_point},
    {"clear", prepare_clear, act_clear, no_finish},
    {"merge", prepare_merge, act_merge, finish_merge},
    {"set_rate", no_preparation, act_set_rate, no_finish},
    {"record_batch in currencies", prepare_currencies, act_currencies, no_finish},
    {"merge of rates", prepare_merge_of_rates, act_merge, finish_merge},
    {"merge of a wide engine", prepare_wide_merge, act_merge, finish_merge},
};

/* The end of the sweep without any failure, to compare with. */
static char *undisturbed(const sweep *w, const variant *v) {
    stage s = {NULL, NULL, NULL, NULL, NULL};
    s.engine = new_engine(v);
    w->prepare(&s, v);
    CHECK_OK(w->act(&s));
    w->finish(&s);
    char *answer = describe(s.engine);
    CHECK_OK(leadline_close(s.engine));
    return answer;
}

/* Fails at 1, 2, 3 ...: `fresh` with a new engine each time, else all on one. `on`: everything behind fails, too. */
static void run_sweep(const sweep *w, const variant *v, int fresh, int on) {
    arm(&memory, 0, 0);
    char *wanted = undisturbed(w, v);
    CHECK_INT(memory.held, 0);
    stage s = {NULL, NULL, NULL, NULL, NULL};
    s.engine = new_engine(v);
    w->prepare(&s, v);
    char *before = describe(s.engine);
    for (long at = 1; at < 2000; at++) {
        if (fresh && at > 60 && (at + on) % STEP != 0) {
            continue; /* the calls with hundreds of allocations take turns */
        }
        arm(&memory, at, on);
        leadline_status status = w->act(&s);
        long refused = memory.refused;
        memory.fail_at = 0;
        if (status == LEADLINE_OK) {
            /* What failed on the way to success was not needed. */
            if (refused > 0 && fresh) {
                w->finish(&s);
                char *after = describe(s.engine);
                CHECK_TEXT(after, wanted);
                free(after);
                CHECK_OK(leadline_close(s.engine));
                s.engine = new_engine(v);
                w->prepare(&s, v);
                continue;
            }
            break;
        }
        CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
        char error[100] = "";
        CHECK(leadline_engine_error(s.engine, error, sizeof error) > 0);
        char *after = describe(s.engine);
        CHECK_TEXT(after, before);
        free(after);
        if (fresh) {
            /* Works afterwards: the same call, undisturbed, gives what it should. */
            CHECK_OK(w->act(&s));
            w->finish(&s);
            after = describe(s.engine);
            CHECK_TEXT(after, wanted);
            free(after);
            CHECK_OK(leadline_close(s.engine));
            CHECK_INT(memory.held, 0);
            s.engine = new_engine(v);
            w->prepare(&s, v);
        }
    }
    w->finish(&s);
    char *after = describe(s.engine);
    CHECK_TEXT(after, wanted);
    free(after);
    CHECK_OK(leadline_close(s.engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.bytes, 0);
    CHECK_INT(memory.mistakes, 0);
    free(before);
    free(wanted);
}

static void sweep_open(const variant *v) {
    for (int on = 0; on < 2; on++) {
        for (long at = 1; at < 2000; at++) {
            leadline_engine *const nothing = (leadline_engine *)(uintptr_t)8;
            leadline_engine *engine = nothing;
            arm(&memory, at, on);
            leadline_status status = open_engine(v, &engine);
            long refused = memory.refused;
            memory.fail_at = 0;
            if (status == LEADLINE_OK) {
                CHECK_INT(refused, 0);
                CHECK_OK(leadline_close(engine));
                CHECK_INT(memory.held, 0);
                break;
            }
            CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            CHECK(engine == nothing);
            CHECK_INT(memory.held, 0);
        }
    }
}

int main(void) {
    printf("allocation\n");
    for (size_t v = 0; v < sizeof variants / sizeof variants[0]; v++) {
        printf("  open: %s\n", variants[v].name);
        sweep_open(&variants[v]);
        for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++) {
            printf("  %s: %s\n", sweeps[i].name, variants[v].name);
            fflush(stdout);
            run_sweep(&sweeps[i], &variants[v], 1, 0);
            run_sweep(&sweeps[i], &variants[v], 1, 1);
            run_sweep(&sweeps[i], &variants[v], 0, 1);
        }
    }
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
