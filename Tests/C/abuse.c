/* What a careless or hostile host does that was once answered late, wrongly or not at all: long chains of statuses, many targets,
 * and rates, names that mean something else, days at the ends of time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

enum { CONTACT = 55, APPROVED = 57, REJECTED = 58, MOST = 65536 };

static rows facts;

#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}

static leadline_engine *open_zone(const char *zone) {
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = 1;
    options.refs = 1;
    options.time_zone = zone;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void check_answer(const leadline_engine *engine, const char *columns, uint32_t period, const char *wanted) {
    char *answer = ask(engine, "", columns, period, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

/* 20 000 statuses of one lead, one at a time: once work for an hour. */
static void test_chain(void) {
    part("one lead, many statuses");
    leadline_engine *engine = open_zone(NULL);
    uint32_t code = name(engine, 0, "c");
    uint64_t ref = 7;
    int64_t latest = 0;
    int isApproved = 0;
    for (int i = 0; i < 20000; i++) {
        facts.count = 0;
        /* In an order in which each comes between two others. */
        add_row(&facts, MARCH_1 + (int64_t)i * 7919 % 20011 * 1000000, i % 3 ? APPROVED : REJECTED, code, 0, 0, 1, 0);
        if (facts.time[0] > latest) {
            latest = facts.time[0];
            isApproved = i % 3 != 0;
        }
        leadline_batch batch = batch_of(&facts, 1);
        batch.ref = &ref;
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
    /* All others cancel out. */
    check_answer(engine, "count(lead_approved) count(lead_rejected)", 0, isApproved ? "1 !2\n" : "!2 1\n");
    leadline_close(engine);
}

/* Targets of many keys and days; the last day of each period decides. */
static void test_targets(void) {
    part("many targets");
    leadline_engine *engine = open_zone(NULL);
    facts.count = 0;
    for (int day = 0; day < 200; day++) {
        add_row(&facts, MARCH_1 + day * DAY, 20, name(engine, 0, day % 2 ? "k7" : "k8"), 0, 0, 10, 0);
    }
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    for (int key = 0; key < 20; key++) {
        for (int day = 0; day < 200; day += 2) {
            char key_name[8];
            snprintf(key_name, sizeof key_name, "k%d", key);
            leadline_target target = LEADLINE_TARGET_INIT;
            target.indicator = "clicks";
            target.dimension = "campaign";
            target.name = key_name;
            target.numerator.low = (uint64_t)(1000 * key + day);
            target.denominator.low = 1;
            target.from_us = MARCH_1 + day * DAY;
            /* Every tenth holds for one day, so that the day after has none. */
            target.to_us = target.from_us + (day % 20 == 10 ? 1 : 2) * DAY;
            target.flags = LEADLINE_TARGET_FROM | LEADLINE_TARGET_TO;
            CHECK_OK(leadline_set_target(engine, &target));
        }
    }
    const char *by[] = {"campaign"}, *columns[] = {"target(clicks)"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = 1;
    query.period = LEADLINE_PERIOD_DAY;
    leadline_table *table = NULL;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_column days = LEADLINE_COLUMN_INIT, targets = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_column(table, 2, &days));
    CHECK_OK(leadline_table_column(table, 3, &targets));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK(info.rows == 200);
    for (size_t i = 0; i < info.rows; i++) {
        int day = (int)((days.integers[i] - MARCH_1) / DAY);
        int isMissing = day % 20 == 11;
        CHECK((targets.states[i] != LEADLINE_DEFINED) == isMissing);
        uint64_t wanted = (uint64_t)(1000 * (day % 2 ? 7 : 8) + day / 2 * 2);
        CHECK(isMissing || targets.numerators[i].low == wanted * targets.denominators[i].low);
    }
    leadline_table_close(table);
    leadline_close(engine);
}

static leadline_status set_rate(leadline_engine *engine, const char *currency, int64_t from, int64_t numerator) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = currency;
    rate.from_us = from;
    rate.numerator = numerator;
    rate.denominator = 100;
    return leadline_set_rate(engine, &rate);
}

