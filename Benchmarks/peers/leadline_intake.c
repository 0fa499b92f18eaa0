/* Leadline's side of the comparison: facts in columns, by batches and one at a time. */
#include "leadline_side.h"

#include <stdlib.h>
#include <string.h>

static const char *const dimension_names[DIMENSIONS] = {"campaign", "channel", "region", "creative"};
static const char *const code_files[DIMENSIONS] = {"campaign.u32", "channel.u32", "region.u32", "creative.u32"};

int has_column(const column *c)
{
    return c->values != NULL;
}

unsigned dimension_count(const facts *f)
{
    return has_column(&f->codes[CHANNEL]) ? DIMENSIONS : 1;
}

/* Interns NAME-0000001 ... NAME-n. */
static void intern_names(leadline_engine *engine, uint32_t dimension, uint32_t count, uint32_t *codes)
{
    enum { NAME_SIZE = 24 };
    char *text = malloc((size_t)count * NAME_SIZE);
    const char **names = malloc(count * sizeof *names);
    size_t *sizes = malloc(count * sizeof *sizes);
    if (!text || !names || !sizes)
        abort();
    for (uint32_t i = 0; i < count; i++) {
        names[i] = text + (size_t)i * NAME_SIZE;
        sizes[i] = (size_t)snprintf(text + (size_t)i * NAME_SIZE, NAME_SIZE, "%s-%07u", dimension_names[dimension], i + 1);
    }
    CHECK(leadline_intern_many(engine, dimension, names, sizes, count, codes));
    free(sizes);
    free(names);
    free(text);
}

leadline_engine *open_engine(const facts *f)
{
    static const char *const fine[] = {"campaign", "channel", "region", "creative"}, *const coarse[] = {"channel", "region"};
    leadline_dimension_options dimensions[DIMENSIONS];
    const leadline_rollup_options rollups[2] = {
        {sizeof(leadline_rollup_options), "fine", fine, dimension_count(f), LEADLINE_PERIOD_DAY, 0},
        {sizeof(leadline_rollup_options), "coarse", coarse, 2, LEADLINE_PERIOD_MONTH, 0},
    };
    leadline_options options = LEADLINE_OPTIONS_INIT;
    memset(dimensions, 0, sizeof dimensions);
    for (unsigned d = 0; d < DIMENSIONS; d++) {
        dimensions[d].struct_size = sizeof dimensions[d];
        dimensions[d].name = dimension_names[d];
    }
    options.dimensions = dimensions;
    options.dimension_count = dimension_count(f);
    options.rollups = rollups;
    options.rollup_count = options.dimension_count > 1 ? 2 : 1;
    options.money_scale = f->csv ? 2 : 6;
    options.shards = f->threads;
    options.ids = has_column(&f->id);

    leadline_engine *engine = NULL;
    char error[256] = "";
    if (leadline_open(&options, &engine, error, sizeof error) != LEADLINE_OK) {
        fprintf(stderr, "leadline_open: %s\n", error);
        exit(1);
    }
    for (unsigned d = 0; !f->csv && d < dimension_count(f); d++) {
        uint32_t *codes = malloc(f->names[d] * sizeof *codes);
        if (!codes)
            abort();
        intern_names(engine, d, f->names[d], codes);
        free(codes);
    }
    return engine;
}

static uint32_t greatest(const column *c)
{
    const uint32_t *values = c->values;
    uint32_t most = 0;
    for (size_t i = 0; i < c->count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

void load_facts(facts *f)
{
    if (column_load(&f->time, f->path, "time.i64") != 0 || column_load(&f->kind, f->path, "kind.u16") != 0 ||
        column_load(&f->amount, f->path, "amount.i64") != 0 || column_load(&f->codes[CAMPAIGN], f->path, code_files[0]) != 0) {
        fprintf(stderr, "leadline_side: no facts in %s\n", f->path);
        exit(1);
    }
    for (unsigned d = 1; d < DIMENSIONS; d++)
        column_load(&f->codes[d], f->path, code_files[d]);
    column_load(&f->id, f->path, "id.u64");

    for (unsigned d = 0; d < dimension_count(f); d++)
        f->names[d] = greatest(&f->codes[d]);
    leadline_engine *engine = open_engine(f);
    for (unsigned d = 0; d < dimension_count(f); d++) {
        uint32_t *codes = malloc(f->names[d] * sizeof *codes), *values = f->codes[d].values;
        if (!codes)
            abort();
        intern_names(engine, d, f->names[d], codes);
        for (size_t i = 0; i < f->codes[d].count; i++)
            values[i] = codes[values[i] - 1];
        free(codes);
    }
    CHECK(leadline_close(engine));
}

typedef struct intake {
    const facts *facts;
    leadline_engine *engine;
} intake;

static int take_batch(void *context, unsigned thread, size_t first, size_t count)
{
    const intake *in = context;
    const facts *f = in->facts;
    leadline_batch batch = LEADLINE_BATCH_INIT;
    const uint32_t *codes[DIMENSIONS];
    (void)thread;
    for (unsigned d = 0; d < dimension_count(f); d++)
        codes[d] = (const uint32_t *)f->codes[d].values + first;
    batch.rows = count;
    batch.time = (const int64_t *)f->time.values + first;
    batch.kind = (const uint16_t *)f->kind.values + first;
    batch.amount = (const int64_t *)f->amount.values + first;
    batch.codes = codes;
    batch.dimension_count = dimension_count(f);
    if (has_column(&f->id))
        batch.id = (const uint64_t *)f->id.values + first;
    return leadline_record_batch(in->engine, &batch, 0, NULL);
}

double take_in_batches(const facts *f, leadline_engine *engine)
{
    intake in = {f, engine};
    double seconds = run_batches(f->time.count, f->threads, take_batch, &in);
    if (seconds < 0) {
        char error[256];
        leadline_engine_error(engine, error, sizeof error);
        fprintf(stderr, "leadline_record_batch: %s\n", error);
        exit(1);
    }
    return seconds;
}

double take_in_by_writer(const facts *f, leadline_engine *engine, size_t count)
{
    const int64_t *time = f->time.values, *amount = f->amount.values;
    const uint16_t *kind = f->kind.values;
    const uint32_t *campaign = f->codes[CAMPAIGN].values;
    leadline_writer *writer = NULL;

    double began = now_seconds();
    CHECK(leadline_writer_open(engine, NULL, &writer));
    for (size_t i = 0; i < count; i++) {
        leadline_event event = LEADLINE_EVENT_INIT;
        event.time = time[i];
        event.kind = kind[i];
        event.codes = &campaign[i];
        event.code_count = 1;
        event.amount = amount[i];
        leadline_status status = leadline_writer_record(writer, &event);
        if (status != LEADLINE_OK)
            CHECK(status);
    }
    CHECK(leadline_writer_close(writer));
    return now_seconds() - began;
}

double read_facts(const facts *f)
{
    if (f->csv)
        return run_csv(f, NULL);
    column columns[MOST_COLUMNS];
    size_t count = 0;
    uint64_t sum;
    columns[count++] = f->time;
    columns[count++] = f->kind;
    columns[count++] = f->amount;
    for (unsigned d = 0; d < dimension_count(f); d++)
        columns[count++] = f->codes[d];
    if (has_column(&f->id))
        columns[count++] = f->id;
    return read_columns(columns, count, f->threads, &sum);
}
