/* Journeys: what keeping them adds to the intake of a fact, how many bytes a fact takes, and what a funnel and cohorts cost. */
#include "paths.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_COUNT = 3, WEEKS = 14 };

static const int64_t week = INT64_C(604800000000);
static const int64_t first_time = FIRST_TIME;

/* How many persons reach each step within a week of a click, by the latest beginning of a run at each step. */
static void funnel_exactly(const paths *p, int64_t reached[STEP_COUNT])
{
    static const uint16_t steps[STEP_COUNT] = {LEADLINE_KIND_CLICK, LEADLINE_KIND_LEAD, LEADLINE_KIND_SALE};
    typedef struct state {
        uint64_t person;
        int64_t begun[STEP_COUNT];
        int furthest;
    } state;
    size_t size = 1024;
    while (size < p->count / 4)
        size *= 2;
    state *states = calloc(size, sizeof *states);
    if (!states)
        abort();
    for (size_t i = 0; i < p->count; i++) {
        size_t at = (size_t)mix_bits(p->person[i]) & (size - 1);
        while (states[at].person != 0 && states[at].person != p->person[i])
            at = (at + 1) & (size - 1);
        state *s = &states[at];
        s->person = p->person[i];
        for (int k = STEP_COUNT - 1; k >= 0; k--) {
            if (p->kind[i] != steps[k])
                continue;
            if (k == 0)
                s->begun[0] = p->time[i];
            else if (s->begun[k - 1] != 0 && p->time[i] - s->begun[k - 1] <= week)
                s->begun[k] = s->begun[k - 1] > s->begun[k] ? s->begun[k - 1] : s->begun[k];
            else
                continue;
            if (k + 1 > s->furthest)
                s->furthest = k + 1;
        }
    }
    memset(reached, 0, STEP_COUNT * sizeof *reached);
    for (size_t at = 0; at < size; at++)
        for (int k = 0; k < states[at].furthest; k++)
            reached[k]++;
    free(states);
}

/* Members of each week of the first click, and behind them, by age, those with a sale from then on: [week][0] and [week][age + 1]. */
static void cohorts_exactly(const paths *p, int64_t cells[WEEKS][WEEKS + 1])
{
    typedef struct state {
        uint64_t person;
        int first, last;
    } state;
    size_t size = 1024;
    while (size < p->count / 4)
        size *= 2;
    state *states = calloc(size, sizeof *states);
    if (!states)
        abort();
    memset(cells, 0, WEEKS * sizeof *cells);
    for (size_t i = 0; i < p->count; i++) {
        if (p->kind[i] != LEADLINE_KIND_CLICK && p->kind[i] != LEADLINE_KIND_SALE)
            continue;
        size_t at = (size_t)mix_bits(p->person[i]) & (size - 1);
        while (states[at].person != 0 && states[at].person != p->person[i])
            at = (at + 1) & (size - 1);
        state *s = &states[at];
        if (s->person == 0)
            *s = (state){p->person[i], -1, -1};
        const int now = (int)((p->time[i] - first_time) / week);
        if (p->kind[i] == LEADLINE_KIND_CLICK && s->first < 0) {
            s->first = now;
            cells[now][0]++;
        } else if (p->kind[i] == LEADLINE_KIND_SALE && s->first >= 0 && s->last != now) {
            s->last = now;
            cells[s->first][now - s->first + 1]++;
        }
    }
    free(states);
}

static double cohorts(const leadline_engine *engine, int64_t cells[WEEKS][WEEKS + 1], int *equal)
{
    leadline_step first = LEADLINE_STEP_INIT;
    first.kinds = "click";
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.period = LEADLINE_PERIOD_WEEK;
    leadline_table *table = NULL;
    const double began = now_seconds();
    CHECK(leadline_cohorts(engine, &options, &table, NULL));
    const double seconds = now_seconds() - began;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    leadline_column column[5];
    for (size_t c = 0; c < 5; c++) {
        column[c] = (leadline_column)LEADLINE_COLUMN_INIT;
        CHECK(leadline_table_column(table, c + 1, &column[c]));
    }
    int64_t left = 0;
    for (int w = 0; w < WEEKS; w++)
        for (int age = 0; age < WEEKS; age++)
            left += cells[w][age + 1];
    for (size_t row = 0; row < info.rows; row++) {
        const int64_t w = (column[0].integers[row] - first_time) / week, age = column[1].integers[row];
        *equal &= column[3].integers[row] == cells[w][0] && column[4].integers[row] == cells[w][age + 1];
        left -= column[4].integers[row];
    }
    *equal &= left == 0;
    leadline_table_close(table);
    return seconds;
}

