/*
 * stream.h - a deterministic stream of advertising facts, in the order of their times, of any length.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What follows from an impression (a click, a lead days later, its approval, a sale weeks later, a refund) is drawn at
 * once and waits in a heap until its time has come, so memory follows what is outstanding and not the length. Every fact
 * is counted when it is drawn. That count is also the clock: when so many hundredths of all facts are drawn, so many
 * hundredths of the busy hours have passed. So there are exactly as many facts as were asked for, spread over the days
 * asked for, and nothing has to be guessed beforehand.
 */
#ifndef EXAMPLES_STREAM_H
#define EXAMPLES_STREAM_H

#include "random.h"
#include "stream_model.h"

#include <stdlib.h>
#include <string.h>

typedef struct stream_options {
    uint64_t facts;
    uint64_t seed;
    uint32_t campaigns; /* 1 to 1 000 000 */
    uint32_t days;      /* 1 to 36 500; sales of the last days come in the weeks behind them */
} stream_options;

typedef struct stream_fact {
    int64_t second; /* since 1970 */
    uint64_t person;
    uint64_t id;     /* 0: none */
    uint64_t ref;    /* 0: none */
    int64_t amount;  /* in cents, -1: none */
    uint32_t campaign;
    stream_kind kind;
} stream_fact;

typedef struct stream_campaign {
    uint32_t quality; /* of its clicks, in percent of the channel's */
    uint32_t active;  /* it has impressions today, so there will be a row of spend */
    uint64_t spent;   /* thousandths of a cent not yet in a row */
} stream_campaign;

typedef struct stream {
    stream_options options;
    uint64_t random;
    uint64_t persons;
    uint64_t drawn;   /* facts drawn so far, those that wait among them */
    uint64_t last_id;
    uint64_t *shares; /* running sum of the campaigns' shares of the impressions */
    stream_campaign *campaigns;
    uint32_t *active; /* today's active campaigns */
    uint32_t active_count;
    /* The hour that the clock stands in: it lasts while `drawn` is in [hour_from, hour_to). */
    uint64_t hour;
    uint64_t hour_from, hour_to;
    uint64_t weight_passed, weight_all;
    uint64_t day; /* of the impression drawn last */
    stream_fact *heap;
    size_t heap_count, heap_room;
    int failed; /* no memory for the heap */
} stream;

static inline uint32_t stream_channel_of(uint32_t campaign) {
    return campaign % STREAM_CHANNELS;
}

/* ---- What waits, the earliest on top. Ids tell facts of one second apart; rows of spend have none and come first. ---- */

static inline int stream_earlier(const stream_fact *one, const stream_fact *other) {
    if (one->second != other->second) return one->second < other->second;
    if (one->id != other->id) return one->id < other->id;
    return one->campaign < other->campaign;
}

static inline void stream_push(stream *s, const stream_fact *fact) {
    if (s->heap_count == s->heap_room) {
        size_t room = s->heap_room == 0 ? 1024 : 2 * s->heap_room;
        stream_fact *larger = realloc(s->heap, room * sizeof *larger);
        if (larger == NULL) {
            s->failed = 1;
            return;
        }
        s->heap = larger;
        s->heap_room = room;
    }
    size_t at = s->heap_count++;
    for (; at > 0 && stream_earlier(fact, &s->heap[(at - 1) / 2]); at = (at - 1) / 2) s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = *fact;
}

static inline void stream_pop(stream *s, stream_fact *fact) {
    *fact = s->heap[0];
    stream_fact last = s->heap[--s->heap_count];
    size_t at = 0;
    for (size_t child = 1; child < s->heap_count; child = 2 * at + 1) {
        if (child + 1 < s->heap_count && stream_earlier(&s->heap[child + 1], &s->heap[child])) child++;
        if (!stream_earlier(&s->heap[child], &last)) break;
        s->heap[at] = s->heap[child];
        at = child;
    }
    s->heap[at] = last;
}

/* ---- The clock ---- */

static inline uint64_t stream_hour_weight(uint64_t hour) {
    return (uint64_t)stream_hours[hour % 24] * stream_weekdays[hour / 24 % 7];
}

