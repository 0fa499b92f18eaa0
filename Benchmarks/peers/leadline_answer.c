/* Leadline's side of the comparison: what the engine holds, as raw columns for the check of equality. */
#include "leadline_side.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MICROSECONDS INT64_C(86400000000)

static const uint16_t kinds[] = {10, 20, 50, 70};
static const char *const measures[] = {
    "count(impression)", "amount(impression)", "count(click)", "amount(click)",
    "count(lead)",       "amount(lead)",       "count(sale)",  "amount(sale)",
};
static const unsigned key_shifts[DIMENSIONS] = {41, 37, 31, 23};
enum { KINDS = sizeof kinds / sizeof *kinds, MEASURES = sizeof measures / sizeof *measures, DAY_SHIFT = 7 };

/* One group-by: which dimensions, and by which period. */
typedef struct grouping {
    const char *rollup;
    uint32_t period;
    unsigned count;
    unsigned dimensions[DIMENSIONS];
} grouping;

typedef struct answer_files {
    FILE *key, *count, *amount;
} answer_files;

static FILE *create(const char *directory, unsigned number, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%u-%s", directory, number, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void put(FILE *file, const void *value)
{
    if (fwrite(value, 8, 1, file) != 1) {
        perror("answer");
        exit(1);
    }
}

/* The number in a name such as campaign-0000017. */
static uint64_t number_in(const leadline_column *c, size_t row)
{
    const char *text = c->bytes + c->offsets[row], *end = c->bytes + c->offsets[row + 1], *digits = end;
    uint64_t number = 0;
    while (digits > text && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    for (; digits < end; digits++)
        number = number * 10 + (uint64_t)(*digits - '0');
    return number;
}

static int64_t integer_in(const leadline_column *c, size_t row)
{
    if (c->states && c->states[row] != LEADLINE_DEFINED)
        return 0;
    return c->type == LEADLINE_TYPE_INT64 ? c->integers[row] : (int64_t)c->numerators[row].low;
}

static leadline_column column_at(const leadline_table *table, size_t index)
{
    leadline_column c = {.struct_size = sizeof c};
    CHECK(leadline_table_column(table, index, &c));
    return c;
}

static void write_table(const leadline_table *table, const grouping *g, answer_files *files)
{
    leadline_column names[DIMENSIONS], values[MEASURES];
    leadline_table_info info = {.struct_size = sizeof info};
    CHECK(leadline_table_read_info(table, &info));
    for (unsigned d = 0; d < g->count; d++)
        names[d] = column_at(table, d);
    const leadline_column start = column_at(table, g->count + 1); /* behind the period's text */
    for (unsigned m = 0; m < MEASURES; m++)
        values[m] = column_at(table, g->count + 2 + m);

    for (size_t row = 0; row < info.rows; row++) {
        uint64_t group = (uint64_t)(start.integers[row] / DAY_MICROSECONDS) << DAY_SHIFT;
        for (unsigned d = 0; d < g->count; d++)
            group |= number_in(&names[d], row) << key_shifts[g->dimensions[d]];
        for (unsigned k = 0; k < KINDS; k++) {
            const int64_t count = integer_in(&values[2 * k], row), amount = integer_in(&values[2 * k + 1], row);
            const uint64_t key = group | kinds[k];
            if (count == 0 && amount == 0)
                continue;
            put(files->key, &key);
            put(files->count, &count);
            put(files->amount, &amount);
        }
    }
}

/* Asks for [from, to), or for all time when they are equal, and writes the table. Returns the seconds of the query. */
static double ask(const leadline_engine *engine, const grouping *g, int64_t from, int64_t to, answer_files *files)
{
    static const char *const dimension_names[DIMENSIONS] = {"campaign", "channel", "region", "creative"};
    const char *by[DIMENSIONS];
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    for (unsigned d = 0; d < g->count; d++)
        by[d] = dimension_names[g->dimensions[d]];
    query.rollup = g->rollup;
    query.by = by;
    query.by_count = g->count;
    query.period = g->period;
    query.columns = measures;
    query.column_count = MEASURES;
    if (from < to) {
        query.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
        query.from_us = from;
        query.to_us = to;
    }
    double began = now_seconds();
    CHECK(leadline_query(engine, &query, &table));
    double seconds = now_seconds() - began;
    write_table(table, g, files);
    leadline_table_close(table);
    return seconds;
}

double write_answer(const facts *f, const leadline_engine *engine, const char *directory)
{
    const grouping groupings[2] = {
        {"fine", LEADLINE_PERIOD_DAY, dimension_count(f), {CAMPAIGN, CHANNEL, REGION, CREATIVE}},
        {"coarse", LEADLINE_PERIOD_MONTH, 2, {CHANNEL, REGION}},
    };
    double seconds = 0;
    for (unsigned i = 0; i < (dimension_count(f) > 1 ? 2u : 1u); i++) {
        answer_files files = {create(directory, i, "key.u64"), create(directory, i, "count.i64"),
                              create(directory, i, "amount.i64")};
        if (i == 0 && !f->csv) { /* a day at a time: the whole table may be larger than the machine */
            const int64_t *time = f->time.values;
            int64_t first = INT64_MAX, last = INT64_MIN;
            for (size_t row = 0; row < f->time.count; row++) {
                first = time[row] < first ? time[row] : first;
                last = time[row] > last ? time[row] : last;
            }
            for (int64_t day = first / DAY_MICROSECONDS; day <= last / DAY_MICROSECONDS; day++)
                seconds += ask(engine, &groupings[i], day * DAY_MICROSECONDS, (day + 1) * DAY_MICROSECONDS, &files);
        } else {
            seconds += ask(engine, &groupings[i], 0, 0, &files);
        }
        if (fclose(files.key) != 0 || fclose(files.count) != 0 || fclose(files.amount) != 0) {
            perror(directory);
            exit(1);
        }
    }
    return seconds;
}