/* The i-th rate, whatever the order in which currencies and rates came. */
static void test_rates(void) {
    part("many rates");
    leadline_engine *engine = open_zone(NULL);
    leadline_engine *other = open_zone(NULL);
    enum { CURRENCIES = 40, RATES = 12 };
    uint64_t seed = 5;
    for (int i = 0; i < CURRENCIES * RATES; i++) {
        int j = i * 37 % (CURRENCIES * RATES);
        char currency[8];
        snprintf(currency, sizeof currency, "C%02d", j % CURRENCIES);
        leadline_engine *one = next_random(&seed) & 1 ? engine : other;
        CHECK_OK(set_rate(one, currency, MARCH_1 + j / CURRENCIES * DAY, j + 1));
        if (i % 100 == 0) {
            CHECK_OK(set_rate(one, currency, MARCH_1 + j / CURRENCIES * DAY, j + 1));
        }
    }
    CHECK_OK(leadline_merge(engine, other, 0));
    CHECK(leadline_rate_count(engine) == CURRENCIES * RATES);
    leadline_rate rate = LEADLINE_RATE_INIT;
    for (int c = 0; c < CURRENCIES; c++) {
        for (int r = 0; r < RATES; r++) {
            char currency[8];
            snprintf(currency, sizeof currency, "C%02d", c);
            CHECK_OK(leadline_rate_at(engine, (size_t)(c * RATES + r), &rate));
            CHECK_TEXT(rate.currency, currency);
            CHECK(rate.from_us == MARCH_1 + r * DAY);
            CHECK(rate.numerator * 100 == (r * CURRENCIES + c + 1) * rate.denominator);
        }
    }
    CHECK_STATUS(leadline_rate_at(engine, CURRENCIES * RATES, &rate), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_rate_at(engine, (size_t)-1, &rate), LEADLINE_ERROR_ARGUMENT);
    leadline_close(other);
    leadline_close(engine);
}

/* Rows that are skipped use no rate. */
static void test_skipped_rates(void) {
    part("rates of rows that are skipped");
    leadline_engine *engine = open_zone(NULL);
    CHECK_OK(set_rate(engine, "USD", INT64_MIN, 90));
    uint16_t dollars = 0;
    CHECK_OK(leadline_currency_code(engine, "USD", &dollars));
    facts.count = 0;
    uint32_t code = name(engine, 0, "c");
    add_row(&facts, MARCH_1, 70, code, 0, 100, 1, 0);
    add_row(&facts, MARCH_1 + 5 * DAY, 70, code, 0, 100, INT64_C(1) << 40, 0);
    leadline_batch batch = batch_of(&facts, 1);
    batch.one_currency = dollars;
    leadline_batch_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    CHECK_OK(leadline_record_batch(engine, &batch, LEADLINE_SKIP_INVALID, &result));
    CHECK(result.accepted == 1 && result.rejected == 1);
    CHECK_OK(set_rate(engine, "USD", MARCH_1 + 3 * DAY, 91));
    CHECK_STATUS(set_rate(engine, "USD", MARCH_1, 91), LEADLINE_RATE_USED);

    /* Nor do those of files, which are read before they are judged. */
    static const char text[] = "date,amount,currency,count\n2024-03-05,5.00,USD,1\n2024-03-20,5.00,USD,99999999999\n";
    const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "date", NULL), {sizeof fields[0], LEADLINE_FIELD_KIND, 0, NULL, NULL, "sale"},
        FIELD(LEADLINE_FIELD_AMOUNT, "amount", NULL), FIELD(LEADLINE_FIELD_CURRENCY, "currency", NULL), FIELD(LEADLINE_FIELD_COUNT, "count", NULL)};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 5;
    options.flags = LEADLINE_CSV_SKIP_INVALID;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    CHECK_OK(leadline_csv_feed(csv, text, strlen(text)));
    CHECK_OK(leadline_csv_finish(csv));
    leadline_csv_result read = LEADLINE_CSV_RESULT_INIT;
    CHECK_OK(leadline_csv_read_result(csv, &read));
    CHECK(read.facts == 1 && read.rejected == 1);
    leadline_csv_close(csv);
    CHECK_OK(set_rate(engine, "USD", MARCH_1 + 15 * DAY, 92));
    CHECK_STATUS(set_rate(engine, "USD", MARCH_1 + 4 * DAY, 92), LEADLINE_RATE_USED);
    leadline_close(engine);
}

static leadline_status define(leadline_engine *engine, const char *formula, size_t *position) {
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = "mine";
    definition.formula = formula;
    return leadline_define(engine, &definition, position);
}