/* How many facts are drawn when so much of the weight of all hours has passed. */
static inline uint64_t stream_drawn_at(const stream *s, uint64_t weight) {
    return s->options.facts / s->weight_all * weight + s->options.facts % s->weight_all * weight / s->weight_all;
}

/* The second that the clock shows. */
static inline int64_t stream_now(stream *s) {
    while (s->drawn >= s->hour_to && s->weight_passed < s->weight_all) {
        s->hour++;
        s->hour_from = s->hour_to;
        s->weight_passed += stream_hour_weight(s->hour);
        s->hour_to = stream_drawn_at(s, s->weight_passed);
    }
    uint64_t into = s->drawn - s->hour_from, whole = s->hour_to - s->hour_from;
    return STREAM_START + (int64_t)(s->hour * 3600 + (whole > 0 ? into * 3600 / whole : 0));
}

/* ---- Drawing. One random number a statement: C leaves open in which order arguments are evaluated. ---- */

/* Lets a fact wait for its time, with the next id; returns it, or 0 when enough facts have been drawn. */
static inline uint64_t stream_draw(stream *s, const stream_fact *cause, stream_kind kind, int64_t second, uint64_t ref, int64_t amount) {
    if (s->drawn == s->options.facts) return 0;
    s->drawn++;
    stream_fact fact = {second, cause->person, ++s->last_id, ref, amount, cause->campaign, kind};
    stream_push(s, &fact);
    return fact.id;
}

static inline int64_t stream_later(stream *s, int64_t second, uint64_t least, uint64_t most) {
    return second + (int64_t)random_between(&s->random, least, most);
}

/* Half to one and a half times the average. */
static inline int64_t stream_amount(stream *s, uint64_t average) {
    return (int64_t)(average * random_between(&s->random, 50, 150) / 100);
}

/* What becomes of a lead. */
static inline void stream_draw_sale(stream *s, const stream_fact *cause, const stream_channel *channel, uint64_t lead, int64_t lead_at) {
    const uint64_t hour = 3600, day = STREAM_DAY;
    int approved = random_chance(&s->random, channel->approved);
    stream_draw(s, cause, approved ? STREAM_LEAD_APPROVED : STREAM_LEAD_REJECTED, stream_later(s, lead_at, hour, 3 * day), lead, -1);
    if (!approved || !random_chance(&s->random, channel->sale)) return;
    int64_t sale_at = stream_later(s, lead_at, 7 * day, 42 * day);
    int64_t paid = stream_amount(s, channel->cents_per_sale);
    uint64_t sale = stream_draw(s, cause, STREAM_SALE, sale_at, lead, paid);
    if (sale == 0) return;
    if (random_chance(&s->random, channel->refund)) {
        int64_t back = random_chance(&s->random, 650000) ? paid : paid / 2;
        stream_draw(s, cause, STREAM_REFUND, stream_later(s, sale_at, 2 * day, 25 * day), sale, back);
    } else if (random_chance(&s->random, 150000)) {
        int64_t again_at = stream_later(s, sale_at, 21 * day, 70 * day);
        stream_draw(s, cause, STREAM_SALE_REPEAT, again_at, 0, stream_amount(s, channel->cents_per_sale));
    }
}

/* What becomes of an impression. */
static inline void stream_draw_click(stream *s, const stream_fact *impression) {
    const stream_channel *channel = &stream_channels[stream_channel_of(impression->campaign)];
    stream_campaign *campaign = &s->campaigns[impression->campaign];
    campaign->spent += channel->cents_per_mille;
    if (!random_chance(&s->random, (uint64_t)channel->click * campaign->quality / 100)) return;
    campaign->spent += (uint64_t)stream_amount(s, channel->cents_per_click * UINT64_C(1000));
    int64_t click_at = stream_later(s, impression->second, 2, 240);
    if (stream_draw(s, impression, STREAM_CLICK, click_at, 0, -1) == 0) return;
    if (!random_chance(&s->random, channel->lead)) return;
    /* The earlier of two draws: most leads come soon. */
    int64_t lead_at = stream_later(s, click_at, 60, 6 * STREAM_DAY);
    int64_t other = stream_later(s, click_at, 60, 6 * STREAM_DAY);
    if (other < lead_at) lead_at = other;
    uint64_t lead = stream_draw(s, impression, STREAM_LEAD, lead_at, 0, -1);
    if (lead != 0) stream_draw_sale(s, impression, channel, lead, lead_at);
}

