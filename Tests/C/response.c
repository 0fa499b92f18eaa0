/* Responses: worked cases, a model in which each enquiry looks for its answer, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include "working_time.h"

#define ENQUIRY 45
#define RESPONSE 47
#define MQL 61
#define SQL 63

static people world;

#define CHECK_ANSWER(call, wanted) do { char *answer = (call); CHECK_TEXT(answer, wanted); free(answer); } while (0)

/* ---- Vectors ---- */

static char *response_of(const leadline_engine *engine, const leadline_response_options *options) {
    leadline_table *table = NULL;
    leadline_status status = leadline_response(engine, options, &table);
    return text_of(engine, status, table);
}

static void test_vectors(void) {
    static const uint16_t ends[] = {0, 1000};
    seed = 40; /* of the batches that facts come in */
    part("enquiries at 0 and 60 s, a response at 100 s");
    leadline_engine *engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, MARCH_1, ENQUIRY);
    add_event(&world, 1, MARCH_1 + 60 * SECOND, LEAD_FORM);
    add_event(&world, 1, MARCH_1 + 100 * SECOND, RESPONSE);
    add_event(&world, 1, MARCH_1 + 200 * SECOND, RESPONSE);
    record_people(engine, &world);
    leadline_response_options o = LEADLINE_RESPONSE_OPTIONS_INIT;
    o.quantiles = ends;
    o.quantile_count = 2;
    CHECK_ANSWER(response_of(engine, &o), "2 2 70000000/1 40000000/1 100000000/1 40000000/1 100000000/1\n");
    CHECK_OK(leadline_close(engine));

    part("answers at 299, 300 and 301 s, and none");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    for (uint64_t i = 0; i < 5; i++) add_event(&world, i + 1, MARCH_1, LEAD);
    for (uint64_t i = 0; i < 3; i++) add_event(&world, i + 1, MARCH_1 + (299 + (int64_t)i) * SECOND, RESPONSE);
    world.events[4].time = MARCH_1 + 3400 * SECOND;
    record_people(engine, &world);
    o = (leadline_response_options)LEADLINE_RESPONSE_OPTIONS_INIT;
    o.limit_us = 300 * SECOND;
    o.as_of_us = MARCH_1 + 3600 * SECOND;
    o.flags = LEADLINE_QUERY_AS_OF;
    CHECK_ANSWER(response_of(engine, &o), "5 3 300000000/1 300000000/1 300000000/1 4 2 1/2\n");
    o.flags |= LEADLINE_RESPONSE_LIFT;
    CHECK_ANSWER(response_of(engine, &o), "5 3 300000000/1 300000000/1 300000000/1 4 2 1/2 0 0 !1\n");
    /* As of exactly 300 s after the fifth, no answer that is yet to come could be in time. */
    o.as_of_us = MARCH_1 + 3700 * SECOND - 1;
    o.flags = LEADLINE_QUERY_AS_OF;
    CHECK_ANSWER(response_of(engine, &o), "5 3 300000000/1 300000000/1 301000000/1 4 2 1/2\n");
    o.as_of_us++;
    CHECK_ANSWER(response_of(engine, &o), "5 3 300000000/1 300000000/1 301000000/1 5 2 2/5\n");
    o.as_of_us = MARCH_1 + 200 * SECOND;
    CHECK_ANSWER(response_of(engine, &o), "4 0 !2 !2 !2 0 0 !1\n");
    o.as_of_us = MARCH_1 - 1;
    CHECK_ANSWER(response_of(engine, &o), "");
    CHECK_OK(leadline_close(engine));

    part("30 of 433 in time; 21 of 100 and 1 of 100 qualified");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    for (uint64_t i = 0; i < 433; i++) {
        add_event(&world, i + 1, MARCH_1, LEAD);
        add_event(&world, i + 1, MARCH_1 + (i < 30 ? 300 : 301) * SECOND, RESPONSE);
    }
    record_people(engine, &world);
    o.flags = 0;
    o.as_of_us = 0;
    /* More than 256 times: the median, 301 s, is within 1/128. */
    CHECK_ANSWER(response_of(engine, &o), "433 433 130303000000/433 300000000/1 300000000/1 433 30 30/433\n");
    CHECK_OK(leadline_close(engine));
    engine = open_people(1, 1, NULL);
    world.count = 0;
    for (uint64_t i = 0; i < 200; i++) {
        add_event(&world, i + 1, MARCH_1, LEAD);
        add_event(&world, i + 1, MARCH_1 + (i < 100 ? 300 : 301) * SECOND, RESPONSE);
        if (i < 21 || i == 199) add_event(&world, i + 1, MARCH_1 + DAY, i % 2 == 0 ? MQL : SQL);
    }
    record_people(engine, &world);
    o.flags = LEADLINE_RESPONSE_LIFT;
    CHECK_ANSWER(response_of(engine, &o), "200 200 300500000/1 300000000/1 300000000/1 200 100 1/2 21 1 21/1\n");
    leadline_step sale = LEADLINE_STEP_INIT;
    sale.kinds = "sale";
    o.qualified = &sale;
    CHECK_ANSWER(response_of(engine, &o), "200 200 300500000/1 300000000/1 300000000/1 200 100 1/2 0 0 !1\n");
    CHECK_OK(leadline_close(engine));

    part("from Friday 16:30 to Monday 09:30 an hour of work");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, MARCH_1 + 16 * HOUR + HOUR / 2, ENQUIRY);
    add_event(&world, 1, MARCH_1 + 3 * DAY + 9 * HOUR + HOUR / 2, RESPONSE);
    add_event(&world, 2, MARCH_1 + 16 * HOUR, ENQUIRY);
    record_people(engine, &world);
    leadline_work_calendar office = LEADLINE_WORK_CALENDAR_INIT;
    o = (leadline_response_options)LEADLINE_RESPONSE_OPTIONS_INIT;
    o.calendar = &office;
    o.limit_us = HOUR;
    CHECK_ANSWER(response_of(engine, &o), "2 1 3600000000/1 3600000000/1 3600000000/1 2 1 1/2\n");
    /* Saturday the second enquiry's hour is full, but an answer would still be in time until Monday at 9. */
    o.as_of_us = MARCH_1 + DAY;
    o.flags = LEADLINE_QUERY_AS_OF;
    CHECK_ANSWER(response_of(engine, &o), "2 0 !2 !2 !2 0 0 !1\n");
    o.as_of_us = MARCH_1 + 3 * DAY + 9 * HOUR - 1;
    CHECK_ANSWER(response_of(engine, &o), "2 0 !2 !2 !2 0 0 !1\n");
    o.as_of_us++;
    CHECK_ANSWER(response_of(engine, &o), "2 0 !2 !2 !2 1 0 0/1\n");
    o.calendar = NULL;
    o.as_of_us = INT64_MAX;
    CHECK_ANSWER(response_of(engine, &o), "2 1 234000000000/1 234000000000/1 234000000000/1 2 0 0/1\n");
    o.calendar = &office;
    CHECK_ANSWER(response_of(engine, &o), "2 1 3600000000/1 3600000000/1 3600000000/1 2 1 1/2\n");
    CHECK_OK(leadline_close(engine));

    part("a response that names an enquiry answers no other");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, MARCH_1, ENQUIRY)->id = 7;
    add_event(&world, 1, MARCH_1 + 10, ENQUIRY)->id = 8;
    add_event(&world, 1, MARCH_1 + 15, RESPONSE)->ref = 8;
    add_event(&world, 1, MARCH_1 + 16, RESPONSE)->ref = 9;
    add_event(&world, 1, MARCH_1 + 20, RESPONSE)->ref = 7;
    add_event(&world, 1, MARCH_1 + 25, RESPONSE);
    record_people(engine, &world);
    o = (leadline_response_options)LEADLINE_RESPONSE_OPTIONS_INIT;
    o.quantiles = ends;
    o.quantile_count = 2;
    CHECK_ANSWER(response_of(engine, &o), "2 2 25/2 5/1 20/1 5/1 20/1\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Random journeys ---- */

#define DAYS 4
#define PERSONS 6
#define EVENTS 9

static const uint16_t quantiles[] = {0, 333, 500, 1000};
static const char *const day_names[DAYS] = {"2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"};

static void make_world(void) {
    static const uint16_t kinds[] = {ENQUIRY, LEAD, LEAD_FORM, RESPONSE, RESPONSE, RESPONSE, MQL, SQL, CLICK};
    world.count = 0;
    for (uint64_t i = 0; i < PERSONS; i++) {
        int count = (int)any(EVENTS + 1);
        for (int n = 0; n < count; n++) {
            event *e = add_event(&world, i * UINT64_C(0x9E3779B97F4A7C15) + 1, MARCH_1 + any(DAYS * 12) * 2 * HOUR + any(2) * 30 * MINUTE, kinds[any(9)]);
            uint32_t channel = any(CHANNELS);
            e->channel = channel == 0 ? 0 : channel + 1;
            if (e->kind == RESPONSE) e->ref = any(2) == 0 ? 0 : 1 + any(4);
            else e->id = any(5);
        }
    }
    sort_people(&world);
}

typedef struct group {
    int enquiries, judged, within, fast, slow, answered;
    int64_t times[PERSONS * EVENTS], waiting[PERSONS * EVENTS];
} group;

typedef struct question {
    int64_t limit, from, to, as_of;
    int by_channel, by_day, has_lift, has_calendar;
    calendar calendar;
} question;

static int64_t time_between(const question *q, int64_t from, int64_t to) {
    return q->has_calendar ? worked(&q->calendar, from, to) : to - from;
}

static char *wanted_of(const question *q) {
    static group groups[CHANNELS][DAYS];
    memset(groups, 0, sizeof groups);
    for (int first = 0; first < world.count; first = behind_person(&world, first)) {
        int end = behind_person(&world, first);
        while (end > first && world.events[end - 1].time > q->as_of) end--;
        for (int i = first; i < end; i++) {
            const event *e = &world.events[i];
            if (e->kind != ENQUIRY && e->kind != LEAD && e->kind != LEAD_FORM) continue;
            if (e->time < q->from || e->time >= q->to) continue;
            group *g = &groups[q->by_channel && e->channel > 0 ? e->channel - 1 : 0][q->by_day ? (e->time - MARCH_1) / DAY : 0];
            g->enquiries++;
            int answer = i + 1, is_qualified = 0;
            while (answer < end && !(world.events[answer].kind == RESPONSE &&
                (world.events[answer].ref == 0 || (e->id != 0 && world.events[answer].ref == e->id)))) answer++;
            for (int n = answer + 1; n < end; n++) is_qualified |= world.events[n].kind == MQL || world.events[n].kind == SQL;
            if (answer == end) {
                g->waiting[g->enquiries - 1 - g->answered] = time_between(q, e->time, q->as_of);
                g->judged += time_between(q, e->time, q->as_of + 1) > q->limit;
                continue;
            }
            int64_t took = time_between(q, e->time, world.events[answer].time);
            g->times[g->answered++] = took;
            g->judged++;
            g->within += took <= q->limit;
            if (is_qualified && took <= q->limit) g->fast++;
            if (is_qualified && took > q->limit) g->slow++;
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int c = 0; c < CHANNELS; c++) {
        for (int d = 0; d < DAYS; d++) {
            group *g = &groups[c][d];
            if (g->enquiries == 0) continue;
            if (q->by_channel) add_text(&t, "%s ", c == 0 ? "-" : channel_names[c]);
            if (q->by_day) add_text(&t, "%s %" PRId64 " ", day_names[d], MARCH_1 + d * DAY);
            add_text(&t, "%d %d", g->enquiries, g->answered);
            add_times(&t, g->times, g->answered, quantiles, 4);
            add_censored(&t, g->times, g->answered, g->waiting, g->enquiries - g->answered, quantiles, 4);
            if (q->limit > 0) {
                add_text(&t, " %d %d", g->judged, g->within);
                add_ratio(&t, g->within, g->judged);
            }
            if (q->has_lift) {
                add_text(&t, " %d %d", g->fast, g->slow);
                add_ratio(&t, (int64_t)g->fast * (g->answered - g->within), (int64_t)g->within * g->slow);
            }
            add_text(&t, "\n");
        }
    }
    return t.bytes;
}

static void test_model(void) {
    part("random journeys beside the model");
    set_clocks("UTC");
    static const char *const by[] = {"channel"};
    for (int round = 0; round < 1200; round++) {
        seed = (uint64_t)round * 104729 + 3;
        make_world();
        leadline_engine *engine = open_people(1 + any(3), 1 + any(3), NULL);
        record_people(engine, &world);
        for (int i = 0; i < 3; i++) {
            question q;
            memset(&q, 0, sizeof q);
            q.limit = any(3) == 0 ? 0 : 1 + any(20) * HOUR - any(2);
            if (q.limit <= 0) q.limit = 0;
            q.has_lift = q.limit > 0 && any(2) == 0;
            q.from = any(3) == 0 ? MARCH_1 + any(DAYS * 24) * HOUR : INT64_MIN;
            q.to = any(3) == 0 ? MARCH_1 + any(DAYS * 24) * HOUR : INT64_MAX;
            q.as_of = any(2) == 0 ? MARCH_1 + any(DAYS * 12) * 2 * HOUR - any(2) : MARCH_1 + 5 * DAY;
            q.by_channel = any(2) == 0;
            q.by_day = any(2) == 0;
            q.has_calendar = any(3) == 0;
            make_calendar(&q.calendar, MARCH_1 + 2 * DAY);
            leadline_work_calendar hours = options_of(&q.calendar, NULL);
            leadline_response_options o = LEADLINE_RESPONSE_OPTIONS_INIT;
            o.calendar = q.has_calendar ? &hours : NULL;
            o.by = by;
            o.by_count = (size_t)q.by_channel;
            o.limit_us = q.limit;
            o.from_us = q.from;
            o.to_us = q.to;
            o.as_of_us = q.as_of;
            o.period = q.by_day ? LEADLINE_PERIOD_DAY : 0;
            o.flags = LEADLINE_QUERY_AS_OF | (q.from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (q.to != INT64_MAX ? LEADLINE_QUERY_TO : 0) |
                      (q.has_lift ? LEADLINE_RESPONSE_LIFT : 0);
            o.quantiles = quantiles;
            o.quantile_count = 4;
            char *is = response_of(engine, &o), *wanted = wanted_of(&q);
            if (strcmp(is, wanted) != 0) printf("  round %d, question %d\n", round, i);
            CHECK_TEXT(is, wanted);
            free(is);
            free(wanted);
        }
        CHECK_OK(leadline_close(engine));
    }
}

static void test_arguments(void) {
    part("mistakes");
    leadline_engine *engine = open_people(1, 1, NULL);
    leadline_table *table = NULL;
    leadline_work_calendar calendar = LEADLINE_WORK_CALENDAR_INIT;
    leadline_step step = LEADLINE_STEP_INIT;
    const leadline_response_options right = LEADLINE_RESPONSE_OPTIONS_INIT;
    leadline_response_options o = right;
#define WRONG(change, wanted) do { o = right; change; CHECK_STATUS(leadline_response(engine, &o, &table), wanted); CHECK(table == NULL); } while (0)
    WRONG(o.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG(o.limit_us = -1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.flags = LEADLINE_RESPONSE_LIFT, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.flags = LEADLINE_STAGES_TOP, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.period = 99, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.by_count = 65, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.by_count = 1, LEADLINE_ERROR_NULL);
    WRONG(o.quantile_count = 17, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.enquiry = &step, LEADLINE_ERROR_NULL);
    step.kinds = "nothing";
    WRONG(o.enquiry = &step, LEADLINE_ERROR_NAME);
    WRONG(o.response = &step, LEADLINE_ERROR_NAME);
    WRONG(o.qualified = &step; o.limit_us = 1; o.flags = LEADLINE_RESPONSE_LIFT, LEADLINE_ERROR_NAME);
    step.struct_size--;
    WRONG(o.response = &step, LEADLINE_ERROR_STRUCT_SIZE);
    calendar.time_zone = "Nowhere";
    WRONG(o.calendar = &calendar, LEADLINE_ERROR_TIME_ZONE);
    calendar.struct_size--;
    WRONG(o.calendar = &calendar, LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_STATUS(leadline_response(NULL, &right, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_response(engine, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_response(engine, &right, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_response(engine, &right, &table));
    leadline_table_close(table);
    table = NULL;
    CHECK_OK(leadline_close(engine));
    static const uint16_t few[] = {LEAD, RESPONSE};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_response(engine, &right, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    options.journeys = 1;
    options.journey_kinds = few;
    options.journey_kind_count = 2;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_response(engine, &right, &table), LEADLINE_ERROR_UNSUPPORTED);
    leadline_step lead = LEADLINE_STEP_INIT;
    lead.kinds = "lead";
    o = right;
    o.enquiry = &lead;
    CHECK_OK(leadline_response(engine, &o, &table));
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("response\n");
    test_vectors();
    test_model();
    test_arguments();
    return finish();
}
