/* A model of scores, which adds each buyer's points up.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SCORE_MODEL_H
#define SCORE_MODEL_H

#include "paths.h"

typedef struct scoring {
    model_step steps[TOUCHES];
    int64_t points[TOUCHES], within[TOUCHES], from[3];
    uint32_t most[TOUCHES];
    int rules, classes, by_channel, by_person, least;
    int64_t as_of;
} scoring;

typedef struct scored {
    const journey *j;
    const event *first;
    int64_t score, reached;
    int place;
} scored;

static inline int compare_scored(const void *left, const void *right) {
    const scored *a = left, *b = right;
    if (a->j->account != b->j->account) return a->j->account < b->j->account ? -1 : 1;
    return a->j->person < b->j->person ? -1 : 1;
}

/* The points of the first events of a journey, rule by rule. */
static inline int64_t score_of(const scoring *s, const journey *j, int end, const event **first) {
    int64_t score = 0;
    *first = NULL;
    for (int r = 0; r < s->rules; r++) {
        uint32_t number = 0;
        for (int i = 0; i < end; i++) {
            const event *e = &j->events[i];
            if (!meets(&s->steps[r], e) || (s->within[r] != 0 && e->time < s->as_of - s->within[r])) continue;
            if (s->most[r] != 0 && number == s->most[r]) continue;
            number++;
            score += s->points[r];
            if (*first == NULL || e < *first) *first = e;
        }
    }
    return score;
}

static inline int class_of(const scoring *s, int64_t score) {
    int place = 0;
    for (int c = 1; c < s->classes; c++) place = score >= s->from[c] ? c : place;
    return place;
}

static inline int score_all(const scoring *s, const journey *journeys, int count, scored *all) {
    int number = 0;
    for (int p = 0; p < count; p++) {
        int seen = seen_of(&journeys[p], s->as_of);
        scored one = {&journeys[p], NULL, 0, 0, 0};
        const event *unused;
        one.score = score_of(s, one.j, seen, &one.first);
        if (one.first == NULL) continue;
        one.place = class_of(s, one.score);
        one.reached = one.first->time;
        for (int end = 1; one.place > 0; end++) {
            if (score_of(s, one.j, end, &unused) < s->from[one.place] || unused == NULL) continue;
            one.reached = one.j->events[end - 1].time;
            break;
        }
        all[number++] = one;
    }
    qsort(all, (size_t)number, sizeof(scored), compare_scored);
    return number;
}

#endif /* SCORE_MODEL_H */
