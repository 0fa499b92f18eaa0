/* What attribution refuses, and with which words: of journeys, of credit that is kept up, of counted paths; and in a forked child.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include "attribution.h"
#include <sys/wait.h>
#include <unistd.h>

/* ---- Journeys ---- */

static void test_names(void) {
    part("two columns of one name");
    leadline_engine *engine = make_engine();
    leadline_table *credits = NULL, *totals = NULL, *pairs = NULL;
    static const char *const both[] = {"channel", "other_channel"};
    leadline_attribution_options options = options_by_channel();
    options.by = both;
    options.by_count = 2;
    CHECK_STATUS(leadline_attribute(engine, &options, &credits, NULL, &pairs), LEADLINE_ERROR_DUPLICATE_NAME);
    check_error(engine, "two columns would be called other_channel");
    CHECK(credits == NULL && pairs == NULL);
    CHECK_OK(leadline_attribute(engine, &options, &credits, &totals, NULL));
    leadline_table_close(credits);
    leadline_table_close(totals);
    credits = totals = NULL;
    leadline_attribution *attribution = NULL;
    CHECK_OK(leadline_attribution_open(engine, &options, &attribution));
    CHECK_STATUS(leadline_attribution_read(attribution, &credits, &totals, &pairs), LEADLINE_ERROR_DUPLICATE_NAME);
    CHECK(credits == NULL && totals == NULL && pairs == NULL);
    CHECK_OK(leadline_attribution_read(attribution, &credits, &totals, NULL));
    leadline_table_close(credits);
    leadline_table_close(totals);
    leadline_attribution_close(attribution);
    leadline_model models[2] = {model_of(LEADLINE_MODEL_LINEAR, "m"), model_of(LEADLINE_MODEL_FIRST, "m_value")};
    options = options_by_channel();
    options.models = models;
    options.model_count = 2;
    check_refused(engine, &options, LEADLINE_ERROR_DUPLICATE_NAME, "two columns would be called m_value");
    part("what is excluded has no role that counts");
    leadline_touch touches[2] = {LEADLINE_TOUCH_INIT, LEADLINE_TOUCH_INIT};
    options = options_by_channel();
    touches[0].kinds = "impression";
    touches[0].role = 77;
    touches[0].flags = LEADLINE_TOUCH_EXCLUDED;
    touches[1].kinds = "click";
    options.touches = touches;
    options.touch_count = 2;
    CHECK_OK(leadline_attribute(engine, &options, &credits, NULL, NULL));
    leadline_table_close(credits);
    touches[0].flags = 0;
    check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "touch 1: role is 0 to 2, not 77");
    touches[1].kinds = "lead";
    touches[0].role = 1;
    check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "touch 2: a touch whose kinds are not all clicks, or all views, wants a role");
    part("samples");
    leadline_model game = model_of(LEADLINE_MODEL_SHAPLEY_RATE, NULL);
    game.samples = 1000001;
    options = options_by_channel();
    options.models = &game;
    options.model_count = 1;
    check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "model 1: samples is 0 to 1000000, not 1000001");
    CHECK_OK(leadline_close(engine));
}

/* Of journeys that keep no touches. */
static void test_no_touches(void) {
    part("a role where journeys keep no touches");
    static const uint16_t kept[] = {LEADLINE_KIND_LEAD};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.journeys = 1;
    options.journey_kinds = kept;
    options.journey_kind_count = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    leadline_touch touch = LEADLINE_TOUCH_INIT;
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    outcome.kinds = "lead";
    leadline_attribution_options asked = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    asked.outcomes = &outcome;
    asked.outcome_count = 1;
    asked.touches = &touch;
    asked.touch_count = 1;
    leadline_table *credits = NULL;
    CHECK_STATUS(leadline_attribute(engine, &asked, &credits, NULL, NULL), LEADLINE_ERROR_ARGUMENT);
    check_error(engine, "touch 1: a touch wants a role where journeys keep neither clicks nor views");
    touch.role = LEADLINE_TOUCH_CLICK;
    CHECK_OK(leadline_attribute(engine, &asked, &credits, NULL, NULL));
    leadline_table_close(credits);
    CHECK_OK(leadline_close(engine));
}

/* ---- What is kept up ---- */

