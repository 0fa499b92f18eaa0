/* What attribution gives to the touches of small journeys, worked out one outcome at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_MODEL_H
#define ATTRIBUTION_MODEL_H

#include "attribution_path.h"

/* The weights of a path's touches by a model, 0 in all: unassigned. */
static inline void weigh(const question *q, const model_rule *m, const walk *w, int outcome, const touch_path *p, unsigned __int128 *weights) {
    int at[WALK_MOST], n = 0, first_of_key = 1;
    memset(weights, 0, WALK_MOST * sizeof *weights);
    for (int i = 0; i < p->count; i++) {
        if (m->kind == LEADLINE_MODEL_SHAPLEY) {
            first_of_key = 1;
            for (int k = 0; k < i; k++) {
                if (m->clicks && !p->touches[k].click) continue;
                first_of_key &= key_of(q, p->touches[k].channel) != key_of(q, p->touches[i].channel);
            }
        }
        if ((!m->clicks || p->touches[i].click) && first_of_key) at[n++] = i;
    }
    if (n == 0) return;
    switch (m->kind) {
    case LEADLINE_MODEL_FIRST: weights[at[0]] = 1; break;
    case LEADLINE_MODEL_LAST: weights[at[n - 1]] = 1; break;
    case LEADLINE_MODEL_LAST_CLICK:
    case LEADLINE_MODEL_CLICK_THEN_VIEW:
        for (int i = n - 1; i >= 0; i--) {
            if (!p->touches[at[i]].click) continue;
            weights[at[i]] = 1;
            return;
        }
        if (m->kind == LEADLINE_MODEL_CLICK_THEN_VIEW) weights[at[n - 1]] = 1;
        break;
    case LEADLINE_MODEL_LAST_NON_DIRECT:
        for (int i = n - 1; i >= 0; i--) {
            if (is_direct(q, p->touches[at[i]].channel)) continue;
            weights[at[i]] = 1;
            return;
        }
        weights[at[n - 1]] = 1;
        break;
    case LEADLINE_MODEL_LINEAR:
    case LEADLINE_MODEL_SHAPLEY:
        for (int i = 0; i < n; i++) weights[at[i]] = 1;
        break;
    case LEADLINE_MODEL_MIDDLE:
        for (int i = 1; i < n - 1; i++) weights[at[i]] = 1;
        break;
    case LEADLINE_MODEL_POSITION:
        if (n == 1) {
            weights[at[0]] = 1;
            break;
        }
        for (int i = 0; i < n; i++) weights[at[i]] = i == 0 || i == n - 1 ? m->weights[i == 0 ? 0 : 2] * (unsigned)(n > 2 ? n - 2 : 1) : m->weights[1];
        break;
    case LEADLINE_MODEL_TIME_DECAY: /* only ages of whole half-lives */
        for (int i = 0; i < n; i++) {
            int64_t halves = (p->touches[at[n - 1]].time - p->touches[at[i]].time) / m->half_life;
            weights[at[i]] = halves > 44 ? 0 : (unsigned __int128)1 << (44 - halves);
        }
        break;
    case LEADLINE_MODEL_CUSTOM:
        for (int i = 0; i < n; i++) {
            int place = m->from_end ? n - 1 - i : i;
            weights[at[i]] = m->weights[place < m->weight_count ? place : m->weight_count - 1];
        }
        break;
    case LEADLINE_MODEL_STAGE: {
        int others = 0;
        weights[at[0]] = m->weights[0];
        for (int a = 0; a < m->anchor_count; a++) {
            int fact = p->touches[0].deed, best = -1;
            while (fact <= outcome && !(m->anchors[a] >> w->deeds[fact].what & 1)) fact++;
            for (int i = 0; i < n && fact <= outcome; i++) {
                if (p->touches[at[i]].deed <= fact) best = at[i];
            }
            if (best >= 0) weights[best] += m->weights[1 + a];
        }
        for (int i = 0; i < n; i++) others += weights[at[i]] == 0;
        for (int i = 0; i < n && others > 0; i++) {
            weights[at[i]] = weights[at[i]] == 0 ? m->weights[m->weight_count - 1] : weights[at[i]] * (unsigned)others;
        }
        break;
    }
    default: break;
    }
}

