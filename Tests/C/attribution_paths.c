/* Attribution of counted paths: the catalogue's vector, what degenerates, many keys, the same for any order of paths, no memory.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_counted.h"
#include <math.h>

static char *answer(const leadline_engine *engine, const leadline_counted_paths *asked, const leadline_attribution_options *options,
                    int which) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    leadline_status status = leadline_attribute_paths(engine, asked, options, &tables[0], &tables[1], &tables[2]);
    CHECK_STATUS(status, LEADLINE_OK);
    if (status != LEADLINE_OK) return calloc(1, 1);
    for (int t = 0; t < 3; t++) {
        if (t != which) leadline_table_close(tables[t]);
    }
    return text_of(tables[which]);
}

#define CHECK_ANSWER(engine, asked, options, which, wanted)         \
    do {                                                            \
        char *is = answer((engine), (asked), (options), (which));   \
        CHECK_TEXT(is, (wanted));                                   \
        free(is);                                                   \
    } while (0)

static void test_vector(const leadline_engine *engine) {
    part("5.10 A, B and B sell, A does not");
    const char *texts_510[] = {"A > B", "A", "B"};
    uint64_t outcomes[] = {1, 0, 1}, lost[] = {0, 1, 0};
    int64_t values[] = {600, 0, 300};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = texts_510;
    asked.outcomes = outcomes;
    asked.lost = lost;
    asked.values = values;
    asked.count = 3;
    leadline_model models[3] = {model_of(LEADLINE_MODEL_MARKOV, NULL), model_of(LEADLINE_MODEL_SHAPLEY, NULL),
                                model_of(LEADLINE_MODEL_SHAPLEY_RATE, NULL)};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 3;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "A outcome 666667 300 0.500000 1.000000 500000 300 -500000 0\n"
        "B outcome 1333333 600 1.000000 2.000000 1500000 600 2500000 900\n");
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 2 900 0 0 0 0 0 1 0 0 0 0 0 3/2 1/1 !2 !2\n");
    CHECK_ANSWER(engine, &asked, &options, 2, "A B outcome 1 600 2 1/2 1 600\n");
    part("rule models, transforms and names");
    leadline_model rules[3] = {model_of(LEADLINE_MODEL_FIRST, NULL), model_of(LEADLINE_MODEL_LAST_NON_DIRECT, NULL),
                               model_of(LEADLINE_MODEL_LINEAR, NULL)};
    const char *others[] = {"a|| b||b || direct", "direct", "", "b"};
    uint64_t times[] = {2, 1, 3, 0};
    asked.paths = others;
    asked.outcomes = times;
    asked.values = NULL;
    asked.lost = NULL;
    asked.count = 4;
    asked.separator = "||";
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    outcome.name = "order";
    options.outcomes = &outcome;
    options.outcome_count = 1;
    options.models = rules;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "a order 2000000 0 0 0 500000 0\n"
        "b order 0 0 2000000 0 1000000 0\n"
        "direct order 1000000 0 1000000 0 1500000 0\n");
    CHECK_ANSWER(engine, &asked, &options, 1, "order 6 0 3 0 0 3000000 0 3000000 0 3000000 0 3/2 0/1 !2 !2\n");
    options.flags = LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_DROP_DIRECT | LEADLINE_ATTRIBUTE_BY_POSITION;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "a 1 order 2000000 0 0 0 1000000 0\n"
        "b 2 order 0 0 2000000 0 1000000 0\n"
        "direct 1 order 1000000 0 1000000 0 1000000 0\n");
    const char *b[] = {"b", "x"};
    leadline_filter direct = {sizeof direct, "key", b, 2};
    options.direct = &direct;
    options.direct_count = 1;
    options.flags = LEADLINE_ATTRIBUTE_DROP_DIRECT;
    options.most_touches = 1;
    CHECK_ANSWER(engine, &asked, &options, 0, "direct order 3000000 0 3000000 0 3000000 0\n");
}

/* ---- What degenerates ---- */

