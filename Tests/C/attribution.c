/* The catalogue's vectors of attribution: views and clicks, splits, refunds, stages, chains and games of journeys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_walks.h"

static void test_vector(void) {
    part("5.10 view, banner, brand search, sale");
    walk w = {{{MARCH_1, 0, VIEWED, 1, 0, 0}, {MARCH_1 + 60, 0, CLICKED, 2, 0, 0}, {MARCH_1 + DAY, 0, CLICKED, 3, 0, 0},
               {MARCH_1 + DAY + 60, 9000, SOLD, 0, 0, 0}}, 4};
    leadline_engine *engine = engine_of(&w, 1);
    leadline_model models[6];
    leadline_attribution_options options = options_by_channel();
    for (int m = 0; m < 6; m++) {
        static const uint32_t kinds[] = {LEADLINE_MODEL_LAST_CLICK, LEADLINE_MODEL_FIRST, LEADLINE_MODEL_LINEAR, LEADLINE_MODEL_POSITION,
            LEADLINE_MODEL_MIDDLE, LEADLINE_MODEL_LINEAR};
        models[m] = model_of(kinds[m], NULL);
    }
    models[5].name = "clicks";
    models[5].flags = LEADLINE_MODEL_CLICKS;
    options.models = models;
    options.model_count = 6;
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
    leadline_model model = model_of(LEADLINE_MODEL_POSITION, NULL);
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

/* 5.10: A, B and a sale; A; B and a sale. */
static void test_chain(void) {
    part("5.10 chain and games");
    walk w[3] = {{{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + 1, 0, CLICKED, 2, 0, 0}, {MARCH_1 + 2, 10, SOLD, 0, 0, 0}}, 3},
                 {{{MARCH_1, 0, CLICKED, 1, 0, 0}}, 1},
                 {{{MARCH_1, 0, CLICKED, 2, 0, 0}, {MARCH_1 + 2, 20, SOLD, 0, 0, 0}}, 2}};
    leadline_engine *engine = engine_of(w, 3);
    leadline_model models[3] = {model_of(LEADLINE_MODEL_MARKOV, NULL), model_of(LEADLINE_MODEL_SHAPLEY, NULL), model_of(LEADLINE_MODEL_SHAPLEY_RATE, NULL)};
    leadline_attribution_options options = options_by_channel();
    options.models = models;
    options.model_count = 3;
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

int main(void) {
    printf("attribution\n");
    test_vector();
    test_splits();
    test_chain();
    return finish();
}
