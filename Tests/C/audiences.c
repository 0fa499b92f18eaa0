/* Audiences beside their model; the catalogue's vector; who is decided; what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience_model.h"

static void test_model(void) {
    part("random journeys and rules beside the model");
    static round_of r;
    for (int round = 0; round < 3000; round++) {
        seed = (uint64_t)round * 6007 + 5;
        make_round(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(shards, 1, r.has_ids) : NULL;
        fill(engine, other, &r);
        compare(engine, &r, round);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Cases ---- */

static void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, uint64_t person) {
    static rows one;
    one.count = 0;
    add_row(&one, time, kind, name(engine, 0, channel), 0, 0, 1, 0);
    one.person[0] = person;
    leadline_batch batch = batch_of(&one, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Two placements, 1000 members each, 10 and 4 of whom buy later. */
static void test_vector(void) {
    part("5.11 two placements");
    leadline_engine *engine = open_with_journeys(1, 2, 0);
    for (uint64_t p = 1; p <= 2000; p++) {
        record(engine, MARCH_1 + (int64_t)p, CLICK, p <= 1000 ? "a" : "b", p);
        if (p <= 10 || (p > 1000 && p <= 1004)) record(engine, MARCH_1 + DAY, SALE, "", p);
        if (p == 500) record(engine, MARCH_1, SALE, "", p); /* before the click */
    }
    static const char *const a_name[] = {"a"}, *const b_name[] = {"b"};
    leadline_filter filters[2] = {{sizeof filters[0], "channel", a_name, 1}, {sizeof filters[0], "channel", b_name, 1}};
    leadline_condition clicked[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT}, bought = LEADLINE_CONDITION_INIT;
    leadline_audience_rule rules[2] = {LEADLINE_AUDIENCE_RULE_INIT, LEADLINE_AUDIENCE_RULE_INIT};
    bought.kinds = "sale";
    for (int r = 0; r < 2; r++) {
        clicked[r].kinds = "click";
        clicked[r].filters = &filters[r];
        clicked[r].filter_count = 1;
        rules[r].name = r == 0 ? "placement a" : "placement b";
        rules[r].include = &clicked[r];
        rules[r].include_count = 1;
    }
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    options.rules = rules;
    options.rule_count = 2;
    /* A window that is over for all changes nothing. */
    record(engine, MARCH_1 + 3 * DAY, LEADLINE_KIND_IMPRESSION, "", 9999);
    options.window_us = DAY + HOUR;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "placement a 1000 1000 10 0 1000 10 1/100 172799999989/2 86399999994/1\n"
                   "placement b 1000 1000 4 0 1000 4 1/250 172799997995/2 86399998997/1\n--\n"
                   "placement a placement b 0 2000 0/1 5/2 1.609210 0.107571\n");
    free(is);
    options.window_us = 0;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "placement a 1000 1000 10 990 1000 10 1/100 172799999989/2 86399999994/1\n"
                   "placement b 1000 1000 4 996 1000 4 1/250 172799997995/2 86399998997/1\n--\n"
                   "placement a placement b 0 2000 0/1 5/2 1.609210 0.107571\n");
    free(is);
    /* Those who bought are members no more, and converted all the same; the customer of before never was one. */
    rules[0].exclude = rules[1].exclude = &bought;
    rules[0].exclude_count = rules[1].exclude_count = 1;
    options.window_us = DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "placement a 999 989 10 0 999 10 10/999 172799999989/2 86399999994/1\n"
                   "placement b 1000 996 4 0 1000 4 1/250 172799997995/2 86399998997/1\n--\n"
                   "placement a placement b 0 1999 0/1 2500/999 1.611091 0.107160\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* Who joined lately has not had his time: he is apart, and neither conversion nor lift nor test are of him. */
static void test_decided(void) {
    part("who is decided");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, CLICK, "a", 1);
    record(engine, MARCH_1 + 2 * DAY, SALE, "", 1);
    record(engine, MARCH_1, CLICK, "a", 2);
    record(engine, MARCH_1 + 9 * DAY, CLICK, "a", 3);
    record(engine, MARCH_1 + 10 * DAY, SALE, "", 3);
    record(engine, MARCH_1 + 11 * DAY, CLICK, "a", 4);
    for (uint64_t p = 5; p <= 7; p++) record(engine, MARCH_1 + DAY, CLICK, "b", p);
    record(engine, MARCH_1 + 6 * DAY, SALE, "", 5); /* at the edge */
    record(engine, MARCH_1 + 6 * DAY + 1, SALE, "", 6); /* behind it */
    static const char *const names[] = {"a", "b"};
    leadline_filter filters[2] = {{sizeof filters[0], "channel", names, 1}, {sizeof filters[0], "channel", names + 1, 1}};
    leadline_condition clicked[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT};
    leadline_audience_rule rules[2] = {LEADLINE_AUDIENCE_RULE_INIT, LEADLINE_AUDIENCE_RULE_INIT};
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    for (int r = 0; r < 2; r++) {
        clicked[r].kinds = "click";
        clicked[r].filters = &filters[r];
        clicked[r].filter_count = 1;
        rules[r].name = names[r];
        rules[r].include = &clicked[r];
        rules[r].include_count = 1;
    }
    options.rules = rules;
    options.rule_count = 2;
    options.window_us = 5 * DAY;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "a 4 4 2 1 2 1 1/2 172800000000/1 172800000000/1\n"
                   "b 3 3 1 0 3 1 1/3 432000000000/1 432000000000/1\n--\n"
                   "a b 0 7 0/1 3/2 0.372678 0.709388\n");
    free(is);
    /* The window is over at its edge, not before. */
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + 6 * DAY - 1;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "a 2 2 1 0 2 1 1/2 172800000000/1 172800000000/1\nb 3 3 0 3 0 0 !1 !2 !2\n--\na b 0 5 0/1 !1 !1 !1\n");
    free(is);
    options.as_of_us = MARCH_1 + 6 * DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "a 2 2 1 0 2 1 1/2 172800000000/1 172800000000/1\nb 3 3 1 0 3 1 1/3 432000000000/1 432000000000/1\n--\n"
                   "a b 0 5 0/1 3/2 0.372678 0.709388\n");
    free(is);
    /* Of those who joined in a stretch of time, its first instant with it, its last one without; followed beyond it. */
    options.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
    options.as_of_us = 0;
    options.from_us = MARCH_1 + DAY;
    options.to_us = MARCH_1 + 9 * DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "a 0 0 0 0 0 0 !1 !2 !2\nb 3 3 1 0 3 1 1/3 432000000000/1 432000000000/1\n--\na b 0 3 0/1 !1 !1 !1\n");
    free(is);
    options.flags = LEADLINE_QUERY_FROM;
    options.to_us = 0;
    options.from_us = MARCH_1 + 9 * DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "a 2 2 1 1 0 0 !1 !2 !2\nb 0 0 0 0 0 0 !1 !2 !2\n--\na b 0 2 0/1 !1 !1 !1\n");
    free(is);
    options.rule_count = 1;
    options.window_us = -1; /* not looked at, as the quantiles are not */
    options.quantile_count = 17;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "3 0 1710028800000000\n4 0 1710201600000000\n");
    free(is);
    options.flags = LEADLINE_QUERY_TO;
    options.from_us = 0;
    options.to_us = MARCH_1 + 1;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709251200000000\n2 0 1709251200000000\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* "Saw the video, then clicked twice", "clicked in March or enquired", seen by one who comes late. */
