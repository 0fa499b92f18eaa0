/* Small journeys as walks of deeds, and the engines that hold them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_WALKS_H
#define ATTRIBUTION_WALKS_H

#include "attribution.h"

#define WALK_MOST 24
#define WALKS 10
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

static inline int compare_deeds(const void *left, const void *right) {
    const deed *a = left, *b = right;
    COMPARE(time);
    if (deed_orders[a->what] != deed_orders[b->what]) return deed_orders[a->what] < deed_orders[b->what] ? -1 : 1;
    if (a->what != b->what) return deed_kinds[a->what] < deed_kinds[b->what] ? -1 : 1;
    COMPARE(channel);
    COMPARE(amount);
    COMPARE(id);
    COMPARE(ref);
    return 0;
}

static inline void sort_walks(walk *walks, int count) {
    for (int w = 0; w < count; w++) qsort(walks[w].deeds, (size_t)walks[w].count, sizeof(deed), compare_deeds);
}

/* ---- Engines of walks: their channels have the codes behind their places ---- */

static inline leadline_engine *open_for_walks(uint32_t shards, uint32_t threads) {
    leadline_engine *engine = open_channels("UTC", shards, threads, 0, 0);
    CHECK_INT(name(engine, 0, "direct"), 4);
    return engine;
}

static inline void record_deed(leadline_engine *engine, uint64_t person, const deed *d) {
    rows r;
    r.count = 0;
    add_row(&r, d->time, deed_kinds[d->what], d->channel == 0 ? 0 : (uint32_t)d->channel + 1, 0, d->amount, 1, d->id);
    leadline_batch batch = batch_of(&r, 1);
    batch.person = &person;
    batch.ref = &d->ref;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static inline leadline_engine *engine_of(const walk *walks, int count) {
    leadline_engine *engine = open_for_walks(1, 1);
    for (int w = 0; w < count; w++) {
        for (int i = 0; i < walks[w].count; i++) record_deed(engine, (uint64_t)w + 1, &walks[w].deeds[i]);
    }
    return engine;
}

/* The credits alone. */
static inline char *credits_of(const leadline_engine *engine, const leadline_attribution_options *options) {
    leadline_table *credits = NULL;
    CHECK_OK(leadline_attribute(engine, options, &credits, NULL, NULL));
    return text_of(credits);
}

#define CHECK_CREDITS(engine, options, wanted)      \
    do {                                            \
        char *is = credits_of((engine), (options)); \
        CHECK_TEXT(is, (wanted));                   \
        free(is);                                   \
    } while (0)

#endif /* ATTRIBUTION_WALKS_H */
