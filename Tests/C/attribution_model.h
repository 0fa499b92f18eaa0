/* What attribution gives to the touches of small journeys, worked out one outcome at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_MODEL_H
#define ATTRIBUTION_MODEL_H

#include "support.h"

#define WALK_MOST 24
#define WALKS 10
#define TOUCH_RULES 5
#define OUTCOMES 3
#define MODELS 16
#define CHANNEL_COUNT 4

enum { VIEWED, CLICKED, MAILED, LED, CHANCE, SOLD, SOLD_AGAIN, REFUNDED, VISITED, VOIDED, DEED_COUNT };

static const uint16_t deed_kinds[DEED_COUNT] = {IMPRESSION, CLICK, 113, LEAD, 65, SALE, 72, 77, 30, 21};
static const int deed_orders[DEED_COUNT] = {10, 20, 21, 50, 75, 90, 91, 96, 30, 96};
static const char *const deed_names[DEED_COUNT] = {"impression", "click", "email_click", "lead", "opportunity", "sale", "sale_repeat", "refund", "visit", "click_invalid"};
static const char *const channel_texts[CHANNEL_COUNT] = {"", "a", "b", "direct"};

typedef struct deed {
    int64_t time, amount;
    int what;
    int channel; /* a place of channel_texts */
    uint64_t id, ref;
} deed;

typedef struct walk {
    deed deeds[WALK_MOST];
    int count;
} walk;

typedef struct touch_rule {
    int deeds; /* a bit for each */
    int channel; /* -1: any */
    int excluded, click;
    int64_t window;
} touch_rule;

typedef struct outcome_rule {
    int deeds, channel, first, anew, is_touch;
    int64_t gap;
} outcome_rule;

typedef struct model_rule {
    uint32_t kind, weights[8];
    int weight_count, anchors[4], anchor_count, clicks, from_end;
    int64_t half_life;
} model_rule;

typedef struct question {
    touch_rule touches[TOUCH_RULES];
    outcome_rule outcomes[OUTCOMES];
    model_rule models[MODELS];
    int touch_count, outcome_count, model_count;
    int by_channel, by_day, by_touch, by_position, collapse, keep_first, drop_direct, most, details;
    int64_t from, to, as_of;
} question;

static inline int compare_deeds(const void *left, const void *right) {
    const deed *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (deed_orders[a->what] != deed_orders[b->what]) return deed_orders[a->what] < deed_orders[b->what] ? -1 : 1;
    if (a->what != b->what) return deed_kinds[a->what] < deed_kinds[b->what] ? -1 : 1;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (a->amount != b->amount) return a->amount < b->amount ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->ref < b->ref ? -1 : a->ref > b->ref;
}

/* What is left of each deed's amount once refunds up to an instant are taken off sales; -1: nothing is left. */
static inline void settle_walk(const walk *w, int seen, int64_t *left) {
    int undone[WALK_MOST] = {0};
    for (int i = 0; i < seen; i++) left[i] = w->deeds[i].amount;
    for (int i = 0; i < seen; i++) {
        const deed *d = &w->deeds[i];
        if (d->what != REFUNDED) continue;
        int sale = -1;
        for (int k = 0; k < (d->ref != 0 ? seen : i) && (d->ref == 0 || sale < 0); k++) {
            const deed *s = &w->deeds[k];
            if (s->what != SOLD && s->what != SOLD_AGAIN) continue;
            if (d->ref != 0 ? s->id == d->ref : !undone[k]) sale = k;
        }
        if (sale < 0) continue;
        left[sale] -= d->amount;
        if (left[sale] < 0) left[sale] = 0;
        if (left[sale] == 0) undone[sale] = 1;
    }
    for (int i = 0; i < seen; i++) {
        if ((w->deeds[i].what == SOLD || w->deeds[i].what == SOLD_AGAIN) && left[i] == 0) left[i] = -1;
    }
}

/* ---- One path ---- */

typedef struct path_touch {
    int deed, channel, click;
    int64_t time;
} path_touch;

typedef struct touch_path {
    path_touch touches[WALK_MOST];
    int count;
} touch_path;

static inline int key_of(const question *q, int channel) { return q->by_channel ? channel : 0; }
static inline int is_direct(const question *q, int channel) { return q->by_channel && (channel == 0 || channel == 3); }

static inline int rule_of(const question *q, const deed *d) {
    for (int t = 0; t < q->touch_count; t++) {
        const touch_rule *r = &q->touches[t];
        if ((r->deeds >> d->what & 1) && (r->channel < 0 || r->channel == d->channel)) return t;
    }
    return -1;
}

/* Clicks that a correction up to an instant names, and visits within half an hour of a click that is a touch. */
static inline void waive_touches(const question *q, const walk *w, int seen, int *waived) {
    const int64_t idle = INT64_C(1800) * 1000000;
    for (int i = 0; i < seen; i++) {
        waived[i] = 0;
        for (int k = 0; k < seen && w->deeds[i].what == CLICKED; k++)
            waived[i] |= w->deeds[k].what == VOIDED && w->deeds[k].ref != 0 && w->deeds[k].ref == w->deeds[i].id;
    }
    for (int i = 0; i < seen; i++) {
        for (int k = 0; k < i && w->deeds[i].what == VISITED; k++) {
            const deed *d = &w->deeds[k];
            int t = rule_of(q, d), is_click = d->what == CLICKED || d->what == MAILED;
            waived[i] |= is_click && t >= 0 && !q->touches[t].excluded && !waived[k] && w->deeds[i].time - d->time <= idle;
        }
    }
}

