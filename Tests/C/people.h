/* Small journeys of chance: what each of some people did, in the order that the library promises, and an engine of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "models.h"

#define PEOPLE_MOST 2048
#define CHANNELS 3 /* not set, a, b */

typedef struct event {
    int64_t time;
    uint16_t kind;
    uint32_t channel; /* 0, 2 for a, 3 for b */
    uint64_t person, id, ref;
} event;

/* Sorted: a person's events stand together, in order. */
typedef struct people {
    event events[PEOPLE_MOST];
    int count;
} people;

static const char *const channel_names[CHANNELS] = {"", "a", "b"};
static inline int order_of(uint16_t kind) {
    switch (kind) {
    case IMPRESSION: return 10;
    case CLICK: return 20;
    case 45: return 44;  /* enquiry */
    case 47: return 53;  /* response */
    case 58: return 95;  /* lead_rejected */
    case 61: return 60;  /* mql */
    case 63: return 65;  /* sql */
    case SALE: return 90;
    default: return 50;  /* lead and its parts */
    }
}

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (order_of(a->kind) != order_of(b->kind)) return order_of(a->kind) < order_of(b->kind) ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->ref < b->ref ? -1 : a->ref > b->ref;
}

static inline void sort_people(people *p) { qsort(p->events, (size_t)p->count, sizeof(event), compare_events); }

static inline event *add_event(people *p, uint64_t person, int64_t time, uint16_t kind) {
    event *e = &p->events[p->count++];
    *e = (event){time, kind, 0, person, 0, 0};
    return e;
}

static inline leadline_engine *open_people(uint32_t shards, uint32_t threads, const char *zone) {
    return open_channels(zone, shards, threads, 0, 0);
}

/* Records what people did in an order of chance, in batches of chance. */
static inline void record_people(leadline_engine *engine, const people *p) {
    static rows r;
    static uint64_t refs[ROWS_CAPACITY];
    static event given[PEOPLE_MOST];
    memcpy(given, p->events, sizeof given);
    for (int i = p->count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = given[i];
        given[i] = given[to];
        given[to] = kept;
    }
    r.count = 0;
    for (int i = 0; i <= p->count; i++) {
        if (i == p->count || any(20) == 0) {
            leadline_batch batch = batch_of(&r, 1);
            batch.ref = refs;
            CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
            r.count = 0;
            if (i == p->count) break;
        }
        refs[r.count] = given[i].ref;
        add_row(&r, given[i].time, given[i].kind, given[i].channel, 0, 0, 1, given[i].id);
        r.person[r.count - 1] = given[i].person;
    }
}

/* Where the next person's events begin. */
static inline int behind_person(const people *p, int first) {
    int i = first;
    while (i < p->count && p->events[i].person == p->events[first].person) i++;
    return i;
}

static inline int compare_times(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Mean and quantiles by nearest rank of some times; sorts them. */
static inline void add_times(text *t, int64_t *times, int count, const uint16_t *quantiles, int quantile_count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) sum += times[i];
    qsort(times, (size_t)count, sizeof *times, compare_times);
    if (count == 0) add_text(t, " !2");
    else add_ratio(t, sum, count);
    for (int q = 0; q < quantile_count; q++) {
        int rank = (count * quantiles[q] + 999) / 1000;
        if (count == 0) add_text(t, " !2");
        else add_ratio(t, times[rank == 0 ? 0 : rank - 1], 1);
    }
}

/* The least time by which so many thousandths have finished, by the product-limit estimate; -1: the curve does not get there. All
 * fractions are exact. */
static inline int64_t product_limit(const int64_t *finished, int finished_count, const int64_t *open, int open_count, int permille) {
    __int128 top = 1, bottom = 1;
    int64_t at = -1;
    for (;;) {
        int64_t next = INT64_MAX;
        int ends = 0, under_way = 0;
        for (int i = 0; i < finished_count; i++) {
            if (finished[i] > at && finished[i] < next) next = finished[i];
        }
        if (next == INT64_MAX) return -1;
        at = next;
        for (int i = 0; i < finished_count; i++) {
            ends += finished[i] == at;
            under_way += finished[i] >= at;
        }
        for (int i = 0; i < open_count; i++) under_way += open[i] >= at;
        top *= under_way - ends;
        bottom *= under_way;
        if (top * 1000 <= bottom * (1000 - permille)) return at;
        __int128 a = top, b = bottom;
        while (b != 0) {
            __int128 rest = a % b;
            a = b;
            b = rest;
        }
        top /= a;
        bottom /= a;
    }
}

static inline void add_censored(
    text *t, const int64_t *finished, int finished_count, const int64_t *open, int open_count, const uint16_t *quantiles, int quantile_count) {
    for (int q = 0; q < quantile_count; q++) {
        int64_t time = product_limit(finished, finished_count, open, open_count, quantiles[q]);
        if (time < 0) add_text(t, " !2");
        else add_ratio(t, time, 1);
    }
}

/* A table as text, or the status and its detail. */
static inline char *text_of(const leadline_engine *engine, leadline_status status, leadline_table *table) {
    text t = {NULL, 0, 0};
    add_text(&t, "");
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s: %s\n", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

#endif /* PEOPLE_H */