static void test_degenerate(const leadline_engine *engine) {
    part("degenerate chains and games");
    leadline_model models[2] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s")};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 2;
    const char *one[] = {"x>x>x>y"}, *none[] = {""};
    uint64_t outcomes[] = {1, 1}, zero[] = {0}, lost[] = {4};
    int64_t values[] = {-7};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    CHECK_ANSWER(engine, &asked, &options, 0, "");
    CHECK_ANSWER(engine, &asked, &options, 1, "");
    asked.paths = one;
    asked.outcomes = outcomes;
    asked.values = values;
    asked.count = 1;
    /* One journey, one key of which goes round: both keys are needed. */
    CHECK_ANSWER(engine, &asked, &options, 0, "x outcome 500000 -4 1.000000 1.000000 500000 -4\ny outcome 500000 -3 1.000000 1.000000 500000 -3\n");
    /* Nothing came of anything. */
    asked.outcomes = zero;
    asked.values = NULL;
    asked.lost = lost;
    CHECK_ANSWER(engine, &asked, &options, 0, "x outcome 0 0 !1 !1 0 0\ny outcome 0 0 !1 !1 0 0\n");
    /* Only who was never touched. */
    asked.paths = none;
    asked.outcomes = outcomes;
    CHECK_ANSWER(engine, &asked, &options, 0, "");
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 1 0 1 0 0 1000000 0 1 1000000 0 0 0/1 0/1 !2 !2\n");
    /* A key that no path to an outcome meets. */
    const char *two[] = {"a", "b"};
    uint64_t a_alone[] = {3, 0}, both[] = {1, 5};
    asked.paths = two;
    asked.outcomes = a_alone;
    asked.lost = both;
    asked.count = 2;
    CHECK_ANSWER(engine, &asked, &options, 0, "a outcome 3000000 0 1.000000 3.000000 4875000 0\nb outcome 0 0 0.000000 0.000000 -1875000 0\n");
    /* Values that add up to nothing are given to nobody. */
    int64_t cancelled[] = {50, -50};
    asked.values = cancelled;
    asked.outcomes = outcomes;
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 2 0 0 0 0 0 0 1 0 0 0 1/1 1/1 !2 !2\n");
    part("a loop that is hardly ever left");
    static char text[400000];
    for (int i = 0; i < 99999; i++) memcpy(text + i * 4, i % 2 ? "p > " : "q > ", 4);
    strcpy(text + 399996, "r");
    const char *looping[] = {text, "p"};
    asked.paths = looping;
    asked.values = NULL;
    leadline_table *credits = NULL;
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, NULL, NULL));
    leadline_column removal = column_of(credits, "m_removal");
    /* Twice from q over and over to r, of which one is lost, and six times p alone, five of these lost. */
    double on = 99998.0 / 100004, back = 99998.0 / 100000;
    double from_p = (1.0 / 100004 + on * 1e-5) / (1 - on * back), from_q = back * from_p + 1e-5;
    double start = (2 * from_q + 6 * from_p) / 8, without_r = (2 * back + 6) / 8 * (1.0 / 100004) / (1 - on * back);
    CHECK(fabs(removal.doubles[row_of(credits, "r")] - (1 - without_r / start)) < 1e-9);
    leadline_table_close(credits);
}

/* What large values that cancel out leave is rounding, and goes to nobody. */
static void test_cancelled(const leadline_engine *engine) {
    part("large values that cancel out");
    const char *paths[] = {"a>b", "b", "a"};
    uint64_t outcomes[] = {1, 1, 1};
    leadline_model game = model_of(LEADLINE_MODEL_SHAPLEY_RATE, "m");
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &game;
    options.model_count = 1;
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = paths;
    asked.outcomes = outcomes;
    asked.count = 3;
    static const struct {
        int power;
        const char *credits, *totals;
    } tried[] = {
        {62, "a outcome 1500000 0\nb outcome 1500000 0\n", "outcome 3 1 0 0 0 0 1 0 4/3 1/1 !2 !2\n"},
        {50, "a outcome 1500000 0\nb outcome 1500000 0\n", "outcome 3 1 0 0 0 0 1 0 4/3 1/1 !2 !2\n"},
        /* 1/3 of 2^20: v(a) = 1, v(b) = -2^20, so a has (1 + 1/3 + 2^20) / 2, and three times that once it is scaled. */
        {20, "a outcome 1500000 1572866\nb outcome 1500000 -1572865\n", "outcome 3 1 0 0 0 0 0 0 4/3 1/1 !2 !2\n"},
    };
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        int64_t values[] = {INT64_C(1) << tried[i].power, -(INT64_C(1) << tried[i].power), 1};
        asked.values = values;
        leadline_table *credits = NULL, *totals = NULL;
        CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
        char *is = text_of(credits);
        CHECK_TEXT(is, tried[i].credits);
        free(is);
        is = text_of(totals);
        if (i > 0) CHECK_TEXT(is, tried[i].totals);
        free(is);
    }
}

/* ---- Many keys, orders, repeatability ---- */

