/* Working time beside its model, around changes of the clocks and over long spans, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include "working_time.h"

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
        set_clocks(places[p].zone);
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

int main(void) {
    printf("working_time\n");
    test_working_time();
    return finish();
}