static void test_chains(void) {
    part("chains");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, CLICK, "a", 1); /* click, view, click, click: joins on the fourth day */
    record(engine, MARCH_1 + 1 * DAY, LEADLINE_KIND_VIEW, "a", 1);
    record(engine, MARCH_1 + 2 * DAY, CLICK, "a", 1);
    record(engine, MARCH_1 + 3 * DAY, CLICK, "a", 1);
    record(engine, MARCH_1, LEADLINE_KIND_VIEW, "a", 2); /* view, click: not yet */
    record(engine, MARCH_1 + 1 * DAY, CLICK, "a", 2);
    record(engine, MARCH_1 + 40 * DAY, LEADLINE_KIND_ENQUIRY, "b", 3);
    leadline_condition conditions[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT};
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    conditions[0].kinds = "view";
    conditions[1].kinds = "click";
    conditions[1].minimum = 2;
    conditions[1].flags = LEADLINE_CONDITION_THEN;
    rule.include = conditions;
    rule.include_count = 2;
    options.rules = &rule;
    options.rule_count = 1;
    char *is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709510400000000\n");
    free(is);
    rule.mode = LEADLINE_AUDIENCE_ANY;
    conditions[0].kinds = "click";
    conditions[0].flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
    conditions[0].from_us = MARCH_1 + DAY;
    conditions[0].to_us = MARCH_1 + 31 * DAY;
    conditions[1].kinds = "enquiry";
    conditions[1].minimum = 0;
    conditions[1].flags = 0;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709424000000000\n2 0 1709337600000000\n3 0 1712707200000000\n");
    free(is);
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + 1 * DAY;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "2 0 1709337600000000\n");
    free(is);
    /* Within a time before the as-of instant, the edge included. */
    rule.include_count = 1;
    conditions[0].flags = 0;
    conditions[0].from_us = conditions[0].to_us = 0;
    conditions[0].within_us = DAY;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 1709251200000000\n2 0 1709337600000000\n");
    free(is);
    options.as_of_us = MARCH_1 + 1 * DAY + 1;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "2 0 1709337600000000\n");
    free(is);
    /* As of long before anything, so that the edge is before all time. */
    options.as_of_us = INT64_MIN;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* The first and the last instant there are, as of the ends of 64 bits. */