/* Dimensions do not come later, so a formula that names none there is is refused when it is given. */
static void test_dimensions(void) {
    part("unknown dimensions");
    leadline_engine *engine = open_zone(NULL);
    size_t position = 99;
    CHECK_STATUS(define(engine, "clicks / count(lead where chanel = mail)", &position), LEADLINE_EXPRESSION_NAME);
    CHECK(position == 26);
    check_error(engine, "at 26 of 'clicks / count(lead where chanel = mail)': no dimension of that name");
    position = 99;
    CHECK_STATUS(define(engine, "distinct(lead by chanel)", &position), LEADLINE_EXPRESSION_NAME);
    CHECK(position == 17);
    CHECK_OK(define(engine, "clicks / count(lead where campaign = mail)", &position));

    leadline_health health = LEADLINE_HEALTH_INIT;
    health.indicator = "cpl";
    health.green = "amount(click where chanel = mail) / leads";
    health.yellow = "50";
    CHECK_STATUS(leadline_set_health(engine, &health), LEADLINE_EXPRESSION_NAME);
    check_error(engine, "at 19 of 'amount(click where chanel = mail) / leads': no dimension of that name");
    health.yellow = health.green;
    health.green = "50";
    CHECK_STATUS(leadline_set_health(engine, &health), LEADLINE_EXPRESSION_NAME);
    health.green = health.yellow = NULL;
    CHECK_STATUS(leadline_set_health(engine, &health), LEADLINE_ERROR_NAME);

    leadline_alert alert = LEADLINE_ALERT_INIT;
    alert.name = "rule";
    alert.condition = "1 < count(lead where chanel = mail)";
    position = 99;
    CHECK_STATUS(leadline_define_alert(engine, &alert, &position), LEADLINE_EXPRESSION_NAME);
    CHECK(position == 21);
    leadline_close(engine);
}

static leadline_price price_of(uint32_t model, const char *campaign, int64_t from, int64_t to) {
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = model;
    price.dimension = campaign ? "campaign" : NULL;
    price.name = campaign;
    price.rate = 36500;
    price.from_us = from;
    price.to_us = to;
    return price;
}

static leadline_target target_of(int64_t from, int64_t to) {
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "cpl";
    target.value = "1";
    target.from_us = from;
    target.to_us = to;
    target.flags = LEADLINE_TARGET_FROM | LEADLINE_TARGET_TO;
    return target;
}

/* What holds by days may begin and end at the same instants, whatever it is. */
static void test_days(void) {
    part("days at the ends of time");
    static const char *const zones[] = {"UTC", "Europe/Berlin", "America/New_York"};
    const int64_t first = INT64_C(-62135596800000000), last = INT64_C(253402300799999999);
    for (size_t z = 0; z < 3; z++) {
        leadline_engine *engine = open_zone(zones[z]);
        int64_t day = 0, next = 0;
        CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, MARCH_1, &day, &next));
        const int64_t instants[] = {INT64_MIN, INT64_MIN + 1, first - DAY, first - 1, first, first + 1, 0, day - 1, day, day + 1, next, last,
            last + 1, last + 2, INT64_MAX - 1, INT64_MAX};
        const size_t count = sizeof instants / sizeof instants[0];
        for (size_t i = 0; i < count; i++) {
            int isDay = instants[i] == day || instants[i] == next || instants[i] == first || (instants[i] == 0 && z == 0);
            int isFrom = isDay || instants[i] == INT64_MIN;
            int isTo = isDay || instants[i] == last + 1 || instants[i] == INT64_MAX;
            leadline_status wanted = isFrom ? LEADLINE_OK : LEADLINE_ERROR_ARGUMENT;
            leadline_price price = price_of(LEADLINE_PRICE_CPC, NULL, instants[i], INT64_MAX);
            CHECK_STATUS(leadline_set_price(engine, &price), instants[i] == last + 1 ? LEADLINE_OK : wanted);
            leadline_target target = target_of(instants[i], INT64_MAX);
            CHECK_STATUS(leadline_set_target(engine, &target), instants[i] == last + 1 ? LEADLINE_OK : wanted);
            CHECK_STATUS(set_rate(engine, "USD", instants[i], 100 + (int64_t)i), wanted);
            while (leadline_price_count(engine)) {
                CHECK_OK(leadline_remove_price(engine, 0));
            }
            leadline_remove_target(engine, &target);
            wanted = isTo ? LEADLINE_OK : LEADLINE_ERROR_ARGUMENT;
            price = price_of(LEADLINE_PRICE_CPC, NULL, INT64_MIN, instants[i]);
            CHECK_STATUS(leadline_set_price(engine, &price), wanted);
            target = target_of(INT64_MIN, instants[i]);
            CHECK_STATUS(leadline_set_target(engine, &target), wanted);
            while (leadline_price_count(engine)) {
                CHECK_OK(leadline_remove_price(engine, 0));
            }
            leadline_remove_target(engine, &target);
        }
        leadline_close(engine);
    }
}

/* "(other)" is no name that could have a price. */
static void test_other(void) {
    part("a price for what is many names");
    leadline_engine *engine = open_zone(NULL);
    leadline_price price = price_of(LEADLINE_PRICE_CPC, "(other)", 0, 0);
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    check_error(engine, "(other) is many names, which have the price for what has none of its own");
    uint32_t code = 0;
    CHECK_STATUS(leadline_find(engine, 0, "(other)", 7, &code), LEADLINE_ERROR_NAME);
    CHECK(leadline_price_count(engine) == 0);
    leadline_close(engine);
}

