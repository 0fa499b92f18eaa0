/* Threads that write, intern, query and read points at once; and what a writer promises.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <time.h>

#include "support.h"

enum { THREADS = 4, BATCHES = 20, ROWS = 150 };

static leadline_engine *open_engine(uint32_t shards, uint32_t ids) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.shards = shards;
    options.ids = ids;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static char *describe(const leadline_engine *engine) {
    return ask(engine, "campaign channel", "clicks sales revenue amount(click) cpc average_check", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
}

typedef struct work {
    leadline_engine *engine;
    int number;
    int with_ids;
    int *stop;
} work;

/* Fact `i` of thread `t`, the same whoever makes it. */
static leadline_event event_of(leadline_engine *engine, int t, int i, int with_ids, uint32_t codes[2]) {
    uint64_t seed = (uint64_t)t * 1000003 + (uint64_t)i;
    uint64_t r = next_random(&seed);
    char campaign[16], channel[16];
    snprintf(campaign, sizeof campaign, "c%d", (int)(r % 50));
    snprintf(channel, sizeof channel, "ch%d", (int)(r >> 8) % 3);
    codes[0] = name(engine, 0, campaign);
    codes[1] = name(engine, 1, channel);
    leadline_event event = LEADLINE_EVENT_INIT;
    event.time = MARCH_1 + (int64_t)(r >> 16 & 7) * DAY;
    event.kind = r & 1 << 20 ? SALE : CLICK;
    event.amount = (int64_t)(r >> 24 & 255);
    /* Ids that other threads use, too, for facts that differ. */
    event.id = with_ids && i % 3 == 0 ? (r >> 32 & 255) + 1 : 0;
    event.codes = codes;
    event.code_count = 2;
    return event;
}

static void *write_batches(void *given) {
    work *w = given;
    rows *r = malloc(sizeof *r);
    for (int b = 0; b < BATCHES; b++) {
        r->count = 0;
        for (int i = 0; i < ROWS; i++) {
            uint32_t codes[2];
            leadline_event e = event_of(w->engine, w->number, b * ROWS + i, w->with_ids, codes);
            add_row(r, e.time, e.kind, codes[0], codes[1], e.amount, 1, e.id);
        }
        leadline_batch batch = batch_of(r, 2);
        CHECK_OK(leadline_record_batch(w->engine, &batch, 0, NULL));
    }
    free(r);
    return NULL;
}

static void *write_events(void *given) {
    work *w = given;
    leadline_writer_options options = {sizeof options, 64, 0, 0};
    leadline_writer *writer = NULL;
    CHECK_OK(leadline_writer_open(w->engine, &options, &writer));
    for (int i = 0; i < BATCHES * ROWS; i++) {
        uint32_t codes[2];
        leadline_event e = event_of(w->engine, w->number, i, w->with_ids, codes);
        CHECK_OK(leadline_writer_record(writer, &e));
    }
    CHECK_OK(leadline_writer_close(writer));
    return NULL;
}

