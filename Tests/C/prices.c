/* Statuses by ref, and what prices make of facts: section 5.3 of the catalogue, CSV files, refusals, memory.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

enum { CLICK_INVALID = 21, CONTACT = 55, APPROVED = 57, REJECTED = 58 };

static counter memory;
static rows facts;
static uint64_t refs[ROWS_CAPACITY];

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.ids = 1;
    options.refs = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void add(leadline_engine *engine, int day, uint16_t kind, const char *campaign, int64_t amount, int64_t count, uint64_t id, uint64_t ref) {
    refs[facts.count] = ref;
    add_row(&facts, MARCH_1 + day * DAY, kind, name(engine, 0, campaign), 0, amount, count, id);
}

static leadline_status take_in(leadline_engine *engine) {
    leadline_batch batch = batch_of(&facts, 1);
    batch.ref = refs;
    return leadline_record_batch(engine, &batch, 0, NULL);
}

static leadline_status set(leadline_engine *engine, uint32_t model, const char *campaign, int64_t rate, uint32_t share) {
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = model;
    price.dimension = campaign ? "campaign" : NULL;
    price.name = campaign;
    price.rate = rate;
    price.share_millionths = share;
    return leadline_set_price(engine, &price);
}

static void check_answer(const leadline_engine *engine, const char *columns, const char *wanted) {
    char *answer = ask(engine, "", columns, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static void test_section_5_3(void) {
    part("section 5.3");
    leadline_engine *engine = open_engine();
    CHECK_OK(set(engine, LEADLINE_PRICE_CPM, "cpm", 100, 0));
    CHECK_OK(set(engine, LEADLINE_PRICE_CPC, "cpc", 150, 0));
    CHECK_OK(set(engine, LEADLINE_PRICE_CPL, "cpl", 500, 0));
    CHECK_OK(set(engine, LEADLINE_PRICE_REVENUE_SHARE, "share", 0, 100000));
    facts.count = 0;
    add(engine, 0, IMPRESSION, "cpm", 0, 1, 0, 0);
    CHECK_OK(take_in(engine));
    check_answer(engine, "spend_accrued", "1/10\n");
    facts.number[0] = 9;
    CHECK_OK(take_in(engine));
    check_answer(engine, "spend_accrued", "1/1\n");
    facts.number[0] = 2490;
    CHECK_OK(take_in(engine));
    check_answer(engine, "spend_accrued", "250/1\n");
    facts.count = 0;
    add(engine, 0, CLICK, "cpc", 0, 100, 0, 0);
    for (uint64_t lead = 1; lead <= 4; lead++) {
        add(engine, 0, LEAD, "cpl", 0, 1, lead, 0);
        add(engine, 1, CONTACT, "cpl", 0, 1, 0, lead);
        add(engine, 2, lead < 4 ? APPROVED : REJECTED, "cpl", 0, 1, 0, lead);
    }
    add(engine, 3, SALE, "share", 8000, 1, 9, 0);
    CHECK_OK(take_in(engine));
    char *answer = ask(engine, "campaign", "spend_accrued leads_approved payout_accrued", 0, LEADLINE_QUERY_TOTALS);
    CHECK_TEXT(answer, "cpc 15000/1 0 0/1\ncpl 1500/1 3 0/1\ncpm 250/1 0 0/1\nshare 800/1 0 0/1\n= 17550/1 3 0/1\n");
    free(answer);
    facts.count = 0;
    add(engine, 8, REFUND, "share", 8000, 1, 0, 9);
    CHECK_OK(take_in(engine));
    check_answer(engine, "spend_accrued", "16750/1\n");
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = "of_shares";
    definition.formula = "accrued(spend where campaign = share)";
    CHECK_OK(leadline_define(engine, &definition, NULL));
    check_answer(engine, "of_shares accrued(spend)/clicks", "0/1 335/2\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Files ---- */

static leadline_status read_file(leadline_engine *engine, const char *text, const char *restate) {
    leadline_csv_field fields[5] = {{sizeof fields[0], LEADLINE_FIELD_TIME, 0, "day", NULL, NULL},
        {sizeof fields[0], LEADLINE_FIELD_KIND, 0, "kind", NULL, NULL}, {sizeof fields[0], LEADLINE_FIELD_DIMENSION, 0, "campaign", "campaign", NULL},
        {sizeof fields[0], LEADLINE_FIELD_ID, 0, "id", NULL, NULL}, {sizeof fields[0], LEADLINE_FIELD_REF, 0, "ref", NULL, NULL}};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 5;
    options.restate = restate;
    leadline_csv *csv = NULL;
    leadline_status status = leadline_csv_open(engine, &options, &csv);
    if (status == LEADLINE_OK) {
        status = leadline_csv_feed(csv, text, strlen(text));
        if (status == LEADLINE_OK) {
            status = leadline_csv_finish(csv);
        }
        leadline_csv_close(csv);
    }
    return status;
}