static void test_extremes(void) {
    part("extremes of time");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, FIRST_TIME, CLICK, "a", 1);
    record(engine, LAST_TIME, SALE, "a", 1);
    record(engine, LAST_TIME, CLICK, "a", 2);
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    condition.kinds = "click";
    rule.include = &condition;
    rule.include_count = 1;
    options.rules = &rule;
    options.rule_count = 1;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = INT64_MAX;
    options.window_us = DAY;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 0 1 1 0 0/1 !2 !2\n--\n");
    free(is);
    options.window_us = INT64_MAX - 1;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 1 1 0 0 !1 !2 !2\n--\n");
    free(is);
    options.window_us = INT64_C(315537897599999999); /* over at its edge */
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 1 1 1 1 1/1 315537897599999999/1 315537897599999999/1\n--\n");
    free(is);
    options.window_us = INT64_MAX - 1;
    condition.within_us = INT64_MAX;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 -62135596800000000\n2 0 253402300799999999\n");
    free(is);
    options.as_of_us = LAST_TIME;
    is = list_of(engine, &options);
    CHECK_TEXT(is, "1 0 -62135596800000000\n2 0 253402300799999999\n");
    free(is);
    steps[0].kinds = "click";
    steps[1].kinds = "sale";
    funnel.steps = steps;
    funnel.step_count = 2;
    funnel.window_us = DAY;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    funnel.as_of_us = INT64_MAX;
    leadline_table *table = NULL;
    CHECK_OK(leadline_funnel(engine, &funnel, &table, NULL));
    text t = {NULL, 0, 0};
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "1 click 2 1 1 1 !2 1/1 !2 !2 !2 !2\n2 sale 0 0 0 0 0/1 0/1 !2 !2 !2 !2\n");
    free(t.bytes);
    CHECK_OK(leadline_close(engine));
}

/* ---- What is refused ---- */

static leadline_engine *bare;
static leadline_audience_options asked_of;
static leadline_audience_rule asked_rule;
static leadline_condition asked_condition;

static void refuse(int line, leadline_status wanted, leadline_status of_list, const char *says) {
    leadline_table *table = NULL, *overlaps = NULL;
    char detail[400] = "";
    leadline_status status = leadline_follow_audiences(bare, &asked_of, &table, &overlaps);
    check_statuses(status, wanted, "audiences.c", line, "follow");
    CHECK((status == LEADLINE_OK) == (table != NULL) && (status == LEADLINE_OK) == (overlaps != NULL));
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL, "audiences.c", line, "says", detail);
    leadline_table_close(table);
    leadline_table_close(overlaps);
    table = NULL;
    status = leadline_audience_members(bare, &asked_of, &table);
    check_statuses(status, of_list, "audiences.c", line, "members");
    leadline_table_close(table);
}

static void set_anew(void) {
    static const leadline_condition condition = LEADLINE_CONDITION_INIT;
    static const leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    static const leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    asked_condition = condition;
    asked_condition.kinds = "click";
    asked_rule = rule;
    asked_rule.include = &asked_condition;
    asked_rule.include_count = 1;
    asked_of = options;
    asked_of.rules = &asked_rule;
    asked_of.rule_count = 1;
}

#define REFUSE(change, status, says) (set_anew(), change, refuse(__LINE__, LEADLINE_##status, LEADLINE_##status, says))
#define REFUSE_FOLLOWING(change, status, says) (set_anew(), change, refuse(__LINE__, LEADLINE_##status, LEADLINE_OK, says))

