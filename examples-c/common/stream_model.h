/*
 * stream_model.h - the market that the generated facts come from.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * All figures are invented, and chosen so that the channels differ in ways a marketer would recognise: search dear by the
 * click and cheap by the sale, display the other way round, a channel that brings many leads that sales rejects.
 */
#ifndef EXAMPLES_STREAM_MODEL_H
#define EXAMPLES_STREAM_MODEL_H

#include <stdint.h>

/* Chances are parts in a million. */
typedef struct stream_channel {
    const char *name;
    uint32_t click;            /* an impression is clicked */
    uint32_t lead;             /* a click becomes a lead */
    uint32_t approved;         /* a lead is approved */
    uint32_t sale;             /* an approved lead becomes a sale */
    uint32_t refund;           /* a sale is given back, wholly or in part */
    uint32_t cents_per_click;  /* on average */
    uint32_t cents_per_mille;  /* for a thousand impressions */
    uint32_t cents_per_sale;   /* the average order */
} stream_channel;

#define STREAM_CHANNELS 8

static const stream_channel stream_channels[STREAM_CHANNELS] = {
    {"search", 52000, 85000, 720000, 380000, 40000, 145, 0, 24900},
    {"social", 14000, 60000, 540000, 240000, 60000, 62, 0, 17900},
    {"shopping", 31000, 48000, 800000, 450000, 110000, 48, 0, 9900},
    {"display", 9000, 30000, 480000, 250000, 70000, 0, 310, 15900},
    {"video", 12000, 36000, 510000, 270000, 50000, 0, 690, 18900},
    {"email", 38000, 70000, 760000, 410000, 30000, 0, 1150, 14900},
    {"affiliate", 26000, 110000, 310000, 200000, 90000, 55, 0, 16900},
    {"native", 15000, 45000, 500000, 240000, 60000, 34, 0, 15900},
};

/* What a campaign is called after; its number follows. */
#define STREAM_THEMES 8

static const char *const stream_themes[STREAM_THEMES] = {"brand",  "spring",    "summer",    "autumn",
                                                         "winter", "clearance", "newcomers", "loyalty"};

/* How busy the hours of a day are, from midnight, and the days of a week, from Monday. */
static const uint8_t stream_hours[24] = {12, 7, 5, 4, 4, 6, 14, 26, 38, 46, 50, 52, 55, 50, 48, 48, 50, 54, 60, 68, 74, 70, 48, 26};
static const uint8_t stream_weekdays[7] = {102, 104, 103, 100, 94, 88, 96};

/* The first day: Monday, 1 January 2024, 00:00 UTC, in seconds since 1970. */
#define STREAM_START INT64_C(1704067200)

#define STREAM_DAY INT64_C(86400)

/* Kinds, by the numbers that the contract fixes. */
typedef enum stream_kind {
    STREAM_IMPRESSION = 10,
    STREAM_CLICK = 20,
    STREAM_LEAD = 50,
    STREAM_LEAD_APPROVED = 57,
    STREAM_LEAD_REJECTED = 58,
    STREAM_SALE = 70,
    STREAM_SALE_REPEAT = 72,
    STREAM_REFUND = 77,
    STREAM_MEDIA_SPEND = 90
} stream_kind;

static inline const char *stream_kind_name(stream_kind kind) {
    switch (kind) {
    case STREAM_IMPRESSION: return "impression";
    case STREAM_CLICK: return "click";
    case STREAM_LEAD: return "lead";
    case STREAM_LEAD_APPROVED: return "lead_approved";
    case STREAM_LEAD_REJECTED: return "lead_rejected";
    case STREAM_SALE: return "sale";
    case STREAM_SALE_REPEAT: return "sale_repeat";
    case STREAM_REFUND: return "refund";
    case STREAM_MEDIA_SPEND: return "media_spend";
    }
    return "";
}

#endif
