/* A query of a million cells with one indicator and with all: what each further one costs, and what one of the host's costs
 * beside the same built in. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 1000000, MOST_NAMES = 256, PRICE = 100 };

/* Kinds with whose facts many indicators are defined: one fact of each in every cell. */
static const uint16_t held[] = {10, 20, 50, 70, 90};

static leadline_engine *open_campaigns(void)
{
    leadline_dimension_options campaign = LEADLINE_DIMENSION_INIT;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    campaign.name = "campaign";
    options.dimensions = &campaign;
    options.dimension_count = 1;
    options.money_scale = 2;
    CHECK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* Whether an engine can be asked for a column: not for one that needs a dimension it has not. */
static int has_column_named(const leadline_engine *engine, const char *column)
{
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    query.columns = &column;
    query.column_count = 1;
    const leadline_status status = leadline_query(engine, &query, &table);
    leadline_table_close(table);
    return status == LEADLINE_OK;
}

static leadline_engine *open_cells(void)
{
    static int64_t time[BATCH_ROWS], amount[BATCH_ROWS], count[BATCH_ROWS];
    static uint32_t code[BATCH_ROWS];
    const uint32_t *codes[1] = {code};
    leadline_engine *engine = open_campaigns();
    for (size_t k = 0; k < sizeof held / sizeof *held; k++) {
        for (uint32_t first = 0; first < CELLS; first += BATCH_ROWS) {
            size_t rows = 0;
            for (uint32_t i = first; i < CELLS && rows < BATCH_ROWS; i++, rows++) {
                char name[24];
                const int size = snprintf(name, sizeof name, "campaign-%07u", i);
                CHECK(leadline_intern(engine, 0, name, (size_t)size, &code[rows]));
                time[rows] = INT64_C(1708387200000000);
                count[rows] = 1 + (i + (uint32_t)k) % 1000;
                amount[rows] = held[k] == 70 || held[k] == 90 ? PRICE + i % 100000 : 0;
            }
            leadline_batch batch = LEADLINE_BATCH_INIT;
            batch.rows = rows;
            batch.time = time;
            batch.one_kind = held[k];
            batch.codes = codes;
            batch.dimension_count = 1;
            batch.amount = amount;
            batch.count = count;
            CHECK(leadline_record_batch(engine, &batch, 0, NULL));
        }
    }
    return engine;
}

/* Adds the run of a query, and says whether each cell has its row and the last column its fractions. */
static void ask(const leadline_engine *engine, const char *const *columns, size_t count, runs *taken, int *right)
{
    static const char *const by[] = {"campaign"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    leadline_table_info info = {.struct_size = sizeof info};
    leadline_column last = {.struct_size = sizeof last};
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = count;
    const double cpu = cpu_seconds(), began = now_seconds();
    CHECK(leadline_query(engine, &query, &table));
    add_run(taken, now_seconds() - began, cpu);
    CHECK(leadline_table_read_info(table, &info));
    CHECK(leadline_table_column(table, info.columns - 1, &last));
    *right = *right && info.rows == CELLS && last.type == LEADLINE_TYPE_RATIO;
    leadline_table_close(table);
}

void bench_indicators(unsigned count)
{
    static const char *names[MOST_NAMES];
    static const char *const one[] = {"ctr"}, *const two[] = {"ctr", "cpc"}, *const own[] = {"ctr", "own_cpc"};
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    leadline_engine *engine = open_cells(), *empty = open_campaigns();
    runs alone = {.count = 0}, built_in = {.count = 0}, custom = {.count = 0}, all = {.count = 0};
    size_t used = 0;
    int right = 1;
    definition.name = "own_cpc";
    definition.formula = "media_spend / clicks";
    for (size_t i = 0; i < leadline_indicator_count(engine) && used < MOST_NAMES; i++) {
        leadline_indicator_info info = {.struct_size = sizeof info};
        CHECK(leadline_indicator_at(engine, i, &info));
        if (!(info.flags & LEADLINE_INDICATOR_MEASURE) && strstr(info.formula, " / ") && has_column_named(empty, info.id))
            names[used++] = info.id;
    }
    CHECK(leadline_close(empty));
    CHECK(leadline_define(engine, &definition, NULL));
    for (unsigned i = 0; i < count; i++) {
        ask(engine, one, 1, &alone, &right);
        ask(engine, two, 2, &built_in, &right);
        ask(engine, own, 2, &custom, &right);
        ask(engine, names, used, &all, &right);
    }
    record(&(row){"indicators", "query", "one", 1, CELLS, &alone, NULL, NULL, NULL, right});
    record(&(row){"indicators", "query", "built in", 1, CELLS, &built_in, NULL, NULL, NULL, right});
    record(&(row){"indicators", "query", "custom", 1, CELLS, &custom, NULL, NULL, NULL, right});
    record(&(row){"indicators", "query", "all", 1, CELLS, &all, NULL, NULL, NULL, right});
    note("query of %d cells with one indicator: %.1f ms; with all %zu: %.1f ms, %.2f ms for each further one\n", CELLS, least(&alone) * 1e3,
         used, least(&all) * 1e3, (least(&all) - least(&alone)) / (double)(used - 1) * 1e3);
    note("a second one, built in: %.1f ms, the same defined by the host: %.1f ms%s\n", least(&built_in) * 1e3, least(&custom) * 1e3,
         right ? "" : "; WRONG VALUES");
    CHECK(leadline_close(engine));
}