static void test_many(const leadline_engine *engine) {
    part("many keys: estimates, and the same for any order of paths");
    enum { MANY = 300, WIDE = 1100 };
    static char many[WIDE][64];
    const char *there[WIDE], *back[WIDE];
    uint64_t outcomes[WIDE], lost[WIDE], outcomes_back[WIDE], lost_back[WIDE];
    for (int round = 0; round < 4; round++) {
        seed = 900 + (uint64_t)round;
        int count = round == 3 ? WIDE : MANY, keys = round == 0 ? 20 : round == 1 ? 21 : round == 2 ? 90 : WIDE;
        for (int p = 0; p < count; p++) {
            int length = 1 + pick(4), at = 0;
            for (int i = 0; i < length; i++) {
                at += snprintf(many[p] + at, sizeof many[p] - (size_t)at, "%sk%d", i ? ">" : "", i ? pick(keys) : p % keys);
            }
            there[p] = back[count - 1 - p] = many[p];
            outcomes[p] = outcomes_back[count - 1 - p] = (uint64_t)pick(5);
            lost[p] = lost_back[count - 1 - p] = (uint64_t)pick(9);
        }
        leadline_model models[4] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s"),
                                    model_of(LEADLINE_MODEL_MARKOV, "h"), model_of(LEADLINE_MODEL_MARKOV, "k")};
        models[0].order = 1 + (uint32_t)round % 2;
        models[2].order = LEADLINE_MARKOV_HELD_OUT;
        models[3].flags = LEADLINE_MODEL_BY_KIND;
        models[1].samples = 50;
        leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
        options.models = models;
        options.model_count = 4;
        leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
        asked.paths = there;
        asked.outcomes = outcomes;
        asked.lost = lost;
        asked.count = (size_t)count;
        leadline_table *totals = NULL, *credits = NULL;
        CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
        CHECK_INT(column_of(totals, "s_samples").integers[0], keys <= 20 ? 0 : 50);
        CHECK(column_of(totals, "h_order").integers[0] >= 1 && column_of(totals, "h_order").integers[0] <= 4);
        leadline_table_close(totals);
        char *first = text_of(credits);
        asked.paths = back;
        asked.outcomes = outcomes_back;
        asked.lost = lost_back;
        CHECK_ANSWER(engine, &asked, &options, 0, first);
        free(first);
    }
    part("the order that foretells best");
    const char *alternating[] = {"a>b>c", "c>b>a", "b>b>b"};
    uint64_t often[] = {3000, 3000, 0}, seldom[] = {0, 0, 3000};
    leadline_model model = model_of(LEADLINE_MODEL_MARKOV, "m");
    model.order = LEADLINE_MARKOV_HELD_OUT;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = alternating;
    asked.outcomes = often;
    asked.lost = seldom;
    asked.count = 3;
    leadline_table *totals = NULL, *credits = NULL;
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
    /* What follows b depends on what was before it, and whether that was the beginning. */
    CHECK_INT(column_of(totals, "m_order").integers[0], 3);
    leadline_table_close(totals);
    leadline_table_close(credits);
}

/* ---- No memory ---- */

static void test_memory(void) {
    part("no memory");
    counter c = {0};
    leadline_allocator allocator = counter_allocator(&c);
    leadline_engine *engine = open_plain(&allocator);
    leadline_model models[4] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s"),
                                model_of(LEADLINE_MODEL_MARKOV, "h"), model_of(LEADLINE_MODEL_MARKOV, "k")};
    models[0].order = 2;
    models[2].order = LEADLINE_MARKOV_HELD_OUT;
    models[3].flags = LEADLINE_MODEL_BY_KIND;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 4;
    options.flags = LEADLINE_ATTRIBUTE_DETAILS;
    seed = 5;
    counted paths[PATHS];
    int count = make_paths(paths, KEYS, 0);
    leadline_counted_paths asked = paths_to_ask(key_names, paths, count);
    for (long at = 1;; at++) {
        long held = c.held;
        leadline_table *tables[3] = {NULL, NULL, NULL};
        arm(&c, at, (int)(at & 1));
        leadline_status status = leadline_attribute_paths(engine, &asked, &options, &tables[0], &tables[1], &tables[2]);
        arm(&c, 0, 0);
        if (status == LEADLINE_OK) {
            for (int t = 0; t < 3; t++) leadline_table_close(tables[t]);
            CHECK_INT(c.held, held);
            break;
        }
        CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
        CHECK(tables[0] == NULL && tables[1] == NULL && tables[2] == NULL);
        CHECK_INT(c.held, held);
        if (at > 100000) {
            CHECK(!"an end");
            break;
        }
    }
    CHECK_OK(leadline_close(engine));
    CHECK_INT(c.held, 0);
    CHECK_INT(c.mistakes, 0);
}

int main(void) {
    printf("attribution, paths\n");
    leadline_engine *engine = open_plain(NULL);
    test_vector(engine);
    test_degenerate(engine);
    test_cancelled(engine);
    test_many(engine);
    test_memory();
    CHECK_OK(leadline_close(engine));
    return finish();
}
