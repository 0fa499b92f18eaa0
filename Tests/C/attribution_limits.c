/* What attribution refuses, and where it ends: costs and what is none, names, counts that are too many.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static const char *const by_channel[] = {"channel"};

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[2] = {LEADLINE_DIMENSION_INIT, LEADLINE_DIMENSION_INIT};
    dimensions[0].name = "channel";
    dimensions[1].name = "other_channel";
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.journeys = 1;
    options.currency = "EUR";
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void record(leadline_engine *engine, int64_t time, uint16_t kind, uint64_t person, uint32_t channel, int64_t amount) {
    const uint32_t other = 0, *const codes[] = {&channel, &other};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.codes = codes;
    batch.dimension_count = 2;
    batch.amount = &amount;
    if (person != 0) batch.person = &person;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Seven impressions and two clicks of the banner, then a sale of 9000; 1500 was spent on the banner. */
static leadline_engine *make_engine(void) {
    leadline_engine *engine = open_engine();
    uint32_t banner = name(engine, 0, "banner");
    for (int i = 0; i < 7; i++) record(engine, DAY + i, LEADLINE_KIND_IMPRESSION, 1, banner, 0);
    for (int i = 0; i < 2; i++) record(engine, 2 * DAY + i, LEADLINE_KIND_CLICK, 1, banner, 0);
    record(engine, 3 * DAY, LEADLINE_KIND_SALE, 1, banner, 9000);
    record(engine, 3 * DAY, LEADLINE_KIND_MEDIA_SPEND, 0, banner, 1500);
    return engine;
}

static leadline_model model_of(uint32_t kind, const char *name) {
    leadline_model m = LEADLINE_MODEL_INIT;
    m.kind = kind;
    m.name = name;
    return m;
}

static leadline_attribution_options fresh_options(void) {
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.by = by_channel;
    options.by_count = 1;
    return options;
}

static char *text_of(leadline_table *table) {
    text t = {NULL, 0, 0};
    add_text(&t, "%s", "");
    add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

static void check_error(const leadline_engine *engine, const char *wanted) {
    char is[400] = "";
    leadline_engine_error(engine, is, sizeof is);
    CHECK_TEXT(is, wanted);
}

/* The same of journeys and of credit that is kept up, which is refused when it is opened. */
static void check_refused(leadline_engine *engine, const leadline_attribution_options *options, leadline_status status, const char *why) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    CHECK_STATUS(leadline_attribute(engine, options, &tables[0], &tables[1], &tables[2]), status);
    CHECK(tables[0] == NULL && tables[1] == NULL && tables[2] == NULL);
    check_error(engine, why);
    leadline_attribution *attribution = NULL;
    CHECK_STATUS(leadline_attribution_open(engine, options, &attribution), status);
    CHECK(attribution == NULL);
    check_error(engine, why);
}

/* ---- Cost and activity ---- */

static leadline_column column_of(const leadline_table *table, const char *wanted) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column;
    for (size_t i = 0; i < info.columns; i++) {
        column = (leadline_column)LEADLINE_COLUMN_INIT;
        CHECK_OK(leadline_table_column(table, i, &column));
        if (strcmp(column.name, wanted) == 0) return column;
    }
    CHECK(!"a column of that name");
    return column;
}

static void add_first(text *t, const leadline_table *table, const char *column) {
    leadline_column c = column_of(table, column);
    add_text(t, "%s%s ", t->size > 0 ? " " : "", column);
    add_value(t, &c, 0);
}

/* By the last click; live and not, it is the same. */
static void check_cost(leadline_engine *engine, const char *cost, const char *activity, const char *wanted) {
    leadline_model model = model_of(LEADLINE_MODEL_LAST_CLICK, "m");
    leadline_attribution_options options = fresh_options();
    options.models = &model;
    options.model_count = 1;
    options.cost = cost;
    options.activity = activity;
    leadline_table *tables[2] = {NULL, NULL};
    leadline_attribution *attribution = NULL;
    CHECK_OK(leadline_attribute(engine, &options, &tables[0], NULL, NULL));
    CHECK_OK(leadline_attribution_open(engine, &options, &attribution));
    CHECK_OK(leadline_attribution_read(attribution, &tables[1], NULL, NULL));
    for (int i = 0; i < 2; i++) {
        text t = {NULL, 0, 0};
        if (cost != NULL) {
            add_first(&t, tables[i], "cost");
            add_first(&t, tables[i], "m_cpa");
            add_first(&t, tables[i], "m_roas");
            add_first(&t, tables[i], "m_roi");
        }
        if (activity != NULL) {
            add_first(&t, tables[i], "activity");
            add_first(&t, tables[i], "m_impact");
        }
        CHECK_TEXT(t.bytes, wanted);
        free(t.bytes);
        if (cost != NULL) {
            /* The same as of a query. */
            leadline_query_options query = LEADLINE_QUERY_INIT;
            leadline_table *table = NULL;
            query.by = by_channel;
            query.by_count = 1;
            query.columns = &cost;
            query.column_count = 1;
            CHECK_OK(leadline_query(engine, &query, &table));
            leadline_column asked = LEADLINE_COLUMN_INIT, given = column_of(tables[i], "cost");
            CHECK_OK(leadline_table_column(table, 1, &asked));
            CHECK_INT(given.type, asked.type);
            CHECK_INT(given.unit, asked.unit);
            CHECK_INT(given.scale, asked.scale);
            CHECK(memcmp(given.numerators, asked.numerators, sizeof *asked.numerators) == 0);
            CHECK((given.denominators == NULL) == (asked.denominators == NULL));
            leadline_table_close(table);
        }
        leadline_table_close(tables[i]);
    }
    leadline_attribution_close(attribution);
}

