/* Attribution beside a model that books one outcome at a time; the catalogue's vectors; what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_options.h"
#include <math.h>

static leadline_engine *open_engine(uint32_t shards, uint32_t threads) {
    leadline_dimension_options dimensions[1] = {{sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 1;
    options.journeys = 1;
    options.shards = shards;
    options.threads = threads;
    options.time_zone = "UTC";
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    CHECK_INT(name(engine, 0, "direct"), 4);
    return engine;
}

static void record_deed(leadline_engine *engine, uint64_t person, const deed *d) {
    rows r;
    r.count = 0;
    add_row(&r, d->time, deed_kinds[d->what], d->channel == 0 ? 0 : (uint32_t)d->channel + 1, 0, d->amount, 1, d->id);
    leadline_batch batch = batch_of(&r, 1);
    batch.person = &person;
    batch.ref = &d->ref;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static leadline_engine *engine_of(const walk *walks, int count) {
    leadline_engine *engine = open_engine(1, 1);
    for (int w = 0; w < count; w++) {
        for (int i = 0; i < walks[w].count; i++) record_deed(engine, (uint64_t)w + 1, &walks[w].deeds[i]);
    }
    return engine;
}

static char *text_of(leadline_table *table) {
    text t = {NULL, 0, 0};
    add_text(&t, "%s", "");
    add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

/* The credits alone. */
static char *credits_of(const leadline_engine *engine, const leadline_attribution_options *options) {
    leadline_table *credits = NULL;
    CHECK_OK(leadline_attribute(engine, options, &credits, NULL, NULL));
    return text_of(credits);
}

#define CHECK_CREDITS(engine, options, wanted)      \
    do {                                            \
        char *is = credits_of((engine), (options)); \
        CHECK_TEXT(is, (wanted));                   \
        free(is);                                   \
    } while (0)

/* ---- 5.10 and 5.13 ---- */

