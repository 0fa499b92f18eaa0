/* The time between stages: vectors, many buyers, lists of stages, what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people.h"

static const uint16_t quantiles[] = {0, 250, 500, 900, 1000};

static people world;

/* ---- Vectors ---- */

static char *lead_to_sale(const leadline_engine *engine, int64_t as_of, int64_t window) {
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "lead";
    steps[1].kinds = "sale";
    static const uint16_t median[] = {500, 900};
    leadline_velocity_options options = LEADLINE_VELOCITY_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.window_us = window;
    options.as_of_us = as_of == INT64_MIN ? 0 : as_of;
    options.flags = as_of == INT64_MIN ? 0 : LEADLINE_QUERY_AS_OF;
    options.quantiles = median;
    options.quantile_count = 2;
    leadline_table *table = NULL;
    leadline_status status = leadline_velocity(engine, &options, &table);
    return text_of(engine, status, table);
}

#define CHECK_ANSWER(call, wanted) do { char *answer = (call); CHECK_TEXT(answer, wanted); free(answer); } while (0)

static void test_vectors(void) {
    part("the catalogue's durations");
    leadline_engine *engine = open_people(1, 1, NULL);
    static const int hours[] = {1, 2, 3, 4, 10};
    world.count = 0;
    for (uint64_t i = 0; i < 5; i++) {
        add_event(&world, i + 1, MARCH_1, LEAD);
        add_event(&world, i + 1, MARCH_1 + hours[i] * HOUR, SALE);
    }
    record_people(engine, &world);
    /* Mean 4 h, median 3 h, 90 % within 10 h; nobody is waiting, so the estimate is the same. */
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN, 0),
        "1 lead sale 5 5 0 14400000000/1 10800000000/1 36000000000/1 10800000000/1 36000000000/1\n");
    /* Within 3 h, exactly at the edge counts. */
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN, 3 * HOUR),
        "1 lead sale 5 3 0 7200000000/1 7200000000/1 10800000000/1 10800000000/1 !2\n");
    CHECK_OK(leadline_close(engine));

    part("the catalogue's unfinished journeys");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, MARCH_1, LEAD);
    add_event(&world, 1, MARCH_1 + 2, SALE);
    add_event(&world, 2, MARCH_1 + 1, LEAD);
    add_event(&world, 2, MARCH_1 + 5, SALE);
    add_event(&world, 3, MARCH_1 + 4, LEAD);
    add_event(&world, 4, MARCH_1 + 2, LEAD);
    record_people(engine, &world);
    /* Finished at 2 and 4, open at 3 and 5 as of 7: the curve is at 3/4 from 2, at 3/8 from 4, and never at a tenth. */
    CHECK_ANSWER(lead_to_sale(engine, MARCH_1 + 7, 0), "1 lead sale 4 2 2 3/1 2/1 4/1 4/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, MARCH_1 - 1, 0), "");
    CHECK_OK(leadline_close(engine));

    part("as of the end of all time, facts before 1970");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, FIRST_TIME, LEAD);
    add_event(&world, 2, -5, LEAD);
    add_event(&world, 2, -5, SALE);
    record_people(engine, &world);
    CHECK_ANSWER(lead_to_sale(engine, INT64_MAX, 0), "1 lead sale 2 1 1 0/1 0/1 0/1 0/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, INT64_MAX, INT64_MAX), "1 lead sale 2 1 1 0/1 0/1 0/1 0/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN + 1, 0), "");
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = "lead";
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = &step;
    funnel.step_count = 1;
    funnel.window_us = 7;
    funnel.as_of_us = INT64_MAX;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    leadline_table *table = NULL;
    leadline_status status = leadline_funnel(engine, &funnel, &table, NULL);
    CHECK_ANSWER(text_of(engine, status, table), "1 lead 2 0 0 2 !2 1/1 !2 !2 !2 !2\n");
    leadline_stage_options stages = LEADLINE_STAGE_OPTIONS_INIT;
    stages.stages = "pipeline";
    stages.as_of_us = INT64_MAX;
    stages.flags = LEADLINE_QUERY_AS_OF;
    status = leadline_stage_population(engine, &stages, &table);
    CHECK_ANSWER(text_of(engine, status, table), "1 lead 1\n2 mql 0\n3 sql 0\n4 opportunity 0\n5 quote 0\n6 sale 1\n");
    stages.period = LEADLINE_PERIOD_YEAR;
    stages.from_us = INT64_MIN;
    stages.flags |= LEADLINE_QUERY_FROM;
    status = leadline_stage_population(engine, &stages, &table);
    char *years = text_of(engine, status, table);
    CHECK(strncmp(years, "0001 -62135596800000000 1 lead 1\n", 32) == 0);
    CHECK(strstr(years, "1969 -31536000000000 6 sale 1\n") != NULL && strstr(years, "1968 -63158400000000 6 sale 0\n") != NULL);
    free(years);
    stages.period = LEADLINE_PERIOD_MONTH;
    status = leadline_stage_population(engine, &stages, &table);
    CHECK_ANSWER(text_of(engine, status, table), "LEADLINE_ERROR_TOO_MANY: more than 36600 periods\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Many ---- */

#define MANY 1500

/* The estimate in floating point, of times rounded to the sketch's buckets where `rounds`. */
static double survival_before(const int64_t *finished, int finished_count, const int64_t *open, int open_count, int64_t until) {
    double curve = 1;
    for (int i = 0; i < finished_count; i++) {
        if (finished[i] >= until) continue;
        int ended = 0, under_way = 0, is_first = 1;
        for (int j = 0; j < finished_count; j++) {
            if (finished[j] == finished[i]) ended++, is_first = is_first && j >= i;
            under_way += finished[j] >= finished[i];
        }
        for (int j = 0; j < open_count; j++) under_way += open[j] >= finished[i];
        if (is_first) curve *= 1 - (double)ended / under_way;
    }
    return curve;
}

/* With up to 256 of either the estimate is that of the times themselves; with more it is near it. Threads change nothing. */
static void test_many(void) {
    part("more than are kept as they are");
    static int64_t finished[MANY], open[MANY];
    for (int round = 0; round < 12; round++) {
        seed = (uint64_t)round + 99;
        int persons = round < 6 ? 300 + round * 30 : MANY / 3 * 2, finished_count = 0, open_count = 0;
        int64_t as_of = MARCH_1 + 2000;
        world.count = 0;
        for (int i = 0; i < persons; i++) {
            int64_t start = MARCH_1 + any(round % 2 == 0 ? 300 : 1000), time = 1 + any(900) + any(900);
            add_event(&world, (uint64_t)i + 1, start, LEAD);
            int is_finished = start + time <= as_of && (round >= 6 || finished_count < 256);
            if (round < 6 && !is_finished && open_count == 256) {
                world.count--;
                continue;
            }
            if (is_finished) {
                finished[finished_count++] = time;
                if (world.count == PEOPLE_MOST) break;
                add_event(&world, (uint64_t)i + 1, start + time, SALE);
            } else {
                open[open_count++] = as_of - start;
            }
        }
        char *answers[3];
        for (int i = 0; i < 3; i++) {
            leadline_engine *engine = open_people(1 + (uint32_t)i, 1 + (uint32_t)i, NULL);
            record_people(engine, &world);
            answers[i] = lead_to_sale(engine, as_of, 0);
            CHECK_OK(leadline_close(engine));
        }
        CHECK_TEXT(answers[1], answers[0]);
        CHECK_TEXT(answers[2], answers[0]);
        long long entered, completed, waiting, a, b, median, c, censored;
        CHECK_INT(sscanf(answers[0], "1 lead sale %lld %lld %lld %lld/%lld %lld/1 %lld/1 %lld/1", &entered, &completed, &waiting, &a, &b, &median, &c, &censored), 8);
        CHECK_INT(entered, finished_count + open_count);
        CHECK_INT(completed, finished_count);
        CHECK_INT(waiting, open_count);
        int64_t slack = round < 6 ? 0 : censored / 64 + 1;
        CHECK(survival_before(finished, finished_count, open, open_count, censored - slack) > 0.5 - 1e-9);
        CHECK(survival_before(finished, finished_count, open, open_count, censored + 1 + slack) <= 0.5 + 1e-9);
        for (int i = 0; i < 3; i++) free(answers[i]);
    }
}

/* ---- Lists of stages ---- */

static char *funnel_of(const leadline_engine *engine, const char *stages, uint32_t flags) {
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.stages = stages;
    options.flags = flags;
    leadline_table *table = NULL;
    leadline_status status = leadline_funnel(engine, &options, &table, NULL);
    return text_of(engine, status, table);
}

static void test_lists(void) {
    part("the ready-made lists");
    static const char *const wanted[] = {
        "digital 7 2: impression, click, lead, mql, sql, sale, sale_repeat",
        "classic 6 3: awareness=impression|view, interest=click|visit, consideration=soft_conversion|content_use|registration, "
        "intent=lead|enquiry, evaluation=meeting|quote, purchase=sale",
        "aidal 5 1: awareness=impression|view, interest=lead|subscription|registration, desire=sql|meeting|quote, action=sale, "
        "loyalty=sale_repeat|advocacy",
        "pipeline 6 0: lead, mql, sql, opportunity, quote, sale"};
    leadline_engine *engine = open_people(1, 1, NULL);
    for (int with = 0; with < 2; with++) {
        const leadline_engine *asked_of = with ? engine : NULL;
        CHECK_INT(leadline_stage_list_count(asked_of), 4);
        for (size_t i = 0; i < 4; i++) {
            leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
            CHECK_OK(leadline_stage_list_at(asked_of, i, &list));
            text t = {NULL, 0, 0};
            add_text(&t, "%s %d %d:", list.name, (int)list.step_count, (int)list.boundary);
            for (size_t k = 0; k < list.step_count; k++) {
                leadline_step step = LEADLINE_STEP_INIT;
                CHECK_OK(leadline_stage_at(asked_of, i, k, &step));
                CHECK(step.filters == NULL && step.filter_count == 0 && step.struct_size == sizeof step);
                add_text(&t, "%s %s%s%s", k == 0 ? "" : ",", step.name == NULL ? "" : step.name, step.name == NULL ? "" : "=", step.kinds);
            }
            CHECK_TEXT(t.bytes, wanted[i]);
            free(t.bytes);
            leadline_step step = LEADLINE_STEP_INIT;
            CHECK_STATUS(leadline_stage_at(asked_of, i, list.step_count, &step), LEADLINE_ERROR_ARGUMENT);
        }
        leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
        CHECK_STATUS(leadline_stage_list_at(asked_of, 4, &list), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_stage_list_at(asked_of, SIZE_MAX, &list), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_stage_list_at(asked_of, 0, NULL), LEADLINE_ERROR_NULL);
        CHECK_STATUS(leadline_stage_at(asked_of, 0, SIZE_MAX, &(leadline_step)LEADLINE_STEP_INIT), LEADLINE_ERROR_ARGUMENT);
    }

    part("lists by name, and their parts");
    world.count = 0;
    add_event(&world, 1, MARCH_1, IMPRESSION);
    add_event(&world, 1, MARCH_1 + 1, CLICK)->channel = 2;
    add_event(&world, 1, MARCH_1 + 2, LEAD_FORM);
    add_event(&world, 1, MARCH_1 + 3, SALE);
    add_event(&world, 2, MARCH_1, CLICK)->channel = 3;
    add_event(&world, 3, MARCH_1, LEAD);
    add_event(&world, 3, MARCH_1, 61);
    record_people(engine, &world);
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_TOP), "1 impression 1 0 0 1 !2 1/1\n2 click 1 0 0 1 1/1 1/1\n");
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_BOTTOM),
        "1 lead 2 0 1 2 !2 1/1\n2 mql 1 0 1 1 1/2 1/2\n3 sql 0 0 0 0 0/1 0/1\n4 sale 0 0 0 0 !1 0/1\n5 sale_repeat 0 0 0 0 !1 0/1\n");
    CHECK_ANSWER(funnel_of(engine, "classic", LEADLINE_STAGES_BOTTOM | LEADLINE_FUNNEL_OPEN),
        "1 intent 1 0 1 1 !2 1/1 0 1\n2 evaluation 0 0 0 0 0/1 0/1 0 0\n3 purchase 1 0 0 1 !1 0/1 0 0\n");
    CHECK_ANSWER(funnel_of(engine, "pipeline", LEADLINE_STAGES_TOP),
        "LEADLINE_ERROR_ARGUMENT: that part of the list of stages has no steps: pipeline\n");
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_TOP | LEADLINE_STAGES_BOTTOM),
        "LEADLINE_ERROR_ARGUMENT: either the top or the bottom of a list of stages\n");
    CHECK_ANSWER(funnel_of(engine, "none", 0), "LEADLINE_ERROR_NAME: no list of stages is called 'none'\n");
    CHECK_ANSWER(funnel_of(engine, NULL, 0), "LEADLINE_ERROR_ARGUMENT: there are no steps\n");

    part("the host's own");
    char channel[] = "channel", first[] = "a", kind_text[] = "click|view", step_name[] = "came";
    const char *names[] = {first, ""};
    leadline_filter filter = {sizeof filter, channel, names, 2};
    leadline_step steps[2] = {{sizeof steps[0], step_name, kind_text, &filter, 1, 0, 0}, LEADLINE_STEP_INIT};
    steps[1].kinds = "lead";
    CHECK_OK(leadline_define_stages(engine, "own", steps, 2, 1));
    memset(channel, 'x', 7); /* it was copied */
    memset(kind_text, 'x', 10);
    memset(step_name, 'x', 4);
    first[0] = 'x';
    CHECK_INT(leadline_stage_list_count(engine), 5);
    leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
    leadline_step step = LEADLINE_STEP_INIT;
    CHECK_OK(leadline_stage_list_at(engine, 4, &list));
    CHECK_TEXT(list.name, "own");
    CHECK(list.step_count == 2 && list.boundary == 1);
    CHECK_OK(leadline_stage_at(engine, 4, 0, &step));
    CHECK_TEXT(step.name, "came");
    CHECK_TEXT(step.kinds, "click|view");
    CHECK_TEXT(step.filters[0].dimension, "channel");
    CHECK_TEXT(step.filters[0].names[0], "a");
    CHECK_TEXT(step.filters[0].names[1], "");
    CHECK(step.filter_count == 1 && step.filters[0].name_count == 2);
    CHECK_OK(leadline_stage_at(engine, 4, 1, &step));
    CHECK(step.name == NULL && step.filter_count == 0);
    CHECK_ANSWER(funnel_of(engine, "own", 0), "1 came 1 0 0 1 !2 1/1\n2 lead 1 0 0 1 1/1 1/1\n");
    CHECK_ANSWER(funnel_of(engine, "own", LEADLINE_STAGES_BOTTOM), "1 lead 2 0 0 2 !2 1/1\n");
    CHECK_STATUS(leadline_define_stages(engine, "own", &step, 1, 0), LEADLINE_ERROR_DUPLICATE_NAME);
    CHECK_STATUS(leadline_define_stages(engine, "digital", &step, 1, 0), LEADLINE_ERROR_DUPLICATE_NAME);
    CHECK_STATUS(leadline_define_stages(engine, "Own two", &step, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "", &step, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 0, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1025, 0), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_define_stages(engine, "two", NULL, 1, 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_define_stages(engine, NULL, &step, 1, 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_define_stages(NULL, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.kinds = NULL;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.kinds = "lead|nothing";
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NAME);
    step.kinds = "lead";
    filter.dimension = "country";
    step.filters = &filter;
    step.filter_count = 1;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NAME);
    filter.struct_size--;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_STRUCT_SIZE);
    step.filters = NULL;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.filter_count = 0;
    step.struct_size--;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_INT(leadline_stage_list_count(engine), 5);
    CHECK_OK(leadline_close(engine));
}

