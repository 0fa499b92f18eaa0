/* Distinct persons: what counting them adds to the intake of a fact, and what asking for them takes. */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS = 1000 };

typedef struct seen {
    size_t count;
    int64_t *time;
    uint32_t *code;
    uint64_t *person;
} seen;

/* Steele, Lea and Flood's SplitMix64, 2014: facts that every run and every peer has alike. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* A fifth as many persons as facts; keys and persons at random. */
static void make(seen *s, size_t count)
{
    s->count = count;
    s->time = malloc(count * sizeof *s->time);
    s->code = malloc(count * sizeof *s->code);
    s->person = malloc(count * sizeof *s->person);
    if (!s->time || !s->code || !s->person)
        abort();
    for (size_t i = 0; i < count; i++) {
        s->time[i] = INT64_C(1704067200000000) + (int64_t)(i % 86400) * 1000000;
        s->code[i] = (uint32_t)(mix(2 * i) % KEYS);
        s->person[i] = mix(mix(2 * i + 1) % (count / 5 + 1)) | 1;
    }
}

static leadline_engine *open_keys(uint32_t *codes, uint32_t precision)
{
    static const char *const campaign[] = {"campaign"};
    static const uint16_t kinds_counted[] = {LEADLINE_KIND_IMPRESSION};
    leadline_dimension_options dimension = LEADLINE_DIMENSION_INIT;
    dimension.name = "campaign";
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.dimensions = campaign;
    rollup.dimension_count = 1;
    rollup.period = LEADLINE_PERIOD_DAY;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.distinct_kinds = kinds_counted;
    options.distinct_kind_count = precision > 0;
    options.distinct_precision = precision;
    leadline_engine *engine = NULL;
    CHECK(leadline_open(&options, &engine, NULL, 0));
    for (uint32_t k = 0; k < KEYS; k++) {
        char name[16];
        const int size = snprintf(name, sizeof name, "c%04u", k);
        CHECK(leadline_intern(engine, 0, name, (size_t)size, &codes[k]));
    }
    return engine;
}

/* Codes are given out in a row, so that the keys are these codes less the first. */
static double take_in(const seen *s, leadline_engine *engine, uint32_t first)
{
    uint32_t *codes = malloc(BATCH_ROWS * sizeof *codes);
    if (!codes)
        abort();
    double seconds = 0;
    for (size_t at = 0; at < s->count; at += BATCH_ROWS) {
        leadline_batch batch = LEADLINE_BATCH_INIT;
        const uint32_t *columns[] = {codes};
        batch.rows = s->count - at < BATCH_ROWS ? s->count - at : BATCH_ROWS;
        for (size_t i = 0; i < batch.rows; i++)
            codes[i] = s->code[at + i] + first;
        batch.time = s->time + at;
        batch.codes = columns;
        batch.dimension_count = 1;
        batch.person = s->person + at;
        batch.one_kind = LEADLINE_KIND_IMPRESSION;
        const double began = now_seconds();
        CHECK(leadline_record_batch(engine, &batch, 0, NULL));
        seconds += now_seconds() - began;
    }
    free(codes);
    return seconds;
}

static int compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The true number of persons of each key, by sorting. */
static void count_exactly(const seen *s, int64_t *exact)
{
    uint64_t *pairs = malloc(s->count * sizeof *pairs);
    if (!pairs)
        abort();
    /* 54 bits of the person tell 10 million apart as well as 64 do. */
    for (size_t i = 0; i < s->count; i++)
        pairs[i] = (uint64_t)s->code[i] << 54 | s->person[i] >> 10;
    qsort(pairs, s->count, sizeof *pairs, compare);
    memset(exact, 0, KEYS * sizeof *exact);
    for (size_t i = 0; i < s->count; i++)
        if (i == 0 || pairs[i] != pairs[i - 1])
            exact[pairs[i] >> 54]++;
    free(pairs);
}

/* Asks for the reach of every key; gives the seconds and the root mean square of the relative errors. */
static double ask(const leadline_engine *engine, const int64_t *exact, double *error)
{
    static const char *const by[] = {"campaign"}, *const columns[] = {"reach"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = 1;
    query.flags = LEADLINE_QUERY_TOTALS;
    leadline_table *table = NULL;
    const double began = now_seconds();
    CHECK(leadline_query(engine, &query, &table));
    const double seconds = now_seconds() - began;
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, 1, &column));
    double squares = 0;
    for (size_t k = 0; k < KEYS; k++) {
        const double off = (double)(int64_t)column.numerators[k].low / (double)exact[k] - 1;
        squares += off * off;
    }
    *error = sqrt(squares / KEYS);
    leadline_table_close(table);
    return seconds;
}

void bench_persons(size_t count, unsigned runs_wanted, const char *directory)
{
    static const uint32_t precisions[] = {0, 8, 9, 11, 12, 14};
    seen s;
    make(&s, count);
    if (directory) {
        save(directory, "code.u32", s.code, sizeof *s.code, count);
        save(directory, "person.u64", s.person, sizeof *s.person, count);
    }
    int64_t exact[KEYS];
    count_exactly(&s, exact);
    double without = 0;
    for (size_t p = 0; p < sizeof precisions / sizeof *precisions; p++) {
        runs ours = {.count = 0};
        double asked = 0, error = 0;
        uint64_t memory = 0;
        for (unsigned i = 0; i < runs_wanted; i++) {
            uint32_t codes[KEYS];
            leadline_engine *engine = open_keys(codes, precisions[p]);
            const double cpu = cpu_seconds();
            add_run(&ours, take_in(&s, engine, codes[0]), cpu);
            leadline_engine_info info = {.struct_size = sizeof info};
            CHECK(leadline_engine_read_info(engine, &info));
            memory = info.cell_memory;
            if (precisions[p])
                asked = ask(engine, exact, &error);
            CHECK(leadline_close(engine));
        }
        char state[24];
        snprintf(state, sizeof state, precisions[p] ? "p=%u" : "none", precisions[p]);
        const double seconds = median(ours.seconds, ours.count);
        if (!precisions[p])
            without = seconds;
        report(&(row){"persons", "1000 keys", state, 1, count, &ours, NULL, NULL, NULL, precisions[p] ? error < 0.03 : -1});
        if (precisions[p])
            note("persons at precision %u: %.2f ns a fact more than without, %.2f MiB, error %.2f %%, reach of %d keys and their total in %.1f ms\n",
                 precisions[p], (seconds - without) / (double)count * 1e9, (double)memory / 1048576, error * 100, KEYS, asked * 1e3);
    }
    free(s.time);
    free(s.code);
    free(s.person);
}
