/* Cohorts of journeys of chance beside the model.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort_model.h"

static const struct {
    int kinds;
    const char *text;
} choices[] = {{1 << 1 | 1 << 2, "lead"}, {1 << 3 | 1 << 4 | 1 << 5, "sale"}, {1 << 0, "click"},
    {1 << 0 | 1 << 1 | 1 << 2, "lead|click"}, {1 << 4, "sale_referral"}};

static const char *const zones[] = {NULL, "Europe/Berlin", "America/New_York", "Pacific/Apia"};

/* ---- Facts of a round ---- */

static rows facts;

static uint64_t person_of(int p) { return (uint64_t)p * UINT64_C(0x9E3779B97F4A7C15) + 1; }

static void make_round(round_of *r) {
    memset(r, 0, sizeof *r);
    r->has_ids = any(2) == 0;
    r->has_accounts = any(3) == 0;
    r->merges = any(4) == 0;
    r->zone = zones[any(4)];
    /* Around a change of clocks; Samoa left a day out at the end of 2011. */
    r->start = r->zone == zones[3] ? INT64_C(1324800000000000) : MARCH_1 + 20 * DAY;
    r->span = any(2) == 0 ? 20 * DAY : 200 * DAY;
    for (int p = 0; p < PERSONS; p++) {
        int count = (int)any(EVENTS + 1);
        for (int i = 0; i < count; i++) {
            uint32_t channel = any(3);
            event e = {r->start + any((uint32_t)(r->span / HOUR)) * HOUR, (int)any(KINDS), channel == 0 ? 0 : channel + 1, person_of(p), 0,
                (uint64_t)r->count + 1, 0, 0};
            if (any(8) == 0) e.time = r->start + any(3) * DAY;
            if (e.kind >= 3) e.amount = any(10) == 0 ? -(int64_t)any(50) : (int64_t)any(100);
            if (e.kind >= 6 && any(2) == 0) e.ref = 1 + any(r->count > 0 && any(2) == 0 ? (uint32_t)r->count : LONGEST);
            if (r->has_accounts && any(5) == 0) e.account = 1 + any(3);
            if (e.account != 0 && any(4) == 0) e.person = 0;
            r->events[r->count++] = e;
        }
    }
    /* So that more refs are met: those of a person's own sales. */
    for (int i = 0; i < r->count; i++) {
        event *e = &r->events[i], *other = &r->events[any((uint32_t)r->count)];
        if (e->ref != 0 && is_sale(other) && other->person == e->person) e->ref = other->id;
    }
    r->spend_count = (int)any(SPENDS + 1);
    for (int i = 0; i < r->spend_count; i++) {
        uint32_t channel = any(3);
        r->spends[i] = (spend){r->start + any((uint32_t)(r->span / HOUR)) * HOUR, channel == 0 ? 0 : channel + 1, (int64_t)any(60)};
    }
}

static uint64_t buyer_of(const round_of *r, const event *e) {
    if (e->account != 0) return e->account | UINT64_C(1) << 63;
    const event *first = NULL;
    for (int i = 0; i < r->count; i++) {
        const event *other = &r->events[i];
        if (other->person == e->person && other->account != 0 && (first == NULL || compare_events(other, first) < 0)) first = other;
    }
    return first != NULL ? first->account | UINT64_C(1) << 63 : e->person;
}

static int make_journeys(const round_of *r, journey *journeys) {
    uint64_t buyers[LONGEST];
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        uint64_t buyer = buyer_of(r, &r->events[i]);
        int j = 0;
        while (j < count && buyers[j] != buyer) j++;
        if (j == count) {
            buyers[count] = buyer;
            journeys[count++].count = 0;
        }
        journeys[j].events[journeys[j].count++] = r->events[i];
    }
    for (int j = 0; j < count; j++) qsort(journeys[j].events, (size_t)journeys[j].count, sizeof(event), compare_events);
    return count;
}

static void record_shuffled(leadline_engine *engine, leadline_engine *other, const round_of *r) {
    event given[LONGEST + SPENDS];
    int count = r->count;
    memcpy(given, r->events, sizeof r->events);
    for (int i = 0; i < r->spend_count; i++) {
        given[count++] = (event){r->spends[i].time, -1, r->spends[i].channel, 0, 0, 0, 0, r->spends[i].amount};
    }
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = given[i];
        given[i] = given[to];
        given[to] = kept;
    }
    uint64_t persons[LONGEST + SPENDS], accounts[LONGEST + SPENDS], refs[LONGEST + SPENDS];
    facts.count = 0;
    for (int i = 0; i <= count; i++) {
        if (i == count || any(5) == 0) {
            leadline_batch batch = batch_of(&facts, 1);
            batch.person = persons;
            batch.account = r->has_accounts ? accounts : NULL;
            batch.ref = refs;
            CHECK_OK(leadline_record_batch(other != NULL && any(2) == 0 ? other : engine, &batch, 0, NULL));
            facts.count = 0;
            if (i == count) break;
        }
        persons[facts.count] = given[i].person;
        accounts[facts.count] = given[i].account;
        refs[facts.count] = given[i].ref;
        add_row(&facts, given[i].time, given[i].kind < 0 ? MEDIA_SPEND : kinds[given[i].kind], given[i].channel, 0, given[i].amount, 1, given[i].id);
    }
}

