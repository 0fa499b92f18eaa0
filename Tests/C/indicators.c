/* The catalogue of indicators, and those that a host defines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static rows facts;

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimension = LEADLINE_DIMENSION_INIT;
    dimension.name = "channel";
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.money_scale = 2;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void test_catalogue(void) {
    part("the catalogue");
    leadline_engine *engine = open_engine();
    size_t count = leadline_indicator_count(engine);
    CHECK(count > 190);
    for (size_t i = 0; i < count; i++) {
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT, found = LEADLINE_INDICATOR_INFO_INIT;
        CHECK_OK(leadline_indicator_at(engine, i, &info));
        CHECK_OK(leadline_indicator_find(engine, info.id, &found));
        CHECK(found.id == info.id && found.formula == info.formula);
        CHECK(info.id[0] != 0 && info.formula[0] != 0 && info.unit_text[0] != 0 && info.description[0] != 0);
        CHECK(info.unit >= LEADLINE_UNIT_MONEY && info.unit <= LEADLINE_UNIT_OTHER);
        CHECK((info.flags & LEADLINE_INDICATOR_ELSEWHERE) == 0 || info.function[0] != 0);
        CHECK(info.direction <= LEADLINE_DIRECTION_DOWN && info.family >= 1 && info.family <= LEADLINE_FAMILY_BUSINESS);
    }
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK_STATUS(leadline_indicator_at(engine, count, &info), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_indicator_at(engine, SIZE_MAX, &info), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_indicator_find(engine, "nothing", &info), LEADLINE_ERROR_NAME);
    CHECK(info.id == NULL);
    CHECK_OK(leadline_indicator_find(engine, "aov", &info));
    CHECK_TEXT(info.id, "average_check");
    CHECK_TEXT(info.aliases, "aov");
    CHECK_TEXT(info.formula, "revenue / sales");
    CHECK_INT(info.unit, LEADLINE_UNIT_MONEY_PER_COUNT);
    CHECK_INT(info.direction, LEADLINE_DIRECTION_UP);
    CHECK_INT(info.flags, 0);
    CHECK_OK(leadline_indicator_find(engine, "page_views", &info));
    CHECK_INT(info.flags, LEADLINE_INDICATOR_MEASURE | LEADLINE_INDICATOR_VANITY);
    CHECK_INT(info.family, LEADLINE_FAMILY_WEB);
    CHECK_OK(leadline_indicator_find(engine, "allowed_share", &info));
    CHECK_INT(info.flags, LEADLINE_INDICATOR_PARAMETER);
    CHECK_STATUS(leadline_indicator_at(NULL, 0, &info), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_indicator_at(engine, 0, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_indicator_find(engine, NULL, &info), LEADLINE_ERROR_NULL);
    info.struct_size = 3;
    CHECK_STATUS(leadline_indicator_at(engine, 0, &info), LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_INT(leadline_indicator_count(NULL), 0);
    CHECK_OK(leadline_close(engine));
}

static leadline_status define(leadline_engine *engine, const char *name, const char *formula, size_t *position) {
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = name;
    definition.formula = formula;
    return leadline_define(engine, &definition, position);
}

static void check(const leadline_engine *engine, const char *columns, const char *wanted) {
    char *answer = ask(engine, "", columns, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static void test_definitions(void) {
    part("definitions");
    leadline_engine *engine = open_engine();
    size_t count = leadline_indicator_count(engine);
    add_row(&facts, MARCH_1, LEADLINE_KIND_SALE, name(engine, 0, "email"), 0, 800000, 10, 0);
    add_row(&facts, MARCH_1, LEADLINE_KIND_GOODS_COST, name(engine, 0, "email"), 0, 300000, 1, 0);
    add_row(&facts, MARCH_1, LEADLINE_KIND_LEAD, name(engine, 0, "email"), 0, 0, 60, 0);
    add_row(&facts, MARCH_1, LEADLINE_KIND_LEAD_CALL, name(engine, 0, "paid search"), 0, 0, 40, 0);
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    size_t position = 77;
    CHECK_OK(define(engine, "email_share", "leads where channel = email / leads", &position));
    CHECK_OK(define(engine, "email_call_share", "email_share - count(lead_call) / leads", NULL));
    CHECK_INT(position, 77);
    CHECK_INT(leadline_indicator_count(engine), count + 2);
    check(engine, "email_share email_call_share lead_price_forecast", "3/5 1/5 2500/1\n");
    /* A parameter of the host's, in units of the currency. */
    CHECK_OK(define(engine, "unit_cost", "3000", NULL));
    CHECK_OK(define(engine, "allowed_share", "1 / 4", NULL));
    check(engine, "unit_cost unit_margin lead_price_forecast", "300000/1 -220000/1 -5500/1\n");
    CHECK_OK(define(engine, "unit_cost", "money(300) / count(goods_cost)", NULL));
    check(engine, "unit_cost unit_margin", "30000/1 50000/1\n");
    CHECK_OK(define(engine, "margin_target", "6000", NULL));
    check(engine, "margin_attainment", "5/6\n");
    CHECK_STATUS(define(engine, "unit_cost", "money(300)", &position), LEADLINE_EXPRESSION_UNIT);
    CHECK_INT(position, 0);
    CHECK_STATUS(define(engine, "allowed_share", "leads", NULL), LEADLINE_EXPRESSION_UNIT);
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK_OK(leadline_indicator_find(engine, "email_share", &info));
    CHECK_INT(info.flags, LEADLINE_INDICATOR_CUSTOM);
    CHECK_INT(info.unit, LEADLINE_UNIT_RATIO);
    CHECK_TEXT(info.formula, "leads where channel = email / leads");
    CHECK_TEXT(info.description, "");
    count = leadline_indicator_count(engine);

    static const struct {
        const char *name, *formula;
        leadline_status status;
        size_t position;
    } refused[] = {
        {"cpc", "1", LEADLINE_ERROR_DUPLICATE_NAME, 77},
        {"aov", "1", LEADLINE_ERROR_DUPLICATE_NAME, 77},
        {"email_share", "1", LEADLINE_ERROR_DUPLICATE_NAME, 77},
        {"Big", "1", LEADLINE_ERROR_ARGUMENT, 77},
        {"", "1", LEADLINE_ERROR_ARGUMENT, 77},
        {"min", "1", LEADLINE_ERROR_ARGUMENT, 77},
        {"a", "", LEADLINE_EXPRESSION_SYNTAX, 0},
        {"a", "leads +", LEADLINE_EXPRESSION_SYNTAX, 7},
        {"a", "leads + nothing", LEADLINE_EXPRESSION_NAME, 8},
        {"a", "nothing", LEADLINE_EXPRESSION_NAME, 0},
        {"a", "leads + revenue", LEADLINE_EXPRESSION_UNIT, 6},
        {"a", "amount(page_view)", LEADLINE_EXPRESSION_UNIT, 7},
        {"a", "2 * a", LEADLINE_EXPRESSION_CYCLE, 4},
        {"unit_cost", "unit_margin / 2", LEADLINE_EXPRESSION_CYCLE, 0},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        position = 77;
        CHECK_STATUS(define(engine, refused[i].name, refused[i].formula, &position), refused[i].status);
        CHECK_INT(position, refused[i].position);
    }
    char detail[400];
    CHECK_STATUS(define(engine, "a", "leads + revenue", NULL), LEADLINE_EXPRESSION_UNIT);
    leadline_engine_error(engine, detail, sizeof detail);
    CHECK_TEXT(detail, "at 6 of 'leads + revenue': both sides must have one unit");
    CHECK_INT(leadline_indicator_count(engine), count);
    CHECK_STATUS(define(NULL, "a", "1", NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(define(engine, NULL, "1", NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(define(engine, "a", NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_define(engine, NULL, NULL), LEADLINE_ERROR_NULL);
    leadline_definition odd = LEADLINE_DEFINITION_INIT;
    odd.name = "a";
    odd.formula = "1";
    odd.direction = 3;
    CHECK_STATUS(leadline_define(engine, &odd, NULL), LEADLINE_ERROR_ARGUMENT);
    odd.direction = 0;
    odd.reserved = 1;
    CHECK_STATUS(leadline_define(engine, &odd, NULL), LEADLINE_ERROR_ARGUMENT);

    /* A name that does not exist in a condition is no fault; a dimension is. A point reads its own key alone. */
    const char *columns[] = {"leads where channel = nobody", "leads where region = north"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    query.columns = columns;
    query.column_count = 1;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_table_close(table);
    table = NULL;
    query.columns = columns + 1;
    CHECK_STATUS(leadline_query(engine, &query, &table), LEADLINE_EXPRESSION_NAME);
    leadline_engine_error(engine, detail, sizeof detail);
    CHECK_TEXT(detail, "at 12 of 'leads where region = north': no dimension of that name");
    const char *by[] = {"channel"};
    leadline_point_options options = LEADLINE_POINT_INIT;
    options.dimensions = by;
    options.dimension_count = 1;
    options.columns = columns;
    options.column_count = 1;
    leadline_point *point = NULL;
    CHECK_STATUS(leadline_point_open(engine, &options, &point), LEADLINE_ERROR_UNSUPPORTED);
    const char *bid[] = {"max_cpc"};
    options.columns = bid;
    CHECK_OK(leadline_point_open(engine, &options, &point));
    leadline_point_close(point);
    CHECK_OK(leadline_close(engine));
}

/* 5.2 of the catalogue: what a sale's goods cost is known, and no goods_cost is ever taken in. */
static void test_unit_cost(void) {
    part("5.2 the margin by a unit cost");
    leadline_engine *engine = open_engine();
    static rows sales;
    sales.count = 0;
    add_row(&sales, MARCH_1, LEADLINE_KIND_SALE, name(engine, 0, "email"), 0, 8000000, 10, 0);
    leadline_batch batch = batch_of(&sales, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    check(engine, "margin_rate breakeven_roas gross_profit", "!2 !2 !2\n");
    CHECK_OK(define(engine, "unit_cost", "3000", NULL));
    check(engine, "margin_rate breakeven_roas unit_margin gross_profit", "5/8 8/5 500000/1 !2\n");
    sales.count = 0;
    add_row(&sales, MARCH_1, LEADLINE_KIND_GOODS_COST, name(engine, 0, "email"), 0, 4000000, 10, 0);
    batch = batch_of(&sales, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    check(engine, "margin_rate breakeven_roas", "1/2 2/1\n"); /* what was booked goes before */
    CHECK_OK(leadline_close(engine));
}

/* What no sums of rollups give: told of by name, refused with the function that answers it. */
static void test_elsewhere(void) {
    part("what other functions answer");
    static const struct {
        const char *id, *function;
        uint32_t unit, direction, family;
    } rows[] = {
        {"funnel_step_rate", "leadline_funnel", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_BUSINESS},
        {"stage_population", "leadline_stage_population", LEADLINE_UNIT_COUNT, LEADLINE_DIRECTION_NONE, LEADLINE_FAMILY_BUSINESS},
        {"stage_time", "leadline_stage_times", LEADLINE_UNIT_SECONDS, LEADLINE_DIRECTION_DOWN, LEADLINE_FAMILY_BUSINESS},
        {"velocity", "leadline_velocity", LEADLINE_UNIT_SECONDS, LEADLINE_DIRECTION_DOWN, LEADLINE_FAMILY_BUSINESS},
        {"response_within", "leadline_response", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_BUSINESS},
        {"retention", "leadline_cohorts", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_STRATEGIC},
        {"payback_age", "leadline_cohorts", LEADLINE_UNIT_COUNT, LEADLINE_DIRECTION_DOWN, LEADLINE_FAMILY_STRATEGIC},
        {"open_lead_value", "leadline_open_leads", LEADLINE_UNIT_MONEY, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_BUSINESS},
        {"roac", "leadline_open_leads", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_STRATEGIC},
        {"social_sale_share", "leadline_paths", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_TACTICAL},
        {"credit", "leadline_attribute", LEADLINE_UNIT_COUNT, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_TACTICAL},
        {"assist_to_last", "leadline_attribute", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_NONE, LEADLINE_FAMILY_TACTICAL},
        {"removal_effect", "leadline_attribute", LEADLINE_UNIT_RATIO, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_TACTICAL},
        {"visit_duration_quantile", "leadline_amounts", LEADLINE_UNIT_SECONDS, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_WEB},
        {"lead_score", "leadline_scores", LEADLINE_UNIT_POINTS, LEADLINE_DIRECTION_UP, LEADLINE_FAMILY_BUSINESS},
        {"deseasonalised", "leadline_deseasonalise", LEADLINE_UNIT_OTHER, LEADLINE_DIRECTION_NONE, LEADLINE_FAMILY_STRATEGIC},
    };
    leadline_engine *engine = open_engine();
    char wanted[200], formula[200], detail[400];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        CHECK_OK(leadline_indicator_find(engine, rows[i].id, &info));
        CHECK_TEXT(info.id, rows[i].id);
        CHECK_TEXT(info.function, rows[i].function);
        CHECK_INT(info.flags, LEADLINE_INDICATOR_ELSEWHERE);
        CHECK_INT(info.unit, rows[i].unit);
        CHECK_INT(info.direction, rows[i].direction);
        CHECK_INT(info.family, rows[i].family);
        leadline_query_options query = LEADLINE_QUERY_INIT;
        query.columns = &info.id;
        query.column_count = 1;
        leadline_table *table = NULL;
        CHECK_STATUS(leadline_query(engine, &query, &table), LEADLINE_EXPRESSION_ELSEWHERE);
        CHECK(table == NULL);
        leadline_engine_error(engine, detail, sizeof detail);
        snprintf(wanted, sizeof wanted, "at 0 of '%s': not a sum over rollups; it is answered by %s", rows[i].id, rows[i].function);
        CHECK_TEXT(detail, wanted);
        /* Nor within a formula, whatever it is given in brackets; nor may it get another meaning. */
        size_t position = 77;
        snprintf(formula, sizeof formula, "if defined(%s, 0)", rows[i].id);
        CHECK_STATUS(define(engine, "a", formula, &position), LEADLINE_EXPRESSION_ELSEWHERE);
        CHECK_INT(position, 11);
        snprintf(formula, sizeof formula, "leads + %s(300)", rows[i].id);
        CHECK_STATUS(define(engine, "a", formula, &position), LEADLINE_EXPRESSION_ELSEWHERE);
        CHECK_INT(position, 8);
        CHECK_STATUS(define(engine, rows[i].id, "leads", &position), LEADLINE_ERROR_DUPLICATE_NAME);
    }
    /* It can have a target, be the first indicator and have a benchmark, but no health, which needs its value. */
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "response_time";
    target.value = "300";
    CHECK_OK(leadline_set_target(engine, &target));
    target.indicator = "open_lead_value";
    target.value = "money(1000)";
    CHECK_OK(leadline_set_target(engine, &target));
    target.indicator = "retention";
    CHECK_STATUS(leadline_set_target(engine, &target), LEADLINE_EXPRESSION_UNIT);
    leadline_target_info told = LEADLINE_TARGET_INFO_INIT;
    CHECK_OK(leadline_target_at(engine, 0, &told));
    CHECK(told.value.state == LEADLINE_DEFINED && told.value.unit == LEADLINE_UNIT_SECONDS);
    CHECK_OK(leadline_set_primary_kpi(engine, "response_time", MARCH_1));
    facts.count = 0;
    add_row(&facts, MARCH_1, LEADLINE_KIND_LEAD, name(engine, 0, "email"), 0, 0, 1, 0);
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    check(engine, "target(response_time) target(open_lead_value) leads", "30000/1 100000/1 1\n");
    leadline_health health = LEADLINE_HEALTH_INIT;
    health.indicator = "response_time";
    health.green = "300";
    health.yellow = "3600";
    CHECK_STATUS(leadline_set_health(engine, &health), LEADLINE_EXPRESSION_ELSEWHERE);
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK_OK(leadline_indicator_find(engine, "response_time", &info));
    CHECK_TEXT(info.benchmark, "5 minutes");
    CHECK_INT(info.target_count, 1);
    leadline_alert alert = LEADLINE_ALERT_INIT;
    alert.name = "slow";
    alert.condition = "response_time > 300";
    CHECK_STATUS(leadline_define_alert(engine, &alert, NULL), LEADLINE_EXPRESSION_ELSEWHERE);
    /* What a query answers may be had from journeys, too. */
    CHECK_OK(leadline_indicator_find(engine, "customers_new", &info));
    CHECK_TEXT(info.function, "leadline_churn");
    CHECK_INT(info.flags, LEADLINE_INDICATOR_MEASURE);
    CHECK_OK(leadline_indicator_find(engine, "cpl", &info));
    CHECK_TEXT(info.function, "");
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("indicators\n");
    test_catalogue();
    test_definitions();
    test_unit_cost();
    test_elsewhere();
    return finish();
}
