/* Attribution: rule models, one and five; all models of three outcomes; chains and Shapley values; beside the mere pass over journeys
 * and beside reading them. */
#include "credit.h"

#include <stdlib.h>
#include <string.h>

enum { OUTCOMES = 3 };

static const char *const dimensions[PATH_DIMENSIONS] = {"campaign", "channel", "source"};
static const char *const outcome_kinds[OUTCOMES + 1] = {"lead", "opportunity", "sale", "lead|opportunity|sale"};

/* What is asked: models by number, for the outcomes of all three kinds together or each by itself. */
typedef struct question {
    const char *name;
    unsigned by; /* a dimension */
    unsigned model_count, outcome_count;
    uint32_t models[MODELS];
} question;

/* Seconds; `flags` as those of the options, with LEADLINE_QUERY_FROM only those past all outcomes. */
static double ask(const leadline_engine *engine, const question *q, uint32_t flags, leadline_table **table)
{
    static const uint32_t weights[] = {5, 3, 2};
    leadline_model models[MODELS];
    leadline_outcome outcomes[OUTCOMES];
    for (unsigned m = 0; m < q->model_count; m++) {
        models[m] = (leadline_model)LEADLINE_MODEL_INIT;
        models[m].kind = q->models[m];
        models[m].weights = models[m].kind == LEADLINE_MODEL_CUSTOM ? weights : NULL;
        models[m].weight_count = models[m].kind == LEADLINE_MODEL_CUSTOM ? sizeof weights / sizeof *weights : 0;
    }
    for (unsigned o = 0; o < q->outcome_count; o++) {
        outcomes[o] = (leadline_outcome)LEADLINE_OUTCOME_INIT;
        outcomes[o].kinds = outcome_kinds[q->outcome_count == 1 ? OUTCOMES : o];
    }
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = q->model_count;
    options.outcomes = outcomes;
    options.outcome_count = q->outcome_count;
    options.by = &dimensions[q->by];
    options.by_count = 1;
    options.flags = flags;
    options.from_us = flags & LEADLINE_QUERY_FROM ? 2 * FIRST_TIME : 0;
    const double began = now_seconds();
    CHECK(leadline_attribute(engine, &options, table, NULL, NULL));
    return now_seconds() - began;
}

static double funnel(const leadline_engine *engine)
{
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "impression|click";
    steps[1].kinds = outcome_kinds[OUTCOMES];
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    leadline_table *table = NULL;
    const double began = now_seconds();
    CHECK(leadline_funnel(engine, &options, &table, NULL));
    const double seconds = now_seconds() - began;
    leadline_table_close(table);
    return seconds;
}

/* Whether all models give all that there is to give, up to those that may leave some unassigned. */
static int gives_all(const leadline_table *table, const question *q, const credits *expected)
{
    static credit_columns columns;
    find_columns(table, &columns);
    int is_right = 1;
    for (unsigned m = 0; m < q->model_count; m++) {
        credit sum = {0, 0};
        for (size_t row = 0; row < columns.rows; row++) {
            const credit c = credit_at(&columns, m, row);
            sum.units += c.units;
            sum.value += c.value;
        }
        if (q->models[m] == LEADLINE_MODEL_MIDDLE || q->models[m] == LEADLINE_MODEL_LAST_CLICK)
            is_right = is_right && sum.units > 0 && sum.units < expected->given.units;
        else
            is_right = is_right && sum.units == expected->given.units && sum.value == expected->given.value;
    }
    return is_right;
}

/* Whether the five rule models gave every key what it should have; leaves what they gave in `given`. */
static int gives_each(const leadline_table *table, const credits *expected, credits *given)
{
    static credit_columns columns;
    find_columns(table, &columns);
    memset(given, 0, sizeof *given);
    for (size_t row = 0; row < columns.rows; row++)
        for (size_t rule = 0; rule < RULES; rule++)
            given->of[key_at(table, row)][rule] = credit_at(&columns, rule, row);
    int is_right = 1;
    for (size_t key = 0; key < CAMPAIGNS; key++)
        is_right = is_right && memcmp(given->of[key], expected->of[key], EXACT_RULES * sizeof(credit)) == 0;
    return is_right;
}