/* Reads until told to stop: a total never falls, and is a sum of whole batches. */
static void *read_always(void *given) {
    work *w = given;
    const char *dimensions[] = {"campaign", "channel"};
    const char *columns[] = {"clicks", "average_check", "revenue"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 3};
    leadline_point *point = NULL;
    CHECK_OK(leadline_point_open(w->engine, &options, &point));
    int rounds = 0;
    uint64_t last = 0;
    while (!__atomic_load_n(w->stop, __ATOMIC_ACQUIRE) || rounds < 3) {
        const char *names[] = {"c1", "ch1"};
        size_t sizes[] = {2, 3};
        leadline_value values[3];
        CHECK_OK(leadline_point_read_names(point, names, sizes, 2, INT64_MIN, INT64_MAX, values, 3));
        CHECK(w->with_ids || values[0].numerator.low >= last);
        last = values[0].numerator.low;
        leadline_query_options query = LEADLINE_QUERY_INIT;
        query.columns = columns;
        query.column_count = 3;
        query.by = dimensions;
        query.by_count = 1 + (size_t)rounds % 2;
        query.flags = LEADLINE_QUERY_TOTALS;
        leadline_table *table = NULL;
        CHECK_OK(leadline_query(w->engine, &query, &table));
        leadline_table_close(table);
        leadline_engine_info info;
        memset(&info, 0, sizeof info);
        info.struct_size = sizeof info;
        CHECK_OK(leadline_engine_read_info(w->engine, &info));
        CHECK(info.facts <= (uint64_t)THREADS * BATCHES * ROWS);
        char error[64];
        leadline_engine_error(w->engine, error, sizeof error);
        uint32_t code = 0;
        leadline_status found = leadline_find(w->engine, 0, "nobody", 6, &code);
        CHECK_STATUS(found, LEADLINE_ERROR_NAME);
        rounds++;
    }
    leadline_point_close(point);
    return NULL;
}

