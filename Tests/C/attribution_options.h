/* Journeys and questions of attribution by chance, and what is asked as the contract has it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_OPTIONS_H
#define ATTRIBUTION_OPTIONS_H

#include "attribution_walks.h"

#define TOUCH_RULES 5
#define OUTCOMES 3
#define MODELS 16

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

/* ---- Random walks ---- */

static inline void make_walks(walk *walks, int *count) {
    uint64_t id = 1;
    *count = 1 + (int)any(WALKS);
    for (int w = 0; w < *count; w++) {
        walks[w].count = (int)any(any(3) == 0 ? WALK_MOST + 1 : 8);
        for (int i = 0; i < walks[w].count; i++) {
            int what = any(2) == 0 ? (int)any(3) : (int)any(DEED_COUNT);
            deed *d = &walks[w].deeds[i];
            *d = (deed){MARCH_1 + any(6) * (DAY / 2), 0, what, (int)any(CHANNEL_COUNT), 0, 0};
            if (what == SOLD || what == SOLD_AGAIN || what == REFUNDED) d->amount = 1 + any(any(2) == 0 ? 5 : 1000);
            if (what == LED || what == CHANCE) d->amount = any(100);
            if (what == SOLD || what == SOLD_AGAIN || what == REFUNDED || what == CLICKED) d->id = id++;
            if (any(20) == 0 && what == SOLD) d->amount = (INT64_C(1) << 57) - any(3);
        }
        for (int i = 0; i < walks[w].count; i++) {
            deed *d = &walks[w].deeds[i];
            if ((d->what != REFUNDED && d->what != VOIDED) || any(2) == 0) continue;
            const deed *other = &walks[w].deeds[any((uint32_t)walks[w].count)];
            if (d->what == VOIDED) d->ref = other->id;
            else if (other->what == SOLD || other->what == SOLD_AGAIN) d->ref = other->id;
        }
    }
}

static inline int touch_deeds(void) {
    int deeds = 0;
    while (deeds == 0) deeds = (int)any(8) | (any(8) == 0 ? 1 << LED : 0) | (any(4) == 0 ? 1 << VISITED : 0);
    return deeds;
}

/* Sales with their parts. */
static inline int with_parts(int deeds) { return deeds | (deeds >> SOLD & 1) << SOLD_AGAIN; }

static inline void make_question(question *q) {
    memset(q, 0, sizeof *q);
    q->touch_count = (int)any(TOUCH_RULES) + 1;
    for (int t = 0; t < q->touch_count; t++) {
        touch_rule *r = &q->touches[t];
        *r = (touch_rule){touch_deeds(), any(2) == 0 ? -1 : (int)any(CHANNEL_COUNT), any(4) == 0, (int)any(2), 1 + any(6) * (DAY / 2)};
        if (any(3) == 0) r->window = INT64_MAX;
    }
    static const int wanted[] = {1 << SOLD | 1 << SOLD_AGAIN, 1 << LED, 1 << CHANCE, 1 << SOLD_AGAIN, 1 << LED | 1 << SOLD | 1 << SOLD_AGAIN};
    q->outcome_count = 1 + (int)any(OUTCOMES);
    for (int o = 0; o < q->outcome_count; o++) {
        q->outcomes[o] = (outcome_rule){wanted[any(5)], any(4) == 0 ? (int)any(CHANNEL_COUNT) : -1, any(3) == 0, any(3) == 0, any(3) == 0,
            any(3) == 0 ? (int64_t)any(4) * (DAY / 2) : 0};
    }
    static const uint32_t kinds[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13};
    q->model_count = 1 + (int)any(MODELS);
    for (int m = 0; m < q->model_count; m++) {
        model_rule *r = &q->models[m];
        r->kind = kinds[any(12)];
        r->clicks = any(3) == 0;
        r->from_end = r->kind == LEADLINE_MODEL_CUSTOM && any(2) == 0;
        r->half_life = DAY / 2;
        r->anchor_count = r->kind == LEADLINE_MODEL_STAGE ? 1 + (int)any(4) : 0;
        r->weight_count = r->kind == LEADLINE_MODEL_POSITION ? 3 : r->kind == LEADLINE_MODEL_STAGE ? r->anchor_count + 2
            : r->kind == LEADLINE_MODEL_CUSTOM ? 1 + (int)any(8) : 0;
        for (int a = 0; a < r->anchor_count; a++) r->anchors[a] = with_parts(1 << any(DEED_COUNT));
        for (int i = 0; i < r->weight_count; i++) r->weights[i] = any(3) == 0 ? any(2) : any(1000001);
    }
    q->by_channel = any(4) != 0;
    q->by_day = any(2) == 0;
    q->by_touch = q->by_day && any(2) == 0;
    q->by_position = any(3) == 0;
    q->collapse = any(3) == 0;
    q->keep_first = any(4) == 0;
    q->drop_direct = any(4) == 0;
    q->most = any(3) == 0 ? 1 + (int)any(4) : 0;
    q->details = any(2) == 0;
    q->from = any(3) == 0 ? MARCH_1 + any(4) * (DAY / 2) : INT64_MIN;
    q->to = any(3) == 0 ? MARCH_1 + (int64_t)(3 + any(4)) * (DAY / 2) : INT64_MAX;
    q->as_of = any(3) == 0 ? MARCH_1 + (int64_t)(2 + any(4)) * (DAY / 2) : MARCH_1 + 4 * DAY;
}