static void test_refusals(void) {
    part("what is refused");
    bare = open_with_journeys(1, 1, 0);
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_filter filter = LEADLINE_FILTER_INIT;
    leadline_audience_rule two[2];
    uint16_t quantiles[17] = {500, 400};
    REFUSE((void)0, OK, "");
    REFUSE(asked_of.rule_count = 0, ERROR_ARGUMENT, "without rules");
    REFUSE(asked_of.rule_count = 65, ERROR_TOO_MANY, "rules");
    REFUSE(asked_of.rule_count = (size_t)-1, ERROR_TOO_MANY, "rules");
    REFUSE(asked_of.rules = NULL, ERROR_NULL, "rules is NULL");
    REFUSE(asked_of.flags = 0x20, ERROR_ARGUMENT, "unknown flags");
    REFUSE(asked_of.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE_FOLLOWING(asked_of.window_us = -1, ERROR_ARGUMENT, "window");
    REFUSE(asked_of.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE(asked_of.struct_size = offsetof(leadline_audience_options, from_us), OK, ""); /* before there were bounds */
    REFUSE(asked_of.struct_size = offsetof(leadline_audience_options, from_us) - 8, ERROR_STRUCT_SIZE, "");
    REFUSE((asked_of.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO, asked_of.from_us = 1), OK, "");
    REFUSE_FOLLOWING((asked_of.quantiles = quantiles, asked_of.quantile_count = 2), ERROR_ARGUMENT, "quantiles");
    REFUSE_FOLLOWING(asked_of.quantile_count = 17, ERROR_TOO_MANY, "quantiles");
    REFUSE_FOLLOWING(asked_of.quantile_count = 1, ERROR_NULL, "quantiles");
    REFUSE_FOLLOWING(asked_of.outcome = &step, ERROR_NULL, "outcome: kinds is NULL");
    step.kinds = "nothing";
    REFUSE_FOLLOWING(asked_of.outcome = &step, ERROR_NAME, "no kind is called 'nothing'");
    REFUSE(asked_rule.struct_size = 12, ERROR_STRUCT_SIZE, "rule");
    REFUSE(asked_rule.mode = 2, ERROR_ARGUMENT, "mode");
    REFUSE(asked_rule.flags = 2, ERROR_ARGUMENT, "rule 1: unknown flags: 0x2");
    REFUSE(asked_rule.include_count = 0, ERROR_ARGUMENT, "includes nothing");
    REFUSE(asked_rule.include_count = 1025, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = 1024, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = (size_t)-1, ERROR_TOO_MANY, "conditions");
    REFUSE(asked_rule.exclude_count = 1, ERROR_NULL, "rule 1: exclude is NULL");
    REFUSE(asked_rule.include = NULL, ERROR_NULL, "rule 1: include is NULL");
    REFUSE(asked_condition.struct_size = 16, ERROR_STRUCT_SIZE, "include 1: struct_size");
    REFUSE(asked_condition.kinds = NULL, ERROR_NULL, "include 1: kinds is NULL");
    REFUSE(asked_condition.kinds = "click|", ERROR_NAME, "no kind");
    REFUSE(asked_condition.flags = 4, ERROR_ARGUMENT, "include 1: unknown flags: 0x4");
    REFUSE(asked_condition.flags = LEADLINE_CONDITION_THEN, ERROR_ARGUMENT, "before the first");
    REFUSE((asked_rule.exclude = &asked_condition, asked_rule.exclude_count = 1, asked_condition.flags = LEADLINE_CONDITION_THEN), ERROR_ARGUMENT,
        "before the first");
    REFUSE(asked_condition.within_us = -1, ERROR_ARGUMENT, "within");
    REFUSE(asked_condition.within_us = INT64_MAX, OK, "");
    REFUSE(asked_condition.minimum = UINT32_MAX, OK, "");
    REFUSE(asked_condition.filter_count = 1, ERROR_NULL, "filters");
    REFUSE(asked_condition.filter_count = 1025, ERROR_TOO_MANY, "filters");
    filter.dimension = "country";
    REFUSE((asked_condition.filters = &filter, asked_condition.filter_count = 1), ERROR_NAME, "country");
    set_anew();
    two[0] = two[1] = asked_rule;
    asked_of.rules = two;
    asked_of.rule_count = 2;
    refuse(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");

    set_anew();
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_follow_audiences(NULL, &asked_of, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_follow_audiences(bare, NULL, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_follow_audiences(bare, &asked_of, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, &asked_of, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_audience_members(bare, &asked_of, (leadline_table **)(void *)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_OK(leadline_follow_audiences(bare, &asked_of, &table, NULL));
    leadline_table_close(table);
    table = NULL;
    leadline_options without = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&without, &engine, NULL, 0));
    CHECK_STATUS(leadline_follow_audiences(engine, &asked_of, &table, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_audience_members(engine, &asked_of, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    CHECK(table == NULL);
    CHECK_OK(leadline_close(bare));
}

int main(void) {
    printf("audiences\n");
    test_vector();
    test_decided();
    test_chains();
    test_extremes();
    test_refusals();
    test_model();
    return finish();
}