static inline uint32_t stream_pick_campaign(stream *s) {
    uint64_t at = random_below(&s->random, s->shares[s->options.campaigns - 1]);
    uint32_t low = 0, high = s->options.campaigns - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->shares[middle] > at) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* The platforms' rows of the day that is over; they were counted when their campaigns became active. */
static inline void stream_end_day(stream *s) {
    for (uint32_t i = 0; i < s->active_count; i++) {
        stream_campaign *campaign = &s->campaigns[s->active[i]];
        stream_fact row = {STREAM_START + (int64_t)(s->day + 1) * STREAM_DAY - 1, 0, 0, 0, (int64_t)(campaign->spent / 1000),
                           s->active[i], STREAM_MEDIA_SPEND};
        campaign->spent %= 1000;
        campaign->active = 0;
        stream_push(s, &row);
    }
    s->active_count = 0;
}

static inline void stream_impression(stream *s, int64_t second, stream_fact *fact) {
    uint64_t person = random_between(&s->random, 1, s->persons);
    stream_fact drawn = {second, person, ++s->last_id, 0, -1, stream_pick_campaign(s), STREAM_IMPRESSION};
    s->drawn++;
    stream_campaign *campaign = &s->campaigns[drawn.campaign];
    if (!campaign->active && s->drawn < s->options.facts) {
        s->drawn++;
        campaign->active = 1;
        s->active[s->active_count++] = drawn.campaign;
    }
    stream_draw_click(s, &drawn);
    *fact = drawn;
}

/* ---- Use ---- */

static inline void stream_close(stream *s) {
    free(s->shares);
    free(s->campaigns);
    free(s->active);
    free(s->heap);
    memset(s, 0, sizeof *s);
}

/* Begins; returns 0 when there is no memory. */
static inline int stream_open(stream *s, const stream_options *options) {
    memset(s, 0, sizeof *s);
    s->options = *options;
    s->random = random_mix(options->seed + 1);
    s->persons = options->facts / 12 + 1;
    if (s->persons > UINT32_MAX) s->persons = UINT32_MAX;
    s->shares = malloc(options->campaigns * sizeof *s->shares);
    s->campaigns = calloc(options->campaigns, sizeof *s->campaigns);
    s->active = malloc(options->campaigns * sizeof *s->active);
    if (s->shares == NULL || s->campaigns == NULL || s->active == NULL) {
        stream_close(s);
        return 0;
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < options->campaigns; i++) {
        sum += (UINT64_C(1) << 26) / (i + 1); /* Zipf: the k-th campaign has a k-th of the first one's impressions */
        s->shares[i] = sum;
        s->campaigns[i].quality = 70 + (uint32_t)(random_mix(options->seed ^ random_mix(i + 1)) % 61);
    }
    for (uint64_t hour = 0; hour < options->days * UINT64_C(24); hour++) s->weight_all += stream_hour_weight(hour);
    s->weight_passed = stream_hour_weight(0);
    s->hour_to = stream_drawn_at(s, s->weight_passed);
    return 1;
}

/* The next fact in time; 0 when there is none, or no memory (`failed`). */
static inline int stream_next(stream *s, stream_fact *fact) {
    for (;;) {
        int done = s->drawn == s->options.facts;
        int64_t second = done ? INT64_MAX : stream_now(s);
        uint64_t day = done ? UINT64_MAX : s->hour / 24;
        if (s->failed) return 0;
        if (s->active_count > 0 && day != s->day) {
            stream_end_day(s);
            continue;
        }
        if (!done) s->day = day;
        if (s->heap_count > 0 && s->heap[0].second <= second) {
            stream_pop(s, fact);
            return 1;
        }
        if (done) return 0;
        stream_impression(s, second, fact);
        return 1;
    }
}

#endif