static inline void join_kinds(int deeds, char *text) {
    text[0] = 0;
    deeds &= ~((deeds >> SOLD & 1) << SOLD_AGAIN);
    for (int d = 0; d < DEED_COUNT; d++) {
        if (!(deeds >> d & 1)) continue;
        if (text[0] != 0) strcat(text, "|");
        strcat(text, deed_names[d]);
    }
}

/* What is asked, as the contract has it; it stands until the next question. */
static inline leadline_attribution_options *options_of(const question *q) {
    static leadline_attribution_options options;
    static leadline_touch touches[TOUCH_RULES];
    static leadline_outcome outcomes[OUTCOMES];
    static leadline_model models[MODELS];
    static leadline_step anchors[MODELS][4];
    static char touch_kinds[TOUCH_RULES][80], outcome_kinds[OUTCOMES][80], anchor_kinds[MODELS][4][80], names[OUTCOMES][8], model_names[MODELS][8];
    static leadline_filter filters[CHANNEL_COUNT];
    for (int c = 0; c < CHANNEL_COUNT; c++) filters[c] = (leadline_filter){sizeof(leadline_filter), "channel", &channel_texts[c], 1};
    for (int t = 0; t < q->touch_count; t++) {
        const touch_rule *r = &q->touches[t];
        join_kinds(r->deeds, touch_kinds[t]);
        touches[t] = (leadline_touch){sizeof(leadline_touch), touch_kinds[t], r->channel < 0 ? NULL : &filters[r->channel], r->channel >= 0,
            r->excluded ? 0 : r->window, r->click ? LEADLINE_TOUCH_CLICK : LEADLINE_TOUCH_VIEW, r->excluded ? LEADLINE_TOUCH_EXCLUDED : 0};
    }
    for (int o = 0; o < q->outcome_count; o++) {
        const outcome_rule *r = &q->outcomes[o];
        join_kinds(r->deeds, outcome_kinds[o]);
        snprintf(names[o], sizeof names[o], "o%d", o);
        outcomes[o] = (leadline_outcome){sizeof(leadline_outcome), names[o], outcome_kinds[o], r->channel < 0 ? NULL : &filters[r->channel],
            r->channel >= 0, r->gap, 0, 0};
        if (r->first) outcomes[o].flags |= LEADLINE_OUTCOME_FIRST;
        if (r->anew) outcomes[o].flags |= LEADLINE_OUTCOME_ANEW;
        if (r->is_touch) outcomes[o].flags |= LEADLINE_OUTCOME_IS_TOUCH;
    }
    for (int m = 0; m < q->model_count; m++) {
        const model_rule *r = &q->models[m];
        models[m] = model_of(r->kind, model_names[m]);
        snprintf(model_names[m], sizeof model_names[m], "m%d", m);
        models[m].flags = (r->clicks ? LEADLINE_MODEL_CLICKS : 0) | (r->from_end ? LEADLINE_MODEL_FROM_END : 0);
        models[m].weights = r->weights;
        models[m].weight_count = (size_t)r->weight_count;
        models[m].anchors = anchors[m];
        models[m].anchor_count = (size_t)r->anchor_count;
        if (r->kind == LEADLINE_MODEL_TIME_DECAY) models[m].half_life_us = r->half_life;
        for (int a = 0; a < r->anchor_count; a++) {
            anchors[m][a] = (leadline_step)LEADLINE_STEP_INIT;
            join_kinds(r->anchors[a], anchor_kinds[m][a]);
            anchors[m][a].kinds = anchor_kinds[m][a];
        }
    }
    options = (leadline_attribution_options)LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.touches = touches;
    options.touch_count = (size_t)q->touch_count;
    options.outcomes = outcomes;
    options.outcome_count = (size_t)q->outcome_count;
    options.models = models;
    options.model_count = (size_t)q->model_count;
    options.by = by_channel;
    options.by_count = (size_t)q->by_channel;
    options.most_touches = (uint32_t)q->most;
    options.period = q->by_day ? LEADLINE_PERIOD_DAY : 0;
    options.from_us = q->from;
    options.to_us = q->to;
    options.as_of_us = q->as_of;
    options.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF;
    if (q->collapse) options.flags |= LEADLINE_ATTRIBUTE_COLLAPSE;
    if (q->keep_first) options.flags |= LEADLINE_ATTRIBUTE_FIRST;
    if (q->drop_direct) options.flags |= LEADLINE_ATTRIBUTE_DROP_DIRECT;
    if (q->by_touch) options.flags |= LEADLINE_ATTRIBUTE_BY_TOUCH;
    if (q->by_position) options.flags |= LEADLINE_ATTRIBUTE_BY_POSITION;
    if (q->details) options.flags |= LEADLINE_ATTRIBUTE_DETAILS;
    return &options;
}

#endif /* ATTRIBUTION_OPTIONS_H */