/* A full table takes replacements. */
static void test_primary(void) {
    part("as many primary indicators as there may be");
    leadline_engine *engine = open_zone(NULL);
    for (int64_t i = MOST - 1; i >= 0; i--) {
        CHECK_OK(leadline_set_primary_kpi(engine, "cpc", i * 1000));
    }
    CHECK_STATUS(leadline_set_primary_kpi(engine, "cpl", 5), LEADLINE_ERROR_TOO_MANY);
    CHECK_OK(leadline_set_primary_kpi(engine, "cpl", 7000));
    const char *first = NULL;
    int64_t from = 0;
    CHECK_OK(leadline_primary_kpi(engine, 7999, &first, &from));
    CHECK_TEXT(first, "cpl");
    CHECK(from == 7000);
    CHECK_OK(leadline_primary_kpi(engine, 8000, &first, &from));
    CHECK(from == 8000);
    CHECK_OK(leadline_set_primary_kpi(engine, NULL, 8000));
    CHECK_STATUS(leadline_set_primary_kpi(engine, NULL, 8001), LEADLINE_ERROR_NAME);
    CHECK_OK(leadline_primary_kpi(engine, 8000, &first, &from));
    CHECK(from == 7000);
    CHECK_OK(leadline_set_primary_kpi(engine, "cpl", 5));
    leadline_close(engine);
}

/* Results that are not aligned for their types are not written. */
static void test_misaligned(void) {
    part("results out of line");
    leadline_engine *engine = open_zone(NULL);
    union {
        void *line;
        char bytes[3 * sizeof(void *)];
    } room;
    memset(&room, 0x5A, sizeof room);
    const char *columns[] = {"clicks"}, *dimensions[] = {"campaign"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, (leadline_table **)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    query.columns = columns;
    query.column_count = 1;
    CHECK_STATUS(leadline_query(engine, &query, (leadline_table **)(void *)(room.bytes + 4)), LEADLINE_ERROR_MISALIGNED);
    leadline_point_options point = LEADLINE_POINT_INIT;
    point.dimensions = dimensions;
    point.dimension_count = 1;
    point.columns = columns;
    point.column_count = 1;
    CHECK_STATUS(leadline_point_open(engine, &point, (leadline_point **)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_writer_open(engine, NULL, (leadline_writer **)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    leadline_csv_options csv = LEADLINE_CSV_INIT;
    CHECK_STATUS(leadline_csv_open(engine, &csv, (leadline_csv **)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_open(NULL, (leadline_engine **)(void *)(room.bytes + 1), NULL, 0), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_intern(engine, 0, "c", 1, (uint32_t *)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_find(engine, 0, "c", 1, (uint32_t *)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_kind_number(engine, "click", (uint16_t *)(void *)(room.bytes + 1)), LEADLINE_ERROR_MISALIGNED);
    for (size_t i = 0; i < sizeof room; i++) {
        CHECK(room.bytes[i] == 0x5A);
    }
    leadline_close(engine);
}

/* A number is itself in any period, and so may stand in a target. */
static void test_constants(void) {
    part("numbers in other periods");
    leadline_engine *engine = open_zone(NULL);
    facts.count = 0;
    add_row(&facts, MARCH_1, 20, name(engine, 0, "a"), 0, 0, 1, 0);
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    static const char *const ratios[] = {"3", "previous(3)", "year_ago(3)", "weekdays_ago(3)", "total(3)", "opening(3)", "balance(3)",
        "2 + previous(1)", "3 * share_of_total(5)", "3 + growth(7)"};
    for (size_t i = 0; i < sizeof ratios / sizeof ratios[0]; i++) {
        leadline_target target = LEADLINE_TARGET_INIT;
        target.indicator = "ctr";
        target.value = ratios[i];
        CHECK_OK(leadline_set_target(engine, &target));
        leadline_target_info info = LEADLINE_TARGET_INFO_INIT;
        CHECK_OK(leadline_target_at(engine, 0, &info));
        CHECK(info.value.numerator.low == 3 * info.value.denominator.low);
        CHECK_OK(leadline_remove_target(engine, &target));
    }
    static const char *const refused[] = {"previous(clicks)", "previous(3) * clicks / clicks", "target(ctr)", "health(ctr)"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        leadline_target target = LEADLINE_TARGET_INIT;
        target.indicator = "ctr";
        target.value = refused[i];
        CHECK(leadline_set_target(engine, &target) >= LEADLINE_EXPRESSION_SYNTAX);
    }
    leadline_close(engine);
}

int main(void) {
    printf("abuse\n");
    test_chain();
    test_targets();
    test_rates();
    test_skipped_rates();
    test_dimensions();
    test_days();
    test_other();
    test_primary();
    test_misaligned();
    test_constants();
    return finish();
}
