/* What a funnel finds in a journey, by trying every run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef FUNNEL_MODEL_H
#define FUNNEL_MODEL_H

#include "support.h"

/* ---- Journeys small enough to try everything ---- */

#define PERSONS 12
#define EVENTS 8
#define LONGEST (PERSONS * EVENTS)
#define STEPS 5
#define EXCLUSIONS 3
#define GROUPS 3 /* of the channel that a run begins with: not set, a, b */

static const uint16_t kinds[] = {IMPRESSION, CLICK, LEAD, LEAD_FORM, SALE};
static const int orders[] = {10, 20, 50, 50, 90};
static const char *const kind_names[] = {"impression", "click", "lead", "lead_form", "sale"};
#define KINDS 5

typedef struct event {
    int64_t time;
    int kind; /* index into kinds */
    uint32_t channel;
    uint64_t person, account, id;
    int64_t amount;
} event;

typedef struct model_step {
    int kinds; /* a bit for each, parts among them */
    int channel; /* -1: any; else the code */
    char text[64];
} model_step;

typedef struct funnel {
    model_step steps[STEPS];
    int count;
    model_step exclusions[EXCLUSIONS];
    int exclusion_count, after[EXCLUSIONS], before[EXCLUSIONS];
    uint32_t mode;
    int is_open;
    int counts_first;
    int64_t window; /* 0: none */
    int64_t from, to, as_of;
} funnel;

typedef struct journey {
    event events[LONGEST];
    int count;
    uint64_t person, account; /* whose it is; one of them is 0 */
} journey;

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (orders[a->kind] != orders[b->kind]) return orders[a->kind] < orders[b->kind] ? -1 : 1;
    if (kinds[a->kind] != kinds[b->kind]) return kinds[a->kind] < kinds[b->kind] ? -1 : 1;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return a->amount < b->amount ? -1 : a->amount > b->amount;
}

static inline int meets(const model_step *step, const event *e) {
    return (step->kinds >> e->kind & 1) && (step->channel < 0 || (uint32_t)step->channel == e->channel);
}

/* ---- The model ---- */

typedef struct best_run {
    int entry, last;
    int start;          /* the place of its first event, -1: none */
    int64_t time_to_last;
    int end;            /* the place of its last event, of the run soonest at its end */
} best_run;

static inline void offer(best_run *best, int entry, int last, int start, int end, const journey *j) {
    int64_t took = j->events[end].time - j->events[start].time;
    if (best->start >= 0) {
        if (last < best->last) return;
        if (last == best->last) {
            if (start > best->start) return;
            if (start == best->start) {
                if (entry > best->entry) return;
                if (entry == best->entry && end >= best->end) return;
            }
        }
    }
    *best = (best_run){entry, last, start, took, end};
}

/* Whether any exclusion falls between events `from` and `to`, which meet `step` and the one behind it. */
static inline int is_broken(const funnel *f, const journey *j, int step, int from, int to) {
    for (int x = 0; x < f->exclusion_count; x++) {
        if (step < f->after[x] || step >= f->before[x]) continue;
        for (int i = from + 1; i <= to; i++) {
            if (meets(&f->exclusions[x], &j->events[i])) return 1;
        }
    }
    return 0;
}

static inline void try_next(const funnel *f, const journey *j, int count, int entry, int start, int step, int at, best_run *best) {
    offer(best, entry, step, start, at, j);
    if (step == f->count - 1) return;
    for (int next = at + 1; next < count; next++) {
        if (f->mode == LEADLINE_FUNNEL_STRICT && next > at + 1) break;
        if (f->window != 0 && j->events[next].time - j->events[start].time > f->window) break;
        if (meets(&f->steps[step + 1], &j->events[next]) && !is_broken(f, j, step, at, next)) {
            try_next(f, j, count, entry, start, step + 1, next, best);
        }
    }
}

/* Every way to give steps to events, in any order: `met` has a bit for each step met. */
static inline void try_any(const funnel *f, const journey *j, int count, int start, int at, int met, int number, best_run *best) {
    offer(best, 0, number - 1, start, at, j);
    for (int next = at + 1; next < count; next++) {
        if (f->window != 0 && j->events[next].time - j->events[start].time > f->window) break;
        for (int k = 0; k < f->count; k++) {
            if (!(met >> k & 1) && meets(&f->steps[k], &j->events[next])) {
                try_any(f, j, count, start, next, met | 1 << k, number + 1, best);
            }
        }
    }
}

static inline best_run run_of(const funnel *f, const journey *j, int *seen) {
    best_run best = {0, -1, -1, 0, 0};
    int count = 0;
    while (count < j->count && j->events[count].time <= f->as_of) count++;
    *seen = count;
    for (int start = 0; start < count; start++) {
        if (j->events[start].time < f->from || j->events[start].time >= f->to) continue;
        int begins = 0;
        for (int k = 0; k < (f->is_open ? f->count : 1); k++) {
            if (!meets(&f->steps[k], &j->events[start])) continue;
            begins = 1;
            if (f->mode == LEADLINE_FUNNEL_ANY_ORDER) {
                try_any(f, j, count, start, start, 1 << k, 1, &best);
            } else {
                try_next(f, j, count, k, start, k, start, &best);
            }
        }
        if (begins && f->counts_first) break;
    }
    return best;
}

/* Whether who has not met all steps still may: from some beginning whose window is not over; of the first, where that counts. */
static inline int is_undecided(const funnel *f, const journey *j, int seen, const best_run *run) {
    if (f->window == 0 || f->as_of - j->events[run->start].time < f->window) return 1;
    for (int i = 0; i < seen && !f->counts_first; i++) {
        if (j->events[i].time < f->from || j->events[i].time >= f->to || f->as_of - j->events[i].time >= f->window) continue;
        for (int k = 0; k < (f->is_open ? f->count : 1); k++) {
            if (meets(&f->steps[k], &j->events[i])) return 1;
        }
    }
    return 0;
}

/* Whether all is final that a buyer counts by: nothing may still come, and what came did not come early. */
static inline int is_final(const funnel *f, const journey *j, int seen, const best_run *run) {
    if (f->window == 0) return 1;
    if (f->as_of - j->events[run->start].time < f->window) return 0;
    return run->last == f->count - 1 || !is_undecided(f, j, seen, run);
}

#endif
