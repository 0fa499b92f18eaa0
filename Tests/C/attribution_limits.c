/* Where attribution ends: counts of paths, names, pairs and chains that are too many.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution.h"

/* ---- Counted paths ---- */

/* "a>b>a>b…" of so many touches. */
static char *long_path(size_t touches) {
    char *path = malloc(touches * 2);
    for (size_t i = 0; i < touches; i++) {
        path[2 * i] = i % 2 ? 'b' : 'a';
        path[2 * i + 1] = '>';
    }
    path[touches * 2 - 1] = 0;
    return path;
}

static void test_paths(void) {
    part("counts of paths that are too many");
    leadline_engine *engine = open_engine();
    char *path = long_path((1 << 13) - 1);
    const char *paths[] = {path, "a", path};
    uint64_t outcomes[] = {UINT64_C(1) << 39, 0, 0}, lost[] = {UINT64_C(1) << 39, 0, 1};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = paths;
    asked.outcomes = outcomes;
    asked.lost = lost;
    asked.count = 1;
    leadline_model models[3] = {model_of(LEADLINE_MODEL_MARKOV, "one"), model_of(LEADLINE_MODEL_MARKOV, "four"), model_of(LEADLINE_MODEL_LINEAR, NULL)};
    models[1].order = 4;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 3;
    /* 2^40 times 2^13 moves are as many as there may be. */
    CHECK_OK(ask_paths(engine, &asked, options, NULL));
    static const char too_many[] = "path 3: with it paths have more than 2^53 touches and ends in all, each as often as it came";
    asked.count = 3;
    CHECK_STATUS(ask_paths(engine, &asked, options, too_many), LEADLINE_ERROR_TOO_MANY);
    free(path);
    /* Nor does a product of 64 bits. */
    paths[2] = path = long_path(1 << 24);
    lost[2] = UINT64_C(1) << 40;
    CHECK_STATUS(ask_paths(engine, &asked, options, too_many), LEADLINE_ERROR_TOO_MANY);
    part("long names");
    memset(path, 'x', 70000);
    for (int size = 65535; size <= 65536; size++) {
        paths[1] = path;
        path[size] = 0;
        asked.count = 2;
        CHECK_STATUS(ask_paths(engine, &asked, options, size == 65535 ? NULL : "path 2: a name is longer than 65535 bytes"),
            size == 65535 ? LEADLINE_OK : LEADLINE_ERROR_TOO_MANY);
        path[size] = 'x';
    }
    free(path);
    CHECK_OK(leadline_close(engine));
}

/* ---- Pairs ---- */

/* So many keys in one path. */
static char *path_of_keys(int keys) {
    char *path = malloc((size_t)keys * 8 + 1);
    size_t at = 0;
    path[0] = 0;
    for (int k = 0; k < keys; k++) at += (size_t)sprintf(path + at, "%sk%d", k > 0 ? ">" : "", k);
    return path;
}

static void test_pairs(void) {
    part("pairs of too many keys, counted and live");
    static const char too_many[] = "pairs of keys have more than 2 097 152 rows, one for each outcome";
    leadline_engine *engine = open_engine();
    char *path = path_of_keys(2050), error[200];
    const char *paths[] = {"a > b", path};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    leadline_table *credits = NULL, *pairs = NULL;
    asked.paths = paths;
    asked.count = 2;
    snprintf(error, sizeof error, "path 2: %s", too_many);
    CHECK_STATUS(ask_paths(engine, &asked, options, error), LEADLINE_ERROR_TOO_MANY);
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, NULL, NULL));
    leadline_table_close(credits);
    free(path);
    /* Of two outcomes each pair is two rows. A buyer of 1 500 channels has too many, until half of them are forgotten. */
    leadline_outcome outcomes[2] = {LEADLINE_OUTCOME_INIT, LEADLINE_OUTCOME_INIT};
    outcomes[0].kinds = "sale";
    outcomes[1].kinds = "lead";
    options = options_by_channel();
    options.outcomes = outcomes;
    options.outcome_count = 2;
    leadline_attribution *attribution = NULL;
    CHECK_OK(leadline_attribution_open(engine, &options, &attribution));
    for (int i = 0; i < 1500; i++) {
        char channel[20];
        snprintf(channel, sizeof channel, "c%d", i);
        record(engine, DAY + i, LEADLINE_KIND_CLICK, 1, name(engine, 0, channel), 0);
    }
    record(engine, 2 * DAY, LEADLINE_KIND_SALE, 1, 0, 9000);
    for (uint64_t person = 2; person < 4; person++) {
        record(engine, DAY, LEADLINE_KIND_CLICK, person, 2, 0);
        record(engine, DAY + 1, LEADLINE_KIND_CLICK, person, 3, 0);
        record(engine, 2 * DAY, LEADLINE_KIND_SALE, person, 0, 100);
    }
    for (int is_forgotten = 0; is_forgotten < 2; is_forgotten++) {
        credits = pairs = NULL;
        leadline_status wanted = is_forgotten ? LEADLINE_OK : LEADLINE_ERROR_TOO_MANY;
        CHECK_STATUS(leadline_attribute(engine, &options, &credits, NULL, &pairs), wanted);
        CHECK((credits != NULL) == is_forgotten && (pairs != NULL) == is_forgotten);
        if (!is_forgotten) check_error(engine, too_many);
        char *expected = is_forgotten ? text_of(pairs) : NULL;
        leadline_table_close(credits);
        credits = pairs = NULL;
        CHECK_STATUS(leadline_attribution_read(attribution, &credits, NULL, &pairs), wanted);
        CHECK((credits != NULL) == is_forgotten && (pairs != NULL) == is_forgotten);
        if (!is_forgotten) check_error(engine, too_many);
        leadline_table_close(credits);
        if (is_forgotten) {
            char *is = text_of(pairs);
            CHECK_TEXT(is, expected);
            CHECK_TEXT(is, "c0 c1 sale 2 200 2 1/1 2 200\nc0 c1 lead 0 0 0 !1 0 0\n");
            free(is);
            free(expected);
        }
        /* Credit alone is given. */
        credits = NULL;
        CHECK_OK(leadline_attribution_read(attribution, &credits, NULL, NULL));
        leadline_table_close(credits);
        CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 1));
    }
    leadline_attribution_close(attribution);
    CHECK_OK(leadline_close(engine));
}

/* ---- Chains ---- */

static void test_chains(void) {
    part("chains that are too large");
    leadline_engine *engine = open_engine();
    enum { KEYS = 66000 };
    static char names[KEYS][12];
    static const char *paths[KEYS];
    for (int k = 0; k < KEYS; k++) {
        snprintf(names[k], sizeof names[k], "k%d", k);
        paths[k] = names[k];
    }
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    leadline_model model = model_of(LEADLINE_MODEL_MARKOV, NULL);
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    asked.paths = paths;
    asked.count = KEYS;
    CHECK_STATUS(ask_paths(engine, &asked, options, "a chain of more than 65 536 states"), LEADLINE_ERROR_TOO_MANY);
    asked.count = 60000;
    CHECK_STATUS(ask_paths(engine, &asked, options, "a chain of more than 3 584 states with too many keys and moves, or too long paths"),
        LEADLINE_ERROR_TOO_MANY);
    asked.count = 4200;
    CHECK_OK(ask_paths(engine, &asked, options, NULL));
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("attribution, limits\n");
    test_paths();
    test_pairs();
    test_chains();
    return finish();
}