static const char first_file[] =
    "day,kind,campaign,id,ref\n2024-03-01,lead,a,1,\n2024-03-01,lead,a,2,\n2024-03-02,lead_approved,a,,1\n2024-03-02,lead_approved,a,,2\n";
static const char second_file[] = "day,kind,campaign,id,ref\n2024-03-03,lead_rejected,b,,1\n2024-03-01,lead_rejected,b,,2\n";
/* Of the first day of a. */
static const char again_file[] = "day,kind,campaign,id,ref\n2024-03-02,lead_approved,a,,2\n";

static const char columns[] = "leads leads_approved leads_rejected";

static void test_files(void) {
    part("files, and restating them");
    leadline_engine *engine = open_engine();
    CHECK_OK(read_file(engine, first_file, NULL));
    check_answer(engine, columns, "2 2 !2\n");
    CHECK_OK(read_file(engine, second_file, NULL));
    check_answer(engine, columns, "2 1 1\n");
    char *answer = ask(engine, "campaign", columns, LEADLINE_PERIOD_DAY, 0);
    CHECK_TEXT(answer,
        "a 2024-03-01 1709251200000000 2 0 0\na 2024-03-02 1709337600000000 0 2 0\na 2024-03-03 1709424000000000 0 -1 0\n"
        "b 2024-03-01 1709251200000000 0 0 1\nb 2024-03-02 1709337600000000 0 0 -1\nb 2024-03-03 1709424000000000 0 0 1\n");
    free(answer);
    /* Restated without the approval of 1: what it left on the third goes as well. */
    CHECK_OK(read_file(engine, again_file, "campaign"));
    check_answer(engine, columns, "2 1 1\n");
    answer = ask(engine, "campaign", columns, LEADLINE_PERIOD_DAY, 0);
    CHECK_TEXT(answer,
        "a 2024-03-01 1709251200000000 2 0 0\na 2024-03-02 1709337600000000 0 1 0\n"
        "b 2024-03-01 1709251200000000 0 0 1\nb 2024-03-02 1709337600000000 0 0 -1\nb 2024-03-03 1709424000000000 0 0 1\n");
    free(answer);
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    CHECK_INT(info.refs, 3);
    CHECK_OK(leadline_close(engine));
}

/* ---- Refusals ---- */