static void test_threads(uint32_t shards, int with_ids) {
    printf("  %u shards%s\n", shards, with_ids ? ", ids" : "");
    leadline_engine *engine = open_engine(shards, (uint32_t)with_ids);
    pthread_t threads[THREADS + 2];
    work works[THREADS + 2];
    int stop = 0;
    for (int t = 0; t < THREADS + 2; t++) {
        work w = {engine, t, with_ids, &stop};
        works[t] = w;
        void *(*body)(void *) = t >= THREADS ? read_always : t % 2 ? write_events : write_batches;
        CHECK_INT(pthread_create(&threads[t], NULL, body, &works[t]), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    for (int t = THREADS; t < THREADS + 2; t++) {
        pthread_join(threads[t], NULL);
    }
    /* One thread, another order, the same table. */
    leadline_engine *alone = open_engine(1, (uint32_t)with_ids);
    for (int t = THREADS - 1; t >= 0; t--) {
        work w = {alone, t, with_ids, &stop};
        write_batches(&w);
    }
    char *is = describe(engine);
    char *wanted = describe(alone);
    CHECK_TEXT(is, wanted);
    free(is);
    free(wanted);
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(alone));
}

typedef struct pair {
    leadline_engine *target;
    leadline_engine *source;
} pair;

static void *merge_often(void *given) {
    pair *p = given;
    for (int i = 0; i < 10; i++) {
        CHECK_OK(leadline_merge(p->target, p->source, 0));
    }
    return NULL;
}

static void test_crossed_merges(void) {
    part("two engines merged into each other at once");
    leadline_engine *a = open_engine(2, 1), *b = open_engine(1, 1);
    int stop = 0;
    work w = {a, 1, 1, &stop};
    write_batches(&w);
    w.engine = b;
    w.number = 2;
    write_batches(&w);
    pair pairs[2] = {{a, b}, {b, a}};
    pthread_t threads[2];
    for (int t = 0; t < 2; t++) CHECK_INT(pthread_create(&threads[t], NULL, merge_often, &pairs[t]), 0);
    for (int t = 0; t < 2; t++) pthread_join(threads[t], NULL);
    CHECK_OK(leadline_close(a));
    CHECK_OK(leadline_close(b));
}

/* ---- Writers ---- */

static char *clicks(const leadline_engine *engine) { return ask(engine, "", "clicks", 0, LEADLINE_QUERY_TOTALS); }

static void check_clicks(const leadline_engine *engine, int wanted) {
    char text[40];
    snprintf(text, sizeof text, wanted ? "%d\n%d\n" : "!2\n", wanted, wanted);
    char *is = clicks(engine);
    CHECK_TEXT(is, text);
    free(is);
}

static void test_writers(void) {
    part("writers");
    leadline_engine *engine = open_engine(1, 0);
    leadline_writer_options options = {sizeof options, 3, 0, 0};
    leadline_writer *writer = NULL;
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    leadline_event event = LEADLINE_EVENT_INIT;
    event.kind = CLICK;
    event.time = MARCH_1;
    /* A full buffer is handed on by the next fact. */
    for (int i = 0; i < 3; i++) CHECK_OK(leadline_writer_record(writer, &event));
    check_clicks(engine, 0);
    CHECK_OK(leadline_writer_record(writer, &event));
    check_clicks(engine, 3);
    leadline_batch_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    CHECK_OK(leadline_writer_flush(writer, &result));
    CHECK_INT(result.accepted, 1);
    check_clicks(engine, 4);
    CHECK_OK(leadline_writer_flush(writer, &result));
    CHECK_INT(result.accepted, 0);
    /* What cannot be handed on stays, and the fact that came with it does not. */
    CHECK_OK(leadline_writer_record(writer, &event));
    leadline_event bad = event;
    bad.kind = 999;
    CHECK_OK(leadline_writer_record(writer, &bad));
    CHECK_OK(leadline_writer_record(writer, &event));
    for (int i = 0; i < 3; i++) CHECK_STATUS(leadline_writer_record(writer, &event), LEADLINE_FACT_KIND);
    CHECK_OK(leadline_writer_read_result(writer, &result));
    CHECK_INT(result.first_reason, LEADLINE_FACT_KIND);
    CHECK_INT(result.first_row, 1);
    CHECK_INT(result.accepted, 4);
    CHECK_STATUS(leadline_writer_flush(writer, &result), LEADLINE_FACT_KIND);
    CHECK_INT(result.first_row, 1);
    CHECK_INT(result.first_column, LEADLINE_COLUMN_KIND);
    CHECK_STATUS(leadline_writer_close(writer), LEADLINE_FACT_KIND);
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    CHECK_INT(leadline_writer_discard(writer), 3);
    CHECK_INT(leadline_writer_discard(writer), 0);
    check_clicks(engine, 4);
    CHECK_OK(leadline_writer_record(writer, &event));
    CHECK_OK(leadline_writer_close(writer));
    check_clicks(engine, 5);
    /* Skipping leaves the bad out. */
    options.flags = LEADLINE_SKIP_INVALID;
    options.capacity = 0;
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    for (int i = 0; i < 5; i++) CHECK_OK(leadline_writer_record(writer, i % 2 ? &bad : &event));
    CHECK_OK(leadline_writer_flush(writer, &result));
    CHECK_INT(result.accepted, 3);
    CHECK_INT(result.rejected, 2);
    CHECK_OK(leadline_writer_close(writer));
    check_clicks(engine, 8);
    /* What it handed on by itself is told, too. */
    options.capacity = 2;
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    CHECK_OK(leadline_writer_read_result(writer, &result));
    CHECK_INT(result.accepted + result.rejected, 0);
    for (int i = 0; i < 5; i++) CHECK_OK(leadline_writer_record(writer, i % 2 ? &bad : &event));
    CHECK_OK(leadline_writer_flush(writer, &result));
    CHECK_INT(result.accepted, 1);
    CHECK_INT(result.rejected, 0);
    CHECK_OK(leadline_writer_read_result(writer, &result));
    CHECK_INT(result.accepted, 3);
    CHECK_INT(result.rejected, 2);
    CHECK_INT(result.rejected_by[LEADLINE_FACT_KIND - LEADLINE_FACT_TIME], 2);
    CHECK_INT(result.first_reason, LEADLINE_FACT_KIND);
    CHECK_INT(result.first_row, 1);
    CHECK_OK(leadline_writer_close(writer));
    check_clicks(engine, 11);
    /* One that is old is handed on when the next fact comes. */
    options.flags = 0;
    options.max_age_us = 20000;
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    CHECK_OK(leadline_writer_record(writer, &event));
    CHECK_OK(leadline_writer_record(writer, &event));
    struct timespec pause = {0, 100000000};
    nanosleep(&pause, NULL);
    CHECK_OK(leadline_writer_record(writer, &event));
    check_clicks(engine, 13);
    /* What is old and bad stays, too, and the fact that found it so is not taken. */
    CHECK_OK(leadline_writer_flush(writer, NULL));
    check_clicks(engine, 14);
    CHECK_OK(leadline_writer_record(writer, &bad));
    nanosleep(&pause, NULL);
    for (int i = 0; i < 2; i++) CHECK_STATUS(leadline_writer_record(writer, &event), LEADLINE_FACT_KIND);
    CHECK_INT(leadline_writer_discard(writer), 1);
    CHECK_OK(leadline_writer_close(writer));
    check_clicks(engine, 14);
    /* Columns used by one fact only are not lost for the others of the batch. */
    options.max_age_us = 0;
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    uint32_t codes[2] = {name(engine, 0, "x"), name(engine, 1, "y")};
    leadline_event special = event;
    special.count = -2;
    special.amount = 70;
    special.codes = codes;
    special.code_count = 2;
    CHECK_OK(leadline_writer_record(writer, &event));
    CHECK_OK(leadline_writer_record(writer, &special));
    CHECK_OK(leadline_writer_record(writer, &event));
    special.code_count = 1;
    special.count = 7;
    CHECK_OK(leadline_writer_record(writer, &special));
    CHECK_OK(leadline_writer_close(writer));
    char *is = ask(engine, "campaign channel", "clicks amount(click)", 0, 0);
    CHECK_TEXT(is, "- - 16 0\nx - 7 70\nx y -2 70\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

static void test_open_handles(void) {
    part("an engine in use is not closed");
    leadline_engine *engine = open_engine(1, 0);
    leadline_writer *writer = NULL;
    CHECK_OK(leadline_writer_open(engine, NULL, &writer));
    const char *dimensions[] = {"campaign", "channel"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, NULL, 0};
    leadline_point *point = NULL;
    CHECK_OK(leadline_point_open(engine, &options, &point));
    leadline_csv_options csv_options = LEADLINE_CSV_INIT;
    leadline_csv_field fields[2] = {{sizeof fields[0], LEADLINE_FIELD_TIME, 1, NULL, NULL, NULL},
        {sizeof fields[0], LEADLINE_FIELD_KIND, 0, NULL, NULL, "click"}};
    csv_options.fields = fields;
    csv_options.field_count = 2;
    csv_options.flags = LEADLINE_CSV_NO_HEADER;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &csv_options, &csv));
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    CHECK_OK(leadline_writer_close(writer));
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    leadline_point_close(point);
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    CHECK_OK(leadline_csv_feed(csv, "2024-03-01\n", 11));
    leadline_csv_close(csv);
    /* A table does not need its engine. */
    const char *columns[] = {"clicks"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = dimensions;
    query.by_count = 2;
    query.columns = columns;
    query.column_count = 1;
    query.flags = LEADLINE_QUERY_TOTALS;
    leadline_event event = LEADLINE_EVENT_INIT;
    event.kind = CLICK;
    CHECK_OK(leadline_writer_open(engine, NULL, &writer));
    CHECK_OK(leadline_writer_record(writer, &event));
    CHECK_OK(leadline_writer_close(writer));
    leadline_table *table = NULL;
    CHECK_OK(leadline_query(engine, &query, &table));
    CHECK_OK(leadline_close(engine));
    text t = {NULL, 0, 0};
    add_text(&t, "");
    add_table(&t, table);
    CHECK_TEXT(t.bytes, "- - 1\n= = 1\n");
    free(t.bytes);
    leadline_table_close(table);
}

int main(void) {
    printf("live\n");
    for (uint32_t shards = 1; shards <= 4; shards *= 2) {
        test_threads(shards, 0);
        test_threads(shards, 1);
    }
    test_crossed_merges();
    test_writers();
    test_open_handles();
    return finish();
}