static void test_vector(void) {
    part("5.10 view, banner, brand search, sale");
    walk w = {{{MARCH_1, 0, VIEWED, 1, 0, 0}, {MARCH_1 + 60, 0, CLICKED, 2, 0, 0}, {MARCH_1 + DAY, 0, CLICKED, 3, 0, 0},
               {MARCH_1 + DAY + 60, 9000, SOLD, 0, 0, 0}}, 4};
    leadline_engine *engine = engine_of(&w, 1);
    const char *by[] = {"channel"};
    leadline_model models[6];
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    for (int m = 0; m < 6; m++) {
        static const uint32_t kinds[] = {LEADLINE_MODEL_LAST_CLICK, LEADLINE_MODEL_FIRST, LEADLINE_MODEL_LINEAR, LEADLINE_MODEL_POSITION,
            LEADLINE_MODEL_MIDDLE, LEADLINE_MODEL_LINEAR};
        models[m] = model_of(kinds[m]);
    }
    models[5].name = "clicks";
    models[5].flags = LEADLINE_MODEL_CLICKS;
    options.models = models;
    options.model_count = 6;
    options.by = by;
    options.by_count = 1;
    CHECK_CREDITS(engine, &options,
        "a sale 0 0 1000000 9000 333334 3000 400000 3600 0 0 0 0\n"
        "b sale 0 0 0 0 333333 3000 200000 1800 1000000 9000 500000 4500\n"
        "direct sale 1000000 9000 0 0 333333 3000 400000 3600 0 0 500000 4500\n");
    options.flags = LEADLINE_ATTRIBUTE_DETAILS;
    options.model_count = 1;
    CHECK_CREDITS(engine, &options,
        "a sale 0 0 1 9000 0 0 1 9000 1 9000 1 9000 0 0 0 0 !1\n"
        "b sale 0 0 0 0 0 0 1 9000 1 9000 0 0 1 9000 0 0 !1\n"
        "direct sale 1000000 9000 0 0 1 9000 1 9000 0 0 0 0 0 0 0 0 0/1\n");
    CHECK_OK(leadline_close(engine));
    part("5.10 view-through");
    walk alone = {{{MARCH_1, 0, VIEWED, 1, 0, 0}, {MARCH_1 + DAY + 60, 9000, SOLD, 0, 0, 0}}, 2};
    engine = engine_of(&alone, 1);
    CHECK_CREDITS(engine, &options, "a sale 0 0 1 9000 1 9000 1 9000 0 0 0 0 0 0 1 9000 0/1\n");
    leadline_table *credits = NULL, *totals = NULL;
    CHECK_OK(leadline_attribute(engine, &options, &credits, &totals, NULL));
    leadline_table_close(credits);
    char *is = text_of(totals);
    CHECK_TEXT(is, "sale 1 9000 0 1 9000 1000000 9000 1/1 1/1 86400000060/1 86400000060/1\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* Facts that are no touches: visits that come of a click, what a correction names; and clicks that stand for views. */
static void test_waived(void) {
    part("visits that a click led to");
    const int64_t second = INT64_C(1000000), idle = 1800 * second;
    leadline_touch touches[2] = {LEADLINE_TOUCH_INIT, LEADLINE_TOUCH_INIT};
    touches[0].kinds = "visit";
    touches[0].role = LEADLINE_TOUCH_CLICK;
    touches[1].role = LEADLINE_TOUCH_CLICK;
    const char *by[] = {"channel"};
    leadline_model model = model_of(LEADLINE_MODEL_LINEAR);
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.touches = touches;
    options.touch_count = 2;
    options.models = &model;
    options.model_count = 1;
    options.by = by;
    options.by_count = 1;
    walk w = {{{MARCH_1, 0, CLICKED, 1, 5, 0}, {MARCH_1 + idle, 0, VISITED, 1, 0, 0}, {MARCH_1 + DAY, 0, CLICKED, 2, 6, 0},
               {MARCH_1 + 2 * DAY, 90, SOLD, 0, 0, 0}}, 4};
    leadline_engine *engine = engine_of(&w, 1);
    CHECK_CREDITS(engine, &options, "a sale 500000 45\nb sale 500000 45\n");
    part("clicks that were invalid");
    deed void_of_a = {MARCH_1 + DAY, 0, VOIDED, 0, 0, 5};
    record_deed(engine, 1, &void_of_a);
    CHECK_CREDITS(engine, &options, "a sale 500000 45\nb sale 500000 45\n");
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + DAY - 1;
    CHECK_CREDITS(engine, &options, "");
    options.flags = 0;
    options.as_of_us = 0;
    touches[0] = touches[1];
    CHECK_CREDITS(engine, &options, "b sale 1000000 90\n");
    CHECK_OK(leadline_close(engine));
    touches[0] = (leadline_touch)LEADLINE_TOUCH_INIT;
    touches[0].kinds = "visit";
    touches[0].role = LEADLINE_TOUCH_VIEW;
    w.deeds[1].time++;
    engine = engine_of(&w, 1);
    CHECK_CREDITS(engine, &options, "a sale 666667 60\nb sale 333333 30\n");
    options.touch_count = 1;
    CHECK_CREDITS(engine, &options, "a sale 1000000 90\n");
    CHECK_OK(leadline_close(engine));
    part("a view and a click in a row");
    walk pair = {{{MARCH_1, 0, VIEWED, 1, 0, 0}, {MARCH_1 + 5 * second, 0, CLICKED, 1, 0, 0}, {MARCH_1 + DAY, 100, SOLD, 0, 0, 0}}, 3};
    engine = engine_of(&pair, 1);
    options.touch_count = 0;
    model = model_of(LEADLINE_MODEL_LAST_CLICK);
    for (int first = 0; first < 2; first++) {
        options.flags = first ? LEADLINE_ATTRIBUTE_FIRST : LEADLINE_ATTRIBUTE_COLLAPSE;
        CHECK_CREDITS(engine, &options, "a sale 1000000 100\n");
    }
    CHECK_OK(leadline_close(engine));
}

/* Keys that cost something and have no credit. */
static void test_costs_alone(void) {
    part("what cost something and led to nothing has a row");
    walk w = {{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + DAY, 90, SOLD, 0, 0, 0}}, 2};
    leadline_engine *engine = engine_of(&w, 1);
    rows r;
    r.count = 0;
    add_row(&r, MARCH_1, 90, 2, 0, 30, 1, 0);
    add_row(&r, MARCH_1 + 31 * DAY, 90, 3, 0, 7, 1, 0);
    leadline_batch batch = batch_of(&r, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    const char *by[] = {"channel"};
    leadline_model models[2] = {model_of(LEADLINE_MODEL_LAST), model_of(LEADLINE_MODEL_MARKOV)};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 1;
    options.by = by;
    options.by_count = 1;
    options.cost = "marketing_cost";
    CHECK_CREDITS(engine, &options, "a sale 1000000 90 30 30/1 3/1 2/1\nb sale 0 0 7 !1 0/1 -1/1\n");
    options.period = LEADLINE_PERIOD_MONTH;
    options.model_count = 2;
    CHECK_CREDITS(engine, &options,
        "a 2024-03 1709251200000000 sale 1000000 90 1000000 90 1.000000 1.000000 30 30/1 3/1 2/1 30/1 3/1 2/1\n"
        "b 2024-04 1711929600000000 sale 0 0 0 0 0.000000 0.000000 7 !1 0/1 -1/1 !1 0/1 -1/1\n");
    options.cost = NULL;
    options.period = 0;
    options.model_count = 1;
    options.activity = "count(media_spend)";
    options.retire_below = 500000;
    options.optimise_from = 2000000;
    CHECK_CREDITS(engine, &options, "a sale 1000000 90 1 1/1 continue\nb sale 0 0 1 0/1 retire\n");
    CHECK_OK(leadline_close(engine));
}

/* One path of clicks on the days given, by channels, then a sale. */
static leadline_engine *engine_of_days(const int *days, const int *channels, int count, int64_t value) {
    walk w = {.count = 0};
    for (int i = 0; i < count; i++) w.deeds[w.count++] = (deed){MARCH_1 + days[i] * DAY, 0, CLICKED, channels[i], 0, 0};
    w.deeds[w.count++] = (deed){MARCH_1 + 20 * DAY, value, SOLD, 0, 7, 0};
    return engine_of(&w, 1);
}

static void test_splits(void) {
    part("5.10 splits");
    static const int five[] = {1, 2, 3, 4, 5}, some[] = {1, 1, 1, 1, 1}, decay[] = {6, 13, 20}, three[] = {1, 2, 3};
    leadline_model model = model_of(LEADLINE_MODEL_POSITION);
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    options.flags = LEADLINE_ATTRIBUTE_BY_POSITION;
    leadline_engine *engine = engine_of_days(five, some, 5, 100000);
    CHECK_CREDITS(engine, &options, "1 sale 400000 40000\n2 sale 66667 6667\n3 sale 66667 6667\n4 sale 66666 6666\n5 sale 400000 40000\n");
    CHECK_OK(leadline_close(engine));
    engine = engine_of_days(decay, some, 3, 700);
    model.kind = LEADLINE_MODEL_TIME_DECAY;
    CHECK_CREDITS(engine, &options, "1 sale 142857 100\n2 sale 285714 200\n3 sale 571429 400\n");
    CHECK_OK(leadline_close(engine));
    engine = engine_of_days(three, some, 3, 100);
    model.kind = LEADLINE_MODEL_LINEAR;
    CHECK_CREDITS(engine, &options, "1 sale 333334 34\n2 sale 333333 33\n3 sale 333333 33\n");
    part("5.10 and 5.13 refunds");
    deed refund = {MARCH_1 + 21 * DAY, 50, REFUNDED, 0, 8, 7};
    record_deed(engine, 1, &refund);
    CHECK_CREDITS(engine, &options, "1 sale 333334 17\n2 sale 333333 17\n3 sale 333333 16\n");
    refund.id = 9;
    record_deed(engine, 1, &refund);
    CHECK_CREDITS(engine, &options, "");
    CHECK_OK(leadline_close(engine));
    part("5.10 one alone");
    for (uint32_t kind = LEADLINE_MODEL_FIRST; kind <= LEADLINE_MODEL_SHAPLEY; kind++) {
        if (kind == LEADLINE_MODEL_CUSTOM || kind == LEADLINE_MODEL_MARKOV) continue;
        static const int one[] = {1};
        engine = engine_of_days(one, some, 1, 100);
        model.kind = kind;
        CHECK_CREDITS(engine, &options, kind == LEADLINE_MODEL_MIDDLE ? "1 sale 0 0\n" : "1 sale 1000000 100\n");
        CHECK_OK(leadline_close(engine));
    }
    part("5.10 stages");
    walk w = {{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + 1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + 2, 0, CLICKED, 1, 0, 0},
               {MARCH_1 + 3, 0, LED, 1, 0, 0}, {MARCH_1 + 4, 0, CLICKED, 1, 0, 0}, {MARCH_1 + 5, 0, CLICKED, 1, 0, 0},
               {MARCH_1 + 6, 0, CHANCE, 1, 0, 0}, {MARCH_1 + 7, 1000, SOLD, 1, 0, 0}}, 8};
    engine = engine_of(&w, 1);
    model.kind = LEADLINE_MODEL_STAGE;
    CHECK_CREDITS(engine, &options,
        "1 sale 300000 300\n2 sale 50000 50\n3 sale 300000 300\n4 sale 50000 50\n5 sale 300000 300\n");
    CHECK_OK(leadline_close(engine));
}

/* Shares of a long decay beside the C library's. */
static void test_decay(void) {
    part("decay beside exp2");
    leadline_model model = model_of(LEADLINE_MODEL_TIME_DECAY);
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

static int compare_rows(const void *left, const void *right) {
    const credit_row *a = left, *b = right;
    if (a->key != b->key) return a->key - b->key;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->position - b->position;
}

static int compare_totals(const void *left, const void *right) {
    int64_t a = ((const total_row *)left)->day, b = ((const total_row *)right)->day;
    return a < b ? -1 : a > b;
}

static void add_day(text *t, int64_t day) { add_text(t, " 2024-03-%02d %" PRId64, (int)((day - MARCH_1) / DAY) + 1, day); }

static int64_t rank_of(int64_t *numbers, int count, int permille) {
    for (int i = 1; i < count; i++) {
        for (int k = i; k > 0 && numbers[k - 1] > numbers[k]; k--) {
            int64_t kept = numbers[k];
            numbers[k] = numbers[k - 1];
            numbers[k - 1] = kept;
        }
    }
    int rank = (count * permille + 999) / 1000;
    return numbers[rank < 1 ? 0 : rank - 1];
}

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
    add_text(t, " %" PRId64 "/1", rank_of(numbers, count, 500));
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

static void test_model(int rounds) {
    part("random walks beside the model");
    static attribution a;
    static walk walks[WALKS];
    static question q;
    for (int round = 0; round < rounds; round++) {
        uint64_t started = seed;
        int count;
        make_walks(walks, &count);
        leadline_engine *engine = open_engine(1 + any(3), 1 + any(2)), *other = any(3) == 0 ? open_engine(1, 1) : NULL;
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
        for (int w = 0; w < count; w++) qsort(walks[w].deeds, (size_t)walks[w].count, sizeof(deed), compare_deeds);
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
    static const char *const by[] = {"channel"};
    for (int round = 0; round < rounds; round++) {
        uint64_t started = seed;
        int count;
        make_walks(walks, &count);
        leadline_engine *engine = engine_of(walks, count);
        for (int w = 0; w < count; w++) qsort(walks[w].deeds, (size_t)walks[w].count, sizeof(deed), compare_deeds);
        make_question(&q);
        q.outcome_count = q.by_channel = 1;
        q.by_day = q.by_touch = q.by_position = q.details = q.model_count = 0;
        leadline_attribution_options *options = options_of(&q), texts = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
        leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
        leadline_model models[6];
        for (uint32_t m = 0; m < 6; m++) {
            models[m] = model_of(m == 4 ? LEADLINE_MODEL_SHAPLEY_RATE : m == 5 ? LEADLINE_MODEL_LINEAR : LEADLINE_MODEL_MARKOV);
            if (m < 4) models[m].order = m + 1;
        }
        models[0].name = "one";
        models[1].name = "two";
        models[2].name = "three";
        models[3].name = "four";
        options->models = models;
        options->model_count = 6;
        options->by = by;
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

/* 5.10: A, B and a sale; A; B and a sale. */
static void test_chain(void) {
    part("5.10 chain and games");
    walk w[3] = {{{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + 1, 0, CLICKED, 2, 0, 0}, {MARCH_1 + 2, 10, SOLD, 0, 0, 0}}, 3},
                 {{{MARCH_1, 0, CLICKED, 1, 0, 0}}, 1},
                 {{{MARCH_1, 0, CLICKED, 2, 0, 0}, {MARCH_1 + 2, 20, SOLD, 0, 0, 0}}, 2}};
    leadline_engine *engine = engine_of(w, 3);
    const char *by[] = {"channel"};
    leadline_model models[3] = {model_of(LEADLINE_MODEL_MARKOV), model_of(LEADLINE_MODEL_SHAPLEY), model_of(LEADLINE_MODEL_SHAPLEY_RATE)};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 3;
    options.by = by;
    options.by_count = 1;
    leadline_table *credits = NULL, *totals = NULL, *pairs = NULL;
    CHECK_OK(leadline_attribute(engine, &options, &credits, &totals, &pairs));
    char *is = text_of(credits);
    CHECK_TEXT(is, "a sale 666667 10 0.500000 1.000000 500000 5 -500000 -15\n"
                   "b sale 1333333 20 1.000000 2.000000 1500000 25 2500000 45\n");
    free(is);
    is = text_of(totals);
    CHECK_TEXT(is, "sale 2 30 0 0 0 0 0 1 0 0 0 0 0 3/2 1/1 2/1 2/1\n");
    free(is);
    is = text_of(pairs);
    CHECK_TEXT(is, "a b sale 1 10 2 1/2 1 10\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

int main(int argc, char **argv) {
    seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122;
    printf("attribution\n");
    test_vector();
    test_waived();
    test_costs_alone();
    test_splits();
    test_decay();
    test_chain();
    test_model(argc > 2 ? atoi(argv[2]) : 1500);
    test_paths(argc > 2 ? atoi(argv[2]) : 1000);
    return finish();
}