static void test_refusals(void) {
    part("refusals");
    leadline_engine *engine = open_engine();
    leadline_price price = LEADLINE_PRICE_INIT;
    CHECK_STATUS(leadline_set_price(NULL, &price), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_set_price(engine, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price.model = LEADLINE_PRICE_CPC;
    price.dimension = "campaign";
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_NULL);
    price.dimension = NULL;
    price.name = "a";
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_NULL);
    price.dimension = "nothing";
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_NAME);
    price.dimension = "programme";
    price.from_us = MARCH_1 + 1;
    price.to_us = MARCH_1 + DAY;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price.from_us = INT64_MIN + 1;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price.to_us = INT64_MAX - 1;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price.from_us = MARCH_1;
    price.to_us = MARCH_1 + DAY;
    price.reserved[2] = 1;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price.reserved[2] = 0;
    price.model = LEADLINE_PRICE_FIXED;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_UNSUPPORTED);
    price.struct_size -= 8;
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_STRUCT_SIZE);
    price.struct_size += 8;
    CHECK_INT(leadline_price_count(engine), 0);
    price.model = LEADLINE_PRICE_CPC;
    CHECK_OK(leadline_set_price(engine, &price));
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_PRICE_OVERLAP);
    char error[200];
    CHECK(leadline_engine_error(engine, error, sizeof error) > 0);
    CHECK_TEXT(error, "a fact might meet both this price and the one for a");
    CHECK_TEXT(leadline_status_name(LEADLINE_PRICE_OVERLAP), "LEADLINE_PRICE_OVERLAP");
    CHECK_TEXT(leadline_status_name(LEADLINE_PRICE_OVERFLOW), "LEADLINE_PRICE_OVERFLOW");
    CHECK_INT(leadline_price_count(engine), 1);
    CHECK_INT(leadline_price_count(NULL), 0);
    leadline_price found = LEADLINE_PRICE_INIT;
    CHECK_STATUS(leadline_price_at(NULL, 0, &found), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_price_at(engine, 0, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_price_at(engine, 1, &found), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_price_at(engine, SIZE_MAX, &found), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_price_at(engine, 0, &found));
    CHECK_TEXT(found.dimension, "programme");
    CHECK_TEXT(found.name, "a");
    CHECK(found.from_us == MARCH_1 && found.side == LEADLINE_SIDE_SPEND && found.model == LEADLINE_PRICE_CPC && found.kind == 0);
    /* A price of an attribute follows it. */
    facts.count = 0;
    add(engine, 0, CLICK, "x", 0, 4, 0, 0);
    CHECK_OK(take_in(engine));
    CHECK_OK(leadline_remove_price(engine, 0));
    price.rate = 3;
    CHECK_OK(leadline_set_price(engine, &price));
    check_answer(engine, "spend_accrued", "0/1\n");
    CHECK_OK(leadline_set_attribute(engine, 1, name(engine, 0, "x"), "a", 1));
    check_answer(engine, "spend_accrued", "12/1\n");
    CHECK_STATUS(leadline_remove_price(NULL, 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_remove_price(engine, 1), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_remove_price(engine, SIZE_MAX), LEADLINE_ERROR_ARGUMENT);
    /* Expressions. */
    static const char *const wrong[] = {"accrued", "accrued(", "accrued()", "accrued(clicks)", "accrued(spend", "accrued(spend) + clicks"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        leadline_definition definition = LEADLINE_DEFINITION_INIT;
        definition.name = "mine";
        definition.formula = wrong[i];
        leadline_status status = leadline_define(engine, &definition, NULL);
        CHECK(status >= LEADLINE_EXPRESSION_SYNTAX && status <= LEADLINE_EXPRESSION_UNIT);
    }
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = "accrued";
    definition.formula = "clicks";
    CHECK_STATUS(leadline_define(engine, &definition, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_close(engine));
}

/* ---- Memory ---- */

static char *describe(const leadline_engine *engine) {
    text t = {NULL, 0, 0};
    char *answer = ask(engine, "campaign", "leads_approved leads_rejected clicks spend_accrued previous(payout_accrued)", LEADLINE_PERIOD_DAY, 0);
    add_text(&t, "%s", answer);
    free(answer);
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    add_text(&t, "refs %" PRIu64 " ids %" PRIu64 " prices %zu\n", info.refs, info.ids, leadline_price_count(engine));
    return t.bytes;
}

static leadline_status act_price(leadline_engine *engine) {
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = LEADLINE_PRICE_FIXED;
    price.dimension = "campaign";
    price.name = "new";
    price.from_us = MARCH_1;
    price.to_us = MARCH_1 + 3 * DAY;
    price.rate = 10;
    price.side = LEADLINE_SIDE_PAYOUT;
    return leadline_set_price(engine, &price);
}

static leadline_status act_batch(leadline_engine *engine) { return take_in(engine); }
static leadline_status act_file(leadline_engine *engine) { return read_file(engine, second_file, NULL); }
static leadline_status act_restate(leadline_engine *engine) { return read_file(engine, again_file, "campaign"); }

static leadline_status act_query(leadline_engine *engine) {
    static const char *const by[] = {"campaign"};
    static const char *const wanted[] = {"spend_accrued", "previous(accrued(payout where campaign = a))"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = wanted;
    query.column_count = 2;
    leadline_table *table = NULL;
    leadline_status status = leadline_query(engine, &query, &table);
    leadline_table_close(table);
    return status;
}

static void prepare(leadline_engine *engine) {
    CHECK_OK(set(engine, LEADLINE_PRICE_CPC, "a", 7, 0));
    CHECK_OK(set(engine, LEADLINE_PRICE_CPL, NULL, 3, 0));
    CHECK_OK(read_file(engine, first_file, NULL));
    uint64_t seed = 11;
    facts.count = 0;
    for (int i = 0; i < 30; i++) {
        static const uint16_t kinds[] = {CLICK, LEAD, CONTACT, APPROVED, REJECTED, CLICK_INVALID};
        uint64_t r = next_random(&seed);
        uint16_t kind = kinds[r % 6];
        add(engine, (int)(r >> 8) % 4, kind, r >> 16 & 1 ? "a" : "b", 0, 1, r >> 20 & 15, kind == CLICK || kind == LEAD ? 0 : r >> 24 & 7);
    }
}

static void test_memory(void) {
    part("memory");
    static leadline_status (*const acts[])(leadline_engine *) = {act_price, act_batch, act_file, act_restate, act_query};
    for (size_t a = 0; a < sizeof acts / sizeof acts[0]; a++) {
        for (int on = 0; on < 2; on++) {
            arm(&memory, 0, 0);
            leadline_engine *engine = open_engine();
            prepare(engine);
            char *before = describe(engine);
            for (long at = 1; at < 3000; at++) {
                arm(&memory, at, on);
                leadline_status status = acts[a](engine);
                memory.fail_at = 0;
                if (status == LEADLINE_OK) {
                    break;
                }
                CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
                char *after = describe(engine);
                CHECK_TEXT(after, before);
                free(after);
            }
            free(before);
            char *answer = describe(engine);
            CHECK_OK(leadline_close(engine));
            engine = open_engine();
            prepare(engine);
            CHECK_OK(acts[a](engine));
            char *wanted = describe(engine);
            CHECK_TEXT(answer, wanted);
            free(answer);
            free(wanted);
            CHECK_OK(leadline_close(engine));
            CHECK_INT(memory.held, 0);
        }
    }
    CHECK_INT(memory.mistakes, 0);
}

int main(void) {
    printf("prices\n");
    test_section_5_3();
    test_files();
    test_refusals();
    test_memory();
    return finish();
}