static void test_live(void) {
    part("what is not kept up");
    leadline_engine *engine = open_engine();
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    leadline_attribution *handle = NULL;
    CHECK_STATUS(leadline_attribution_open(NULL, &options, &handle), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribution_open(engine, NULL, &handle), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribution_open(engine, &options, NULL), LEADLINE_ERROR_NULL);
    options.flags = LEADLINE_QUERY_AS_OF;
    check_open_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "what is kept up has no as-of instant of its own");
    options.flags = 0;
    leadline_model models[2] = {model_of(LEADLINE_MODEL_LINEAR, NULL), model_of(LEADLINE_MODEL_MARKOV, NULL)};
    options.models = models;
    options.model_count = 2;
    check_open_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "model 2: it looks at all paths, and is not kept up");
    models[1].kind = LEADLINE_MODEL_SHAPLEY_RATE;
    check_open_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, "model 2: it looks at all paths, and is not kept up");
    models[1].kind = LEADLINE_MODEL_LINEAR;
    check_open_refused(engine, &options, LEADLINE_ERROR_DUPLICATE_NAME, NULL);
    options.model_count = 1;
    options.cost = "no_such";
    check_open_refused(engine, &options, LEADLINE_ERROR_NAME, NULL);
    options.cost = NULL;
    options.struct_size = 3;
    check_open_refused(engine, &options, LEADLINE_ERROR_STRUCT_SIZE, NULL);
    options.struct_size = sizeof options;
    CHECK_OK(leadline_attribution_open(engine, &options, &handle));
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_attribution_read(NULL, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribution_read(handle, NULL, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribution_read(handle, &table, &table, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_attribution_read(handle, &table, NULL, &table), LEADLINE_ERROR_ARGUMENT);
    CHECK(table == NULL);
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    leadline_attribution_close(handle);
    leadline_attribution_close(NULL);
    CHECK_OK(leadline_close(engine));
}

static void test_fork(void) {
    part("a forked child is told so");
    leadline_engine *engine = open_engine();
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    leadline_attribution *handle = NULL, *other = NULL;
    leadline_table *table = NULL;
    CHECK_OK(leadline_attribution_open(engine, &options, &handle));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        _exit(leadline_attribution_read(handle, &table, NULL, NULL) == LEADLINE_ERROR_FORKED
              && leadline_attribution_open(engine, &options, &other) == LEADLINE_ERROR_FORKED && table == NULL && other == NULL ? 0 : 1);
    }
    int status = 1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
    CHECK_OK(leadline_attribution_read(handle, &table, NULL, NULL));
    leadline_table_close(table);
    leadline_attribution_close(handle);
    CHECK_OK(leadline_close(engine));
}

/* ---- Counted paths ---- */

#define CHECK_REFUSED(status)                                                                                   \
    do {                                                                                                        \
        leadline_table *credits = NULL, *totals = NULL;                                                         \
        CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL), (status));    \
        CHECK(credits == NULL && totals == NULL);                                                               \
    } while (0)

