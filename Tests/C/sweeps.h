/* The calls of intake, reading and merging whose allocations fail in turn.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SWEEPS_H
#define SWEEPS_H

#include "stage.h"

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

#endif