/* Splits a value by weights, the largest remainder first; the earlier of equal ones. */
static inline void split_value(int64_t value, const unsigned __int128 *weights, int count, int64_t *credits) {
    unsigned __int128 sum = 0, size = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value, left = size, rests[WALK_MOST];
    for (int i = 0; i < count; i++) sum += weights[i];
    for (int i = 0; i < count; i++) {
        credits[i] = (int64_t)(size * weights[i] / sum);
        rests[i] = size * weights[i] % sum;
        left -= (unsigned __int128)credits[i];
    }
    for (; left > 0; left--) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (rests[i] > rests[best]) best = i;
        }
        credits[best]++;
        rests[best] = 0;
    }
    for (int i = 0; i < count && value < 0; i++) credits[i] = -credits[i];
}

/* ---- All of it ---- */

#define CREDIT_ROWS 2048
#define CREDIT_COLUMNS (2 * MODELS + 14)

typedef struct credit_row {
    int key, position;
    int64_t day;
    int64_t cells[OUTCOMES][CREDIT_COLUMNS];
} credit_row;

typedef struct total_row {
    int64_t day;
    int64_t outcomes[OUTCOMES], value[OUTCOMES], untouched[OUTCOMES], through[OUTCOMES], through_value[OUTCOMES];
    int64_t cells[OUTCOMES][2 * MODELS];
    int64_t touches[OUTCOMES][WALKS * WALK_MOST], times[OUTCOMES][WALKS * WALK_MOST];
    int time_count[OUTCOMES];
} total_row;

typedef struct pair_row {
    int first, second, is_met;
    int64_t both[OUTCOMES], both_value[OUTCOMES], alone[OUTCOMES], alone_value[OUTCOMES];
} pair_row;

typedef struct attribution {
    credit_row rows[CREDIT_ROWS];
    total_row totals[64];
    pair_row pairs[CHANNEL_COUNT][CHANNEL_COUNT];
    int64_t influenced[CHANNEL_COUNT][OUTCOMES];
    int count, total_count;
} attribution;

#define DAY_OF(time) ((time) / 86400000000 * 86400000000)

static inline int64_t *cells_of(attribution *a, const question *q, int key, int64_t day, int position, int outcome) {
    if (!q->by_day) day = 0;
    if (!q->by_position) position = 0;
    int r = 0;
    while (r < a->count && !(a->rows[r].key == key && a->rows[r].day == day && a->rows[r].position == position)) r++;
    if (r == a->count) {
        memset(&a->rows[r], 0, sizeof a->rows[r]);
        a->rows[r].key = key;
        a->rows[r].day = day;
        a->rows[r].position = position;
        a->count++;
    }
    return a->rows[r].cells[outcome];
}

static inline total_row *total_of(attribution *a, const question *q, int64_t day) {
    if (!q->by_day) day = 0;
    int r = 0;
    while (r < a->total_count && a->totals[r].day != day) r++;
    if (r == a->total_count) {
        memset(&a->totals[r], 0, sizeof a->totals[r]);
        a->totals[a->total_count++].day = day;
    }
    return &a->totals[r];
}

/* The cells of a path's touch. */
static inline int64_t *cells_at(attribution *a, const question *q, const touch_path *p, int i, int64_t end, int outcome) {
    return cells_of(a, q, key_of(q, p->touches[i].channel), DAY_OF(q->by_touch ? p->touches[i].time : end), i + 1, outcome);
}