/* ---- Questions ---- */

static void make_question(const leadline_engine *engine, cohorts *c, const round_of *r) {
    memset(c, 0, sizeof *c);
    uint32_t first = any(5), activity = any(5);
    c->first = choices[first].kinds;
    c->first_text = choices[first].text;
    c->activity = choices[activity].kinds;
    c->activity_text = choices[activity].text;
    c->channel = any(4) == 0 ? (int)(2 + any(2)) : -1;
    c->by_channel = any(2) == 0;
    c->period = LEADLINE_PERIOD_DAY + any(5);
    c->has_max = any(3) == 0;
    c->max_age = any(10);
    c->has_cost = any(2) == 0;
    c->from = any(3) == 0 ? r->start + any(10) * DAY + 5 * HOUR : INT64_MIN;
    c->to = any(3) == 0 ? r->start + 3 * DAY + any(50) * DAY : INT64_MAX;
    c->as_of = r->start + (int64_t)any((uint32_t)(r->span / HOUR)) * HOUR * 5 / 4;
    if (c->has_cost) {
        int64_t start = 0, end = 0;
        CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, c->as_of, &start, &end));
        c->as_of = end - 1;
    }
}

static char *answer_of(const leadline_engine *engine, const leadline_cohort_options *options) {
    leadline_table *table = NULL, *summary = NULL, *alone = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_cohorts(engine, options, &table, &summary);
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s %s\n", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_plain(&t, table);
    text other = {NULL, 0, 0};
    CHECK_OK(leadline_cohorts(engine, options, &alone, NULL));
    add_plain(&other, alone);
    CHECK_TEXT(other.bytes, t.bytes);
    free(other.bytes);
    add_text(&t, "--\n");
    add_plain(&t, summary);
    leadline_table_close(table);
    leadline_table_close(summary);
    leadline_table_close(alone);
    return t.bytes;
}

static char *asked_of(const leadline_engine *engine, const cohorts *c) {
    static const char *const by[] = {"channel"};
    static const uint16_t quantiles[] = {500, 900};
    const char *names[] = {c->channel == 2 ? "a" : "b"};
    leadline_filter filter = {sizeof filter, "channel", names, 1};
    leadline_step first = LEADLINE_STEP_INIT, activity = LEADLINE_STEP_INIT;
    first.kinds = c->first_text;
    first.filters = &filter;
    first.filter_count = c->channel >= 0;
    activity.kinds = c->activity_text;
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.activity = strcmp(c->activity_text, "sale") == 0 ? NULL : &activity;
    options.by = by;
    options.by_count = (size_t)c->by_channel;
    options.period = c->period;
    options.acquisition_cost = c->has_cost ? "amount(media_spend)" : NULL;
    options.from_us = c->from;
    options.to_us = c->to;
    options.as_of_us = c->as_of;
    options.max_age = c->has_max ? c->max_age : 0;
    options.quantiles = quantiles;
    options.quantile_count = 2;
    options.flags = LEADLINE_QUERY_AS_OF | (c->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (c->to != INT64_MAX ? LEADLINE_QUERY_TO : 0) |
                    (c->has_max ? LEADLINE_COHORT_MAX_AGE : 0);
    return answer_of(engine, &options);
}

static void test_model(void) {
    part("random journeys and cohorts beside the model");
    static journey journeys[LONGEST];
    static round_of r;
    for (int round = 0; round < 1500; round++) {
        seed = (uint64_t)round * 7919 + 11;
        make_round(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_channels(r.zone, shards, 1 + any(3), r.has_ids, r.has_ids);
        leadline_engine *other = r.merges ? open_channels(r.zone, shards, 1, r.has_ids, r.has_ids) : NULL;
        record_shuffled(engine, other, &r);
        if (other != NULL) {
            CHECK_OK(leadline_merge(engine, other, 0));
            CHECK_OK(leadline_close(other));
        }
        int count = make_journeys(&r, journeys);
        for (int i = 0; i < 4; i++) {
            cohorts c;
            make_question(engine, &c, &r);
            found_count = 0;
            for (int j = 0; j < count; j++) count_journey(engine, &c, &journeys[j]);
            qsort(found, (size_t)found_count, sizeof *found, compare_cohorts);
            text wanted = {NULL, 0, 0}, summary = {NULL, 0, 0};
            add_text(&wanted, "");
            add_text(&summary, "");
            for (int g = 0; g < found_count; g++) add_model(&wanted, &summary, engine, &c, &r, &found[g]);
            add_text(&wanted, "--\n");
            for (char *line = summary.bytes; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&wanted, "%.*s", (int)size, line);
                line += size;
            }
            char *is = asked_of(engine, &c);
            if (strcmp(is, wanted.bytes) != 0) {
                printf("  round %d, question %d: zone %s, first %s, activity %s, period %u, by %d, cost %d, max %d\n", round, i,
                    r.zone != NULL ? r.zone : "UTC", c.first_text, c.activity_text, c.period, c.by_channel, c.has_cost,
                    c.has_max ? (int)c.max_age : -1);
            }
            CHECK_TEXT(is, wanted.bytes);
            free(is);
            free(wanted.bytes);
            free(summary.bytes);
        }
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("cohort_model\n");
    test_model();
    return finish();
}