static void test_counted(const leadline_engine *engine) {
    part("counted paths");
    const char *good[] = {"a > b"}, *bad[] = {"a > > b"}, *missing[] = {NULL}, *open_end[] = {"a >"};
    uint64_t most[] = {UINT64_C(1) << 40}, more[] = {(UINT64_C(1) << 40) + 1}, zero[] = {0};
    int64_t value[] = {5}, beyond[] = {(INT64_C(1) << 62) + 1};
    leadline_attribution_options fresh = LEADLINE_ATTRIBUTION_OPTIONS_INIT, options = fresh;
    leadline_counted_paths usual = LEADLINE_COUNTED_PATHS_INIT;
    usual.paths = good;
    usual.count = 1;
    leadline_counted_paths asked = usual;
    leadline_table *table = NULL, *other = NULL;
    CHECK_STATUS(leadline_attribute_paths(NULL, &asked, &options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, NULL, &options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, NULL, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, NULL, &other, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, &table, &table, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK(table == NULL && other == NULL);
    asked.struct_size = 3;
    CHECK_REFUSED(LEADLINE_ERROR_STRUCT_SIZE);
#define WITH_PATHS(field, to, status) asked = usual, options = fresh, asked.field = (to); CHECK_REFUSED(status)
    WITH_PATHS(paths, NULL, LEADLINE_ERROR_NULL);
    WITH_PATHS(paths, missing, LEADLINE_ERROR_NULL);
    WITH_PATHS(paths, bad, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(paths, open_end, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(separator, "", LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(outcomes, more, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(lost, more, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(values, beyond, LEADLINE_ERROR_ARGUMENT);
    asked = usual, asked.outcomes = zero, asked.values = value;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    const char *five[] = {"a", "a", "a", "a", "a"};
    uint64_t mosts[] = {most[0], most[0], most[0], most[0], 1};
    asked = usual, asked.paths = five, asked.outcomes = mosts, asked.count = 5;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
#define WITH_OPTION(field, to, status) asked = usual, options = fresh, options.field = (to); CHECK_REFUSED(status)
    leadline_touch touch = LEADLINE_TOUCH_INIT;
    const char *by[] = {"key"};
    WITH_OPTION(touch_count, 1, LEADLINE_ERROR_ARGUMENT);
    options.touches = &touch;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(by_count, 1, LEADLINE_ERROR_ARGUMENT);
    options.by = by;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(period, LEADLINE_PERIOD_DAY, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(cost, "cost", LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(reserved, 1, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(flags, LEADLINE_QUERY_FROM, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(flags, LEADLINE_ATTRIBUTE_BY_TOUCH, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(model_count, 1, LEADLINE_ERROR_NULL);
    WITH_OPTION(outcome_count, 2, LEADLINE_ERROR_TOO_MANY);
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    outcome.kinds = "sale";
    asked = usual, options = fresh, options.outcomes = &outcome, options.outcome_count = 1;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    leadline_filter direct = {sizeof direct, "channel", good, 1};
    asked = usual, options = fresh, options.direct = &direct, options.direct_count = 1;
    CHECK_REFUSED(LEADLINE_ERROR_NAME);
    static const uint32_t kinds[] = {LEADLINE_MODEL_TIME_DECAY, LEADLINE_MODEL_STAGE, LEADLINE_MODEL_MARKOV, LEADLINE_MODEL_SHAPLEY_RATE};
    for (int k = 0; k < 4; k++) {
        leadline_model model = model_of(kinds[k], NULL);
        asked = usual, options = fresh, options.models = &model, options.model_count = 1;
        options.flags = LEADLINE_ATTRIBUTE_BY_POSITION;
        CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
        options.flags = 0;
        if (k < 2) {
            CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
        }
    }
    leadline_model twice[2] = {model_of(LEADLINE_MODEL_FIRST, NULL), model_of(LEADLINE_MODEL_FIRST, NULL)};
    asked = usual, options = fresh, options.models = twice, options.model_count = 2;
    CHECK_REFUSED(LEADLINE_ERROR_DUPLICATE_NAME);
}

static void test_texts(const leadline_engine *engine) {
    part("counted paths: times without flags, samples, names");
    const char *paths[] = {"a > b"};
    leadline_attribution_options fresh = LEADLINE_ATTRIBUTION_OPTIONS_INIT, options;
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = paths;
    asked.count = 1;
    options = fresh, options.from_us = 5;
    CHECK_STATUS(ask_paths(engine, &asked, options, "from_us is given without LEADLINE_QUERY_FROM"), LEADLINE_ERROR_ARGUMENT);
    options = fresh, options.to_us = 5;
    CHECK_STATUS(ask_paths(engine, &asked, options, "to_us is given without LEADLINE_QUERY_TO"), LEADLINE_ERROR_ARGUMENT);
    options = fresh, options.as_of_us = 5;
    CHECK_STATUS(ask_paths(engine, &asked, options, "as_of_us is given without LEADLINE_QUERY_AS_OF"), LEADLINE_ERROR_ARGUMENT);
    options = fresh, options.from_us = INT64_MIN, options.to_us = INT64_MAX;
    CHECK_OK(ask_paths(engine, &asked, options, NULL));
    leadline_model game = model_of(LEADLINE_MODEL_SHAPLEY_RATE, NULL);
    game.samples = UINT32_MAX;
    options = fresh, options.models = &game, options.model_count = 1;
    CHECK_STATUS(ask_paths(engine, &asked, options, "model 1: samples is 0 to 1000000, not 4294967295"), LEADLINE_ERROR_ARGUMENT);
    leadline_model twice[2] = {model_of(LEADLINE_MODEL_LINEAR, "m"), model_of(LEADLINE_MODEL_FIRST, "m_value")};
    options = fresh, options.models = twice, options.model_count = 2;
    CHECK_STATUS(ask_paths(engine, &asked, options, "two columns would be called m_value"), LEADLINE_ERROR_DUPLICATE_NAME);
}

static void test_plain(void) {
    part("without journeys");
    leadline_engine *engine = open_plain(NULL);
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    check_open_refused(engine, &options, LEADLINE_ERROR_UNSUPPORTED, "the engine was opened without journeys");
    test_counted(engine);
    test_texts(engine);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("attribution, refusals\n");
    test_names();
    test_no_touches();
    test_live();
    test_fork();
    test_plain();
    return finish();
}