static const question questions[] = {
    {"one rule", 1, 1, 1, {LEADLINE_MODEL_LINEAR}},
    {"five rules", 1, RULES, 1, {LEADLINE_MODEL_FIRST, LEADLINE_MODEL_LAST, LEADLINE_MODEL_LINEAR, LEADLINE_MODEL_POSITION,
                                 LEADLINE_MODEL_TIME_DECAY}},
    {"11 rules x 3", 1, 11, OUTCOMES, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
    {"all models x 3", 1, MODELS, OUTCOMES, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}},
    {"markov", 1, 1, 1, {LEADLINE_MODEL_MARKOV}},
    {"shapley", 1, 1, 1, {LEADLINE_MODEL_SHAPLEY}},
    {"shapley_rate", 1, 1, 1, {LEADLINE_MODEL_SHAPLEY_RATE}},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

/* All questions by one dimension, in turn. */
static void ask_all(const paths *p, const leadline_engine *engine, unsigned threads, unsigned by, unsigned runs_wanted,
                    const uint64_t *memory, size_t words, const credits *expected, const char *directory)
{
    static runs funnels, passes, reads, times[QUESTIONS];
    int are_right[QUESTIONS];
    char shape[32];
    funnels.count = passes.count = reads.count = 0;
    for (size_t q = 0; q < QUESTIONS; q++) {
        times[q].count = 0;
        are_right[q] = 1;
    }
    for (unsigned i = 0; i < runs_wanted; i++) {
        double cpu = cpu_seconds();
        add_run(&reads, read_bytes(memory, words) / threads, cpu);
        cpu = cpu_seconds();
        add_run(&funnels, funnel(engine), cpu);
        leadline_table *table = NULL;
        cpu = cpu_seconds();
        add_run(&passes, ask(engine, &questions[0], LEADLINE_QUERY_FROM, &table), cpu);
        leadline_table_close(table);
        for (size_t q = 0; q < QUESTIONS; q++) {
            question asked = questions[q];
            asked.by = by;
            /* Of 1 000 keys shapley_rate tries orders, which takes longer than all else together; of the 16 sources it is exact. */
            if (by == 0 && asked.models[0] == LEADLINE_MODEL_SHAPLEY_RATE)
                asked.by = 2;
            if (by == 0 && asked.model_count == MODELS)
                asked.model_count--;
            table = NULL;
            cpu = cpu_seconds();
            add_run(&times[q], ask(engine, &asked, 0, &table), cpu);
            are_right[q] &= gives_all(table, &asked, expected);
            if (asked.outcome_count == 1 && asked.model_count == RULES) {
                static credits given;
                are_right[q] &= gives_each(table, expected, &given);
                if (directory)
                    save(directory, by == 0 ? "campaign-credits.i64" : "channel-credits.i64", given.of, sizeof given.of, 1);
            }
            if (directory && asked.model_count == 1 && asked.models[0] == LEADLINE_MODEL_MARKOV)
                save_chain(table, by == 0 ? "campaign" : "channel", directory);
            leadline_table_close(table);
        }
    }
    const char *keys = by == 0 ? "campaigns" : "channels";
    const double facts = (double)p->count, rule = median(times[0].cpu, runs_wanted), pass = median(passes.cpu, runs_wanted);
    note("%s, %u threads, processor time: funnel %.2f ns a fact, pass %.2f\n", keys, threads,
         median(funnels.cpu, runs_wanted) / facts * 1e9, pass / facts * 1e9);
    report(&(row){"attribution", "funnel", keys, threads, p->count, &funnels, NULL, NULL, &reads, -1});
    report(&(row){"attribution", "pass", keys, threads, p->count, &passes, NULL, NULL, &reads, -1});
    for (size_t q = 0; q < QUESTIONS; q++) {
        snprintf(shape, sizeof shape, "%s", questions[q].name);
        if (by == 0 && questions[q].models[0] == LEADLINE_MODEL_SHAPLEY_RATE)
            snprintf(shape, sizeof shape, "%s, 16", questions[q].name);
        if (by == 0 && questions[q].model_count == MODELS)
            snprintf(shape, sizeof shape, "13 models x 3");
        const double cpu = median(times[q].cpu, runs_wanted);
        note("    %-16s %8.2f ns a fact, %5.2f x one rule, %5.2f x the pass\n", shape, cpu / facts * 1e9, cpu / rule, cpu / pass);
        report(&(row){"attribution", shape, keys, threads, p->count, &times[q], q > 0 ? "one rule" : "pass", q > 0 ? &times[0] : &passes,
                      &reads, are_right[q]});
    }
}

void bench_attribution(size_t count, unsigned most_threads, unsigned runs_wanted, const char *directory)
{
    /* Of a hundred facts 99 are touches. */
    static const share shares[] = {{LEADLINE_KIND_IMPRESSION, 690}, {LEADLINE_KIND_CLICK, 300}, {LEADLINE_KIND_LEAD, 4},
                                   {LEADLINE_KIND_OPPORTUNITY, 2}, {LEADLINE_KIND_SALE, 4}};
    static credits expected[2];
    paths p;
    make_paths(&p, count, shares, sizeof shares / sizeof *shares);
    for (unsigned by = 0; by < 2; by++)
        credit_exactly(&p, by, &expected[by]);
    if (directory)
        save_paths(&p, directory);
    note("attribution: %zu outcomes, %.2f touches of each\n", expected[0].outcomes,
         (double)expected[0].touches / (double)expected[0].outcomes);
    for (unsigned threads = 1; threads <= most_threads; threads++) {
        uint32_t codes[PATH_DIMENSIONS];
        leadline_engine *engine = open_paths(1, threads, PATH_DIMENSIONS, NULL, codes);
        take_in(&p, engine, PATH_DIMENSIONS, codes, threads);
        funnel(engine);
        leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
        CHECK(leadline_engine_read_info(engine, &info));
        const size_t words = (size_t)info.journey_memory / 8 + 1;
        uint64_t *memory = room_for(words, sizeof *memory);
        for (size_t i = 0; i < words; i++)
            memory[i] = i;
        for (unsigned by = 2; by-- > 0;)
            ask_all(&p, engine, threads, by, runs_wanted, memory, words, &expected[by], directory);
        free(memory);
        CHECK(leadline_close(engine));
    }
    free_paths(&p);
    bench_chains(runs_wanted);
}
