/* Funnels on every journey of up to five facts of three kinds, in every mode; and every order in which five facts may arrive.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel_model.h"

enum { MOST = 5, TINY_KINDS = 3, MOST_JOURNEYS = 2000 };

static const int tiny_kinds[TINY_KINDS] = {1, 2, 4}; /* click, lead, sale */

static journey journeys[MOST_JOURNEYS];
static int journey_count;

/* Every sequence of kinds of one length, one second apart and, where it is short, at the same time in every way. */
static void make_journeys(int length) {
    int sequences = 1;
    for (int i = 0; i < length; i++) sequences *= TINY_KINDS;
    int patterns = length == MOST ? 1 : 1 << (length - 1);
    for (int s = 0; s < sequences; s++) {
        for (int p = 0; p < patterns; p++) {
            journey *j = &journeys[journey_count++];
            int64_t time = MARCH_1;
            int rest = s;
            for (int i = 0; i < length; i++) {
                if (i > 0) time += p >> (i - 1) & 1 ? 0 : 1;
                /* The code of the channel is the journey's number, so that each is a group of its own. */
                j->events[i] = (event){time, tiny_kinds[rest % TINY_KINDS], (uint32_t)journey_count + 1, (uint64_t)journey_count, 0, 0, 0};
                rest /= TINY_KINDS;
            }
            j->count = length;
        }
    }
}

static leadline_engine *open_channels(int count) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    for (int i = 0; i < count; i++) {
        char text[16];
        snprintf(text, sizeof text, "j%05d", i);
        CHECK_INT(name(engine, 0, text), i + 2);
    }
    return engine;
}

static void record_all(leadline_engine *engine) {
    for (int i = 0; i < journey_count; i++) {
        int64_t time[MOST];
        uint16_t kind[MOST];
        uint32_t code[MOST];
        uint64_t person[MOST];
        /* Last things first: their order of arrival means nothing. */
        for (int e = 0; e < journeys[i].count; e++) {
            const event *given = &journeys[i].events[journeys[i].count - 1 - e];
            time[e] = given->time;
            kind[e] = kinds[given->kind];
            code[e] = given->channel;
            person[e] = given->person;
        }
        const uint32_t *codes[] = {code};
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = (size_t)journeys[i].count;
        batch.time = time;
        batch.kind = kind;
        batch.person = person;
        batch.codes = codes;
        batch.dimension_count = 1;
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        qsort(journeys[i].events, (size_t)journeys[i].count, sizeof(event), compare_events);
    }
}

/* Compares the steps that each journey reaches, and whether it may go on, with the model's. */
static void compare(leadline_engine *engine, const funnel *f) {
    leadline_step steps[STEPS];
    for (int k = 0; k < f->count; k++) steps[k] = (leadline_step){sizeof steps[k], NULL, f->steps[k].text, NULL, 0, 0, 0};
    static const char *const by[] = {"channel"};
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = (size_t)f->count;
    options.window_us = f->window;
    options.mode = f->mode;
    options.flags = (f->is_open ? LEADLINE_FUNNEL_OPEN : 0) | (f->counts_first ? LEADLINE_FUNNEL_FIRST : 0) | LEADLINE_QUERY_AS_OF;
    options.as_of_us = f->as_of;
    int64_t reached[STEPS] = {0}, open[STEPS] = {0};
    leadline_column column[2] = {LEADLINE_COLUMN_INIT, LEADLINE_COLUMN_INIT};
    leadline_table *table = NULL;
    /* Once for all, which is counted in a way of its own, once for each. */
    for (size_t keys = 0; keys < 2; keys++) {
        options.by = by;
        options.by_count = keys;
        CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
        CHECK_OK(leadline_table_column(table, keys + 2, &column[0]));
        CHECK_OK(leadline_table_column(table, keys + 4, &column[1]));
        if (keys == 1) {
            size_t row = 0, differing = 0;
            for (int i = 0; i < journey_count; i++) {
                int seen = 0;
                best_run run = run_of(f, &journeys[i], &seen);
                if (run.start < 0) continue;
                int is_open = run.last < f->count - 1 && is_undecided(f, &journeys[i], seen, &run);
                for (int k = 0; k < f->count; k++, row++) {
                    if (column[0].integers[row] != (k >= run.entry && k <= run.last)) differing++;
                    if (column[1].integers[row] != (is_open && k == run.last)) differing++;
                    reached[k] -= column[0].integers[row];
                    open[k] -= column[1].integers[row];
                }
            }
            CHECK_INT(differing, 0);
            CHECK_INT(rows_of(table), row);
        } else if (rows_of(table) > 0) {
            for (int k = 0; k < f->count; k++) {
                reached[k] = column[0].integers[k];
                open[k] = column[1].integers[k];
            }
        }
        leadline_table_close(table);
    }
    for (int k = 0; k < f->count; k++) {
        CHECK_INT(reached[k], 0);
        CHECK_INT(open[k], 0);
    }
}

