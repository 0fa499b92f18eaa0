/* Journeys of chance with sales and corrections, which of the sales no longer stand, and engines of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef STANDING_H
#define STANDING_H

#include "support.h"

enum { CANCELLATION = 78, GONE = 1000, GONE_REPEAT = 1001, RETURNED = 1002, SALE_WEB = 1003 };

#define BUYERS 12
#define EVENTS 14
#define LONGEST (BUYERS * EVENTS)
#define SLOT (HOUR * 5)

typedef struct event {
    int64_t time;
    uint16_t kind;
    uint32_t channel;
    uint64_t person, account;
    int64_t amount;
    uint64_t id, ref;
    int buyer;
} event;

static uint64_t seed;

static inline uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

static inline int order_of(uint16_t kind) {
    switch (kind) {
    case CLICK: return 20;
    case LEAD: return 50;
    case REFUND: case CANCELLATION: case RETURNED: return 96;
    case SALE_REPEAT: case GONE_REPEAT: return 91;
    default: return 90;
    }
}

static inline int is_sale(const event *e) { return e->kind == SALE || e->kind == SALE_REPEAT || e->kind == SALE_WEB; }
static inline int is_correction(const event *e) { return order_of(e->kind) == 96; }

#define COMPARE(a_part, b_part) \
    if ((a_part) != (b_part)) return (a_part) < (b_part) ? -1 : 1

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    COMPARE(a->buyer, b->buyer);
    COMPARE(a->time, b->time);
    COMPARE(order_of(a->kind), order_of(b->kind));
    COMPARE(a->kind, b->kind);
    COMPARE(a->channel, b->channel);
    COMPARE(a->person, b->person);
    COMPARE(a->amount, b->amount);
    COMPARE(a->id, b->id);
    COMPARE(a->ref, b->ref);
    return 0;
}

static event all[LONGEST];
static int count;

static inline void make_round(void) {
    count = 0;
    for (int b = 0; b < BUYERS; b++) {
        int events = (int)any(EVENTS + 1), first = count, has_account = any(3) == 0;
        for (int i = 0; i < events; i++) {
            static const uint16_t usual[] = {CLICK, LEAD, SALE, SALE, SALE_REPEAT, SALE_WEB, REFUND, REFUND, CANCELLATION, RETURNED};
            uint32_t channel = any(3);
            event e = {MARCH_1 + (int64_t)i * 3 * SLOT, usual[any(10)], channel == 0 ? 0 : channel + 1, (uint64_t)b * 2 + 1, 0, 0,
                (uint64_t)count + 1, 0, b};
            if (has_account) {
                e.account = (uint64_t)b + 1;
                e.person += any(2);
            }
            if (is_sale(&e)) e.amount = 50 * (int64_t)any(4);
            if (is_sale(&e) && any(12) == 0) e.amount = -50;
            if (is_correction(&e)) {
                e.time = MARCH_1 + any((uint32_t)events) * 3 * SLOT;
                e.amount = 25 * (int64_t)any(7);
                if (any(6) == 0) e.amount = -e.amount;
                if (any(2) == 0) e.ref = (uint64_t)first + 1 + any((uint32_t)events + 1);
            }
            if (any(12) == 0) e.id = (uint64_t)first + 1;
            all[count++] = e;
        }
    }
    qsort(all, (size_t)count, sizeof *all, compare_events);
}

/* ---- The rule ---- */

typedef struct account_of {
    int64_t taken;
    int is_void, was_undone;
} account_of;

/* Marks the sales of the events [first, end) of one buyer that no longer stand at an instant. */
static inline void settle(int first, int end, int64_t as_of, int *is_undone) {
    account_of of[LONGEST] = {{0, 0, 0}};
    int latest = -1;
    for (int c = first; c < end; c++) {
        if (!is_correction(&all[c]) || all[c].time > as_of) continue;
        int target = -1, empty = -1;
        if (all[c].ref != 0) {
            for (int s = end - 1; s >= first; s--) {
                if (is_sale(&all[s]) && all[s].time <= as_of && all[s].id == all[c].ref) target = s;
            }
            if (target >= 0 && all[target].amount <= 0) {
                of[target].is_void = all[c].amount >= 0;
                if (of[target].is_void) of[target].was_undone = 1;
            }
        } else if (all[c].amount < 0) {
            target = latest;
        } else {
            for (int s = first; s < c; s++) {
                if (!is_sale(&all[s]) || of[s].was_undone) continue;
                if (all[s].amount > 0) target = s;
                else empty = s;
            }
            latest = target;
            if (all[c].amount == 0 && empty > target) of[empty].is_void = of[empty].was_undone = 1;
        }
        if (target < 0 || all[target].amount <= 0) continue;
        of[target].taken += all[c].amount;
        if (of[target].taken < 0) of[target].taken = 0;
        if (of[target].taken >= all[target].amount) {
            of[target].taken = all[target].amount;
            of[target].was_undone = 1;
        }
    }
    for (int s = first; s < end; s++) {
        is_undone[s] = is_sale(&all[s]) && all[s].time <= as_of && (all[s].amount > 0 ? of[s].taken == all[s].amount : of[s].is_void);
    }
}

/* ---- Engines ---- */

static counter memory;

static inline leadline_engine *open_with_journeys(const uint16_t *kept, size_t kept_count) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_kind_options own[4] = {
        {sizeof own[0], "gone", GONE, 0, 0, 90, 0, LEADLINE_UNIT_MONEY}, {sizeof own[0], "gone_repeat", GONE_REPEAT, 0, 0, 91, 0, LEADLINE_UNIT_MONEY},
        {sizeof own[0], "returned", RETURNED, 0, SALE_REPEAT, 96, LEADLINE_ROLE_CORRECTION, LEADLINE_UNIT_MONEY},
        {sizeof own[0], "sale_web", SALE_WEB, SALE, 0, 90, 0, LEADLINE_UNIT_MONEY}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.kinds = own;
    options.kind_count = 4;
    options.journeys = 1;
    options.journey_kinds = kept;
    options.journey_kind_count = kept_count;
    options.threads = 1 + any(3);
    options.shards = 1 + any(3);
    leadline_allocator allocator = counter_allocator(&memory);
    options.allocator = &allocator;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

/* Records the facts in an order of chance; with `is_undone`, those that are as other kinds. */
static inline void record(leadline_engine *engine, const int *is_undone) {
    static rows r;
    static uint64_t refs[LONGEST], accounts[LONGEST];
    int places[LONGEST];
    for (int i = 0; i < count; i++) places[i] = i;
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1), kept = places[i];
        places[i] = places[to];
        places[to] = kept;
    }
    r.count = 0;
    for (int i = 0; i < count; i++) {
        const event *e = &all[places[i]];
        uint16_t kind = e->kind;
        if (is_undone != NULL && is_undone[places[i]]) kind = kind == SALE_REPEAT ? GONE_REPEAT : GONE;
        refs[i] = e->ref;
        accounts[i] = e->account;
        add_row(&r, e->time, kind, e->channel, 0, e->amount, 1, e->id);
        r.person[i] = e->person;
    }
    leadline_batch batch = batch_of(&r, 1);
    batch.ref = refs;
    batch.account = accounts;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

#endif
