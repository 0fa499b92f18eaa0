#include "paths.h"

#include <pthread.h>
#include <stdlib.h>

uint64_t mix_bits(uint64_t x)
{
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

void *room_for(size_t count, size_t width)
{
    void *memory = malloc(count * width);
    if (!memory)
        abort();
    return memory;
}

size_t path_persons(const paths *p)
{
    return p->count / 10 + 1;
}

size_t path_person(const paths *p, size_t fact)
{
    return (size_t)((mix_bits(2 * fact + 1) >> 8) % path_persons(p));
}

void make_paths(paths *p, size_t count, const share *shares, size_t share_count)
{
    p->count = count;
    p->time = room_for(count, sizeof *p->time);
    p->amount = room_for(count, sizeof *p->amount);
    p->kind = room_for(count, sizeof *p->kind);
    p->campaign = room_for(count, sizeof *p->campaign);
    p->channel = room_for(count, sizeof *p->channel);
    p->person = room_for(count, sizeof *p->person);
    unsigned all = 0;
    for (size_t s = 0; s < share_count; s++)
        all += shares[s].parts;
    const uint64_t step = UINT64_C(90) * 86400000000 / count;
    for (size_t i = 0; i < count; i++) {
        const uint64_t a = mix_bits(2 * i), b = mix_bits(2 * i + 1);
        unsigned part = (unsigned)(a % all);
        const share *s = shares;
        while (part >= s->parts)
            part -= s++->parts;
        p->time[i] = FIRST_TIME + (int64_t)(i * step + b % step);
        p->kind[i] = s->kind;
        p->campaign[i] = (uint32_t)((a >> 20) % CAMPAIGNS);
        p->channel[i] = p->campaign[i] % CHANNELS;
        p->person[i] = mix_bits(path_person(p, i)) | 1;
        p->amount[i] = s->kind <= LEADLINE_KIND_LEAD ? 0 : (int64_t)(1000 + (a >> 40) % 50000);
    }
}

void free_paths(paths *p)
{
    free(p->time);
    free(p->amount);
    free(p->kind);
    free(p->campaign);
    free(p->channel);
    free(p->person);
}

void save_paths(const paths *p, const char *directory)
{
    save(directory, "time.i64", p->time, sizeof *p->time, p->count);
    save(directory, "kind.u16", p->kind, sizeof *p->kind, p->count);
    save(directory, "campaign.u32", p->campaign, sizeof *p->campaign, p->count);
    save(directory, "channel.u32", p->channel, sizeof *p->channel, p->count);
    save(directory, "person.u64", p->person, sizeof *p->person, p->count);
    save(directory, "amount.i64", p->amount, sizeof *p->amount, p->count);
}

leadline_engine *open_paths(uint32_t journeys, uint32_t threads, size_t dimensions, const leadline_allocator *allocator,
                            uint32_t codes[PATH_DIMENSIONS])
{
    static const char *const names[PATH_DIMENSIONS] = {"campaign", "channel", "source"};
    static const uint32_t sizes[PATH_DIMENSIONS] = {CAMPAIGNS, CHANNELS, SOURCES};
    leadline_dimension_options of[PATH_DIMENSIONS] = {LEADLINE_DIMENSION_INIT, LEADLINE_DIMENSION_INIT, LEADLINE_DIMENSION_INIT};
    for (size_t d = 0; d < dimensions; d++)
        of[d].name = names[d];
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.dimensions = names;
    rollup.dimension_count = 1;
    rollup.period = LEADLINE_PERIOD_DAY;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = of;
    options.dimension_count = dimensions;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.money_scale = 2;
    options.allocator = allocator;
    options.journeys = journeys;
    options.threads = threads;
    options.shards = threads;
    leadline_engine *engine = NULL;
    CHECK(leadline_open(&options, &engine, NULL, 0));
    for (uint32_t d = 0; d < dimensions; d++) {
        for (uint32_t k = 0; k < sizes[d]; k++) {
            char name[16];
            uint32_t code;
            const int size = snprintf(name, sizeof name, "c%04u", k);
            CHECK(leadline_intern(engine, d, name, (size_t)size, &code));
            if (k == 0)
                codes[d] = code;
        }
    }
    return engine;
}

/* One of several threads that take facts in: every so-manieth batch is its own. */
typedef struct taker {
    pthread_t thread;
    const paths *paths;
    leadline_engine *engine;
    const uint32_t *first;
    size_t dimensions;
    unsigned number, of;
    double seconds; /* in the calls alone */
} taker;

static void *take_part(void *context)
{
    taker *t = context;
    const paths *p = t->paths;
    const uint32_t *first = t->first;
    uint32_t *codes[PATH_DIMENSIONS];
    for (size_t d = 0; d < PATH_DIMENSIONS; d++)
        codes[d] = room_for(BATCH_ROWS, sizeof **codes);
    for (size_t at = t->number * (size_t)BATCH_ROWS; at < p->count; at += t->of * (size_t)BATCH_ROWS) {
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = p->count - at < BATCH_ROWS ? p->count - at : BATCH_ROWS;
        for (size_t i = 0; i < batch.rows; i++) {
            codes[0][i] = p->campaign[at + i] + first[0];
            codes[1][i] = p->channel[at + i] + first[1];
            codes[2][i] = t->dimensions > 2 ? p->campaign[at + i] % SOURCES + first[2] : 0;
        }
        batch.time = p->time + at;
        batch.kind = p->kind + at;
        batch.codes = (const uint32_t *const *)codes;
        batch.dimension_count = t->dimensions;
        batch.amount = p->amount + at;
        batch.person = p->person + at;
        const double began = now_seconds();
        CHECK(leadline_record_batch(t->engine, &batch, 0, NULL));
        t->seconds += now_seconds() - began;
    }
    for (size_t d = 0; d < PATH_DIMENSIONS; d++)
        free(codes[d]);
    return NULL;
}

double take_in(const paths *p, leadline_engine *engine, size_t dimensions, const uint32_t first[PATH_DIMENSIONS], unsigned threads)
{
    taker takers[64];
    double longest = 0;
    for (unsigned i = 0; i < threads; i++) {
        takers[i] = (taker){.paths = p, .engine = engine, .first = first, .dimensions = dimensions, .number = i, .of = threads};
        if (threads == 1)
            take_part(&takers[i]);
        else if (pthread_create(&takers[i].thread, NULL, take_part, &takers[i]) != 0)
            abort();
    }
    for (unsigned i = 0; i < threads; i++) {
        if (threads > 1)
            pthread_join(takers[i].thread, NULL);
        longest = takers[i].seconds > longest ? takers[i].seconds : longest;
    }
    return longest;
}

double read_bytes(const uint64_t *words, size_t count)
{
    const double began = now_seconds();
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += words[i];
    const double seconds = now_seconds() - began;
    static volatile uint64_t kept;
    kept = sum;
    (void)kept;
    return seconds;
}
