/* Attribution of walks by chance beside a model that books one outcome at a time, beside their paths as texts, and decay beside exp2.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_model.h"
#include <math.h>

/* Shares of a long decay beside the C library's. */
static void test_decay(void) {
    part("decay beside exp2");
    leadline_model model = model_of(LEADLINE_MODEL_TIME_DECAY, NULL);
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    options.flags = LEADLINE_ATTRIBUTE_BY_POSITION;
    for (int round = 0; round < 200; round++) {
        int64_t age = (int64_t)any(1000000000) * 86, value = INT64_C(1) << 60;
        model.half_life_us = 1 + (int64_t)any(1000000000) * 40;
        walk w = {{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + age, 0, CLICKED, 1, 0, 0}, {MARCH_1 + age + 1, value, SOLD, 1, 0, 0}}, 3};
        leadline_engine *engine = engine_of(&w, 1);
        leadline_table *table = NULL;
        CHECK_OK(leadline_attribute(engine, &options, &table, NULL, NULL));
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK_OK(leadline_table_column(table, 3, &column));
        double old = exp2(-(double)age / (double)model.half_life_us), share = (double)column.numerators[0].low / (double)value;
        CHECK(fabs(share - old / (1 + old)) < 1e-9);
        CHECK_INT(column.numerators[0].low + column.numerators[1].low, value);
        leadline_table_close(table);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- What the model says, as text ---- */

static int compare_rows(const void *left, const void *right) {
    const credit_row *a = left, *b = right;
    COMPARE(key);
    COMPARE(day);
    COMPARE(position);
    return 0;
}

static int compare_totals(const void *left, const void *right) {
    const total_row *a = left, *b = right;
    COMPARE(day);
    return 0;
}

static void add_day(text *t, int64_t day) { add_text(t, " 2024-03-%02d %" PRId64, (int)((day - MARCH_1) / DAY) + 1, day); }

static void add_part(text *t, int64_t top, int64_t bottom) {
    leadline_int128 a = {(uint64_t)top, top < 0 ? -1 : 0}, b = {(uint64_t)bottom, 0};
    if (bottom <= 0) {
        add_text(t, " !1");
        return;
    }
    CHECK_OK(leadline_ratio_reduce(&a, &b));
    add_text(t, " %" PRId64 "/%" PRIu64, (int64_t)a.low, b.low);
}

static void add_spread(text *t, int64_t *numbers, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) sum += numbers[i];
    if (count == 0) {
        add_text(t, " !2 !2");
        return;
    }
    add_part(t, sum, count);
    add_text(t, " %" PRId64 "/1", quantile_of(numbers, count, 500));
}

static char *wanted_of(attribution *a, const question *q) {
    text t = {NULL, 0, 0};
    int cells = 2 * q->model_count + (q->details ? 14 : 0);
    qsort(a->rows, (size_t)a->count, sizeof *a->rows, compare_rows);
    qsort(a->totals, (size_t)a->total_count, sizeof *a->totals, compare_totals);
    for (int r = 0; r < a->count; r++) {
        const credit_row *row = &a->rows[r];
        for (int o = 0; o < q->outcome_count; o++) {
            text line = {NULL, 0, 0};
            if (q->by_channel) add_text(&line, " %s", row->key == 0 ? "-" : channel_texts[row->key]);
            if (q->by_day) add_day(&line, row->day);
            if (q->by_position) add_text(&line, " %d", row->position);
            add_text(&line, " o%d", o);
            for (int c = 0; c < cells; c++) add_text(&line, " %" PRId64, row->cells[o][c]);
            if (q->details) add_part(&line, row->cells[o][cells - 8], row->cells[o][cells - 12]);
            add_text(&t, "%s\n", line.bytes + 1);
            free(line.bytes);
        }
    }
    add_text(&t, "--\n");
    for (int r = 0; r < a->total_count; r++) {
        total_row *row = &a->totals[r];
        for (int o = 0; o < q->outcome_count; o++) {
            text line = {NULL, 0, 0};
            if (q->by_day) add_day(&line, row->day);
            add_text(&line, " o%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, o, row->outcomes[o], row->value[o], row->untouched[o],
                row->through[o], row->through_value[o]);
            for (int c = 0; c < 2 * q->model_count; c++) add_text(&line, " %" PRId64, row->cells[o][c]);
            add_spread(&line, row->touches[o], (int)row->outcomes[o]);
            add_spread(&line, row->times[o], row->time_count[o]);
            add_text(&t, "%s\n", line.bytes + 1);
            free(line.bytes);
        }
    }
    add_text(&t, "--\n");
    for (int k = 0; k < CHANNEL_COUNT; k++) {
        for (int l = k + 1; l < CHANNEL_COUNT; l++) {
            const pair_row *pair = &a->pairs[k][l];
            for (int o = 0; o < q->outcome_count && pair->is_met; o++) {
                int64_t either = a->influenced[k][o] + a->influenced[l][o] - pair->both[o];
                add_text(&t, "%s %s o%d %" PRId64 " %" PRId64 " %" PRId64, k == 0 ? "-" : channel_texts[k], channel_texts[l], o, pair->both[o],
                    pair->both_value[o], either);
                add_part(&t, pair->both[o], either);
                add_text(&t, " %" PRId64 " %" PRId64 "\n", pair->alone[o], pair->alone_value[o]);
            }
        }
    }
    return t.bytes;
}

