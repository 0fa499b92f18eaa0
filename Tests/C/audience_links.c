/* Audiences of persons and of buyers where links say who is who, beside the model.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience_model.h"

static void test_model(void) {
    part("random journeys, links and rules beside the model");
    static round_of r;
    for (int round = 0; round < 3000; round++) {
        seed = (uint64_t)round * 9001 + 3;
        make_round(&r);
        make_links(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(shards, 1, r.has_ids) : NULL;
        fill(engine, other, &r);
        compare(engine, &r, round);
        CHECK_OK(leadline_close(engine));
    }
}

static void record(leadline_engine *engine, int64_t time, uint16_t kind, uint64_t person, uint64_t account) {
    static rows one;
    one.count = 0;
    add_row(&one, time, kind, 0, 0, 0, 1, 0);
    one.person[0] = person;
    leadline_batch batch = batch_of(&one, 1);
    batch.account = &account;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* A visitor clicks, the contact that he is buys: one buyer by links, two persons by what facts name. */
static void test_visitor(void) {
    part("a visitor and his contact");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, CLICK, 17, 0);
    record(engine, MARCH_1 + DAY, SALE, 900, 0);
    record(engine, MARCH_1, CLICK, 23, 5);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 17, 900));
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    condition.kinds = "click";
    rule.include = &condition;
    rule.include_count = 1;
    options.rules = &rule;
    options.rule_count = 1;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 1 1 2 1 1/2 86400000000/1 86400000000/1\n--\n");
    free(is);
    is = list_of(engine, &options);
    CHECK_TEXT(is, "17 0 1709251200000000\n23 5 1709251200000000\n900 0 1709251200000000\n");
    free(is);
    options.flags = LEADLINE_AUDIENCE_PERSONS;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "1 2 2 0 2 2 0 0/1 !2 !2\n--\n");
    free(is);
    is = list_of(engine, &options);
    CHECK_TEXT(is, "17 0 1709251200000000\n23 0 1709251200000000\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("audience_links\n");
    test_visitor();
    test_model();
    return finish();
}