static void test_costs(void) {
    part("costs that are formulas");
    leadline_engine *engine = make_engine();
    check_cost(engine, "marketing_cost", "impressions", "cost 1500 m_cpa 1500/1 m_roas 6/1 m_roi 5/1 activity 7 m_impact 1/7");
    check_cost(engine, "marketing_cost / 7", NULL, "cost 1500/7 m_cpa 1500/7 m_roas 42/1 m_roi 41/1");
    check_cost(engine, "marketing_cost * 1.2", NULL, "cost 1800/1 m_cpa 1800/1 m_roas 5/1 m_roi 4/1");
    check_cost(engine, NULL, "impressions / clicks", "activity 7/2 m_impact 2/7");
    part("what is no cost, and what is no activity");
    leadline_attribution_options options = fresh_options();
    static const char *const no_costs[] = {"clicks", "ctr", "cpc", "impressions / clicks", "7"};
    for (size_t i = 0; i < sizeof no_costs / sizeof *no_costs; i++) {
        char why[200];
        options.cost = no_costs[i];
        snprintf(why, sizeof why, "cost is an amount of money, like marketing_cost, and '%s' is none", no_costs[i]);
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
        options.activity = "clicks";
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
        options.activity = NULL;
    }
    static const char *const no_activities[] = {"marketing_cost", "cpc", "marketing_cost / 7"};
    for (size_t i = 0; i < sizeof no_activities / sizeof *no_activities; i++) {
        char why[200];
        options.cost = i == 1 ? "marketing_cost" : NULL;
        options.activity = no_activities[i];
        snprintf(why, sizeof why, "activity is what was done, like impressions, and '%s' is money", no_activities[i]);
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
    }
    options.cost = "no_such";
    options.activity = NULL;
    check_refused(engine, &options, LEADLINE_ERROR_NAME, "no measure, indicator or kind is called 'no_such'");
    part("media costs that are booked twice");
    options.cost = "marketing_cost";
    for (int is_twice = 0; is_twice < 2; is_twice++) {
        leadline_table *credits = NULL;
        leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
        CHECK_OK(leadline_attribute(engine, &options, &credits, NULL, NULL));
        CHECK_OK(leadline_table_read_info(credits, &info));
        CHECK_INT(info.double_booked, is_twice);
        leadline_table_close(credits);
        record(engine, 4 * DAY, LEADLINE_KIND_CLICK, 2, 2, 30);
    }
    CHECK_OK(leadline_close(engine));
}

/* ---- Names, flags, roles ---- */

static void test_names(void) {
    part("two columns of one name");
    leadline_engine *engine = make_engine();
    leadline_table *credits = NULL, *totals = NULL, *pairs = NULL;
    static const char *const both[] = {"channel", "other_channel"};
    leadline_attribution_options options = fresh_options();
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
    options = fresh_options();
    options.models = models;
    options.model_count = 2;
    check_refused(engine, &options, LEADLINE_ERROR_DUPLICATE_NAME, "two columns would be called m_value");
    part("what is excluded has no role that counts");
    leadline_touch touches[2] = {LEADLINE_TOUCH_INIT, LEADLINE_TOUCH_INIT};
    options = fresh_options();
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
    options = fresh_options();
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

/* ---- Counted paths ---- */

static leadline_status ask_paths(const leadline_engine *engine, const leadline_counted_paths *paths, leadline_attribution_options options,
                                 const char *why) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    leadline_status status = leadline_attribute_paths(engine, paths, &options, &tables[0], &tables[1], &tables[2]);
    for (int i = 0; i < 3; i++) {
        CHECK((tables[i] != NULL) == (status == LEADLINE_OK));
        leadline_table_close(tables[i]);
    }
    if (why != NULL) check_error(engine, why);
    return status;
}

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
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT, fresh = options;
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
    part("long names, times without flags, samples");
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
    paths[0] = "a > b";
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
    CHECK_OK(leadline_close(engine));
}

/* What large values that cancel out leave is rounding, and goes to nobody. */
static void test_cancelled(void) {
    part("large values that cancel out");
    leadline_engine *engine = open_engine();
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
    options = fresh_options();
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
    test_costs();
    test_names();
    test_no_touches();
    test_paths();
    test_cancelled();
    test_pairs();
    test_chains();
    return finish();
}
