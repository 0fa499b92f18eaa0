/* Small journeys of chance from leads to sales, which customers and open leads are counted of.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CUSTOMERS_H
#define CUSTOMERS_H

#include "models.h"

enum { LEAD_REJECTED = 58, DEAL_LOST = 68, GOODS_COST = 98 };

#define PERSONS 10
#define EVENTS 8
#define LONGEST (PERSONS * EVENTS)
#define KINDS 6

static const uint16_t kinds[KINDS] = {LEAD, LEAD_FORM, LEAD_REJECTED, DEAL_LOST, SALE, SALE_REPEAT};
static const int orders[KINDS] = {50, 50, 95, 95, 90, 91};

typedef struct event {
    int64_t time;
    int kind; /* index into kinds */
    uint32_t channel;
    uint64_t person, id, ref;
} event;

typedef struct journey {
    event events[EVENTS];
    int count;
} journey;

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    COMPARE(time);
    if (orders[a->kind] != orders[b->kind]) return orders[a->kind] < orders[b->kind] ? -1 : 1;
    if (kinds[a->kind] != kinds[b->kind]) return kinds[a->kind] < kinds[b->kind] ? -1 : 1;
    COMPARE(channel);
    COMPARE(id);
    COMPARE(ref);
    return 0;
}

static inline int is_lead(const event *e) { return e->kind <= 1; }
static inline int is_sale(const event *e) { return e->kind >= 4; }

static journey journeys[PERSONS];
static rows facts;
static const char *const zones[] = {NULL, "Europe/Berlin", "America/New_York"};

#define START (MARCH_1 + 20 * DAY)

static inline leadline_engine *make_round(void) {
    event all[LONGEST];
    int count = 0;
    int64_t span = any(2) == 0 ? 20 * DAY : 150 * DAY;
    for (int p = 0; p < PERSONS; p++) {
        journeys[p].count = (int)any(EVENTS + 1);
        for (int i = 0; i < journeys[p].count; i++) {
            uint32_t channel = any(3);
            event e = {START + any((uint32_t)(span / HOUR)) * HOUR, (int)any(KINDS), channel == 0 ? 0 : channel + 1, (uint64_t)p + 1,
                (uint64_t)count + 1, 0};
            if (any(6) == 0) e.time = START + DAY;
            if (!is_lead(&e) && any(2) == 0) e.ref = (uint64_t)count + 1 - any(EVENTS);
            all[count] = e;
            journeys[p].events[i] = all[count++];
        }
        qsort(journeys[p].events, (size_t)journeys[p].count, sizeof(event), compare_events);
    }
    uint32_t ids = any(2), threads = 1 + any(3);
    leadline_engine *engine = open_channels(zones[any(3)], 0, threads, ids, ids);
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = all[i];
        all[i] = all[to];
        all[to] = kept;
    }
    uint64_t refs[LONGEST];
    facts.count = 0;
    for (int i = 0; i < count; i++) {
        refs[i] = all[i].ref;
        add_row(&facts, all[i].time, kinds[all[i].kind], all[i].channel, 0, 0, 1, all[i].id);
        facts.person[i] = all[i].person;
    }
    leadline_batch batch = batch_of(&facts, 1);
    batch.ref = refs;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    return engine;
}

static const char *const channels[] = {"-", "", "a", "b"};

static inline char *plain_text(leadline_table *table) {
    text t = {NULL, 0, 0};
    add_plain(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

#endif /* CUSTOMERS_H */