static double funnel(const leadline_engine *engine, uint32_t flags, const int64_t *expected, int *equal)
{
    static const uint16_t quantiles[] = {500, 900};
    leadline_step steps[STEP_COUNT] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "click";
    steps[1].kinds = "lead";
    steps[2].kinds = "sale";
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = STEP_COUNT;
    options.window_us = week;
    options.flags = flags;
    options.quantiles = quantiles;
    options.quantile_count = 2;
    leadline_table *table = NULL;
    const double began = now_seconds();
    CHECK(leadline_funnel(engine, &options, &table, NULL));
    const double seconds = now_seconds() - began;
    leadline_column reached = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, 2, &reached));
    for (int k = 0; k < STEP_COUNT; k++)
        *equal &= reached.integers[k] == expected[k];
    leadline_table_close(table);
    return seconds;
}

/* What others need to answer the same, and the answer. */
static void save_all(const paths *p, const int64_t reached[STEP_COUNT], int64_t cells[WEEKS][WEEKS + 1], const char *directory)
{
    save_paths(p, directory);
    save(directory, "reached.i64", reached, sizeof *reached, STEP_COUNT);
    save(directory, "cohorts.i64", cells, sizeof cells[0][0], WEEKS * (WEEKS + 1));
}

void bench_journeys(size_t count, unsigned most_threads, unsigned runs_wanted, const char *directory)
{
    paths p;
    /* Impressions, clicks, leads and sales as 60 : 25 : 10 : 5. */
    static const share parts[] = {{LEADLINE_KIND_IMPRESSION, 60}, {LEADLINE_KIND_CLICK, 25}, {LEADLINE_KIND_LEAD, 10}, {LEADLINE_KIND_SALE, 5}};
    make_paths(&p, count, parts, sizeof parts / sizeof *parts);
    int64_t expected[STEP_COUNT];
    int64_t cells[WEEKS][WEEKS + 1];
    funnel_exactly(&p, expected);
    cohorts_exactly(&p, cells);
    if (directory)
        save_all(&p, expected, cells, directory);
    uint32_t first[PATH_DIMENSIONS];
    double bytes = 0;
    for (uint32_t threads = 1; threads <= most_threads; threads++) {
        runs without = {.count = 0}, with = {.count = 0}, ordering = {.count = 0};
        int equal = 1;
        for (unsigned i = 0; i < runs_wanted; i++) {
            leadline_engine *engine = open_paths(0, threads, 2, NULL, first);
            double cpu = cpu_seconds();
            add_run(&without, take_in(&p, engine, 2, first, threads), cpu);
            CHECK(leadline_close(engine));
            engine = open_paths(1, threads, 2, NULL, first);
            cpu = cpu_seconds();
            add_run(&with, take_in(&p, engine, 2, first, threads), cpu);
            cpu = cpu_seconds();
            add_run(&ordering, funnel(engine, 0, expected, &equal), cpu);
            leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
            CHECK(leadline_engine_read_info(engine, &info));
            bytes = (double)info.journey_memory;
            CHECK(leadline_close(engine));
        }
        report(&(row){"journeys", "intake, none", "", threads, count, &without, NULL, NULL, NULL, -1});
        report(&(row){"journeys", "intake", "", threads, count, &with, NULL, NULL, NULL, -1});
        report(&(row){"journeys", "first funnel", "cold", threads, count, &ordering, NULL, NULL, NULL, equal});
    }
    note("journeys: %.1f bytes a fact once in order\n", bytes / (double)count);
    const size_t words = (size_t)(bytes / 8) + 1;
    uint64_t *memory = room_for(words, sizeof *memory);
    for (size_t i = 0; i < words; i++)
        memory[i] = i;
    for (uint32_t threads = 1; threads <= most_threads; threads++) {
        leadline_engine *engine = open_paths(1, threads, 2, NULL, first);
        take_in(&p, engine, 2, first, threads);
        runs plain = {.count = 0}, timed = {.count = 0}, weekly = {.count = 0}, reads = {.count = 0};
        int equal = 1, alike = 1;
        funnel(engine, 0, expected, &equal);
        for (unsigned i = 0; i < runs_wanted; i++) {
            double cpu = cpu_seconds();
            add_run(&plain, funnel(engine, 0, expected, &equal), cpu);
            cpu = cpu_seconds();
            add_run(&timed, funnel(engine, LEADLINE_FUNNEL_TIMES, expected, &equal), cpu);
            cpu = cpu_seconds();
            add_run(&weekly, cohorts(engine, cells, &alike), cpu);
            cpu = cpu_seconds();
            add_run(&reads, read_bytes(memory, words) / threads, cpu);
        }
        report(&(row){"journeys", "funnel", "warm", threads, count, &plain, NULL, NULL, &reads, equal});
        report(&(row){"journeys", "funnel, times", "warm", threads, count, &timed, "funnel", &plain, &reads, equal});
        report(&(row){"journeys", "cohorts by week", "warm", threads, count, &weekly, NULL, NULL, &reads, alike});
        CHECK(leadline_close(engine));
    }
    free(memory);
    free_paths(&p);
}