static char *answer_of(const leadline_engine *engine, const leadline_attribution_options *options) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    text t = {NULL, 0, 0};
    CHECK_OK(leadline_attribute(engine, options, &tables[0], &tables[1], &tables[2]));
    for (int i = 0; i < 3; i++) {
        if (i > 0) add_text(&t, "--\n");
        add_table(&t, tables[i]);
        leadline_table_close(tables[i]);
    }
    return t.bytes;
}

/* ---- Beside the engine ---- */

static void test_model(int rounds) {
    part("random walks beside the model");
    static attribution a;
    static walk walks[WALKS];
    static question q;
    for (int round = 0; round < rounds; round++) {
        uint64_t started = seed;
        int count;
        make_walks(walks, &count);
        leadline_engine *engine = open_for_walks(1 + any(3), 1 + any(2)), *other = any(3) == 0 ? open_for_walks(1, 1) : NULL;
        /* In an order of chance. */
        for (int left = 1; left > 0;) {
            static int done[WALKS][WALK_MOST];
            if (left == 1) memset(done, 0, sizeof done);
            left = 0;
            for (int w = 0; w < count; w++) {
                for (int i = 0; i < walks[w].count; i++) {
                    if (done[w][i]) continue;
                    if (any(2) == 0) {
                        left += 2;
                        continue;
                    }
                    done[w][i] = 1;
                    record_deed(other != NULL && any(2) == 0 ? other : engine, (uint64_t)w * 77 + 5, &walks[w].deeds[i]);
                }
            }
        }
        if (other != NULL) {
            CHECK_OK(leadline_merge(engine, other, 0));
            CHECK_OK(leadline_close(other));
        }
        sort_walks(walks, count);
        for (int ask = 0; ask < 4; ask++) {
            make_question(&q);
            memset(&a.totals, 0, sizeof a.totals);
            memset(&a.pairs, 0, sizeof a.pairs);
            memset(&a.influenced, 0, sizeof a.influenced);
            a.count = a.total_count = 0;
            for (int w = 0; w < count; w++) attribute_walk(&a, &q, &walks[w]);
            char *wanted = wanted_of(&a, &q), *is = answer_of(engine, options_of(&q));
            CHECK_TEXT(is, wanted);
            int differs = strcmp(is, wanted) != 0;
            free(wanted);
            free(is);
            if (differs) {
                printf("seed %" PRIu64 " round %d ask %d\n", started, round, ask);
                CHECK_OK(leadline_close(engine));
                return;
            }
        }
        CHECK_OK(leadline_close(engine));
    }
}

/* Chains and games of journeys beside those of their paths, written out and counted. */
static void test_paths(int rounds) {
    part("all paths beside the same paths as texts");
    static walk walks[WALKS];
    static question q;
    static path_list list;
    static const char *const model_names[6] = {"one", "two", "three", "four", NULL, NULL};
    for (int round = 0; round < rounds; round++) {
        uint64_t started = seed;
        int count;
        make_walks(walks, &count);
        leadline_engine *engine = engine_of(walks, count);
        sort_walks(walks, count);
        make_question(&q);
        q.outcome_count = q.by_channel = 1;
        q.by_day = q.by_touch = q.by_position = q.details = q.model_count = 0;
        leadline_attribution_options *options = options_of(&q), texts = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
        leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
        leadline_model models[6];
        for (uint32_t m = 0; m < 6; m++) {
            models[m] = model_of(m == 4 ? LEADLINE_MODEL_SHAPLEY_RATE : m == 5 ? LEADLINE_MODEL_LINEAR : LEADLINE_MODEL_MARKOV, model_names[m]);
            if (m < 4) models[m].order = m + 1;
        }
        options->models = models;
        options->model_count = 6;
        options->by = by_channel;
        outcome.name = "o0";
        texts.outcomes = &outcome;
        texts.outcome_count = 1;
        texts.models = models;
        texts.model_count = 6;
        list.count = 0;
        for (int w = 0; w < count; w++) list_walk(&list, &q, &walks[w], 0);
        leadline_counted_paths paths = LEADLINE_COUNTED_PATHS_INIT;
        paths.paths = list.paths;
        paths.outcomes = list.outcomes;
        paths.values = list.values;
        paths.lost = list.lost;
        paths.count = list.count;
        leadline_table *mine = NULL, *wanted = NULL;
        CHECK_OK(leadline_attribute(engine, options, &mine, NULL, NULL));
        CHECK_OK(leadline_attribute_paths(engine, &paths, &texts, &wanted, NULL, NULL));
        char *is = text_of(mine), *expected = text_of(wanted);
        for (char *at = expected; *at != 0; at++) {
            if (*at == '!' && at[1] == ' ') *at = '-';
        }
        CHECK_TEXT(is, expected);
        int differs = strcmp(is, expected) != 0;
        free(is);
        free(expected);
        CHECK_OK(leadline_close(engine));
        if (differs) {
            printf("seed %" PRIu64 " round %d\n", started, round);
            return;
        }
    }
}

int main(int argc, char **argv) {
    seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122;
    printf("attribution, random, seed %" PRIu64 "\n", seed);
    test_decay();
    test_model(argc > 2 ? atoi(argv[2]) : 1500);
    test_paths(argc > 2 ? atoi(argv[2]) : 1000);
    return finish();
}