static inline void gather_path(const question *q, const walk *w, const int *waived, int from, int outcome, int is_touch, touch_path *p) {
    p->count = 0;
    for (int i = from; i <= outcome; i++) {
        const deed *d = &w->deeds[i];
        int t = rule_of(q, d);
        if (i == outcome) {
            if (!is_touch || (t >= 0 && q->touches[t].excluded)) continue;
        } else if (t < 0 || waived[i] || q->touches[t].excluded || w->deeds[outcome].time - d->time > q->touches[t].window) {
            continue;
        }
        p->touches[p->count++] = (path_touch){i, d->channel, i == outcome || q->touches[t].click, d->time};
    }
}

static inline void transform_path(const question *q, touch_path *p) {
    touch_path out = {.count = 0};
    for (int i = 0; i < p->count; i++) {
        int key = key_of(q, p->touches[i].channel), stands = -1;
        for (int k = 0; k < out.count; k++) {
            int is_last = k + 1 == out.count;
            if (key_of(q, out.touches[k].channel) == key && (q->keep_first || (q->collapse && is_last))) stands = k;
        }
        /* What stays for several is a click if one of them was. */
        if (stands >= 0) out.touches[stands].click |= p->touches[i].click;
        else out.touches[out.count++] = p->touches[i];
    }
    *p = out;
    int others = 0;
    for (int i = 0; i < p->count; i++) others += !is_direct(q, p->touches[i].channel);
    if (q->drop_direct && others > 0) {
        out.count = 0;
        for (int i = 0; i < p->count; i++) {
            if (!is_direct(q, p->touches[i].channel)) out.touches[out.count++] = p->touches[i];
        }
        *p = out;
    }
    int dropped = q->most > 0 && p->count > q->most ? p->count - q->most : 0;
    for (int i = dropped; i < p->count; i++) p->touches[i - dropped] = p->touches[i];
    p->count -= dropped;
}

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
    int seen = 0, waived[WALK_MOST];
    int64_t left[WALK_MOST];
    while (seen < w->count && w->deeds[seen].time <= q->as_of) seen++;
    settle_walk(w, seen, left);
    waive_touches(q, w, seen, waived);
    for (int o = 0; o < q->outcome_count; o++) {
        const outcome_rule *rule = &q->outcomes[o];
        int start = 0, counted = 0;
        int64_t latest = 0;
        for (int i = 0; i < seen; i++) {
            const deed *d = &w->deeds[i];
            if (!(rule->deeds >> d->what & 1) || (rule->channel >= 0 && rule->channel != d->channel) || left[i] == -1) continue;
            if (counted && (rule->first || d->time - latest < rule->gap)) continue;
            if (d->time >= q->from && d->time < q->to) book_outcome(a, q, w, waived, start, i, o, left[i]);
            counted = 1;
            latest = d->time;
            if (rule->anew) start = i + 1;
        }
    }
}

/* ---- Paths as texts ---- */

#define PATH_TEXT 200

typedef struct path_list {
    char texts[WALKS * WALK_MOST][PATH_TEXT];
    const char *paths[WALKS * WALK_MOST];
    uint64_t outcomes[WALKS * WALK_MOST], lost[WALKS * WALK_MOST];
    int64_t values[WALKS * WALK_MOST];
    size_t count;
} path_list;

static inline void list_path(path_list *list, const touch_path *p, int outcomes, int64_t value) {
    char *text = list->texts[list->count];
    text[0] = 0;
    for (int i = 0; i < p->count; i++) {
        if (i > 0) strcat(text, " > ");
        strcat(text, p->touches[i].channel == 0 ? "!" : channel_texts[p->touches[i].channel]);
    }
    list->paths[list->count] = text;
    list->outcomes[list->count] = (uint64_t)outcomes;
    list->values[list->count] = value;
    list->lost[list->count++] = (uint64_t)!outcomes;
}

/* The paths of a walk to an outcome, and the one behind all that counted, which led to nothing. */
static inline void list_walk(path_list *list, const question *q, const walk *w, int o) {
    const outcome_rule *rule = &q->outcomes[o];
    int seen = 0, start = 0, behind = 0, last = -1, waived[WALK_MOST];
    int64_t left[WALK_MOST], latest = 0;
    touch_path p;
    while (seen < w->count && w->deeds[seen].time <= q->as_of) seen++;
    settle_walk(w, seen, left);
    waive_touches(q, w, seen, waived);
    for (int i = 0; i < seen; i++) {
        const deed *d = &w->deeds[i];
        if (!(rule->deeds >> d->what & 1) || (rule->channel >= 0 && rule->channel != d->channel) || left[i] == -1) continue;
        if (behind > 0 && (rule->first || d->time - latest < rule->gap)) continue;
        if (d->time >= q->from && d->time < q->to) {
            gather_path(q, w, waived, start, i, rule->is_touch, &p);
            transform_path(q, &p);
            list_path(list, &p, 1, left[i]);
        }
        behind = i + 1;
        latest = d->time;
        if (rule->anew) start = i + 1;
    }
    if (rule->first && behind > 0) return;
    for (int i = behind; i < seen; i++) {
        int t = rule_of(q, &w->deeds[i]);
        if (t >= 0 && !waived[i] && !q->touches[t].excluded) last = i;
    }
    if (last < 0 || w->deeds[last].time < q->from || w->deeds[last].time >= q->to) return;
    gather_path(q, w, waived, behind, last, 0, &p);
    p.touches[p.count++] = (path_touch){last, w->deeds[last].channel, 1, w->deeds[last].time};
    transform_path(q, &p);
    list_path(list, &p, 0, 0);
}

#endif /* ATTRIBUTION_MODEL_H */
