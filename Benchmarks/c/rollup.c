/* Facts in batches into the rollups: cold, when the engine has yet to make its cells, and warm, when they are there. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

static size_t rows_of(const leadline_engine *engine, leadline_query_options *query)
{
    leadline_table *table = NULL;
    leadline_table_info info = {.struct_size = sizeof info};
    CHECK(leadline_query(engine, query, &table));
    CHECK(leadline_table_read_info(table, &info));
    leadline_table_close(table);
    return info.rows;
}

/* Bytes of keys, each stored once: 4 a name of each tuple that occurs, 8 a period. */
static uint64_t key_bytes(const leadline_engine *engine, const char *rollup, const char *const *by, unsigned by_count, uint32_t period)
{
    static const char *const columns[] = {"count(impression)"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.rollup = rollup;
    query.columns = columns;
    query.column_count = 1;
    query.period = period;
    const size_t periods = rows_of(engine, &query);
    query.period = LEADLINE_PERIOD_ALL;
    query.by = by;
    query.by_count = by_count;
    return 8 * periods + 4 * by_count * rows_of(engine, &query);
}

static void measure_memory(const facts *f, const leadline_engine *engine, const char *shape)
{
    static const char *const fine[] = {"campaign", "channel", "region", "creative"}, *const coarse[] = {"channel", "region"};
    leadline_engine_info info = {.struct_size = sizeof info};
    CHECK(leadline_engine_read_info(engine, &info));
    uint64_t smallest = 16 * info.cells + key_bytes(engine, "fine", fine, dimension_count(f), LEADLINE_PERIOD_DAY);
    if (dimension_count(f) > 1)
        smallest += key_bytes(engine, "coarse", coarse, 2, LEADLINE_PERIOD_MONTH);
    report_memory(shape, info.cells, info.cell_memory, smallest);
    if (info.id_memory)
        note("memory of %s, ids apart: %.1f MiB for %llu ids, %.1f bytes an id\n", shape, (double)info.id_memory / 1048576,
             (unsigned long long)info.ids, (double)info.id_memory / (double)info.ids);
}

/* What a report asks: a table by the first dimension over all time, and totals by day. */
static void measure_queries(const leadline_engine *engine, const char *shape, unsigned count)
{
    static const char *const by[] = {"campaign"}, *const columns[] = {"impressions", "clicks", "media_spend", "ctr", "cpc"};
    static const struct { const char *name; size_t by_count; uint32_t period; } questions[] = {
        {"campaigns", 1, LEADLINE_PERIOD_ALL}, {"days", 0, LEADLINE_PERIOD_DAY}};
    for (size_t q = 0; q < 2; q++) {
        runs ours = {.count = 0};
        size_t rows = 0;
        for (unsigned i = 0; i < count; i++) {
            leadline_query_options query = LEADLINE_QUERY_INIT;
            query.rollup = "fine";
            query.by = by;
            query.by_count = questions[q].by_count;
            query.period = questions[q].period;
            query.columns = columns;
            query.column_count = sizeof columns / sizeof *columns;
            const double cpu = cpu_seconds(), began = now_seconds();
            rows = rows_of(engine, &query);
            add_run(&ours, now_seconds() - began, cpu);
        }
        note("query of %s by %s: %.3f ms, %zu rows\n", shape, questions[q].name, median(ours.seconds, ours.count) * 1e3, rows);
        record(&(row){"query", shape, questions[q].name, 1, rows, &ours, NULL, NULL, NULL, -1});
    }
}

void bench_rollup(facts *f, const char *shape, unsigned most_threads, unsigned count)
{
    const sums expected = sums_of_facts(f, f->time.count);
    const unsigned rollups = dimension_count(f) > 1 ? 2 : 1;
    double gain_ours = 0, gain_reading = 0;
    for (f->threads = 1; f->threads <= most_threads; f->threads++) {
        runs cold = {.count = 0}, warm = {.count = 0}, reads = {.count = 0};
        int right_cold = 1, right_warm = 1;
        for (unsigned i = 0; i < count; i++) {
            leadline_engine *engine = open_engine(f);
            double cpu = cpu_seconds();
            add_run(&cold, take_in_batches(f, engine), cpu);
            right_cold = right_cold && holds(engine, rollups, &expected, 1);
            cpu = cpu_seconds();
            add_run(&reads, read_facts(f), cpu);
            if (i == 0 && f->threads == 1) {
                measure_memory(f, engine, shape);
                measure_queries(engine, shape, count);
            }
            cpu = cpu_seconds();
            add_run(&warm, take_in_batches(f, engine), cpu);
            right_warm = right_warm && holds(engine, rollups, &expected, has_column(&f->id) ? 1 : 2);
            CHECK(leadline_close(engine));
        }
        report(&(row){"rollup", shape, "cold", f->threads, f->time.count, &cold, NULL, NULL, &reads, right_cold});
        /* With ids on, everything fed a second time is a repeat. */
        report(&(row){"rollup", shape, "warm", f->threads, f->time.count, &warm, NULL, NULL, &reads, right_warm});
        report(&(row){"reading", shape, NULL, f->threads, f->time.count, &reads, NULL, NULL, NULL, -1});
        const double ours = median(cold.seconds, cold.count), reading = median(reads.seconds, reads.count);
        if (f->threads == 1) {
            gain_ours = ours;
            gain_reading = reading;
        } else
            note("%s, %u threads over one: %.2f times as fast, merely reading %.2f times\n", shape, f->threads, gain_ours / ours,
                 gain_reading / reading);
    }
}
