/* Responses and working time, beside models: each enquiry looks for its answer, and working time is counted minute by minute by
 * the clocks of libc.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "people.h"

#define ENQUIRY 45
#define RESPONSE 47
#define MQL 61
#define SQL 63
#define MINUTE (HOUR / 60)
#define SECOND INT64_C(1000000)

static people world;

#define CHECK_ANSWER(call, wanted) do { char *answer = (call); CHECK_TEXT(answer, wanted); free(answer); } while (0)

/* ---- Working time ---- */

typedef struct calendar {
    leadline_work_hours hours[12];
    uint32_t holidays[6];
    int hour_count, holiday_count;
} calendar;

static leadline_work_calendar options_of(const calendar *c, const char *zone) {
    leadline_work_calendar options = {sizeof options, c->hours, (size_t)c->hour_count, c->holidays, (size_t)c->holiday_count, zone};
    return options;
}

static int is_working(const calendar *c, int weekday, int second, uint32_t date) {
    for (int i = 0; i < c->holiday_count; i++) {
        if (c->holidays[i] == date) return 0;
    }
    for (int i = 0; i < c->hour_count; i++) {
        const leadline_work_hours *h = &c->hours[i];
        if ((int)h->weekday == weekday && (int)h->from_s <= second && second < (int)h->to_s) return 1;
    }
    return 0;
}

