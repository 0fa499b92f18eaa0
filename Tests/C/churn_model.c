/* Customers won and lost beside a model that goes through every journey fact by fact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "customers.h"

/* What happened to one customer, as far as it is seen. */
typedef struct change {
    int64_t time;
    int what; /* 0 won, 1 returned, 2 lost */
    uint32_t channel;
} change;

static int changes_of(const journey *j, int64_t lost_after, int64_t as_of, change *changes) {
    int count = 0, previous = -1;
    uint32_t channel = 0;
    for (int i = 0; i < j->count && j->events[i].time <= as_of; i++) {
        if (!is_sale(&j->events[i])) continue;
        if (previous < 0) {
            channel = j->events[i].channel;
            changes[count++] = (change){j->events[i].time, 0, channel};
        } else if (j->events[i].time - j->events[previous].time > lost_after) {
            changes[count++] = (change){j->events[previous].time + lost_after, 2, channel};
            changes[count++] = (change){j->events[i].time, 1, channel};
        }
        previous = i;
    }
    if (previous >= 0 && j->events[previous].time + lost_after <= as_of) {
        changes[count++] = (change){j->events[previous].time + lost_after, 2, channel};
    }
    return count;
}

static void test_churn_model(void) {
    part("customers beside the model");
    for (int round = 0; round < 1200; round++) {
        seed = (uint64_t)round * 7919 + 3;
        leadline_engine *engine = make_round();
        static const char *const by[] = {"channel"};
        leadline_churn_options options = LEADLINE_CHURN_OPTIONS_INIT;
        int by_channel = any(2) == 0;
        options.by = by;
        options.by_count = (size_t)by_channel;
        options.period = LEADLINE_PERIOD_DAY + any(5);
        options.lost_after_us = any(2) == 0 ? (1 + any(200)) * HOUR : (1 + any(40)) * DAY;
        options.as_of_us = START + any(200) * DAY + any(24) * HOUR;
        options.flags = LEADLINE_QUERY_AS_OF;
        options.from_us = INT64_MIN;
        options.to_us = INT64_MAX;
        if (any(3) == 0) {
            options.from_us = START + any(40) * DAY;
            options.flags |= LEADLINE_QUERY_FROM;
        }
        if (any(3) == 0) {
            options.to_us = START + any(80) * DAY;
            options.flags |= LEADLINE_QUERY_TO;
        }
        change changes[2 * LONGEST];
        int count = 0;
        for (int p = 0; p < PERSONS; p++) count += changes_of(&journeys[p], options.lost_after_us, options.as_of_us, changes + count);
        text wanted = {NULL, 0, 0};
        add_text(&wanted, "");
        for (uint32_t channel = 0; channel <= (by_channel ? 3 : 0); channel++) {
            int64_t first = INT64_MAX, start = 0, end = 0;
            for (int i = 0; i < count; i++) {
                if ((!by_channel || changes[i].channel == channel) && changes[i].time < first) first = changes[i].time;
            }
            if (first == INT64_MAX) continue;
            CHECK_OK(leadline_period_bounds(engine, options.period, first, &start, &end));
            for (; start <= options.as_of_us; CHECK_OK(leadline_period_bounds(engine, options.period, end, &start, &end))) {
                int64_t standing = 0, now[3] = {0};
                for (int i = 0; i < count; i++) {
                    if (by_channel && changes[i].channel != channel) continue;
                    if (changes[i].time < start) standing += changes[i].what == 2 ? -1 : 1;
                    else if (changes[i].time < end) now[changes[i].what]++;
                }
                if (start < options.from_us || start >= options.to_us) continue;
                int is_over = end - 1 <= options.as_of_us;
                if (by_channel) add_text(&wanted, "%s ", channels[channel]);
                add_text(&wanted, "%" PRId64 "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, start, is_over ? "" : "*", standing,
                    now[0], now[1], now[2], standing + now[0] + now[1] - now[2]);
                if (is_over) {
                    add_ratio(&wanted, now[2], standing);
                    add_ratio(&wanted, now[0], now[2]);
                } else {
                    add_text(&wanted, " !3 !3");
                }
                add_text(&wanted, "\n");
            }
        }
        leadline_table *table = NULL;
        CHECK_OK(leadline_churn(engine, &options, &table));
        char *is = plain_text(table);
        if (strcmp(is, wanted.bytes) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted.bytes);
        free(is);
        free(wanted.bytes);
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("churn_model\n");
    test_churn_model();
    return finish();
}
