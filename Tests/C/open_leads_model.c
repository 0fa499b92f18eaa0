/* Open leads beside a model that looks for what closed each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "customers.h"

static int is_open(const journey *j, int lead, int64_t as_of) {
    for (int i = 0; i < j->count && j->events[i].time <= as_of; i++) {
        const event *e = &j->events[i];
        if (is_lead(e)) continue;
        int named = -1;
        for (int k = j->count - 1; k >= 0; k--) {
            if (e->ref != 0 && is_lead(&j->events[k]) && j->events[k].id == e->ref && j->events[k].time <= as_of) named = k;
        }
        if (named < 0 ? i > lead : named == lead) return 0;
    }
    return 1;
}

static void test_leads_model(void) {
    part("open leads beside the model");
    for (int round = 0; round < 1200; round++) {
        seed = (uint64_t)round * 7919 + 5;
        leadline_engine *engine = make_round();
        static const char *const by[] = {"channel"};
        leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
        int by_channel = any(2) == 0;
        options.by = by;
        options.by_count = (size_t)by_channel;
        options.period = any(2) == 0 ? 0 : LEADLINE_PERIOD_ALL + any(6);
        options.as_of_us = START + any(100) * DAY + any(24) * HOUR;
        options.flags = LEADLINE_QUERY_AS_OF;
        options.from_us = any(2) == 0 ? INT64_MIN : START + any(5) * DAY;
        options.to_us = any(2) == 0 ? INT64_MAX : START + any(100) * DAY;
        if (options.from_us != INT64_MIN) options.flags |= LEADLINE_QUERY_FROM;
        if (options.to_us != INT64_MAX) options.flags |= LEADLINE_QUERY_TO;
        int has_period = options.period > LEADLINE_PERIOD_ALL;
        text wanted = {NULL, 0, 0};
        add_text(&wanted, "");
        for (uint32_t channel = 0; channel <= (by_channel ? 3 : 0); channel++) {
            int64_t last = INT64_MIN;
            for (;;) {
                /* The next period that has any. */
                int64_t next = INT64_MAX, leads = 0, open = 0, end = 0;
                for (int pass = 0; pass < 2; pass++) {
                    for (int p = 0; p < PERSONS; p++) {
                        for (int i = 0; i < journeys[p].count; i++) {
                            const event *e = &journeys[p].events[i];
                            int64_t start = MARCH_1;
                            if (!is_lead(e) || e->time > options.as_of_us || e->time < options.from_us || e->time >= options.to_us) continue;
                            if (by_channel && e->channel != channel) continue;
                            if (has_period) CHECK_OK(leadline_period_bounds(engine, options.period, e->time, &start, &end));
                            if (pass == 0 && start > last && start < next) next = start;
                            if (pass == 0 || start != next) continue;
                            leads++;
                            open += is_open(&journeys[p], i, options.as_of_us);
                        }
                    }
                }
                if (next == INT64_MAX) break;
                last = next;
                if (by_channel) add_text(&wanted, "%s ", channels[channel]);
                if (has_period) {
                    int64_t start = 0;
                    CHECK_OK(leadline_period_bounds(engine, options.period, next, &start, &end));
                    add_text(&wanted, "%" PRId64 "%s ", next, end - 1 > options.as_of_us ? "*" : "");
                }
                add_text(&wanted, "%" PRId64 " %" PRId64 "\n", leads, open);
            }
        }
        leadline_table *table = NULL;
        CHECK_OK(leadline_open_leads(engine, &options, &table));
        char *is = plain_text(table);
        if (strcmp(is, wanted.bytes) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted.bytes);
        free(is);
        free(wanted.bytes);
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("open_leads_model\n");
    test_leads_model();
    return finish();
}
