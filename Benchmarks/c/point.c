/* Reading one key of a million cells, with nothing else going on and while two writers write. */
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 1000000, READS = 1000000, PRICE = 100, WRITERS = 2, CLICK = 20 };

#define START INT64_C(1708387200000000) /* 2024-02-20 */
#define DAY INT64_C(86400000000)

typedef struct cells {
    leadline_engine *engine;
    uint32_t campaigns, days;
    uint32_t first_code;
    atomic_int stop;
} cells;

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    return z ^ (z >> 29);
}

static uint32_t pick(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(((next_random(state) >> 32) * bound) >> 32);
}

static leadline_engine *open_cells(const char *dimension)
{
    leadline_dimension_options campaign = {.struct_size = sizeof campaign, .name = dimension};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    options.dimensions = &campaign;
    options.dimension_count = 1;
    options.money_scale = 2;
    options.shards = WRITERS;
    CHECK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* One click in each cell. */
static void fill(cells *c)
{
    static int64_t time[BATCH_ROWS], amount[BATCH_ROWS];
    static uint32_t code[BATCH_ROWS];
    const uint32_t *codes[1] = {code};
    char name[24];
    for (uint32_t i = 0; i < c->campaigns; i++) {
        uint32_t given;
        const int size = snprintf(name, sizeof name, "campaign-%07u", i);
        CHECK(leadline_intern(c->engine, 0, name, (size_t)size, &given));
        if (i == 0)
            c->first_code = given;
    }
    size_t rows = 0;
    for (uint32_t day = 0; day < c->days; day++) {
        for (uint32_t i = 0; i < c->campaigns; i++) {
            time[rows] = START + day * DAY + i;
            amount[rows] = PRICE;
            code[rows++] = c->first_code + i;
            if (rows == BATCH_ROWS || (day + 1 == c->days && i + 1 == c->campaigns)) {
                leadline_batch batch = LEADLINE_BATCH_INIT;
                batch.rows = rows;
                batch.time = time;
                batch.one_kind = CLICK;
                batch.codes = codes;
                batch.dimension_count = 1;
                batch.amount = amount;
                CHECK(leadline_record_batch(c->engine, &batch, 0, NULL));
                rows = 0;
            }
        }
    }
}

static void *keep_writing(void *argument)
{
    cells *c = argument;
    leadline_writer *writer = NULL;
    uint64_t state = (uint64_t)(uintptr_t)&writer;
    CHECK(leadline_writer_open(c->engine, NULL, &writer));
    while (!atomic_load_explicit(&c->stop, memory_order_relaxed)) {
        const uint32_t code = c->first_code + pick(&state, c->campaigns);
        leadline_event event = LEADLINE_EVENT_INIT;
        event.time = START + pick(&state, c->days) * DAY;
        event.kind = CLICK;
        event.codes = &code;
        event.code_count = 1;
        event.amount = PRICE;
        CHECK(leadline_writer_record(writer, &event));
    }
    CHECK(leadline_writer_close(writer));
    return NULL;
}

/* Every click costs the same, so whatever has been written so far, amount and count must fit. */
static int is_right(const leadline_value *values, uint64_t least)
{
    return values[0].numerator.low >= least && values[1].numerator.low == PRICE * values[0].numerator.low &&
           values[2].numerator.low == PRICE && values[2].denominator.low == 1;
}

static void measure(cells *c, const char *shape, const char *state, unsigned threads)
{
    static const char *const columns[] = {"clicks", "amount(click)", "cpc"}, *const dimensions[] = {"campaign"};
    leadline_point_options options = {.struct_size = sizeof options, .dimensions = dimensions, .dimension_count = 1,
                                      .columns = columns, .column_count = 3};
    leadline_point *point = NULL;
    leadline_value values[3];
    uint32_t *nanoseconds = malloc(READS * sizeof *nanoseconds);
    uint64_t random = 1;
    int right = 1;
    if (!nanoseconds)
        abort();
    CHECK(leadline_point_open(c->engine, &options, &point));
    for (size_t i = 0; i < READS; i++) {
        const uint32_t code = c->first_code + pick(&random, c->campaigns);
        const double began = now_seconds();
        const leadline_status status = leadline_point_read(point, &code, 1, INT64_MIN, INT64_MAX, values, 3);
        const double taken = now_seconds() - began;
        nanoseconds[i] = taken < 4 ? (uint32_t)(taken * 1e9) : UINT32_MAX;
        right = right && status == LEADLINE_OK && is_right(values, c->days);
    }
    leadline_point_close(point);
    report_latency("point", shape, state, threads, nanoseconds, READS, right);
    free(nanoseconds);
}

static void measure_both(uint32_t campaigns, uint32_t days, const char *shape)
{
    cells c = {.engine = open_cells("campaign"), .campaigns = campaigns, .days = days};
    pthread_t writers[WRITERS];
    fill(&c);
    measure(&c, shape, "quiet", 1);
    for (unsigned w = 0; w < WRITERS; w++)
        if (pthread_create(&writers[w], NULL, keep_writing, &c) != 0)
            abort();
    measure(&c, shape, "two writers", WRITERS + 1);
    atomic_store(&c.stop, 1);
    for (unsigned w = 0; w < WRITERS; w++)
        pthread_join(writers[w], NULL);
    CHECK(leadline_close(c.engine));
}

void bench_point(void)
{
    measure_both(CELLS, 1, "1000000 x 1 day");
    measure_both((CELLS + 29) / 30, 30, "33334 x 30 days");
}