static inline void book_outcome(attribution *a, const question *q, const walk *w, const int *waived, int from, int outcome, int o, int64_t value) {
    touch_path p;
    int64_t end = w->deeds[outcome].time;
    total_row *total = total_of(a, q, DAY_OF(end));
    gather_path(q, w, waived, from, outcome, q->outcomes[o].is_touch, &p);
    total->touches[o][total->outcomes[o]] = p.count;
    if (p.count > 0) total->times[o][total->time_count[o]++] = end - p.touches[0].time;
    int clicks = 0;
    for (int i = 0; i < p.count; i++) clicks += p.touches[i].click;
    transform_path(q, &p);
    total->outcomes[o]++;
    total->value[o] += value;
    total->untouched[o] += p.count == 0;
    if (p.count > 0 && clicks == 0) {
        total->through[o]++;
        total->through_value[o] += value;
    }
    for (int i = 0; i < p.count; i++) cells_at(a, q, &p, i, end, o);
    for (int m = 0; m < q->model_count; m++) {
        unsigned __int128 weights[WALK_MOST], sum = 0;
        int64_t units[WALK_MOST], values[WALK_MOST];
        weigh(q, &q->models[m], w, outcome, &p, weights);
        for (int i = 0; i < p.count; i++) sum += weights[i];
        if (sum == 0) {
            total->cells[o][2 * m] += 1000000;
            total->cells[o][2 * m + 1] += value;
            continue;
        }
        split_value(1000000, weights, p.count, units);
        split_value(value, weights, p.count, values);
        for (int i = 0; i < p.count; i++) {
            cells_at(a, q, &p, i, end, o)[2 * m] += units[i];
            cells_at(a, q, &p, i, end, o)[2 * m + 1] += values[i];
        }
    }
    if (p.count == 0) return;
    /* Of each row once, whatever it does for it how often. */
    int base = 2 * q->model_count;
    int64_t *done[7][WALK_MOST];
    int done_count[7] = {0};
    for (int i = 0; i < p.count; i++) {
        int last = i == p.count - 1, click = p.touches[i].click;
        int is[7] = {i == 0, last, 1, !last, !last && !click, !last && click, !click && clicks == 0};
        int64_t *cells = cells_at(a, q, &p, i, end, o);
        for (int d = 0; d < 7; d++) {
            int k = 0;
            while (k < done_count[d] && done[d][k] != cells) k++;
            if (!is[d] || k < done_count[d]) continue;
            done[d][done_count[d]++] = cells;
            cells[base + 2 * d]++;
            cells[base + 2 * d + 1] += value;
        }
    }
    int met[CHANNEL_COUNT] = {0}, keys = 0;
    for (int i = 0; i < p.count; i++) met[key_of(q, p.touches[i].channel)] = 1;
    for (int k = 0; k < CHANNEL_COUNT; k++) {
        keys += met[k];
        a->influenced[k][o] += met[k];
    }
    for (int k = 0; k < CHANNEL_COUNT; k++) {
        for (int l = k + 1; l < CHANNEL_COUNT; l++) {
            if (!met[k] || !met[l]) continue;
            pair_row *pair = &a->pairs[k][l];
            pair->is_met = 1;
            pair->both[o]++;
            pair->both_value[o] += value;
            pair->alone[o] += keys == 2;
            pair->alone_value[o] += keys == 2 ? value : 0;
        }
    }
}

static inline void attribute_walk(attribution *a, const question *q, const walk *w) {
    walk_seen s = see_walk(q, w);
    for (int o = 0; o < q->outcome_count; o++) {
        int behind = 0;
        for (int i; (i = next_outcome(&q->outcomes[o], &s, behind)) < s.count; behind = i + 1) {
            if (is_asked(q, &w->deeds[i])) book_outcome(a, q, w, s.waived, q->outcomes[o].anew ? behind : 0, i, o, s.left[i]);
        }
    }
}

#endif /* ATTRIBUTION_MODEL_H */