static void test_every_journey(void) {
    part("every journey of up to five facts");
    static const struct { int kinds; const char *text; } choices[] = {{1 << 1, "click"}, {1 << 2 | 1 << 3, "lead"}, {1 << 4, "sale"}, {1 << 1 | 1 << 4, "click|sale"}};
    for (int length = 1; length <= MOST; length++) make_journeys(length);
    CHECK(journey_count <= MOST_JOURNEYS);
    leadline_engine *engine = open_channels(journey_count);
    record_all(engine);
    for (int count = 1; count <= 3; count++) {
        int lists = count == 1 ? 4 : count == 2 ? 16 : 64;
        for (int list = 0; list < lists; list++) {
            funnel f;
            memset(&f, 0, sizeof f);
            f.count = count;
            f.from = INT64_MIN;
            f.to = INT64_MAX;
            for (int k = 0; k < count; k++) {
                int choice = list >> 2 * k & 3;
                f.steps[k].kinds = choices[choice].kinds;
                f.steps[k].channel = -1;
                snprintf(f.steps[k].text, sizeof f.steps[k].text, "%s", choices[choice].text);
            }
            for (f.mode = 0; f.mode < 3; f.mode++) {
                for (int flags = 0; flags < 4; flags++) {
                    f.is_open = flags & 1;
                    f.counts_first = flags >> 1;
                    for (f.window = 0; f.window < 4; f.window += f.window == 0 ? 1 : 2) {
                        f.as_of = MARCH_1 + (list % 3 == 0 ? 2 : 10);
                        compare(engine, &f);
                    }
                }
            }
        }
    }
    CHECK_OK(leadline_close(engine));
}

/* The same five facts, which arrive in another order for each person, and a question between them. */
static void test_every_order(void) {
    part("every order of arrival of five facts");
    static const event five[MOST] = {{MARCH_1, 1, 2, 0, 0, 0, 0}, {MARCH_1, 2, 2, 0, 0, 0, 0}, {MARCH_1 + 1, 1, 2, 0, 0, 0, 0}, {MARCH_1 + 2, 4, 2, 0, 0, 0, 0}, {MARCH_1 + 3, 2, 2, 0, 0, 0, 0}};
    leadline_engine *engine = open_channels(1);
    int orders_of[120][MOST], count = 0;
    for (int number = 0; number < 3125; number++) {
        int order[MOST], used = 0, rest = number;
        for (int i = 0; i < MOST; i++) {
            order[i] = rest % MOST;
            used |= 1 << order[i];
            rest /= MOST;
        }
        if (used == 31) memcpy(orders_of[count++], order, sizeof order);
    }
    CHECK_INT(count, 120);
    leadline_step steps[] = {{sizeof steps[0], NULL, "click", NULL, 0, 0, 0}, {sizeof steps[0], NULL, "lead", NULL, 0, 0, 0}, {sizeof steps[0], NULL, "sale", NULL, 0, 0, 0}};
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 3;
    for (int turn = 0; turn < MOST; turn++) {
        for (int p = 0; p < count; p++) {
            const event *e = &five[orders_of[p][turn]];
            leadline_batch batch = LEADLINE_BATCH_INIT;
            uint64_t person = (uint64_t)p + 1;
            const uint32_t *codes[] = {&e->channel};
            batch.rows = 1;
            batch.time = &e->time;
            batch.kind = &kinds[e->kind];
            batch.person = &person;
            batch.codes = codes;
            batch.dimension_count = 1;
            CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        }
        for (uint32_t mode = 0; mode < 3; mode++) {
            leadline_table *table = NULL;
            options.mode = mode;
            CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
            if (turn == MOST - 1) {
                /* All go from the first click by the lead of the same instant to the sale; strictly, none gets past the lead. */
                leadline_column reached = LEADLINE_COLUMN_INIT;
                CHECK_OK(leadline_table_column(table, 2, &reached));
                CHECK_INT(reached.integers[0], 120);
                CHECK_INT(reached.integers[1], 120);
                CHECK_INT(reached.integers[2], mode == LEADLINE_FUNNEL_STRICT ? 0 : 120);
            }
            leadline_table_close(table);
        }
    }
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("tiny_funnels\n");
    test_every_journey();
    test_every_order();
    return finish();
}
