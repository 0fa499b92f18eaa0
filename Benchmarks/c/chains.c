/* Chains of counted paths: one of 1 000 keys, its time beside the same paths by a rule, and the most memory held; and one of the
 * paths in a file. */
#include "credit.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { PATHS = 200000, LONGEST = 12, KEY_SIZE = 6 };

typedef struct meter {
    atomic_size_t held, most;
} meter;

static void *allocate(void *context, size_t size, size_t alignment)
{
    meter *m = context;
    void *memory = NULL;
    if (posix_memalign(&memory, alignment < sizeof(void *) ? sizeof(void *) : alignment, size) != 0)
        return NULL;
    const size_t held = atomic_fetch_add(&m->held, size) + size;
    size_t most = atomic_load(&m->most);
    while (held > most && !atomic_compare_exchange_weak(&m->most, &most, held)) {
    }
    return memory;
}

static void deallocate(void *context, void *pointer, size_t size, size_t alignment)
{
    meter *m = context;
    (void)alignment;
    atomic_fetch_sub(&m->held, size);
    free(pointer);
}

/* Paths of 1 to 12 keys; nearly each two of the keys come in a row somewhere. */
static void make_counted(char *texts, const char **paths, uint64_t *outcomes, uint64_t *lost)
{
    for (size_t i = 0; i < PATHS; i++) {
        char *text = texts + i * LONGEST * KEY_SIZE;
        const uint64_t a = mix_bits(i);
        const size_t length = 1 + a % LONGEST;
        paths[i] = text;
        for (size_t k = 0; k < length; k++)
            text += sprintf(text, k == 0 ? "c%03u" : ">c%03u", (unsigned)(mix_bits(i * LONGEST + k) % CAMPAIGNS));
        outcomes[i] = (a >> 32) % 4 == 0;
        lost[i] = 1 + (a >> 40) % 8;
    }
}

/* Seconds of paths by one model; *table is the caller's to close. */
static double ask(const leadline_engine *engine, const leadline_counted_paths *counted, uint32_t kind, leadline_table **table)
{
    leadline_model model = LEADLINE_MODEL_INIT;
    model.kind = kind;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    const double began = now_seconds();
    CHECK(leadline_attribute_paths(engine, counted, &options, table, NULL, NULL));
    return now_seconds() - began;
}

void bench_chains(unsigned runs_wanted)
{
    char *texts = room_for((size_t)PATHS * LONGEST * KEY_SIZE, 1);
    const char **names = room_for(PATHS, sizeof *names);
    uint64_t *outcomes = room_for(PATHS, sizeof *outcomes), *lost = room_for(PATHS, sizeof *lost);
    make_counted(texts, names, outcomes, lost);
    leadline_counted_paths counted = LEADLINE_COUNTED_PATHS_INIT;
    counted.paths = names;
    counted.outcomes = outcomes;
    counted.lost = lost;
    counted.count = PATHS;
    meter m = {0};
    leadline_allocator allocator = LEADLINE_ALLOCATOR_INIT;
    allocator.context = &m;
    allocator.allocate = allocate;
    allocator.deallocate = deallocate;
    uint32_t codes[PATH_DIMENSIONS];
    leadline_engine *engine = open_paths(0, 1, 1, &allocator, codes);
    runs rule = {.count = 0}, chain = {.count = 0};
    size_t most[2] = {0};
    for (unsigned i = 0; i < runs_wanted; i++) {
        for (int is_chain = 0; is_chain < 2; is_chain++) {
            leadline_table *table = NULL;
            const size_t before = atomic_load(&m.held);
            atomic_store(&m.most, before);
            const double cpu = cpu_seconds();
            const uint32_t kind = is_chain ? LEADLINE_MODEL_MARKOV : LEADLINE_MODEL_LINEAR;
            add_run(is_chain ? &chain : &rule, ask(engine, &counted, kind, &table), cpu);
            most[is_chain] = atomic_load(&m.most) - before;
            leadline_table_close(table);
        }
    }
    report(&(row){"attribution", "paths, linear", "1000", 1, PATHS, &rule, NULL, NULL, NULL, -1});
    report(&(row){"attribution", "paths, markov", "1000", 1, PATHS, &chain, "linear", &rule, NULL, -1});
    note("chain of 1 000 keys from %d paths: %.2f s, %.2f s more than a rule (%.2f s of a processor), %.1f MiB at most\n", PATHS,
         median(chain.seconds, chain.count), median(chain.seconds, chain.count) - median(rule.seconds, rule.count),
         median(chain.cpu, chain.count) - median(rule.cpu, rule.count), (double)most[1] / 1048576);
    CHECK(leadline_close(engine));
    free(texts);
    free(names);
    free(outcomes);
    free(lost);
}

/* Reads lines of a path, its outcomes and how often it was lost, with tabs between. */
static size_t read_counted(const char *file, char **text, const char ***paths, uint64_t **outcomes, uint64_t **lost)
{
    FILE *in = fopen(file, "rb");
    if (!in || fseek(in, 0, SEEK_END) != 0) {
        perror(file);
        exit(1);
    }
    const size_t size = (size_t)ftell(in);
    rewind(in);
    *text = room_for(size + 1, 1);
    if (fread(*text, 1, size, in) != size)
        abort();
    fclose(in);
    (*text)[size] = 0;
    size_t count = 0, line = 0;
    for (size_t i = 0; i < size; i++)
        count += (*text)[i] == '\n';
    *paths = room_for(count + 1, sizeof **paths);
    *outcomes = room_for(count + 1, sizeof **outcomes);
    *lost = room_for(count + 1, sizeof **lost);
    for (char *at = *text; line < count; line++) {
        (*paths)[line] = at;
        at = strchr(at, '\t');
        *at++ = 0;
        (*outcomes)[line] = strtoull(at, &at, 10);
        (*lost)[line] = strtoull(at, &at, 10);
        at++;
    }
    return count;
}

void bench_counted(const char *file, unsigned runs_wanted, const char *directory)
{
    char *text;
    const char **names;
    uint64_t *outcomes, *lost;
    leadline_counted_paths counted = LEADLINE_COUNTED_PATHS_INIT;
    counted.count = read_counted(file, &text, &names, &outcomes, &lost);
    counted.paths = names;
    counted.outcomes = outcomes;
    counted.lost = lost;
    uint32_t codes[PATH_DIMENSIONS];
    leadline_engine *engine = open_paths(0, 1, 1, NULL, codes);
    runs chain = {.count = 0};
    for (unsigned i = 0; i < runs_wanted; i++) {
        leadline_table *table = NULL;
        const double cpu = cpu_seconds();
        add_run(&chain, ask(engine, &counted, LEADLINE_MODEL_MARKOV, &table), cpu);
        save_chain(table, "path", directory);
        leadline_table_close(table);
    }
    report(&(row){"attribution", "markov of paths", NULL, 1, counted.count, &chain, NULL, NULL, NULL, -1});
    CHECK(leadline_close(engine));
    free(text);
    free(names);
    free(outcomes);
    free(lost);
}
