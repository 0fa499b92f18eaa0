/* The paths of walks: what is left of each deed, which deeds are touches, and what is made of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_PATH_H
#define ATTRIBUTION_PATH_H

#include "attribution_options.h"

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

/* ---- Outcomes ---- */

/* What is known of a walk at the instant that is asked for. */
typedef struct walk_seen {
    const walk *walk;
    int count, waived[WALK_MOST];
    int64_t left[WALK_MOST];
} walk_seen;

static inline walk_seen see_walk(const question *q, const walk *w) {
    walk_seen s = {.walk = w};
    while (s.count < w->count && w->deeds[s.count].time <= q->as_of) s.count++;
    settle_walk(w, s.count, s.left);
    waive_touches(q, w, s.count, s.waived);
    return s;
}

/* The place of the next deed that counts, where the latest one that did is right before `behind`, 0 for none; `count` at the end. */
static inline int next_outcome(const outcome_rule *rule, const walk_seen *s, int behind) {
    const deed *deeds = s->walk->deeds;
    int i = behind;
    for (; i < s->count; i++) {
        if (!(rule->deeds >> deeds[i].what & 1) || (rule->channel >= 0 && rule->channel != deeds[i].channel) || s->left[i] == -1) continue;
        if (behind == 0 || (!rule->first && deeds[i].time - deeds[behind - 1].time >= rule->gap)) break;
    }
    return i;
}

static inline int is_asked(const question *q, const deed *d) { return d->time >= q->from && d->time < q->to; }

/* ---- Paths as texts ---- */

#define PATH_TEXT 240 /* all of them direct */

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
    walk_seen s = see_walk(q, w);
    int behind = 0, last = -1;
    touch_path p;
    for (int i; (i = next_outcome(rule, &s, behind)) < s.count; behind = i + 1) {
        if (!is_asked(q, &w->deeds[i])) continue;
        gather_path(q, w, s.waived, rule->anew ? behind : 0, i, rule->is_touch, &p);
        transform_path(q, &p);
        list_path(list, &p, 1, s.left[i]);
    }
    if (rule->first && behind > 0) return;
    for (int i = behind; i < s.count; i++) {
        int t = rule_of(q, &w->deeds[i]);
        if (t >= 0 && !s.waived[i] && !q->touches[t].excluded) last = i;
    }
    if (last < 0 || !is_asked(q, &w->deeds[last])) return;
    gather_path(q, w, s.waived, behind, last, 0, &p);
    p.touches[p.count++] = (path_touch){last, w->deeds[last].channel, 1, w->deeds[last].time};
    transform_path(q, &p);
    list_path(list, &p, 0, 0);
}

#endif /* ATTRIBUTION_PATH_H */