/* Minute by minute by what libc's clocks show; hours begin and end with minutes. */
static int64_t worked(const calendar *c, int64_t from, int64_t to) {
    int64_t sum = 0;
    for (int64_t at = from / MINUTE * MINUTE; at < to; at += MINUTE) {
        time_t second = (time_t)(at / SECOND);
        struct tm tm;
        localtime_r(&second, &tm);
        int weekday = tm.tm_wday == 0 ? 7 : tm.tm_wday;
        uint32_t date = (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
        if (!is_working(c, weekday, tm.tm_hour * 3600 + tm.tm_min * 60, date)) continue;
        int64_t start = at < from ? from : at, end = at + MINUTE > to ? to : at + MINUTE;
        sum += end - start;
    }
    return sum;
}

static uint32_t date_near(int64_t time) {
    time_t second = (time_t)(time / SECOND);
    struct tm tm;
    localtime_r(&second, &tm);
    return (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
}

static void make_calendar(calendar *c, int64_t around) {
    memset(c, 0, sizeof *c);
    for (uint32_t day = 1; day <= 7; day++) {
        if (any(5) == 0) continue;
        uint32_t from = any(3) == 0 ? 0 : any(12 * 60) * 60, to = from + 60 + any(8 * 60) * 60;
        c->hours[c->hour_count++] = (leadline_work_hours){day, from, to};
        if (any(3) == 0 && c->hour_count < 11 && to < 80000) {
            uint32_t later = to + any(2) * 1800;
            c->hours[c->hour_count++] = (leadline_work_hours){day, later, any(2) == 0 ? 86400 : later + 600};
        }
    }
    if (c->hour_count == 0) c->hours[c->hour_count++] = (leadline_work_hours){3, 0, 86400};
    for (int i = c->hour_count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        leadline_work_hours kept = c->hours[i];
        c->hours[i] = c->hours[to];
        c->hours[to] = kept;
    }
    c->holiday_count = (int)any(6);
    for (int i = 0; i < c->holiday_count; i++) c->holidays[i] = date_near(around + (int64_t)any(8) * DAY - 4 * DAY);
}

static void test_working_time(void) {
    part("working time, minute by minute around changes of the clocks");
    static const struct { const char *zone; int64_t around; } places[] = {
        {"Europe/Berlin", INT64_C(1711846800000000)},       /* 2024-03-31 01:00 UTC, forward */
        {"Europe/Berlin", INT64_C(1729990800000000)},       /* 2024-10-27 01:00 UTC, back */
        {"America/New_York", INT64_C(1710054000000000)},    /* 2024-03-10 07:00 UTC */
        {"America/New_York", INT64_C(1730613600000000)},    /* 2024-11-03 06:00 UTC */
        {"Australia/Lord_Howe", INT64_C(1712415600000000)}, /* 2024-04-06 15:00 UTC, by half an hour */
        {"Australia/Lord_Howe", INT64_C(1728142200000000)},
        {"Pacific/Apia", INT64_C(1325239200000000)},        /* 2011-12-30, a day that no clock showed */
        {"America/Havana", INT64_C(1710046800000000)},      /* midnight is skipped */
        {"Asia/Kathmandu", MARCH_1}, {"UTC", MARCH_1}};
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        setenv("TZ", places[p].zone, 1);
        tzset();
        leadline_engine *engine = open_people(1, 1, p % 2 == 0 ? places[p].zone : NULL);
        for (int round = 0; round < 150; round++) {
            seed = p * 1000 + (uint64_t)round;
            calendar c;
            make_calendar(&c, places[p].around);
            leadline_work_calendar options = options_of(&c, p % 2 == 0 ? NULL : places[p].zone);
            int64_t from = places[p].around - 4 * DAY + any(6 * 24 * 60) * MINUTE, to = from + any(6 * 24 * 60) * MINUTE, is = -1;
            if (any(2) == 0) from -= any(60000000), to += any(60000000);
            CHECK_OK(leadline_working_time(engine, &options, from, to, &is));
            int64_t wanted = worked(&c, from, to);
            if (is != wanted) printf("  %s, round %d\n", places[p].zone, round);
            CHECK_INT(is, wanted);
        }
        CHECK_OK(leadline_close(engine));
    }
    setenv("TZ", "UTC", 1);
    tzset();

    part("long spans");
    leadline_engine *engine = open_people(1, 1, "Europe/Berlin");
    leadline_work_calendar usual = LEADLINE_WORK_CALENDAR_INIT;
    uint32_t christmas[40];
    for (uint32_t i = 0; i < 40; i++) christmas[i] = (2039 - i) * 10000 + 1225;
    usual.holidays = christmas;
    usual.holiday_count = 40;
    int64_t whole = 0, sum = 0, from = MARCH_1 - 80 * 365 * DAY;
    for (int i = 0; i < 200; i++) {
        int64_t step = 0, to = from + 299 * DAY + 7 * HOUR + 12345;
        CHECK_OK(leadline_working_time(engine, &usual, from, to, &step));
        sum += step;
        from = to;
    }
    CHECK_OK(leadline_working_time(engine, &usual, MARCH_1 - 80 * 365 * DAY, from, &whole));
    CHECK_INT(whole, sum);
    CHECK_OK(leadline_working_time(engine, &usual, FIRST_TIME, FIRST_TIME, &whole));
    CHECK_INT(whole, 0);
    CHECK_OK(leadline_working_time(engine, &usual, FIRST_TIME, LAST_TIME, &whole));
    CHECK(whole > 9998 * 260 * 8 * HOUR && whole < 9999 * 262 * 8 * HOUR);
    leadline_work_hours always[7];
    for (uint32_t i = 0; i < 7; i++) always[i] = (leadline_work_hours){i + 1, 0, 86400};
    leadline_work_calendar all = {sizeof all, always, 7, NULL, 0, NULL};
    CHECK_OK(leadline_working_time(engine, &all, FIRST_TIME, LAST_TIME, &whole));
    CHECK_INT(whole, LAST_TIME - FIRST_TIME);

    part("the catalogue's weekend");
    leadline_work_calendar office = LEADLINE_WORK_CALENDAR_INIT;
    office.time_zone = "UTC";
    CHECK_OK(leadline_working_time(engine, &office, MARCH_1 + 16 * HOUR + HOUR / 2, MARCH_1 + 3 * DAY + 9 * HOUR + HOUR / 2, &whole));
    CHECK_INT(whole, HOUR);

    part("mistakes");
    leadline_work_calendar c = office;
    leadline_work_hours one = {1, 0, 3600};
    uint32_t day = 20240230;
    CHECK_STATUS(leadline_working_time(engine, &office, 2, 1, &whole), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_working_time(engine, &office, FIRST_TIME - 1, 1, &whole), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_working_time(engine, &office, 0, LAST_TIME + 1, &whole), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_working_time(engine, NULL, 0, 1, &whole), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_working_time(NULL, &office, 0, 1, &whole), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_working_time(engine, &office, 0, 1, NULL), LEADLINE_ERROR_NULL);
#define WRONG_CALENDAR(change, wanted) do { c = office; change; CHECK_STATUS(leadline_working_time(engine, &c, 0, 1, &whole), wanted); } while (0)
    WRONG_CALENDAR(c.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG_CALENDAR(c.time_zone = "Europe/Nowhere", LEADLINE_ERROR_TIME_ZONE);
    WRONG_CALENDAR(c.hour_count = 1, LEADLINE_ERROR_NULL);
    WRONG_CALENDAR(c.hour_count = 1025, LEADLINE_ERROR_TOO_MANY);
    WRONG_CALENDAR(c.holiday_count = 1, LEADLINE_ERROR_NULL);
    WRONG_CALENDAR(c.holiday_count = 4097, LEADLINE_ERROR_TOO_MANY);
    WRONG_CALENDAR(c.holidays = &day; c.holiday_count = 1, LEADLINE_ERROR_ARGUMENT);
    day = UINT32_MAX;
    WRONG_CALENDAR(c.holidays = &day; c.holiday_count = 1, LEADLINE_ERROR_ARGUMENT);
#define WRONG_HOURS(w, f, t) do { one = (leadline_work_hours){w, f, t}; \
        WRONG_CALENDAR(c.hours = &one; c.hour_count = 1, LEADLINE_ERROR_ARGUMENT); } while (0)
    WRONG_HOURS(0, 0, 1);
    WRONG_HOURS(8, 0, 1);
    WRONG_HOURS(1, 5, 5);
    WRONG_HOURS(1, 0, 86401);
    WRONG_HOURS(1, UINT32_MAX, UINT32_MAX);
    leadline_work_hours both[2] = {{2, 3600, 7200}, {2, 0, 3601}};
    WRONG_CALENDAR(c.hours = both; c.hour_count = 2, LEADLINE_ERROR_ARGUMENT);
    both[1].to_s = 3600;
    WRONG_CALENDAR(c.hours = both; c.hour_count = 2, LEADLINE_OK);
    CHECK_OK(leadline_close(engine));
}

/* ---- Vectors ---- */

static char *response_of(const leadline_engine *engine, const leadline_response_options *options) {
    leadline_table *table = NULL;
    leadline_status status = leadline_response(engine, options, &table);
    return text_of(engine, status, table);
}

static void test_vectors(void) {
    static const uint16_t ends[] = {0, 1000};
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
    test_working_time();
    test_vectors();
    test_model();
    test_arguments();
    return finish();
}