/* ---- Mistakes ---- */

static void test_arguments(void) {
    part("mistakes");
    leadline_engine *engine = open_people(1, 1, NULL);
    leadline_table *table = NULL;
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "lead";
    steps[1].kinds = "sale";
    const leadline_velocity_options right = {sizeof right, steps, 2, NULL, NULL, 0, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, 0};
    leadline_velocity_options o = right;
#define WRONG(change, wanted) do { o = right; change; CHECK_STATUS(leadline_velocity(engine, &o, &table), wanted); CHECK(table == NULL); } while (0)
    leadline_stage_pair pair = {1, 3};
    WRONG(o.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG(o.steps = NULL, LEADLINE_ERROR_NULL);
    WRONG(o.step_count = 0, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.step_count = 1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.step_count = LEADLINE_MAX_STEPS + 1, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.stages = "digital", LEADLINE_ERROR_ARGUMENT);
    WRONG(o.stages = "nothing"; o.step_count = 0, LEADLINE_ERROR_NAME);
    WRONG(o.flags = LEADLINE_STAGES_TOP, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.pair_count = 1, LEADLINE_ERROR_NULL);
    WRONG(o.pair_count = LEADLINE_MAX_STEPS + 1, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.pairs = &pair; o.pair_count = 1, LEADLINE_ERROR_ARGUMENT);
    pair = (leadline_stage_pair){0, 1};
    WRONG(o.pairs = &pair; o.pair_count = 1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.window_us = -1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.flags = 0x20, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.period = 99, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.by_count = 1, LEADLINE_ERROR_NULL);
    WRONG(o.by_count = 65, LEADLINE_ERROR_TOO_MANY);
    const char *by[] = {"channel", "channel"}, *unknown[] = {"country"};
    WRONG(o.by = by; o.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME);
    WRONG(o.by = unknown; o.by_count = 1, LEADLINE_ERROR_NAME);
    WRONG(o.quantile_count = 17, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.quantile_count = 1, LEADLINE_ERROR_NULL);
    WRONG(steps[0].kinds = "leads", LEADLINE_ERROR_NAME);
    steps[0].kinds = "lead";
    CHECK_STATUS(leadline_velocity(NULL, &right, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_velocity(engine, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_velocity(engine, &right, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_velocity(engine, &right, &table));
    leadline_table_close(table);
    table = NULL;

    const leadline_stage_options good = {sizeof good, steps, 2, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, NULL, 0};
    leadline_stage_options s = good;
#define WRONG_BOTH(change, wanted) do { s = good; change; \
        CHECK_STATUS(leadline_stage_population(engine, &s, &table), wanted); \
        CHECK_STATUS(leadline_stage_times(engine, &s, &table), wanted); CHECK(table == NULL); } while (0)
    WRONG_BOTH(s.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG_BOTH(s.step_count = 0, LEADLINE_ERROR_ARGUMENT);
    WRONG_BOTH(s.flags = 0x10, LEADLINE_ERROR_ARGUMENT);
    WRONG_BOTH(s.period = 99, LEADLINE_ERROR_ARGUMENT);
    leadline_step exit = LEADLINE_STEP_INIT;
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_NULL);
    exit.kinds = "nothing";
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_NAME);
    exit.struct_size = 3;
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_STRUCT_SIZE);
    s = good;
    s.flags = LEADLINE_QUERY_FROM;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s.flags = LEADLINE_QUERY_TO;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s.flags = 0;
    s.period = LEADLINE_PERIOD_DAY;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s = good;
    s.quantiles = quantiles;
    s.quantile_count = 1;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    CHECK(table == NULL);
    CHECK_OK(leadline_stage_population(engine, &good, &table));
    leadline_table_close(table);
    CHECK_OK(leadline_stage_times(engine, &good, &table));
    leadline_table_close(table);
    table = NULL;
    CHECK_OK(leadline_close(engine));

    leadline_options options = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_velocity(engine, &right, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_stage_population(engine, &good, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_stage_times(engine, &good, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_define_stages(engine, "own", steps, 2, 0));
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("velocity\n");
    test_vectors();
    test_many();
    test_lists();
    test_arguments();
    return finish();
}
