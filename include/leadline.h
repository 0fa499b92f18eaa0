/*
 * leadline.h - an embeddable metrics core for performance marketing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * INTRODUCTION
 *
 * Leadline takes in the facts of the advertising chain - impressions, clicks, leads, sales, refunds, spend - at memory
 * speed, keeps them rolled up by the names and periods the host declares, and answers with counts, amounts and
 * indicators (CTR, CPC, CPL, ROAS ...), exactly: sums are integers that never wrap, a ratio is a numerator and a
 * denominator, and the same facts give the same answer in any order, in any batches, on any number of threads.
 *
 * Order of calls:
 *
 *     leadline_open            declare dimensions, kinds, rollups, money scale, time zone
 *     leadline_intern          turn names ("spring sale") into codes, once per name
 *     leadline_record_batch    take in columns of facts            (the fast way)
 *     leadline_writer_record   take in one fact                    (the convenient way)
 *     leadline_csv_file        take in a CSV file
 *     leadline_query           ask; the answer is a leadline_table
 *     leadline_point_read      ask for one key while others write
 *     leadline_close
 *
 * Ownership. A handle is created by a function that ends in _open (or by leadline_query) and destroyed by the
 * matching function, which accepts NULL. Everything passed in is copied or only read during the call; nothing is kept.
 * What a table's columns point to lives until the table is destroyed.
 *
 * Errors. Every function that can fail returns a leadline_status. On failure out parameters are untouched and the
 * handle is as it was before the call, unless the function says otherwise. leadline_status_text explains a status;
 * leadline_engine_error gives the detail (which row, column, name, position) of the last failure on an engine. Handles
 * may be NULL only where it is said: elsewhere NULL gives LEADLINE_ERROR_NULL. The lists of statuses below leave out
 * what any call may give: NULL, and MISALIGNED for a pointer that is not aligned for its type.
 *
 * Threads. Calls on one engine are safe from any thread, without locks of the host's. A writer and a CSV reader belong
 * to one thread at a time. A table and a point reader may be read by many threads at once. The library starts no
 * threads of its own, keeps no thread-local state and installs no handlers. Nothing here is async-signal-safe.
 *
 * Processes. After fork an engine inherited by the child may only be closed there; every other call on it or on what
 * was opened from it returns LEADLINE_ERROR_FORKED (those that return no status: 0). What was opened from an engine is
 * closed before the engine or not at all: after that it must not be touched. dlclose is safe once all handles are
 * closed.
 *
 * Memory. All memory of the engine comes from the allocator in the options, but a page that tells a fork. When it
 * returns NULL the call gives LEADLINE_ERROR_MEMORY and nothing has changed.
 *
 * Option structs begin with struct_size, which the caller sets to sizeof the struct, the rest zeroed; the initialisers
 * (..._INIT) do both. A library newer than the program reads missing fields as zero; one that is older refuses a
 * non-zero field it does not know with LEADLINE_ERROR_STRUCT_SIZE. Zero is always a field's default. In arrays of such
 * structs all elements have one struct_size, which is the stride. Structs the library fills in (results) work alike:
 * the caller sets struct_size, the library writes min(struct_size, known) bytes and leaves struct_size alone.
 *
 * Of option structs that have grown, every size is taken from the first on that is a multiple of 8, which is behind a field:
 * leadline_options (first to id_window_us), leadline_batch and leadline_query_options (to what is before `currency` and
 * `measured`), leadline_funnel_options (before `stages`), leadline_step and leadline_exclusion (before `flags`),
 * leadline_audience_options (before from_us), leadline_open_leads_options (before given_up_after_us). The others have not grown.
 * What is smaller, or between two fields, gives STRUCT_SIZE.
 *
 * A number that a flag lets count (from_us, to_us, as_of_us; max_age; scale of a rate; default_time_us) is 0 without its flag, or
 * INT64_MIN for from_us and INT64_MAX for to_us; any other gives ARGUMENT, and so do flags that the library does not know, and
 * id_limit or id_window_us without ids or refs.
 *
 * What holds by days (prices, targets, rates) begins and ends where a day of the engine's zone begins (leadline_period_bounds).
 * So do, whatever the zone's clocks show then, the first instant of the year 1 UTC and the end of the year 9999 UTC; INT64_MIN
 * is from ever, INT64_MAX for ever. Any other instant gives ARGUMENT.
 *
 * Text is bytes, by custom UTF-8; it is never interpreted, folded or normalised unless asked. A text that comes as a
 * plain const char * ends with a NUL.
 *
 * Stability. The version is 0.x: an incompatible change moves the minor version and stands in CHANGELOG.md. Numbers of
 * statuses, kinds, periods and flags are fixed for good and only added to.
 */
#ifndef LEADLINE_H
#define LEADLINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LEADLINE_API __attribute__((visibility("default")))
#else
#define LEADLINE_API
#endif

/* ==== Version ================================================================================================== */

#define LEADLINE_VERSION_MAJOR 0
#define LEADLINE_VERSION_MINOR 1
#define LEADLINE_VERSION_PATCH 0
#define LEADLINE_VERSION_NUMBER (LEADLINE_VERSION_MAJOR * 10000 + LEADLINE_VERSION_MINOR * 100 + LEADLINE_VERSION_PATCH)

/* The version of the library that runs, as LEADLINE_VERSION_NUMBER; compare it with the header's. Never fails. */
LEADLINE_API uint32_t leadline_version_number(void);

/* The same as text, "0.1.0". Static. */
LEADLINE_API const char *leadline_version_text(void);

/* ==== Status =================================================================================================== */

typedef int32_t leadline_status;

#define LEADLINE_OK 0

/* 100-199: the call itself is wrong. */
#define LEADLINE_ERROR_NULL 100             /* a pointer that must not be NULL is */
#define LEADLINE_ERROR_ARGUMENT 101         /* a value out of its range, an unknown flag, a reserved field in use */
#define LEADLINE_ERROR_STRUCT_SIZE 102      /* struct_size too small, or a non-zero field this version does not know */
#define LEADLINE_ERROR_MISALIGNED 103       /* a column is not aligned for its type */
#define LEADLINE_ERROR_TOO_MANY 104         /* more rows, dimensions, kinds, rollups or bytes than a call may bring */
#define LEADLINE_ERROR_FORKED 105           /* the engine was opened by another process */
#define LEADLINE_ERROR_IN_USE 106           /* writers, CSV readers, point readers or attributions are still open */
#define LEADLINE_ERROR_UNSUPPORTED 107      /* this engine, as it was opened, cannot do that */
#define LEADLINE_ERROR_BUFFER 108           /* the caller's buffer is too small; the size needed was given */
#define LEADLINE_ERROR_NAME 109             /* a dimension, kind, rollup, attribute or column of that name does not exist */
#define LEADLINE_ERROR_DUPLICATE_NAME 110   /* the options declare one name or number twice */

/* 200-299: the machine. */
#define LEADLINE_ERROR_MEMORY 200           /* the allocator returned NULL */
#define LEADLINE_ERROR_FILE 201             /* a file cannot be opened or read; the text names it and the cause */
#define LEADLINE_ERROR_TIME_ZONE 202        /* the zone is unknown, or the system has no tz database */
#define LEADLINE_ERROR_SYSTEM 203           /* the system refused a lock or a mapping */

/* 300-399: a fact is refused. The same numbers are the reasons that skip mode counts. */
#define LEADLINE_FACT_TIME 300              /* time outside the years 1 to 9999 */
#define LEADLINE_FACT_KIND 301              /* kind unknown to the engine, or one that it derives */
#define LEADLINE_FACT_CODE 302              /* code not given out for that dimension */
#define LEADLINE_FACT_AMOUNT 303            /* |amount| above 2^62 */
#define LEADLINE_FACT_AMOUNT_UNIT 304       /* an amount on a kind that carries none */
#define LEADLINE_FACT_COUNT 305             /* |count| above 2^32 */
#define LEADLINE_FACT_COUNT_PERSON 306      /* a negative count on a fact with a person */
#define LEADLINE_FACT_CURRENCY 307          /* a currency without a rate at the time, or on an amount that is not money */

/* 400-499: text cannot be read. Reasons 400 to 411 are counted by skip mode of the CSV reader. */
#define LEADLINE_CSV_SYNTAX 400             /* a quote out of place, or never closed */
#define LEADLINE_CSV_FIELDS 401             /* the row has fewer fields than the columns asked for */
#define LEADLINE_CSV_COLUMN 402             /* the file has no column of that name */
#define LEADLINE_CSV_TIME 403               /* not a time in the format asked for, or none that exists in the zone */
#define LEADLINE_CSV_NUMBER 404             /* not a number, or beyond 2^62 at the engine's scale */
#define LEADLINE_CSV_DECIMALS 405           /* more decimals than the scale holds, and no rounding mode named */
#define LEADLINE_CSV_KIND 406               /* a kind the engine does not know */
#define LEADLINE_CSV_EMPTY 407              /* a required field is empty */
#define LEADLINE_CSV_TOO_LONG 408           /* a record longer than 16 MiB */

/* 500-599: a query cannot be answered. */
#define LEADLINE_QUERY_NO_ROLLUP 500        /* no rollup holds these dimensions at this period */
#define LEADLINE_QUERY_BOUNDARY 501         /* from, to or as_of cuts through a period of the rollup */
#define LEADLINE_QUERY_ORDER 502            /* the order names a column that is not asked for */

/* 600-699: states do not fit together. */
#define LEADLINE_MERGE_INCOMPATIBLE 600     /* the engines differ in what they declare; the text says in what */
#define LEADLINE_MERGE_OVERLAP 601          /* ids were dropped, so repeats could not be told; see leadline_merge */

/* 700-709: an expression is refused; leadline_engine_error says at which byte of it. 720-729: prices. */
#define LEADLINE_EXPRESSION_SYNTAX 700      /* an expression is malformed; the text says where */
#define LEADLINE_EXPRESSION_NAME 701        /* an expression names what does not exist; the text says where */
#define LEADLINE_EXPRESSION_UNIT 702        /* units that do not go together in an expression; the text says where */
#define LEADLINE_EXPRESSION_CYCLE 703       /* an indicator names itself */
#define LEADLINE_EXPRESSION_TOO_LARGE 704   /* an expression is too long or too deep; the text says where */
#define LEADLINE_EXPRESSION_ELSEWHERE 705   /* an expression names what another function answers; the text names it */

#define LEADLINE_PRICE_OVERLAP 720          /* a fact might meet both this price and another; the text names it */
#define LEADLINE_PRICE_OVERFLOW 721         /* prices times facts may leave 128 bits */
/* 740-749: steering. */
#define LEADLINE_STEERING_NO_HEALTH 740     /* health() of an indicator without thresholds; the text says where */
#define LEADLINE_STEERING_OVERLAP 741       /* the days of a target overlap with those of another; the text says of what */
/* 760-769: currencies. */
#define LEADLINE_RATE_USED 760              /* facts were converted already that the new rate speaks of */

/* 800-849: journeys. */
#define LEADLINE_JOURNEY_LIMIT 800          /* the facts of journeys would be more than journey_limit */

/* Reserved: 850-899 attribution, 900-949 storage. */

#define LEADLINE_ERROR_INTERNAL 999         /* a fault of the library's; please report it */

/* A short English sentence for a status, for unknown numbers too. Static. Any thread. */
LEADLINE_API const char *leadline_status_text(leadline_status status);

/* The status's name in this header, "LEADLINE_ERROR_NULL", or "LEADLINE_UNKNOWN". Static. Any thread. */
LEADLINE_API const char *leadline_status_name(leadline_status status);

/* ==== Basic types ============================================================================================== */

/* A signed 128-bit integer in two's complement: high * 2^64 + low. */
typedef struct leadline_int128 {
    uint64_t low;
    int64_t high;
} leadline_int128;

/* Where memory comes from. Both functions are called from any thread that calls the library, from several at once and
 * with the library's locks held: they must be thread-safe and must not call the library. allocate returns memory
 * aligned to `alignment` (a power of two, at most 4096), or NULL; deallocate gets back size and alignment as they were
 * asked for. The struct is copied; what `context` points to must outlive the engine and its tables. NULL for the whole
 * struct: the C library's. */
typedef struct leadline_allocator {
    size_t struct_size;
    void *context;
    void *(*allocate)(void *context, size_t size, size_t alignment);
    void (*deallocate)(void *context, void *pointer, size_t size, size_t alignment);
} leadline_allocator;

#define LEADLINE_ALLOCATOR_INIT {sizeof(leadline_allocator), 0, 0, 0}

/* Periods. Each nests in those that name it: hour in day; day in week and month; month in quarter; quarter in year;
 * everything in all. Weeks are ISO weeks (Monday first). */
#define LEADLINE_PERIOD_DEFAULT 0   /* day for a rollup, all for a query */
#define LEADLINE_PERIOD_ALL 1       /* all time is one period */
#define LEADLINE_PERIOD_HOUR 2
#define LEADLINE_PERIOD_DAY 3
#define LEADLINE_PERIOD_WEEK 4
#define LEADLINE_PERIOD_MONTH 5
#define LEADLINE_PERIOD_QUARTER 6
#define LEADLINE_PERIOD_YEAR 7

/* Units, of a kind's amount and of a column. */
#define LEADLINE_UNIT_NONE 0        /* a kind that carries no amount */
#define LEADLINE_UNIT_MONEY 1
#define LEADLINE_UNIT_SECONDS 2
#define LEADLINE_UNIT_POINTS 3
#define LEADLINE_UNIT_COUNT 4
#define LEADLINE_UNIT_RATIO 5
#define LEADLINE_UNIT_MONEY_PER_COUNT 6
#define LEADLINE_UNIT_SECONDS_PER_COUNT 7
#define LEADLINE_UNIT_POINTS_PER_COUNT 8
#define LEADLINE_UNIT_OTHER 9       /* another product of powers, in whole units: the column's scale is 0 */

/* States of a value. A value that is not LEADLINE_DEFINED carries no number: numerator and denominator read 0. */
#define LEADLINE_DEFINED 0
#define LEADLINE_UNDEFINED_ZERO_DENOMINATOR 1
#define LEADLINE_UNDEFINED_NO_DATA 2        /* no fact of the kinds it needs was ever taken in, or all that was cancels out */
#define LEADLINE_IN_PROGRESS 3              /* of a period, in "period_start": not all of it is in the row; values are defined */
#define LEADLINE_NOT_A_PROPORTION 4         /* successes below 0, or more than there are trials */
#define LEADLINE_OVERFLOW 5                 /* beyond 128 bits */
#define LEADLINE_UNIT_MISMATCH 6            /* reserved */

/* "defined", "undefined_zero_denominator" ... for a state, "unknown" for others. Static. */
LEADLINE_API const char *leadline_state_name(uint32_t state);

/* ==== Kinds ==================================================================================================== */

/* The built-in kinds; a kind's name, for leadline_kind_number and in formulas, is that of its constant in small letters.
 * Beside each stands what its amount is (nothing: it carries none), and what it is part of or speaks of. */
/* The auction. */
#define LEADLINE_KIND_AD_REQUEST 1
#define LEADLINE_KIND_BID 2                  /* money */
#define LEADLINE_KIND_WIN 3
#define LEADLINE_KIND_ELIGIBLE_IMPRESSION 4
/* Media. */
#define LEADLINE_KIND_IMPRESSION 10          /* money */
#define LEADLINE_KIND_IMPRESSION_MEASURABLE 11 /* mark of impression */
#define LEADLINE_KIND_IMPRESSION_VIEWABLE 12 /* mark of impression */
#define LEADLINE_KIND_IMPRESSION_INVALID 13  /* money, corrects impression */
#define LEADLINE_KIND_VIEW 15                /* money */
#define LEADLINE_KIND_VIEW_COMPLETE 16       /* mark of view */
#define LEADLINE_KIND_CLICK 20               /* money */
#define LEADLINE_KIND_CLICK_INVALID 21       /* money, corrects click */
#define LEADLINE_KIND_CLICK_OUT 25           /* money */
/* The site. */
#define LEADLINE_KIND_VISIT 30               /* seconds */
#define LEADLINE_KIND_BOUNCE 31              /* mark of visit */
#define LEADLINE_KIND_VISIT_ENGAGED 32       /* mark of visit */
#define LEADLINE_KIND_PAGE_VIEW 33
#define LEADLINE_KIND_LOGIN 34
#define LEADLINE_KIND_REGISTRATION 35
#define LEADLINE_KIND_SUBSCRIPTION 36
#define LEADLINE_KIND_CTA_VIEW 37
#define LEADLINE_KIND_CTA_ACTION 38
#define LEADLINE_KIND_SOFT_CONVERSION 40
#define LEADLINE_KIND_SOFT_VISIT 41          /* part of soft_conversion */
#define LEADLINE_KIND_VIDEO_ENGAGEMENT 42    /* part of soft_conversion */
#define LEADLINE_KIND_SOCIAL_ACTION 43       /* part of soft_conversion */
/* Enquiries and leads. */
#define LEADLINE_KIND_ENQUIRY 45
#define LEADLINE_KIND_PRICE_QUESTION 46      /* mark of enquiry */
#define LEADLINE_KIND_RESPONSE 47
#define LEADLINE_KIND_LEAD 50                /* money */
#define LEADLINE_KIND_LEAD_FORM 51           /* money, part of lead */
#define LEADLINE_KIND_LEAD_CALL 52           /* money, part of lead */
#define LEADLINE_KIND_LEAD_CALLBACK 53       /* money, part of lead */
#define LEADLINE_KIND_LEAD_OTHER 54          /* money, part of lead */
#define LEADLINE_KIND_LEAD_CONTACT 55        /* mark of lead */
#define LEADLINE_KIND_LEAD_IDEAL 56          /* mark of lead */
#define LEADLINE_KIND_LEAD_APPROVED 57       /* status of lead */
#define LEADLINE_KIND_LEAD_REJECTED 58       /* status of lead */
/* The pipeline. */
#define LEADLINE_KIND_IQL 60                 /* money */
#define LEADLINE_KIND_MQL 61                 /* money */
#define LEADLINE_KIND_SAL 62                 /* money */
#define LEADLINE_KIND_SQL 63                 /* money */
#define LEADLINE_KIND_MEETING 64             /* money */
#define LEADLINE_KIND_OPPORTUNITY 65         /* money */
#define LEADLINE_KIND_QUOTE 66               /* money */
#define LEADLINE_KIND_CONTRACT 67            /* money */
#define LEADLINE_KIND_DEAL_LOST 68           /* money, status of lead */
/* Sales. */
#define LEADLINE_KIND_SALE 70                /* money */
#define LEADLINE_KIND_SALE_REFERRAL 71       /* money, part of sale */
#define LEADLINE_KIND_SALE_REPEAT 72         /* money, part of sale */
#define LEADLINE_KIND_UPSELL 73              /* money, mark of sale */
#define LEADLINE_KIND_CROSS_SELL 74          /* money, mark of sale */
#define LEADLINE_KIND_DOWN_SELL 75           /* money, mark of sale */
#define LEADLINE_KIND_PAYMENT 76             /* money */
#define LEADLINE_KIND_REFUND 77              /* money, corrects sale */
#define LEADLINE_KIND_CANCELLATION 78        /* money, corrects sale */
/* Prices and customers. */
#define LEADLINE_KIND_LIST_VALUE 80          /* money */
#define LEADLINE_KIND_LIST_VALUE_NEW 81      /* money, part of list_value */
#define LEADLINE_KIND_DISCOUNT 82            /* money */
#define LEADLINE_KIND_DISCOUNT_NEW 83        /* money, part of discount */
#define LEADLINE_KIND_CUSTOMER_NEW 85
#define LEADLINE_KIND_CUSTOMER_LOST 86
#define LEADLINE_KIND_CUSTOMER_OPENING 87
/* Costs. */
#define LEADLINE_KIND_MEDIA_SPEND 90         /* money */
#define LEADLINE_KIND_SPEND_CREDIT 91        /* money, corrects media_spend */
#define LEADLINE_KIND_CREATIVE_COST 92       /* money */
#define LEADLINE_KIND_CAMPAIGN_COST_OTHER 93 /* money */
#define LEADLINE_KIND_SALES_COST 94          /* money */
#define LEADLINE_KIND_SERVICE_COST 95        /* money */
#define LEADLINE_KIND_OVERHEAD 96            /* money */
#define LEADLINE_KIND_EXTRA_COST 97          /* money */
#define LEADLINE_KIND_GOODS_COST 98          /* money */
#define LEADLINE_KIND_PAYOUT 99              /* money */
/* E-mail. */
#define LEADLINE_KIND_EMAIL_SENT 110
#define LEADLINE_KIND_EMAIL_DELIVERED 111
#define LEADLINE_KIND_EMAIL_OPEN 112
#define LEADLINE_KIND_EMAIL_CLICK 113
#define LEADLINE_KIND_EMAIL_UNSUBSCRIBE 114
#define LEADLINE_KIND_EMAIL_SUCCESS 115
/* Social. */
#define LEADLINE_KIND_SOCIAL_VIEW 120
#define LEADLINE_KIND_SOCIAL_INTERACTION 121
#define LEADLINE_KIND_SOCIAL_LIKE 122        /* part of social_interaction */
#define LEADLINE_KIND_SOCIAL_SHARE 123       /* part of social_interaction */
#define LEADLINE_KIND_SOCIAL_COMMENT 124     /* part of social_interaction */
#define LEADLINE_KIND_SOCIAL_MENTION 125     /* part of social_interaction */
#define LEADLINE_KIND_MENTION_MARKET 126
#define LEADLINE_KIND_MENTION_OWN 127        /* part of mention_market */
/* Search. */
#define LEADLINE_KIND_SEARCH_QUERY 130
#define LEADLINE_KIND_BRAND_QUERY 131
#define LEADLINE_KIND_ORGANIC_ESTIMATE 132   /* money */
#define LEADLINE_KIND_REFERRING_DOMAIN 133
#define LEADLINE_KIND_INBOUND_LINK 134
/* Content. */
#define LEADLINE_KIND_CONTENT_USE 140
#define LEADLINE_KIND_CONTENT_ITEM 141
#define LEADLINE_KIND_POST 142
#define LEADLINE_KIND_ADVOCACY 143
/* Surveys and the rest. */
#define LEADLINE_KIND_SURVEY_PROMOTER 150
#define LEADLINE_KIND_SURVEY_PASSIVE 151
#define LEADLINE_KIND_SURVEY_DETRACTOR 152
#define LEADLINE_KIND_SATISFACTION_ANSWER 153 /* points */
#define LEADLINE_KIND_AUDIENCE_JOIN 160
#define LEADLINE_KIND_AUDIENCE_LEAVE 161
#define LEADLINE_KIND_ACTION_KNOWN 170
#define LEADLINE_KIND_CUSTOM_VALUE 171       /* points */

/* ==== Options ================================================================================================== */

/* Names and codes. A dimension's names are interned to codes. 0 is "not set", 1 is LEADLINE_CODE_OTHER, names follow
 * from 2. Codes belong to one engine. A code with the top bit set stands for a name beyond the dimension's limit: it
 * may be recorded like any other and is shown as "(other)". */
#define LEADLINE_CODE_NOT_SET 0u
#define LEADLINE_CODE_OTHER 1u

/* One dimension of the facts (campaign, channel ...), or an attribute of one (programme of campaign): an attribute is
 * no part of the fact, it is given to a name by leadline_set_attribute and groups what is already taken in.
 *
 * name_limit bounds how many names the dimension keeps. Past it, kept are the declared names, then those with the
 * smallest fixed hash (XXH64 of the bytes); everything else is shown as "(other)". Which names are kept depends only on
 * the set of names interned, never on their order, and the row of a kept name is always complete. */
typedef struct leadline_dimension_options {
    size_t struct_size;
    const char *name;               /* 1 to 255 bytes */
    const char *attribute_of;       /* NULL: part of every fact. Else the dimension it describes, declared before */
    const char *const *declared;    /* names kept whatever the limit; they take part in it */
    size_t declared_count;
    uint32_t name_limit;            /* 0: none */
    uint32_t reserved;
} leadline_dimension_options;

#define LEADLINE_DIMENSION_INIT {sizeof(leadline_dimension_options), 0, 0, 0, 0, 0, 0}

/* Roles of kinds. */
#define LEADLINE_ROLE_OTHER 0x0u
#define LEADLINE_ROLE_VIEW_TOUCH 0x1u
#define LEADLINE_ROLE_CLICK_TOUCH 0x2u
#define LEADLINE_ROLE_STAGE 0x4u
#define LEADLINE_ROLE_OUTCOME 0x8u
#define LEADLINE_ROLE_COST 0x10u
#define LEADLINE_ROLE_CORRECTION 0x20u
#define LEADLINE_ROLE_STATUS 0x40u
#define LEADLINE_ROLE_MARK 0x80u
#define LEADLINE_ROLE_STOCK 0x100u
#define LEADLINE_ROLE_SURVEY 0x200u
#define LEADLINE_ROLE_EXTERNAL 0x400u
#define LEADLINE_ROLE_CLOCK_START 0x800u    /* starts the response clock */
#define LEADLINE_ROLE_CLOCK_STOP 0x1000u

/* A kind of the host's own, beside the built-in ones. */
typedef struct leadline_kind_options {
    size_t struct_size;
    const char *name;               /* 1 to 63 bytes of a-z 0-9 _, a letter first */
    uint16_t number;                /* 1000 to 65535 */
    uint16_t parent;                /* the kind this one is part of, 0: none. Asking for the parent includes it */
    uint16_t subject;               /* the kind a correction, status or mark speaks of, 0: none */
    uint16_t order;                 /* place in the stage order, 1 to 99; see leadline_kind_info for the built-in ones */
    uint32_t roles;                 /* LEADLINE_ROLE_ bits */
    uint32_t unit;                  /* LEADLINE_UNIT_NONE, MONEY, SECONDS or POINTS. A part has its parent's */
} leadline_kind_options;

#define LEADLINE_KIND_OPTIONS_INIT {sizeof(leadline_kind_options), 0, 0, 0, 0, 0, 0, 0}

/* One rollup: cells keyed by a period and a subset of the dimensions, each cell a count and an amount per kind.
 *
 * cell_limit bounds the tuples of names (periods do not count). Past it, kept are the tuples of declared names only,
 * then those with the smallest fixed hash of their names; the rest, and every tuple with a name beyond its dimension's
 * limit, goes to the row whose names all are "(other)". A kept row is always complete, whatever the order of arrival. */
typedef struct leadline_rollup_options {
    size_t struct_size;
    const char *name;               /* for leadline_query.rollup; NULL: none */
    const char *const *dimensions;  /* names of declared dimensions, no attributes, each once */
    size_t dimension_count;         /* 0 to 16 */
    uint32_t period;                /* LEADLINE_PERIOD_ */
    uint32_t cell_limit;            /* 0: none */
} leadline_rollup_options;

#define LEADLINE_ROLLUP_INIT {sizeof(leadline_rollup_options), 0, 0, 0, 0, 0}

#define LEADLINE_MAX_DIMENSIONS 64
#define LEADLINE_MAX_ROLLUP_DIMENSIONS 16
#define LEADLINE_MAX_ROLLUPS 32
#define LEADLINE_MAX_DISTINCT_KINDS 16
#define LEADLINE_MAX_MONEY_SCALE 9
#define LEADLINE_MAX_BATCH_ROWS 1048576
#define LEADLINE_MAX_NAME_BYTES 65535

/* What an engine is. */
typedef struct leadline_options {
    size_t struct_size;
    const leadline_allocator *allocator;            /* NULL: malloc */
    const leadline_dimension_options *dimensions;
    size_t dimension_count;
    const leadline_kind_options *kinds;
    size_t kind_count;
    const leadline_rollup_options *rollups;         /* none: one rollup of all dimensions (at most 16) by day */
    size_t rollup_count;
    const char *time_zone;          /* IANA name that periods follow, "Europe/Berlin"; NULL: UTC, which needs no files */
    const char *currency;           /* how money is called in output, "EUR"; at most 15 bytes; NULL: "" */
    uint32_t money_scale;           /* decimals of the integers that amounts are, 0 to 9; 2: amounts in cents */
    uint32_t shards;                /* how many batches may be taken in at once, 1 to 64; 0: 1. More shards, more memory.
                                       With `ids` or `refs` batches are taken in one after the other whatever this says */
    uint32_t threads;               /* how many threads an analysis may start, 1 to 64; 0: 1. Roll-ups start none */
    uint32_t ids;                   /* 1: recognise repeats by the facts' ids. 0: ids are ignored */
    uint64_t id_limit;              /* how many ids are remembered, at most 2^32; 0: no limit. The latest facts' are kept */
    int64_t id_window_us;           /* ids of facts this much older than the latest may be forgotten; 0: never */
    const uint16_t *distinct_kinds; /* kinds whose distinct persons are counted in every cell; see "Distinct persons" */
    size_t distinct_kind_count;     /* at most LEADLINE_MAX_DISTINCT_KINDS; 0: none, and persons cost nothing */
    uint32_t distinct_precision;    /* 6 to 16, 0: 9. 2^precision registers of 4 bytes a cell, once it is full */
    uint32_t refs;                  /* 1: follow the facts' refs, see "Statuses and prices". 0: refs are ignored */
    uint32_t currency_rounding;     /* LEADLINE_ROUND_: of amounts converted from other currencies; 0: HALF_EVEN */
    uint32_t journeys;              /* 1: keep the facts that name a person or an account, see "Journeys". 0: keep none */
    const uint16_t *journey_kinds;  /* of which kinds, their parts not among them; NULL: of all */
    size_t journey_kind_count;
    uint64_t journey_limit;         /* how many facts journeys hold at most, to 2^62; repeats of ids are not counted, but
                                       journey_facts shows them while they wait. 0: as many as memory allows */
    int64_t journey_lookback_us;    /* past the limit, facts this much older than the latest are dropped; 0: none are. Once any
                                       were, leadline_forget refuses */
    int64_t visit_idle_us;          /* a gap in page views longer than this begins another visit; 0: 30 minutes */
    uint32_t visits;                /* 1: derive visits from the page views of journeys, see "Visits". 0: they are facts */
    uint32_t reserved;
} leadline_options;

#define LEADLINE_OPTIONS_INIT {sizeof(leadline_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* ==== Engine =================================================================================================== */

typedef struct leadline_engine leadline_engine;

/* Opens an engine. options NULL: no dimensions, built-in kinds, one rollup by day in UTC, money scale 0.
 * On failure *engine is untouched and, where error is not NULL, up to error_size bytes of a NUL-terminated explanation
 * are written to it. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY, NAME, DUPLICATE_NAME, TIME_ZONE, MEMORY, SYSTEM. */
LEADLINE_API leadline_status leadline_open(const leadline_options *options, leadline_engine **engine, char *error, size_t error_size);

/* Closes an engine and frees everything it holds. NULL is fine. LEADLINE_ERROR_IN_USE while writers, CSV readers,
 * point readers or attributions are open: the engine then stays as it is. Tables outlive their engine. No other thread may be in a call
 * on the engine. In a forked child it frees the child's copy, whatever was open (which must not be closed after that),
 * or leaves it alone where another thread of the parent was in a call at the fork. */
LEADLINE_API leadline_status leadline_close(leadline_engine *engine);

/* Copies the explanation of the last call that failed on this engine, or on a handle opened from it, by any thread,
 * into buffer, NUL-terminated and cut to capacity. An empty text when none has. Returns the size of the whole text
 * without the NUL, at most 400. NULL engine or buffer, or a forked child: returns 0. Success leaves the text as it is,
 * and so do mistakes that their status tells in full (NULL, MISALIGNED, STRUCT_SIZE of a result, BUFFER, FORKED, an
 * index or a size out of range): it may then be an earlier failure's. */
LEADLINE_API size_t leadline_engine_error(const leadline_engine *engine, char *buffer, size_t capacity);

/* What an engine holds. */
typedef struct leadline_engine_info {
    size_t struct_size;
    uint64_t facts;             /* rows accepted, repeats among them; not canonical: a count of work done */
    uint64_t duplicates;        /* rows left out because their id had been seen */
    uint64_t conflicts;         /* duplicates that differed from the fact that stood then; depends on arrival */
    uint64_t ids;               /* ids remembered now */
    uint64_t ids_dropped;       /* ids forgotten by id_limit or id_window_us */
    uint64_t attribute_conflicts; /* merges that met two values of one attribute; the smaller in bytes stands */
    uint64_t memory;            /* bytes held from the allocator now */
    uint64_t cell_memory;       /* of these, bytes of cells and their keys */
    uint64_t id_memory;         /* of these, bytes of the facts kept by id and by ref */
    uint64_t cells;             /* (period, names, kind) triples with storage in use, summed over rollups and shards */
    int64_t greatest_time;      /* the default as-of instant, INT64_MIN when no fact was taken in */
    uint32_t money_scale;
    uint32_t dimension_count;
    uint64_t refs;              /* facts kept by their ref */
    uint64_t journey_facts;     /* facts that journeys hold, repeats among them until they are put in order */
    uint64_t journey_dropped;   /* facts that journeys dropped past journey_limit */
    uint64_t journey_memory;    /* of memory, bytes of journeys and links */
    uint64_t links;             /* links, see "Identity"; one that came several times is one */
    uint64_t link_conflicts;    /* of these, links that do not stand because their person has one to a smaller id */
} leadline_engine_info;

#define LEADLINE_ENGINE_INFO_INIT {sizeof(leadline_engine_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Fills in *info (its struct_size set by the caller). Any thread. Counts cells, so it takes a while on large engines, and waits for an
 * analysis of journeys that is under way. */
LEADLINE_API leadline_status leadline_engine_read_info(const leadline_engine *engine, leadline_engine_info *info);

/* ==== Names, kinds, ids ======================================================================================== */

/* The index of a dimension or attribute by name, for the codes array of batches and events (attributes come in the
 * same numbering, but have no column). LEADLINE_ERROR_NAME if there is none. */
LEADLINE_API leadline_status leadline_dimension_index(const leadline_engine *engine, const char *name, uint32_t *index);

/* The code of a name in a dimension, given out now if it is new. size 0 gives LEADLINE_CODE_NOT_SET. The bytes are
 * copied. Any thread. A known name is found in constant time; a new one waits until the batches and queries under way
 * are done, and those that follow wait for it. Statuses: NULL, ARGUMENT (no such dimension), TOO_MANY (size above
 * LEADLINE_MAX_NAME_BYTES, or 2^31 names), MEMORY, FORKED. */
LEADLINE_API leadline_status leadline_intern(leadline_engine *engine, uint32_t dimension, const char *name, size_t size, uint32_t *code);

/* The same for many names at once: name i is sizes[i] bytes at names[i]. All or none are given out. */
LEADLINE_API leadline_status leadline_intern_many(leadline_engine *engine, uint32_t dimension, const char *const *names,
                                                  const size_t *sizes, size_t count, uint32_t *codes);

/* The code of a name if it has one; LEADLINE_ERROR_NAME if not. Never changes the engine. */
LEADLINE_API leadline_status leadline_find(const leadline_engine *engine, uint32_t dimension, const char *name, size_t size, uint32_t *code);

/* Copies the name of a code (without a NUL) into buffer and its size into *size; with capacity too small gives
 * LEADLINE_ERROR_BUFFER, *size being what is needed (capacity 0 and a NULL buffer ask for it). "(other)" for
 * LEADLINE_CODE_OTHER and names beyond the limit. */
LEADLINE_API leadline_status leadline_name(const leadline_engine *engine, uint32_t dimension, uint32_t code, char *buffer,
                                           size_t capacity, size_t *size);

/* Gives the name `code` of a dimension the value `value` in the attribute `attribute` (an index); size 0 takes it
 * away. Replaces an earlier value. Codes 0, 1 and those beyond the limit have no attributes: ARGUMENT. */
LEADLINE_API leadline_status leadline_set_attribute(leadline_engine *engine, uint32_t attribute, uint32_t code, const char *value, size_t size);

/* A kind, built in or the host's. */
typedef struct leadline_kind_info {
    size_t struct_size;
    const char *name;           /* lives as long as the engine */
    uint16_t number;
    uint16_t parent;
    uint16_t subject;
    uint16_t order;
    uint32_t roles;
    uint32_t unit;
} leadline_kind_info;

#define LEADLINE_KIND_INFO_INIT {sizeof(leadline_kind_info), 0, 0, 0, 0, 0, 0, 0}

/* How many kinds the engine knows, and the i-th of them by number; ARGUMENT past the last. Any thread. */
LEADLINE_API size_t leadline_kind_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_kind_at(const leadline_engine *engine, size_t index, leadline_kind_info *info);

/* The number of a kind by name; LEADLINE_ERROR_NAME if there is none. */
LEADLINE_API leadline_status leadline_kind_number(const leadline_engine *engine, const char *name, uint16_t *number);

/* Turns any text into an id, a person or an account. Up to 19 digits without a leading zero whose value is 1 to 2^63-1
 * are that number; any other text is XXH64 (seed 0) of its bytes with the top bit set; an empty text is 0, "none". Two
 * different texts among n hashed ones share an id with a chance of about n^2 / 2^64: 1 in 18 million for a million, 1 in
 * 1800 for a hundred million. Needs no engine. bytes may be NULL when size is 0; a size above 2^62 is read as 0. */
LEADLINE_API uint64_t leadline_id_from_bytes(const void *bytes, size_t size);

/* ==== Intake =================================================================================================== */

/* Columns of facts. Every column but time may be left out (NULL); a column that is given has `rows` elements and is
 * aligned for its type.
 *
 * codes: an array of dimension_count pointers in the order of the declared dimensions (attributes have none, their
 * places are ignored); a NULL pointer, or dimension_count smaller than the engine's, leaves the rest not set. */
typedef struct leadline_batch {
    size_t struct_size;
    size_t rows;                        /* at most LEADLINE_MAX_BATCH_ROWS */
    const int64_t *time;                /* microseconds since 1970-01-01 UTC, years 1 to 9999 */
    const uint16_t *kind;               /* NULL: every row is of kind one_kind */
    const uint32_t *const *codes;
    size_t dimension_count;
    const int64_t *amount;              /* the fact's total, not multiplied by count; NULL: 0 */
    const int64_t *count;               /* multiplicity; NULL: 1 */
    const uint64_t *person;             /* 0: unknown */
    const uint64_t *account;            /* 0: none */
    const uint64_t *id;                 /* 0: none. Repeats are recognised within a family: a kind and its parts */
    const uint64_t *ref;                /* id of the fact this one belongs to, 0: none */
    uint16_t one_kind;
    uint16_t one_currency;              /* code of a currency; 0: the engine's own. See "Currencies" */
    uint16_t reserved[2];
    const uint16_t *currency;           /* of the amounts; NULL: every row is in one_currency */
} leadline_batch;

#define LEADLINE_BATCH_INIT {sizeof(leadline_batch), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0, 0}, 0}

/* Flags of leadline_record_batch and of writers. */
#define LEADLINE_SKIP_INVALID 0x1u      /* take in the good rows and count the bad by reason, instead of refusing all */

#define LEADLINE_FACT_REASONS 8         /* reasons LEADLINE_FACT_TIME + 0 ... + 7 */

/* Where the trouble is: the column of first_reason. 256 + i: the codes of dimension i. */
#define LEADLINE_COLUMN_TIME 1
#define LEADLINE_COLUMN_KIND 2
#define LEADLINE_COLUMN_AMOUNT 3
#define LEADLINE_COLUMN_COUNT 4
#define LEADLINE_COLUMN_CURRENCY 5
#define LEADLINE_COLUMN_DIMENSION 256

typedef struct leadline_batch_result {
    size_t struct_size;
    uint64_t accepted;                  /* rows taken in, duplicates among them */
    uint64_t rejected;                  /* rows refused (skip mode; otherwise all rows or none) */
    uint64_t duplicates;                /* of the accepted: left out because of their id */
    uint64_t conflicts;                 /* duplicates that differed: of the two the earlier fact stands */
    uint64_t first_row;                 /* the first refused row, from 0; valid when first_reason is not LEADLINE_OK */
    leadline_status first_reason;
    uint32_t first_column;              /* LEADLINE_COLUMN_ */
    uint64_t rejected_by[LEADLINE_FACT_REASONS];    /* by reason, index = reason - LEADLINE_FACT_TIME */
} leadline_batch_result;

#define LEADLINE_BATCH_RESULT_INIT {sizeof(leadline_batch_result), 0, 0, 0, 0, 0, 0, 0, {0}}

/* Takes in a batch: all of it or, where a row is refused, none; then the status is that row's reason and *result tells
 * the row and the column (it is written on this failure, too, and on LEADLINE_JOURNEY_LIMIT, of which no row is the reason: first_row
 * is 0). With LEADLINE_SKIP_INVALID the good rows are taken in and the status is LEADLINE_OK.
 *
 * result may be NULL. Any thread; as many threads proceed at once as the engine has shards (with `ids` one). Statuses:
 * NULL, ARGUMENT, STRUCT_SIZE, MISALIGNED, TOO_MANY, FORKED, MEMORY, LEADLINE_FACT_..., LEADLINE_JOURNEY_LIMIT */
LEADLINE_API leadline_status leadline_record_batch(leadline_engine *engine, const leadline_batch *batch, uint32_t flags,
                                                   leadline_batch_result *result);

/* One fact, for a writer. Begin with LEADLINE_EVENT_INIT: count is then 1. The layout is fixed for good. */
typedef struct leadline_event {
    int64_t time;
    int64_t amount;
    int64_t count;
    uint64_t person;
    uint64_t account;
    uint64_t id;
    uint64_t ref;
    const uint32_t *codes;              /* code_count codes in the order of the dimensions; the rest is not set */
    uint32_t code_count;
    uint16_t kind;
    uint16_t currency;                  /* code of the amount's currency; 0: the engine's own */
} leadline_event;

#define LEADLINE_EVENT_INIT {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}

typedef struct leadline_writer leadline_writer;

typedef struct leadline_writer_options {
    size_t struct_size;
    uint32_t capacity;                  /* facts buffered before they are handed on, 1 to LEADLINE_MAX_BATCH_ROWS; 0: 4096 */
    uint32_t flags;                     /* LEADLINE_SKIP_INVALID */
    int64_t max_age_us;                 /* hand on when the oldest buffered fact is older than this, checked at each
                                           record by a coarse clock (some ms); 0: only when full or told to */
} leadline_writer_options;

#define LEADLINE_WRITER_INIT {sizeof(leadline_writer_options), 0, 0, 0}

/* Opens a writer; options may be NULL. It belongs to one thread at a time. */
LEADLINE_API leadline_status leadline_writer_open(leadline_engine *engine, const leadline_writer_options *options, leadline_writer **writer);

/* Buffers one fact; a full buffer is first handed on as leadline_record_batch does. Queries see a fact once it was
 * handed on, and only then is it checked: a bad fact fails a later call, whose text (and the result of
 * leadline_writer_flush and leadline_writer_read_result) tells its row in the buffer. When handing on fails its status is returned, the buffer is kept and this fact
 * is not in it: mend the cause and call again, or discard. Statuses: NULL, ARGUMENT (more codes than dimensions),
 * FORKED, and those of leadline_record_batch. */
LEADLINE_API leadline_status leadline_writer_record(leadline_writer *writer, const leadline_event *event);

/* Hands on what is buffered. result (may be NULL) is about this call's batch. On failure the buffer is kept. */
LEADLINE_API leadline_status leadline_writer_flush(leadline_writer *writer, leadline_batch_result *result);

/* What was handed on since the writer was opened, its automatic handing on included: accepted, rejected (and by reason),
 * duplicates and conflicts are sums. first_row, first_reason and first_column are of the latest hand-over that failed
 * or, with LEADLINE_SKIP_INVALID, left facts out, in the buffer as it was then; first_reason LEADLINE_OK: none did. */
LEADLINE_API leadline_status leadline_writer_read_result(const leadline_writer *writer, leadline_batch_result *result);

/* Forgets what is buffered and returns how many facts that were. */
LEADLINE_API uint64_t leadline_writer_discard(leadline_writer *writer);

/* Flushes, then closes. NULL is fine. When the flush fails its status is returned and the writer stays open: mend the
 * cause, or discard, and close again. In a forked child what is buffered is dropped. */
LEADLINE_API leadline_status leadline_writer_close(leadline_writer *writer);

/* Takes out what the names of a dimension hold in [from_us, to_us), in every rollup, with the ids of those facts, so
 * that a restated report can be taken in again. All or nothing. Each bound must be a boundary of every rollup's period
 * (LEADLINE_QUERY_BOUNDARY), and every rollup must hold the dimension (LEADLINE_ERROR_UNSUPPORTED). A name the dimension
 * does not know is no fault; one beyond the limit cannot be told apart: LEADLINE_ERROR_NAME; likewise a rollup whose
 * cell_limit was reached: LEADLINE_ERROR_UNSUPPORTED. An attribute, or from_us not below to_us: ARGUMENT. name_count 0
 * clears nothing. from_us INT64_MIN and to_us INT64_MAX are open ends. Further statuses: TOO_MANY, FORKED, MEMORY. */
LEADLINE_API leadline_status leadline_clear(leadline_engine *engine, uint32_t dimension, const char *const *names, const size_t *sizes,
                                            size_t name_count, int64_t from_us, int64_t to_us);

/* Flag of leadline_merge: the host vouches that no fact is in both. */
#define LEADLINE_MERGE_NO_OVERLAP 0x1u

/* Adds everything `source` holds to `target`; `source` stays as it is. Names are matched by their bytes, repeats by
 * their ids, the limits of names and cells take the stricter of both; journey_limit stays the target's own (LEADLINE_JOURNEY_LIMIT).
 * Merging in any order and grouping gives the same state, as long as journeys drop nothing. The engines must
 * agree in dimensions (with declared names and limits), kinds, rollups, money scale, currency and its rounding, time zone,
 * ids, refs, journeys and their kinds, visits, and what is counted of distinct persons: LEADLINE_MERGE_INCOMPATIBLE. So does a currency (the text names it) of which one has rates that the other would
 * refuse; else their rates are united. An engine that has dropped ids cannot tell repeats: LEADLINE_MERGE_OVERLAP unless
 * the flag says there are none. Merging an engine into itself: ARGUMENT. All or nothing. */
LEADLINE_API leadline_status leadline_merge(leadline_engine *target, const leadline_engine *source, uint32_t flags);

/* ==== Indicators =============================================================================================== */

/*
 * Measures and indicators are known by name; the built-in ones are written in the same language as those of the host:
 *
 *     expression   terms joined by + and -; factors joined by * and /; brackets; a leading -
 *     operands     a number (12, 0.5); a measure or indicator by name; count(KIND) and amount(KIND), parts included
 *     where        behind an operand, or behind the kind in the brackets: `count(mql where channel = email)`,
 *                  `revenue where channel = "paid search" and region = north`: only facts with these names. Dimensions and
 *                  attributes of a rollup; "" is a name that is not set, (other) what is beyond a limit
 *     distinct(KIND)       how many persons have a fact of the kind, parts included; see "Distinct persons"
 *     identified(KIND)     how many facts of the kind name a person: what may be divided by distinct persons
 *     distinct(KIND by D)  how many names of dimension or attribute D have facts of the kind; exact, "not set" left out
 *     min(a, b ...)  max(a, b ...)
 *     if defined(a, b)     a where it has a value, else b
 *     previous(x)          x of the same keys in the period before; without a period in the query: in the stretch of equal
 *                          length before [from, to)
 *     year_ago(x)          x a year before: of the same date; weeks: of the same weekdays 52 weeks before
 *     weekdays_ago(x)      x 52 weeks before: of the same weekdays, as many days
 *     growth(x)            x / previous(x) - 1
 *     total(x)             x of all keys in the period
 *     share_of_total(x)    x / total(x)
 *     opening(x)           x of all facts before the period; balance(x): up to its end
 *     money(x)             a number in units of the currency
 *     accrued(spend)       what the prices set make of the facts, accrued(payout) likewise; with where as count() has it.
 *                          See "Statuses and prices"
 *     target(x)  attainment(x)  health(x)   and comparisons, a < b: see targets and steering
 *
 * A period that is not over at the as-of instant, or is cut by `from` or `to`, is compared with the same part of the earlier one:
 * as far from its start and as long, in whole periods of the rollup. A stretch before the first fact has sums of 0, as any
 * without facts: the engine does not know when counting began. In a totals row previous, year_ago and total are those of all rows together, opening is that of
 * the first period and balance that of the last.
 *
 * Units are checked: money / count is money per count, sums and comparisons want one unit on both sides. A number takes on
 * the unit it is added to or compared with; beside money it is in units of the currency. An operand that is undefined makes
 * the result undefined, and so does a divisor of zero or less. Values are exact fractions; where a step's result does not
 * fit 128 bits in lowest terms, the value is LEADLINE_OVERFLOW. Every step's order is that of the text.
 */
#define LEADLINE_DIRECTION_NONE 0   /* neither is better as such */
#define LEADLINE_DIRECTION_UP 1     /* larger is better */
#define LEADLINE_DIRECTION_DOWN 2

#define LEADLINE_FAMILY_TACTICAL 1
#define LEADLINE_FAMILY_STRATEGIC 2
#define LEADLINE_FAMILY_WEB 3
#define LEADLINE_FAMILY_BUSINESS 4

/* Flags of indicators. */
#define LEADLINE_INDICATOR_MEASURE 0x1u     /* a base measure: a sum over facts */
#define LEADLINE_INDICATOR_VANITY 0x2u      /* looks good and steers nothing */
#define LEADLINE_INDICATOR_CUSTOM 0x4u      /* defined by the host */
#define LEADLINE_INDICATOR_PARAMETER 0x8u   /* a figure the host may set, by defining it anew: allowed_share, unit_cost ... */
#define LEADLINE_INDICATOR_ELSEWHERE 0x10u  /* no sum over rollups: leadline_query refuses it with LEADLINE_EXPRESSION_ELSEWHERE,
                                               and `function` answers it; `formula` is then in words. target() may name it */

/* A measure or indicator. Texts live as long as the engine; that of a parameter's formula until it is defined anew. */
typedef struct leadline_indicator_info {
    size_t struct_size;
    const char *id;
    const char *aliases;            /* other names, with one space between them; "" for none */
    const char *formula;
    const char *unit_text;          /* for people: "money per lead" */
    const char *description;
    uint32_t unit;                  /* LEADLINE_UNIT_ of its column */
    uint32_t direction;             /* LEADLINE_DIRECTION_ */
    uint32_t family;                /* LEADLINE_FAMILY_ */
    uint32_t flags;                 /* LEADLINE_INDICATOR_ */
    const char *health_green;       /* thresholds of leadline_set_health; "" without, and until they are set anew */
    const char *health_yellow;
    const char *benchmark;          /* of leadline_benchmark_at, as it was published; "" for none */
    size_t target_count;            /* targets that leadline_target_at lists for it */
    const char *function;           /* of this header, "leadline_cohorts", that answers it: where leadline_query does not, or
                                       from journeys, too; "" for none */
} leadline_indicator_info;

#define LEADLINE_INDICATOR_INFO_INIT {sizeof(leadline_indicator_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* How many measures and indicators the engine knows, and the i-th of them, built-in ones first; ARGUMENT past the last.
 * Any thread. */
LEADLINE_API size_t leadline_indicator_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_indicator_at(const leadline_engine *engine, size_t index, leadline_indicator_info *info);

/* The one of that id or alias; LEADLINE_ERROR_NAME if there is none. Any thread. */
LEADLINE_API leadline_status leadline_indicator_find(const leadline_engine *engine, const char *name, leadline_indicator_info *info);

/* An indicator of the host's. */
typedef struct leadline_definition {
    size_t struct_size;
    const char *name;               /* 1 to 63 bytes of a-z 0-9 _, a letter first */
    const char *formula;
    const char *unit_text;          /* NULL: "" */
    const char *description;        /* NULL: "" */
    uint32_t direction;
    uint32_t family;                /* 0: LEADLINE_FAMILY_BUSINESS */
    uint32_t vanity;                /* 1: yes */
    uint32_t reserved;
} leadline_definition;

#define LEADLINE_DEFINITION_INIT {sizeof(leadline_definition), 0, 0, 0, 0, 0, 0, 0, 0}

/* Defines an indicator, or gives a parameter another formula; from then on queries and later definitions may name it. A
 * name that is taken, but for a parameter's: DUPLICATE_NAME. A formula that is refused (also for a dimension that the engine
 * does not have: none come later; likewise thresholds and rules, further down) gives LEADLINE_EXPRESSION_..., and
 * in *position (may be NULL) the byte of it that is at fault. At most 65536: TOO_MANY. Any thread; also FORKED, MEMORY. */
LEADLINE_API leadline_status leadline_define(leadline_engine *engine, const leadline_definition *definition, size_t *position);

/* ==== Statuses and prices ====================================================================================== */

/*
 * Statuses. With leadline_options.refs facts that speak of another by `ref` (kinds with the role correction, status or mark,
 * and payments) are kept whole, about 110 bytes each, as long as the engine lives. Of the statuses of one ref that exclude one
 * another the last in the order of facts stands: lead_approved, lead_rejected and the host's statuses of the same subject.
 * deal_lost excludes none of them. Only a change counts: at the time of the change the new status comes with its count and its
 * names, and the one it replaces is taken out with the count and the names it came with, so that a count of one period may be
 * negative, and sums over time are exact by any name. A status that changes nothing is not counted. Facts that come late slot
 * in; order, batches, threads and merges make no difference. Statuses without a ref only add. The time that a fact takes grows
 * with the logarithm of the facts of its own ref.
 *
 * Prices make cost or payout of facts when a query asks for spend_accrued, payout_accrued, accrued(spend) or accrued(payout).
 * They are dated, so the rollup must be by day or by hour and hold the dimensions of the prices, else LEADLINE_QUERY_NO_ROLLUP.
 * Sums are exact in millionths of the money's unit. Points do not read accruals. Without prices nothing accrues: 0.
 *
 * A fact meets one price at most of a tariff, that is of one side, model and (per action) kind: the one for its name on the day
 * of its time, else the one for all that have none of their own (dimension and name NULL). Prices that a fact might meet both of
 * are refused; prices of one tariff for names of two dimensions are, when their days overlap.
 *
 *     CPM             impressions x rate / 1000
 *     CPC             clicks x rate
 *     CPL             leads with a lead_contact and the status that lead_status asks for, x rate
 *     CPA             count of `kind` and its parts x rate
 *     REVENUE_SHARE   amount of sales x share
 *     AFTER_SALE      of a sale, when it is paid: amount of payments x share; or the rate, when all of it is paid
 *     FIXED           rate is the fee of all days from from_us to to_us; n of its N days are n / N of it, rounded down to
 *                     millionths, so that any run of days adds up and all of them are the fee. A day counts from its start up
 *                     to that of the as-of instant; by hour the fee stands in the first hour of a day. The fee of a name has
 *                     no other names: they are not set
 *     COMMISSION      amount of payouts x share
 *
 * Reversals. With refs and ids a fact that speaks of another counts where that one stands, with its time, names and price: an
 * invalid impression or click, a rejected lead and a cancelled sale take back what accrued for it, at most all of it; a sale
 * whose money was all given back is undone; a revenue share is that of the money not given back; of a sale that was paid after
 * sale payments count up to what remains of it, in their order, each with its own time, names and price, and the rate is due
 * with the payment that reaches that. A lead counts at its own time if a lead_contact and its status name it by ref.
 *
 * Facts without a ref, or whose ref names no fact that is known by its id (ids forgotten, ids off), count at their own time
 * and names: CPM and CPC less impression_invalid and click_invalid; CPL as count(lead_approved), or as count(lead_contact) -
 * count(lead_rejected); CPA less its kind's corrections but refunds, and for leads less lead_rejected; a revenue share less
 * all amounts of corrections; after sale as payments less refunds, or the rate for each payment.
 *
 * Prices are the engine's, like definitions: merging leaves them, and clearing too.
 */
#define LEADLINE_PRICE_CPM 1
#define LEADLINE_PRICE_CPC 2
#define LEADLINE_PRICE_CPL 3
#define LEADLINE_PRICE_CPA 4
#define LEADLINE_PRICE_REVENUE_SHARE 5
#define LEADLINE_PRICE_AFTER_SALE 6
#define LEADLINE_PRICE_FIXED 7
#define LEADLINE_PRICE_COMMISSION 8

#define LEADLINE_SIDE_SPEND 1       /* what the advertiser owes: spend_accrued */
#define LEADLINE_SIDE_PAYOUT 2      /* what publishers and partners earn: payout_accrued */

#define LEADLINE_LEAD_APPROVED 1
#define LEADLINE_LEAD_NOT_REJECTED 2

#define LEADLINE_MAX_PRICES 65536

typedef struct leadline_price {
    size_t struct_size;
    const char *dimension;          /* a dimension, or an attribute (not for FIXED); NULL with name: whatever has no own price */
    const char *name;               /* "" is what is not set; "(other)", which is many names, has no price of its own */
    int64_t from_us;                /* from the start of one day of the engine's zone to that of another; INT64_MIN and */
    int64_t to_us;                  /* INT64_MAX are open ends (not for FIXED); both 0: always */
    int64_t rate;                   /* money, 0 to 10^18, in the engine's scale */
    uint32_t share_millionths;      /* 100000: 10 %; at most 1000000. For REVENUE_SHARE, COMMISSION; AFTER_SALE instead of rate */
    uint32_t model;                 /* LEADLINE_PRICE_ */
    uint32_t side;                  /* LEADLINE_SIDE_; 0: spend */
    uint32_t lead_status;           /* of CPL: LEADLINE_LEAD_; 0: approved */
    uint16_t kind;                  /* of CPA: the action */
    uint16_t reserved[3];
} leadline_price;

#define LEADLINE_PRICE_INIT {sizeof(leadline_price), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0, 0, 0}}

/* Adds a price; queries from then on know it. Its name is copied and becomes one of its dimension's. Statuses: NULL (also one
 * of dimension and name alone), ARGUMENT (unknown model, side or status, a rate or share out of range or none of the model's,
 * the name "(other)", days that are none, more than 36600 of a fee), STRUCT_SIZE, NAME (of the dimension or the kind), UNSUPPORTED (a fee of an
 * attribute), LEADLINE_PRICE_OVERLAP, TOO_MANY, FORKED, MEMORY. On failure nothing has changed. Any thread. */
LEADLINE_API leadline_status leadline_set_price(leadline_engine *engine, const leadline_price *price);

/* How many prices there are, and the i-th, in an order of the library's (side, model, kind, name, days) that adding and removing
 * changes; its texts live as long as the engine, open ends are INT64_MIN and INT64_MAX. ARGUMENT past the last. Any thread. */
LEADLINE_API size_t leadline_price_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_price_at(const leadline_engine *engine, size_t index, leadline_price *price);

/* Takes the i-th price away, so that another can take its place. ARGUMENT past the last; FORKED. Any thread. */
LEADLINE_API leadline_status leadline_remove_price(leadline_engine *engine, size_t index);

/* ==== Query and table ========================================================================================== */

/* Only rows whose dimension (or attribute) has one of these names. An empty name stands for "not set"; "(other)" for
 * what is beyond a limit. A name nobody has matches nothing. */
typedef struct leadline_filter {
    size_t struct_size;
    const char *dimension;
    const char *const *names;
    size_t name_count;
} leadline_filter;

#define LEADLINE_FILTER_INIT {sizeof(leadline_filter), 0, 0, 0}

/* Flags of leadline_query_options. */
#define LEADLINE_QUERY_FROM 0x1u            /* from_us counts */
#define LEADLINE_QUERY_TO 0x2u              /* to_us counts */
#define LEADLINE_QUERY_AS_OF 0x4u           /* as_of_us counts; without it: the greatest time taken in */
#define LEADLINE_QUERY_TOTALS 0x8u          /* append a totals row, over all rows, also those beyond the limit */
#define LEADLINE_QUERY_EARLIER_KEYS 0x10u   /* also rows of keys that stopped: see below */

/*
 * What is asked.
 *
 * by: dimensions and attributes, any subset of one rollup's; each becomes a string column. A period adds two columns
 * behind them, "period" (string) and "period_start" (int64, microseconds). The states of the latter tell the rows whose
 * period is not whole: LEADLINE_IN_PROGRESS where it is not over at the as-of instant, or cut by from_us or to_us; else, and in
 * the totals, LEADLINE_DEFINED. Without as_of_us the day (in a rollup by hour, the hour) of the last fact counts as over.
 *
 * columns: each is an expression, mostly just the name of a measure or indicator: clicks, cpl, count(sale),
 * leads / clicks. leadline_indicator_at lists the names. A column that is a single sum has 128-bit integers, any other
 * numerators and denominators.
 *
 * order: names of columns asked for, of by or "period", each with a leading '-' for largest first; "best cpl" and "worst cpl"
 * rank by an indicator in its direction (one that has none: LEADLINE_QUERY_ORDER). Rows equal in all of
 * these, and all rows when there is no order, follow the keys' bytes and the period. Undefined values come last in either
 * direction. limit: the first so many rows; 0: all.
 *
 * from_us, to_us: [from, to). as_of_us: facts after it are not seen. Each must be a boundary of the rollup's period
 * (as_of: the last microsecond of one), unless no fact lies beyond it: LEADLINE_QUERY_BOUNDARY.
 *
 * A row is there if any kind has a count or an amount other than 0 in it, whether the columns show it or not; and, where
 * accruals are asked for, if a fixed fee accrues in it. With LEADLINE_QUERY_EARLIER_KEYS also if a column that compares with an
 * earlier period has anything but 0 to compare it with: so a key that stopped is seen. That is of the periods in which any key
 * has facts, or of the one stretch of all time.
 *
 * measured: kinds that the host counts, whether any came in or not. A measure of a kind that was never taken in has no data,
 * because the engine cannot tell nothing from not measured; one of these kinds is 0. NAME for a number that is no kind's.
 */
typedef struct leadline_query_options {
    size_t struct_size;
    const char *rollup;             /* NULL: the fitting rollup with the fewest dimensions, then the longest period */
    const char *const *by;
    size_t by_count;
    const leadline_filter *filters;
    size_t filter_count;            /* all must hold */
    const char *const *columns;
    size_t column_count;
    const char *const *order;
    size_t order_count;
    int64_t from_us;
    int64_t to_us;
    int64_t as_of_us;
    uint64_t limit;
    uint32_t period;                /* LEADLINE_PERIOD_ */
    uint32_t flags;
    const uint16_t *measured;
    size_t measured_count;          /* at most 1024 */
} leadline_query_options;

#define LEADLINE_QUERY_INIT {sizeof(leadline_query_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

typedef struct leadline_table leadline_table;

/* Answers a query. Whole batches are seen, never parts. Any thread. The table is the caller's and does not need the
 * engine any more. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY (more than 64 of by or order, 1024 filters or
 * columns), NAME, DUPLICATE_NAME (in by), FORKED, MEMORY, LEADLINE_QUERY_... */
LEADLINE_API leadline_status leadline_query(const leadline_engine *engine, const leadline_query_options *query, leadline_table **table);

/* Destroys a table. NULL is fine. */
LEADLINE_API void leadline_table_close(leadline_table *table);

typedef struct leadline_table_info {
    size_t struct_size;
    size_t rows;                    /* without the totals row */
    size_t columns;
    uint32_t has_totals;            /* 1: every column has one element more, at index `rows` */
    uint32_t money_scale;
    int64_t as_of;                  /* the as-of instant; INT64_MIN when no fact was taken in */
    uint64_t double_booked;         /* rows (before the limit) with media cost both on events and as media_spend */
    const char *currency;           /* lives as long as the table */
    const char *time_zone;
} leadline_table_info;

#define LEADLINE_TABLE_INFO_INIT {sizeof(leadline_table_info), 0, 0, 0, 0, 0, 0, 0, 0}

LEADLINE_API leadline_status leadline_table_read_info(const leadline_table *table, leadline_table_info *info);

/* Types of columns. */
#define LEADLINE_TYPE_STRING 1      /* bytes, offsets, states */
#define LEADLINE_TYPE_INT64 2       /* integers; "period_start", "age_start": states, too */
#define LEADLINE_TYPE_INT128 3      /* numerators, states */
#define LEADLINE_TYPE_RATIO 4       /* numerators, denominators, states */
#define LEADLINE_TYPE_DOUBLE 5      /* doubles, states */

/* States of a key (a string column of `by`). */
#define LEADLINE_KEY_NAME 0
#define LEADLINE_KEY_NOT_SET 1      /* text is empty */
#define LEADLINE_KEY_OTHER 2        /* text is "(other)" */
#define LEADLINE_KEY_TOTAL 3        /* text is empty: the totals row */

/* One column. Pointers that the type does not name are NULL. String i is bytes[offsets[i]] to bytes[offsets[i+1]],
 * without a NUL. Money, seconds and points are integers with `scale` decimals: a ratio in such a unit is
 * numerator / denominator / 10^scale. Denominators are positive. A ratio is in the terms that it was worked out in, not in
 * lowest ones: 18 clicks of 200 impressions are 18 / 200, so that a rate's trials can be told. The same facts give the same
 * numerator and denominator; leadline_ratio_reduce brings them to lowest terms. Everything lives until the table is
 * closed. */
typedef struct leadline_column {
    size_t struct_size;
    const char *name;               /* as asked for */
    const char *canonical;          /* what an alias stands for ("cost_per_order" for "cpa"), else the name */
    uint32_t type;
    uint32_t unit;
    uint32_t scale;
    uint32_t is_key;                /* 1: one of `by`, or the period; of alerts also "rule" and "unit" */
    const char *bytes;
    const uint64_t *offsets;
    const int64_t *integers;
    const double *doubles;
    const leadline_int128 *numerators;
    const leadline_int128 *denominators;
    const uint8_t *states;
} leadline_column;

#define LEADLINE_COLUMN_INIT {sizeof(leadline_column), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Describes a column by index. LEADLINE_ERROR_ARGUMENT past the last. Any thread. */
LEADLINE_API leadline_status leadline_table_column(const leadline_table *table, size_t index, leadline_column *column);

/* ==== Live reading ============================================================================================= */

/* A prepared question about one key: which columns of which rollup. Reading it takes a microsecond, and waits for the
 * batches that are being taken in at that moment. */
typedef struct leadline_point leadline_point;

typedef struct leadline_point_options {
    size_t struct_size;
    const char *rollup;                 /* NULL: the rollup with exactly these dimensions, then the longest period */
    const char *const *dimensions;      /* all dimensions of one rollup, in any order: the order of codes and names */
    size_t dimension_count;
    const char *const *columns;         /* as in a query */
    size_t column_count;
} leadline_point_options;

#define LEADLINE_POINT_INIT {sizeof(leadline_point_options), 0, 0, 0, 0, 0}

typedef struct leadline_value {
    leadline_int128 numerator;
    leadline_int128 denominator;        /* 1 for counts and amounts; 0 when not defined; terms as in leadline_column */
    uint32_t state;
    uint32_t unit;
} leadline_value;

/* Prepares. Statuses as leadline_query; TOO_MANY also when the columns need more than 64 sums, or the engine has more
 * than 512 kinds. */
LEADLINE_API leadline_status leadline_point_open(leadline_engine *engine, const leadline_point_options *options, leadline_point **point);

/* Reads the values of one key over the periods that [from_us, to_us) covers (boundaries of the rollup's period; INT64_MIN
 * and INT64_MAX are open ends) into values[0 ..< column_count]. A key without facts reads 0, or undefined. Any number of
 * threads, while others write. A key that a limit of names or cells shows as "(other)" has no values of its own:
 * LEADLINE_ERROR_NAME. Statuses: NULL, ARGUMENT (wrong code_count or value_count, from_us not below to_us), NAME,
 * LEADLINE_QUERY_BOUNDARY, FORKED; MEMORY after ids, clearing or merging. */
LEADLINE_API leadline_status leadline_point_read(const leadline_point *point, const uint32_t *codes, size_t code_count, int64_t from_us,
                                                 int64_t to_us, leadline_value *values, size_t value_count);

/* The same by names: name i is sizes[i] bytes at names[i]. A name the engine does not know has no facts. TOO_MANY for a
 * size above LEADLINE_MAX_NAME_BYTES. */
LEADLINE_API leadline_status leadline_point_read_names(const leadline_point *point, const char *const *names, const size_t *sizes,
                                                       size_t name_count, int64_t from_us, int64_t to_us, leadline_value *values,
                                                       size_t value_count);

/* Closes. NULL is fine. No thread may be reading. */
LEADLINE_API void leadline_point_close(leadline_point *point);

/* ==== Targets and steering ===================================================================================== */

/*
 * What a host steers by, set at any time and from any thread, and seen by every query that begins afterwards. It belongs
 * to the engine, as definitions do: leadline_merge leaves the target's as it was and takes none over from the source, and
 * clearing facts clears nothing here. A name of an indicator below is that of any measure or indicator, an alias too.
 *
 * Expressions have, beside what stands above:
 *
 *     a < b   a <= b   a > b   a >= b     a count of 1 where it holds, else 0; both sides of one unit, no chains. Binds less
 *                          than + and -
 *     target(NAME)         the target of an indicator that is valid on the row's date; undefined (NO_DATA) without one
 *     attainment(NAME)     NAME / target(NAME)
 *     health(NAME)         LEADLINE_HEALTH_ by the thresholds of the indicator; without them LEADLINE_STEERING_NO_HEALTH
 *
 * A row's date is the last instant of its stretch of time: the least of the end of its period, of to_us and of the as-of
 * instant. A row has the target of its key, else that of the whole; of several keys the first in `by` that has one counts.
 * The totals have that of the whole, also where keys have targets: these need not add up to it. A target is compared with the value of whatever period a row is of: 50 leads are 50 a
 * day in rows by day. target() and attainment() stand within no where, no earlier period and no total, and not in points.
 */

/* Flags of a target. */
#define LEADLINE_TARGET_FROM 0x1u           /* from_us counts; without it the target holds from ever */
#define LEADLINE_TARGET_TO 0x2u             /* to_us counts; without it the target holds for ever */

/* What an indicator should be from one day up to another. */
typedef struct leadline_target {
    size_t struct_size;
    const char *indicator;
    const char *dimension;          /* a dimension or attribute; NULL: the target is of the whole */
    const char *name;               /* with a dimension, the key; "" (or NULL): not set; "(other)": beyond a limit */
    const char *value;              /* an expression of numbers alone: "0.8", "45 / 2"; money is in units of the currency. A
                                       number is itself in any period: previous(3) is 3. NULL: numerator / denominator */
    leadline_int128 numerator;      /* in the unit and scale of the indicator's column */
    leadline_int128 denominator;    /* above 0 */
    int64_t from_us;                /* the start of the first day, in the engine's zone */
    int64_t to_us;                  /* the end of the last day: the start of the one after */
    uint32_t flags;                 /* LEADLINE_TARGET_ */
    uint32_t reserved;
} leadline_target;

#define LEADLINE_TARGET_INIT {sizeof(leadline_target), 0, 0, 0, 0, {0, 0}, {0, 0}, 0, 0, 0, 0}

/* Sets a target. One whose days overlap with those of another target of the same indicator and key is refused:
 * LEADLINE_STEERING_OVERLAP; remove the other first. ARGUMENT: no days' boundaries, no number, or from_us not below to_us. A
 * value that is refused gives LEADLINE_EXPRESSION_... At most 65536: TOO_MANY. Also NAME, STRUCT_SIZE, FORKED, MEMORY. Any
 * thread; on failure nothing has changed. */
LEADLINE_API leadline_status leadline_set_target(leadline_engine *engine, const leadline_target *target);

/* Takes a target away: that of this indicator and key on exactly these days; the value is not looked at. NAME if there is
 * none. Also STRUCT_SIZE, ARGUMENT, FORKED. Any thread. */
LEADLINE_API leadline_status leadline_remove_target(leadline_engine *engine, const leadline_target *target);

/* A target as it is kept. `name` lives until the target is removed, the other texts as long as the engine. */
typedef struct leadline_target_info {
    size_t struct_size;
    const char *indicator;          /* the id, whatever alias it was set by */
    const char *dimension;          /* NULL: of the whole */
    const char *name;               /* "" also without a dimension */
    leadline_value value;           /* in the unit and scale of the indicator's column */
    int64_t from_us;                /* INT64_MIN: from ever */
    int64_t to_us;                  /* INT64_MAX: for ever */
} leadline_target_info;

#define LEADLINE_TARGET_INFO_INIT {sizeof(leadline_target_info), 0, 0, 0, {{0, 0}, {0, 0}, 0, 0}, 0, 0}

/* How many targets there are, and the i-th of them; ARGUMENT past the last. They are in the order of the indicators, the
 * targets of the whole before those of keys, which are by dimension and name, then by date, in whatever order they were set.
 * Any thread. */
LEADLINE_API size_t leadline_target_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_target_at(const leadline_engine *engine, size_t index, leadline_target_info *info);

/* Says which indicator comes first from an instant on, until the next one that was set: the ladder from cost per click by
 * way of cost per click-out to return on investment. Setting one for the same instant again replaces it; NULL takes it away
 * (NAME if there is none). INT64_MIN: from ever. Also TOO_MANY (65536), FORKED, MEMORY. Any thread. */
LEADLINE_API leadline_status leadline_set_primary_kpi(leadline_engine *engine, const char *indicator, int64_t from_us);

/* The indicator that comes first at an instant: its id, which lives as long as the engine, and since when it does. NAME where
 * none was set: the text says so. Either of the two may be NULL. To list all: ask at INT64_MAX, then at *from_us - 1 and so
 * on. Also FORKED. Any thread. */
LEADLINE_API leadline_status leadline_primary_kpi(const leadline_engine *engine, int64_t time_us, const char **indicator, int64_t *from_us);

/* Values of health(). */
#define LEADLINE_HEALTH_RED 0
#define LEADLINE_HEALTH_YELLOW 1            /* as good as the threshold `yellow` */
#define LEADLINE_HEALTH_GREEN 2             /* as good as `green`, too */

/* When an indicator is green and when yellow. Both thresholds are expressions in the indicator's unit: "50",
 * "lead_price_breakeven", "0.9 * target(roas)". Which side of them is good the indicator's direction says; a value that is
 * equal is good. Where the indicator or a threshold is undefined, its health is. A green that is a worse number than the
 * yellow is refused (ARGUMENT) if both are numbers alone. */
typedef struct leadline_health {
    size_t struct_size;
    const char *indicator;
    const char *green;
    const char *yellow;
} leadline_health;

#define LEADLINE_HEALTH_INIT {sizeof(leadline_health), 0, 0, 0}

/* Sets the thresholds of an indicator, instead of earlier ones; without both texts (NULL) takes them away (NAME if there are
 * none). leadline_indicator_find shows them. ARGUMENT for an indicator with no direction. A threshold that is refused gives
 * LEADLINE_EXPRESSION_..., and so does one that speaks of this very health. Also NULL, NAME, STRUCT_SIZE, FORKED, MEMORY. Any
 * thread; on failure nothing has changed. */
LEADLINE_API leadline_status leadline_set_health(leadline_engine *engine, const leadline_health *health);

/* A rule for alerts. */
typedef struct leadline_alert {
    size_t struct_size;
    const char *name;               /* 1 to 63 bytes of a-z 0-9 _, a letter first */
    const char *condition;          /* what must not be: two sides with < <= > or >= between them, "cpl >= unit_margin" */
    const char *description;        /* NULL: "" */
} leadline_alert;

#define LEADLINE_ALERT_INIT {sizeof(leadline_alert), 0, 0, 0}

/* Defines a rule, or puts it in place of the one of that name; an engine begins with some that leadline_alert_at lists. A
 * condition that is refused gives LEADLINE_EXPRESSION_..., and in *position (may be NULL) the byte of it that is at fault.
 * At most 1024: TOO_MANY. Also NULL, ARGUMENT, STRUCT_SIZE, FORKED, MEMORY. Any thread; on failure nothing has changed. */
LEADLINE_API leadline_status leadline_define_alert(leadline_engine *engine, const leadline_alert *alert, size_t *position);

/* Takes a rule away, a built-in one too. NAME if there is none. Also FORKED. Any thread. */
LEADLINE_API leadline_status leadline_remove_alert(leadline_engine *engine, const char *name);

/* How many rules there are, and the i-th of them, built-in ones first; ARGUMENT past the last. The texts live until the rule
 * is defined anew or removed. Any thread. */
LEADLINE_API size_t leadline_alert_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_alert_at(const leadline_engine *engine, size_t index, leadline_alert *alert);

/*
 * Answers which rows breach which rules: of the rows that leadline_query would give, each as often as rules' conditions hold
 * in it, in the order of the query, then of the rules. A rule with a side that is undefined is not breached. rules: names;
 * NULL with a count of 0 for all of them.
 *
 * The columns are those of the keys and the period, then "rule" (string), "unit" (int64: LEADLINE_UNIT_ of both sides),
 * "left" and "right" (ratios, whatever their unit in whole units: money in units of the currency).
 *
 * The query names no columns and asks for no totals (ARGUMENT); its limit is one of alerts; it is ordered by keys and
 * "period" alone. Statuses as leadline_query, and NAME for an unknown rule. Any thread. The table is the caller's.
 */
LEADLINE_API leadline_status leadline_alerts(const leadline_engine *engine, const leadline_query_options *query, const char *const *rules,
                                             size_t rule_count, leadline_table **table);

/* A published figure or a common target to hold an indicator against. No value is made of it. */
typedef struct leadline_benchmark {
    size_t struct_size;
    const char *subject;            /* the id of an indicator where there is one of that name; texts are static */
    const char *text;               /* as it was published: "> 80 %" */
    const char *sort;               /* "target", "published", "rule" ... */
    const char *unit_text;
    leadline_value low;             /* for a line in a chart; LEADLINE_UNDEFINED_NO_DATA: open */
    leadline_value high;
} leadline_benchmark;

#define LEADLINE_BENCHMARK_INIT {sizeof(leadline_benchmark), 0, 0, 0, 0, \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}}

/* How many benchmarks the library knows, and the i-th of them; ARGUMENT past the last. Never change. Any thread. */
LEADLINE_API size_t leadline_benchmark_count(void);
LEADLINE_API leadline_status leadline_benchmark_at(size_t index, leadline_benchmark *benchmark);
/* ==== Distinct persons ========================================================================================= */

/*
 * An engine whose options name distinct_kinds counts, in every cell of every rollup, how many distinct persons have a fact
 * of these kinds (parts included): distinct(impression) is the reach of whatever rows, periods and filters a query asks for,
 * and does not count a person twice who is in several cells. Facts without a person are not seen.
 *
 * A cell's count is exact up to 7/16 of 2^distinct_precision persons (224 by default) and takes 8 to 18 bytes a person until
 * then; beyond that it is an ExaLogLog sketch (O. Ertl, 2024, t = 2, d = 24) of 4 bytes times 2^distinct_precision, by default
 * 2 KiB with a relative standard error of 1.52 %; 4 times the memory halves the error. Rows of several cells are merged: exact
 * while the union is small, too. The same persons give the same count in any order, batches, threads and merges.
 *
 * A person counts wherever any of their facts was, repeats that another fact of the same id replaced included: a sketch
 * does not forget. leadline_clear empties cells of it. A kind that distinct_kinds does not name has no data. Points cannot
 * read distinct(...) and identified(...): LEADLINE_ERROR_UNSUPPORTED.
 */

/* How many, with the bounds between which the true number is in 95 of 100 cases. */
typedef struct leadline_estimate {
    int64_t count;
    int64_t low;
    int64_t high;
    uint32_t is_exact;              /* 1: all three are the true number */
    uint32_t reserved;
} leadline_estimate;

/* The persons with facts of a kind, of some names and of some time: those who saw a video, those who clicked a banner. */
typedef struct leadline_audience {
    size_t struct_size;
    const char *rollup;             /* as in a query */
    const leadline_filter *filters;
    size_t filter_count;            /* all must hold */
    int64_t from_us;                /* [from, to), boundaries of the rollup's period as in a query */
    int64_t to_us;
    uint32_t flags;                 /* LEADLINE_QUERY_FROM and LEADLINE_QUERY_TO: the bound counts */
    uint16_t kind;                  /* one of the engine's distinct_kinds */
    uint16_t reserved;
} leadline_audience;

#define LEADLINE_AUDIENCE_INIT {sizeof(leadline_audience), 0, 0, 0, 0, 0, 0, 0, 0}

/* Counts an audience. A kind that distinct_kinds does not name: LEADLINE_ERROR_UNSUPPORTED. Further statuses as
 * leadline_query. Any thread. */
LEADLINE_API leadline_status leadline_count_audience(const leadline_engine *engine, const leadline_audience *audience,
                                                     leadline_estimate *result);

/* What two audiences have in common. The four counts are estimated each for itself (by joint maximum likelihood where an
 * audience is no longer exact) and need not add up to the last person. The error of a small part of two large audiences is
 * measured by the audiences; its bounds say so. */
typedef struct leadline_overlap {
    size_t struct_size;
    leadline_estimate either;       /* in one of them or both */
    leadline_estimate both;
    leadline_estimate only_first;
    leadline_estimate only_second;
} leadline_overlap;

#define LEADLINE_OVERLAP_INIT {sizeof(leadline_overlap), {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}

/* Compares two audiences, of one kind or two. Statuses as leadline_count_audience. Any thread. */
LEADLINE_API leadline_status leadline_compare_audiences(const leadline_engine *engine, const leadline_audience *first,
                                                        const leadline_audience *second, leadline_overlap *result);

/* ==== Journeys ================================================================================================= */

/*
 * An engine whose options say `journeys` keeps every fact that names a person or an account (of the journey_kinds, where
 * they are given), so that what happened to one buyer can be followed: through a funnel, from stage to stage, over the
 * months. A buyer is the account of a fact that names one, else the account of the person's earliest fact that names one, else
 * the person; leadline_link says more of who is who. A journey is a buyer's facts in one order: time, order of the kind, kind,
 * names, person, amount, count, id, ref.
 * When a fact arrived does not matter; repeats by id count once; leadline_merge merges journeys, too.
 *
 * With a journey_limit, facts that would be more than that are refused with LEADLINE_JOURNEY_LIMIT, the whole batch, file or
 * merge, and nothing changes. With a journey_lookback_us beside it, facts that are older by more than that than the latest fact, with
 * a person or without, taken in or just coming, are dropped from journeys first (rollups keep them) if that makes room: the oldest, until
 * an eighth of the limit is free. leadline_engine_info counts them. What journeys hold then depends on when facts arrived, and
 * leadline_forget refuses from then on. A call near the limit waits for all threads and puts what came since the last one in order;
 * to do that and drop facts takes some 0.06 us for each fact held. Then one that is refused takes two or three times as long as one that
 * is not, while nothing held is beyond the look-back. Let the limit be some eighth more than what the look-back brings, and do not
 * repeat what was refused before there is room.
 *
 * Facts wait as they came until an analysis asks for journeys, which first puts them in order: the first analysis after
 * many facts takes longer than the next. leadline_options.threads says how many threads an analysis may start.
 * An as-of instant behind the year 9999 is that year's end. A call that answers with several tables refuses one pointer for two of
 * them with ARGUMENT. Who is whose buyer is told by all facts and links, those after the as-of instant among them: a person whose
 * company becomes known later is part of its journey in earlier months, too.
 */

/*
 * Visits. A host counts visits itself and sends facts of the kinds visit, bounce and visit_engaged, or has them derived from
 * page views (leadline_options.visits). One engine does one of the two: one that derives them refuses facts of these three
 * kinds, and of their parts, with LEADLINE_FACT_KIND. The page views of one person make visits: a gap longer than
 * visit_idle_us begins another one, midnight and a new campaign do not. A visit has the time and names of its first page and
 * lasts until its last; its amount is that time in seconds, of money_scale decimals, rounded down. It is a bounce if it has
 * one page, and engaged if it lasts 10 seconds, has two pages, or an outcome of the person (that journeys keep) comes no later
 * than visit_idle_us after its last page and before the next visit. Facts without a person make no visit.
 *
 * These facts are in the rollups, for leadline_query, and in journeys, as steps and touches like any other. They are derived
 * anew when a query or an analysis follows facts that were taken in, cleared or merged: such a query takes as long as the first
 * analysis would. leadline_point reads visits as the last query left them. journey_kinds need not name page_view. The
 * facts of visits count neither as taken in nor towards journey_limit; with a journey_lookback_us visits go with their pages,
 * from rollups, too.
 */

/*
 * Only facts that still stand. A sale that its corrections (refund, cancellation, and kinds of the host's that correct a sale) have
 * undone as a whole, up to the as-of instant, is no longer one: with this flag it meets no step. Which sale a correction belongs
 * to is told under "Cohorts". A sale is undone while all that it was worth is taken back; one that was never worth anything by a
 * correction that names it in `ref`, or by one of nothing without a ref, where it is the buyer's latest sale that was never undone.
 * What is left of a sale that was taken back in part stands as a whole; so does a sale of which a correction without an amount says
 * that it was cancelled: give such corrections the amount of their sale. Facts that are no sales stand, whatever else came. Only
 * corrections of the same journey are seen, with LEADLINE_AUDIENCE_PERSONS those of the same person.
 *
 * It is a flag of steps, exclusions, conditions, score rules and leadline_cohort_options. Journeys that hold no correction cost
 * next to nothing more. An engine whose journey_kinds leave out a kind that corrects sales answers UNSUPPORTED.
 */
#define LEADLINE_STANDING 0x1000u

/* A step: a fact of any of these kinds, parts included, whose dimensions have these names. */
typedef struct leadline_step {
    size_t struct_size;
    const char *name;               /* how the table calls it; NULL: as `kinds` */
    const char *kinds;              /* names of kinds between bars: "lead|enquiry" */
    const leadline_filter *filters;
    size_t filter_count;            /* all must hold; 0: any names */
    uint32_t flags;                 /* LEADLINE_STANDING; others give ARGUMENT */
    uint32_t reserved;              /* 0 */
} leadline_step;

#define LEADLINE_STEP_INIT {sizeof(leadline_step), 0, 0, 0, 0, 0, 0}

/* Breaks off a run that has met step `after` (from 1) and not yet step `before`. */
typedef struct leadline_exclusion {
    size_t struct_size;
    const char *kinds;              /* as of a step */
    const leadline_filter *filters;
    size_t filter_count;
    uint32_t after;                 /* 0: the first step */
    uint32_t before;                /* 0: the last step */
    uint32_t flags;                 /* as of a step */
    uint32_t reserved;              /* 0 */
} leadline_exclusion;

#define LEADLINE_EXCLUSION_INIT {sizeof(leadline_exclusion), 0, 0, 0, 0, 0, 0, 0}

/* How the steps must follow one another. */
#define LEADLINE_FUNNEL_ORDERED 0       /* one after the other, other facts may lie between */
#define LEADLINE_FUNNEL_STRICT 1        /* one after the other, no fact of the journey lies between */
#define LEADLINE_FUNNEL_ANY_ORDER 2     /* in any order; the k-th row counts the buyers who met k of the steps */

/* Flags of leadline_funnel_options, beside LEADLINE_QUERY_FROM, _TO and _AS_OF and LEADLINE_STAGES_TOP and _BOTTOM. */
#define LEADLINE_FUNNEL_OPEN 0x10u      /* a run may begin at any step; without it, at the first only */
#define LEADLINE_FUNNEL_TIMES 0x20u     /* columns of the times between steps */
#define LEADLINE_FUNNEL_FIRST 0x200u    /* a buyer counts by the first beginning of a run; without it, by the furthest run */

#define LEADLINE_MAX_STEPS 1024

/*
 * What a funnel asks. A run begins with a fact that meets the first step and meets further steps within `window_us` of it; a
 * fact exactly at the edge counts. One fact meets one step of a run. Of a journey's runs the furthest counts, and of equally
 * far ones the one that begins first. Facts after as_of_us are not seen.
 *
 * from_us: only runs count that begin at or after it; what lies before is as if it had not been. to_us: only runs count that
 * begin before it; their further steps may come later, up to the end of the window.
 *
 * The furthest run ties a row's key and period to what came of it: who clicks in March in vain and buys in May counts in May
 * alone. To compare rates of keys and periods, ask with LEADLINE_FUNNEL_FIRST: then of each journey the one run counts that
 * begins with the first fact, in [from_us, to_us), that meets the first step (in an open funnel: any step), with the furthest
 * step that can be met from that very fact; in an open funnel, of the steps that it meets, from the one that leads furthest,
 * and of these the earliest. All else holds as without it: an exclusion ends what it ends, the same beginning may go on to a
 * later fact of a step; strictly, the run ends at the first fact that does not meet the next step; in any order, as many steps
 * as can be met from there; it is open until that beginning's window is over; times and exits are of that run.
 */
typedef struct leadline_funnel_options {
    size_t struct_size;
    const leadline_step *steps;
    size_t step_count;              /* 1 to LEADLINE_MAX_STEPS */
    const leadline_exclusion *exclusions;
    size_t exclusion_count;
    const char *const *by;          /* dimensions and attributes of the fact that a run begins with */
    size_t by_count;
    int64_t window_us;              /* 0: no limit */
    int64_t from_us;
    int64_t to_us;
    int64_t as_of_us;
    uint32_t period;                /* LEADLINE_PERIOD_ that a run begins in; 0: all */
    uint32_t mode;                  /* LEADLINE_FUNNEL_ */
    uint32_t flags;
    uint32_t reserved;
    const uint16_t *quantiles;      /* of the times between steps, in thousandths, ascending: 500 is the median */
    size_t quantile_count;          /* 0: the median; at most 16 */
    const char *stages;             /* instead of steps: a list of stages by name, see Stages */
} leadline_funnel_options;

#define LEADLINE_FUNNEL_OPTIONS_INIT {sizeof(leadline_funnel_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Sends every journey through a funnel. *table has a row for each key of `by`, period and step, in the order of the keys'
 * bytes, the period and the step, with these columns behind the keys:
 *
 *     step         int64, from 1
 *     name         string, of the step
 *     reached      buyers who met the step
 *     dropped      of these, who met no further one and may not any more at the as-of instant
 *     open         of these, who met no further one yet and still may: the window of some beginning, a fact of the journey in
 *                  [from_us, to_us) that meets the first step (in an open funnel: any step), is not over, be it that of the
 *                  run that counts or a later one; with LEADLINE_FUNNEL_FIRST that of the first beginning is not over
 *     decided      of reached, of whom nothing more will come: the window of the run that counts is over at the as-of instant,
 *                  and they are not open. Without a window all reached, by what they did so far
 *     step_rate    of the decided who met the step before, the share that went on to this one: decided / decided of the step
 *                  before; the first step has none: LEADLINE_UNDEFINED_NO_DATA
 *     total_rate   of the decided who met the first step, the share that came to this one: decided / decided of the first step
 *     continued    with LEADLINE_FUNNEL_OPEN: of reached, who had met the step before; 0 at the first step
 *     from_first   with LEADLINE_FUNNEL_OPEN: of reached, who had begun at the first step
 *     mean, p500…  with LEADLINE_FUNNEL_TIMES: seconds from the step before, and quantiles of them by nearest rank
 *     total_mean, total_p500…  the same from the first step
 *
 * Rates are shares of buyers, so leadline_wilson_interval gives their bounds: of a rate's numerator and denominator, which are
 * the counts as they are. Who has got through although the window is not over is not among the decided: those who entered with
 * him and take longer are not either, so young entries bias no rate; where nobody is decided yet, it is undefined. In an open
 * funnel, where some begin at the step, rates are of the decided among continued and from_first, over the decided of the step
 * before and of the first. Everywhere, reached of the step before is continued (closed: reached) plus the dropped and the open
 * of the step before. In any order a row counts who met so many of the steps, whichever, so in an open funnel continued and
 * from_first are reached there. Quantiles are exact up to 256 times and within 1/128 beyond.
 *
 * *exits, where exits is not NULL, says where people went instead: a row for each key, step and kind of the fact that came
 * next after the last step of a run that was dropped, with the columns step, kind (a string; empty: none came) and buyers.
 *
 * Time grows with the facts, and for each with the steps that it meets: with 1024 steps of one kind some 5 microseconds a
 * fact, and twice that where 1024 exclusions meet it, too. In any order every fact that meets the first step is tried as a
 * beginning until one meets all steps, which takes about half a microsecond a step: of 1024 steps half a millisecond. A
 * journey of thousands of such facts that never meets them all takes seconds; LEADLINE_FUNNEL_FIRST tries one. Exclusions
 * take 8 bytes times the square of the steps for each thread.
 *
 * Any thread. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY, NAME (a kind or dimension), DUPLICATE_NAME (in by),
 * UNSUPPORTED (an engine without journeys, or a kind that they do not keep), FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_funnel(const leadline_engine *engine, const leadline_funnel_options *options,
                                             leadline_table **table, leadline_table **exits);

/* ==== Identity ================================================================================================= */

/*
 * One human being comes under several ids: as a visitor, before anybody knows who it is, then as a contact; and several
 * contacts may buy for one account. An engine that keeps journeys can be told so by links, before or after the facts come:
 *
 *     leadline_link(engine, LEADLINE_PERSON, visitor, contact);     the visitor is the contact
 *     leadline_link(engine, LEADLINE_ACCOUNT, contact, account);    the contact buys for the account
 *
 * Persons who are linked, also by way of others, are one: their facts are one journey. That journey's buyer is
 * - of a fact that names an account: that account, whatever links say;
 * - else the account that they are linked to;
 * - else the account of the earliest fact of any of them that names one;
 * - else the person at the end of the links.
 *
 * Links are a set: how often, in what order and on which of several merged engines they came makes no difference. A person who
 * is linked to several persons, or to several accounts, is a conflict: the link to the smallest id stands, the others are
 * counted in leadline_engine_info.link_conflicts. Where links of persons come round in a circle, all in it are one. Of
 * different accounts that persons who are one are linked to, the smallest stands, too. leadline_merge adds the other engine's
 * links. Roll-ups and distinct persons do not follow links: they count the person that a fact names. A link takes 16 bytes.
 */

/* What an id is. */
#define LEADLINE_PERSON 1
#define LEADLINE_ACCOUNT 2

/* Links a person to another (target LEADLINE_PERSON) or to an account (LEADLINE_ACCOUNT). One that is there already, or of a
 * person to itself, changes nothing. The next analysis follows it. Waits for an analysis that is running. Any thread.
 * Statuses: NULL, ARGUMENT (another target; an id that is 0), UNSUPPORTED (an engine without journeys), FORKED, MEMORY. On
 * failure nothing has changed. */
LEADLINE_API leadline_status leadline_link(leadline_engine *engine, uint32_t target, uint64_t person, uint64_t to);

/* The same of many: persons[i] is linked to to[i]. All or none. count at most 2^31, else TOO_MANY; 0 does nothing. Further
 * statuses: MISALIGNED. */
LEADLINE_API leadline_status leadline_link_many(leadline_engine *engine, uint32_t target, const uint64_t *persons, const uint64_t *to,
                                                size_t count);

/*
 * Takes a person, or an account, out of everything: all facts that name the id, from journeys, rollups, distinct persons, ids
 * and refs, with what they did to statuses and prices, and all links of the id. While no limit was reached, the engine then
 * answers what one does that never saw these facts and links. It keeps
 * - the persons that were linked to this one, and the persons of an account: name them as well;
 * - names that only these facts had, which show nothing any more but count for a name_limit or cell_limit;
 * - what facts, duplicates and conflicts of leadline_engine_info counted; and greatest_time, the default as-of instant, where it
 *   was a fact's that leadline_clear took out or another of the same id replaced;
 * - what other facts lost to them: repeats that were left out because a fact of this person stood do not come back.
 * Facts of the id that come later, out of a writer's buffer or a file that is being read too, are taken in as new.
 *
 * What can be taken out is what is held, so it takes an engine that keeps journeys of all kinds (no journey_kinds) and has
 * not dropped any (journey_dropped 0); where distinct persons are counted, one none of whose rollups has reached its
 * cell_limit. Else UNSUPPORTED, and leadline_engine_error says why. Costs a look at all owners of journeys and, where distinct
 * persons are counted, one at all facts, because no sketch forgets: cells that the facts were in are counted again from the
 * facts held (and so no longer count persons of repeats that were replaced). Forget many by one call rather than by many.
 *
 * All or nothing. An id that nothing speaks of is no fault. Waits for an analysis that is running; intake waits. Any thread.
 * Statuses: NULL, ARGUMENT (`what` is neither; an id that is 0), UNSUPPORTED, FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_forget(leadline_engine *engine, uint32_t what, uint64_t id);

/* The same of many, all or none. count at most 2^31, else TOO_MANY; 0 does nothing. Further statuses: MISALIGNED. */
LEADLINE_API leadline_status leadline_forget_many(leadline_engine *engine, uint32_t what, const uint64_t *ids, size_t count);
/* ==== Stages =================================================================================================== */

/*
 * Steps that belong together have a name: four lists are ready-made, and the host defines its own. Funnels and the questions
 * below take the name of a list, in `stages`, instead of steps. The ready-made ones:
 *
 *     digital    impression, click | lead, mql, sql, sale, sale_repeat
 *     classic    awareness (impression|view), interest (click|visit), consideration (soft_conversion|content_use|registration) |
 *                intent (lead|enquiry), evaluation (meeting|quote), purchase (sale)
 *     aidal      awareness (impression|view) | interest (lead|subscription|registration), desire (sql|meeting|quote),
 *                action (sale), loyalty (sale_repeat|advocacy)
 *     pipeline   | lead, mql, sql, opportunity, quote, sale
 *
 * The bar stands where the top of the funnel ends and its bottom begins, which is from the lead on. With one of the flags a
 * question is about that part alone; without, about all.
 */
#define LEADLINE_STAGES_TOP 0x40u           /* the steps before the boundary */
#define LEADLINE_STAGES_BOTTOM 0x80u        /* the steps from the boundary on */

typedef struct leadline_stage_list {
    size_t struct_size;
    const char *name;
    size_t step_count;
    size_t boundary;                /* how many steps are the top: the first at the bottom has this index */
} leadline_stage_list;

#define LEADLINE_STAGE_LIST_INIT {sizeof(leadline_stage_list), 0, 0, 0}

/* How many lists there are: the ready-made, then those defined in the engine, in the order of their definition. engine NULL:
 * the ready-made alone, for which no engine is needed. Any thread. */
LEADLINE_API size_t leadline_stage_list_count(const leadline_engine *engine);

/* The list of an index. Its texts live as long as the engine (ready-made: the library). Statuses: NULL (list), ARGUMENT (no such
 * index), STRUCT_SIZE, FORKED. Any thread. */
LEADLINE_API leadline_status leadline_stage_list_at(const leadline_engine *engine, size_t index, leadline_stage_list *list);

/* A step of the list of an index, as a funnel takes it; where its name is NULL, its kinds are its name. What it points to lives
 * as the list's texts. Statuses as leadline_stage_list_at; ARGUMENT also without such a step; STRUCT_SIZE also where the step has
 * flags and struct_size no room for them. Any thread. */
LEADLINE_API leadline_status leadline_stage_at(const leadline_engine *engine, size_t index, size_t step, leadline_step *result);

/*
 * Defines a list of stages, which is copied. Kinds and dimensions must be known. A list is a setting of the engine, which stays:
 * it can't be redefined, and merging and clearing leave it alone.
 *
 * Any thread. Statuses: NULL, ARGUMENT (a name that is none: small letters, digits and _, as kinds have; no steps; a boundary beyond
 * them), STRUCT_SIZE, TOO_MANY (steps, filters, 1024 lists), NAME (a kind or dimension), DUPLICATE_NAME (a list has the name),
 * FORKED, MEMORY. On failure nothing has changed.
 */
LEADLINE_API leadline_status leadline_define_stages(leadline_engine *engine, const char *name, const leadline_step *steps, size_t step_count,
                                                    size_t boundary);

#define LEADLINE_STAGES_LATEST 0x100u       /* a buyer is in the stage of his latest fact; without: in the furthest he reached */

/*
 * What is asked of the stages that buyers are in. With each fact that meets a step a buyer enters that stage, the last of several, and
 * leaves the one he was in; a fact of a stage that he has behind him changes nothing, unless LEADLINE_STAGES_LATEST says that
 * buyers go back: an advertisement seen by a customer makes him no stranger, a deal that is qualified anew is no longer at the
 * quote. A fact that meets `exit` takes him out of all stages, and whatever comes next is a new beginning. Facts after as_of_us are
 * not seen; facts at one instant are in the order of journeys. Keys are those of the fact that a buyer entered a stage with.
 */
typedef struct leadline_stage_options {
    size_t struct_size;
    const leadline_step *steps;     /* the stages in their order */
    size_t step_count;              /* 1 to LEADLINE_MAX_STEPS */
    const char *stages;             /* instead of steps: a list of stages */
    const leadline_step *exit;      /* NULL: nobody leaves but to another stage */
    const char *const *by;
    size_t by_count;
    int64_t from_us;
    int64_t to_us;
    int64_t as_of_us;
    uint32_t period;                /* LEADLINE_PERIOD_; 0: all */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO, _AS_OF, LEADLINE_STAGES_ */
    const uint16_t *quantiles;      /* of times: in thousandths, ascending */
    size_t quantile_count;          /* 0: the median; at most 16 */
} leadline_stage_options;

#define LEADLINE_STAGE_OPTIONS_INIT {sizeof(leadline_stage_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Answers how many buyers are in which stage: at the as-of instant, or with a period at the end of each period that has a
 * part in [from_us, to_us) and begins up to the as-of instant. Of the period that is not over then (LEADLINE_IN_PROGRESS), at the
 * as-of instant. LEADLINE_QUERY_FROM is needed with a period, and neither it nor _TO goes without one. *table has a row for each
 * key of `by`, period and stage, with the columns step (int64, from 1), name and buyers behind the keys; a key under which nobody
 * is in any stage at any of the instants has none.
 *
 * Any thread. Statuses: NULL, ARGUMENT (also quantiles), STRUCT_SIZE, TOO_MANY (also more than 36600 periods, or 16777216 rows), NAME (a
 * kind, dimension or list of stages), DUPLICATE_NAME (in by), UNSUPPORTED (an engine without journeys, or a kind that they do not keep), FORKED,
 * MEMORY.
 */
LEADLINE_API leadline_status leadline_stage_population(const leadline_engine *engine, const leadline_stage_options *options,
                                                       leadline_table **table);

/*
 * Answers how long buyers stay in stages. *table has a row for each key of `by`, period and stage, both those of the fact that the
 * stay began with, which lies in [from_us, to_us), with these columns behind the keys:
 *
 *     step            int64, from 1
 *     name            string, of the stage
 *     entered         stays; with LEADLINE_STAGES_LATEST or an exit a buyer may have several
 *     left            of these, that ended up to the as-of instant
 *     still           of these, that did not
 *     mean, p500…     seconds of those that ended: mean, and quantiles by nearest rank
 *     censored_p500…  of all, by the product-limit estimate, as leadline_velocity has it
 *
 * Any thread. Statuses as leadline_stage_population.
 */
LEADLINE_API leadline_status leadline_stage_times(const leadline_engine *engine, const leadline_stage_options *options, leadline_table **table);

/* ==== Velocity ================================================================================================= */

/* From one step to another, counted from 1. Both may be the same: from the first fact that meets it to the next. */
typedef struct leadline_stage_pair {
    uint32_t from;
    uint32_t to;
} leadline_stage_pair;

/*
 * What is asked of the time between stages. A buyer enters a pair of stages with his first fact that meets the first, where it
 * lies in [from_us, to_us), and completes it with the first fact behind that one, in the order of journeys, that meets the second,
 * where it comes within window_us; exactly at its edge counts. So a buyer counts once for a pair, whatever else he did, and
 * groups and periods, which are those of the fact that he entered with, add up. Facts after as_of_us are not seen.
 */
typedef struct leadline_velocity_options {
    size_t struct_size;
    const leadline_step *steps;
    size_t step_count;              /* 1 to LEADLINE_MAX_STEPS */
    const char *stages;             /* instead of steps: a list of stages */
    const leadline_stage_pair *pairs;
    size_t pair_count;              /* at most LEADLINE_MAX_STEPS; 0: each step and the next; of more than two also the
                                       first and the last */
    const char *const *by;          /* dimensions and attributes of the fact at the first stage of a pair */
    size_t by_count;
    int64_t window_us;              /* 0: no limit */
    int64_t from_us;
    int64_t to_us;
    int64_t as_of_us;
    uint32_t period;                /* LEADLINE_PERIOD_ that a pair is entered in; 0: all */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO, _AS_OF, LEADLINE_STAGES_ */
    const uint16_t *quantiles;      /* in thousandths, ascending: 500 is the median */
    size_t quantile_count;          /* 0: the median; at most 16 */
} leadline_velocity_options;

#define LEADLINE_VELOCITY_OPTIONS_INIT {sizeof(leadline_velocity_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Answers how long buyers take between stages. *table has a row for each key of `by`, period and pair, in the order of the
 * keys' bytes, the period and the pair, with these columns behind the keys:
 *
 *     pair            int64, from 1
 *     from, to        strings, the steps
 *     entered         buyers who entered the pair
 *     completed       of these, who completed it
 *     open            of these, who have not yet, and still may: the window is not over at the as-of instant
 *     mean, p500…     seconds of those who completed it: their mean, and quantiles by nearest rank
 *     censored_p500…  quantiles of all who entered, by the product-limit estimate (Kaplan and Meier, 1958): who has not completed
 *                     the pair counts as at least so long as he was seen waiting, which is to the as-of instant or the
 *                     end of the window. The least time by which that share has completed; where the curve does not get so
 *                     far: LEADLINE_UNDEFINED_NO_DATA. Who completes at a time counts before who was last seen at it.
 *
 * Quantiles are exact up to 256 times of a row; beyond, within 1/128. The estimate is exact while those who completed and those
 * who did not are no more than 256 each; beyond, it is the one of times rounded to steps of 1/64 or less, without any rounding
 * of its own: the curve is compared as an exact fraction.
 *
 * Any thread. Statuses: NULL, ARGUMENT (a pair of a step that there is not, one step and no pairs, a window below 0), STRUCT_SIZE,
 * TOO_MANY, NAME (a kind, dimension or list of stages), DUPLICATE_NAME (in by), UNSUPPORTED (an engine without journeys, or a kind
 * that they do not keep), FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_velocity(const leadline_engine *engine, const leadline_velocity_options *options, leadline_table **table);

/* ==== Response ================================================================================================= */

/* Working hours of a day of the week, by the clock: [from_s, to_s) in seconds from midnight. */
typedef struct leadline_work_hours {
    uint32_t weekday;               /* 1 Monday to 7 Sunday */
    uint32_t from_s;
    uint32_t to_s;                  /* above from_s, at most 86400 */
} leadline_work_hours;

/*
 * When somebody works. An instant is working time when the clocks of the zone then show a working hour of a weekday, on a date
 * that is no holiday. So where clocks are set, an hour that they skip is none, and one that comes twice counts twice.
 */
typedef struct leadline_work_calendar {
    size_t struct_size;
    const leadline_work_hours *hours; /* in any order; those of a day must not overlap, several are fine */
    size_t hour_count;              /* at most 1024; 0: Monday to Friday from 9 to 17 */
    const uint32_t *holidays;       /* dates such as 20241225; repeats and days without work are fine */
    size_t holiday_count;           /* at most 4096 */
    const char *time_zone;          /* IANA name; NULL: the engine's */
} leadline_work_calendar;

#define LEADLINE_WORK_CALENDAR_INIT {sizeof(leadline_work_calendar), 0, 0, 0, 0, 0}

/* The working time from one instant to the same or a later one, in microseconds, exact. Statuses: NULL, ARGUMENT (hours or
 * holidays that are none or overlap, instants beyond the years 1 to 9999 or in the wrong order), STRUCT_SIZE, TOO_MANY, TIME_ZONE,
 * FORKED, MEMORY. Any thread; no journeys are needed. */
LEADLINE_API leadline_status leadline_working_time(const leadline_engine *engine, const leadline_work_calendar *calendar, int64_t from_us,
                                                   int64_t to_us, int64_t *working_us);

#define LEADLINE_RESPONSE_LIFT 0x10u        /* columns of what became of enquiries that were answered in time, and of others */

/*
 * What is asked of responses. An enquiry is answered by its buyer's first response behind it in the order of journeys: one
 * without ref answers all before it that are not yet answered, one with a ref answers the enquiries whose id that is, and no
 * other. Each enquiry has a time of its own, from itself to its answer. Facts after as_of_us are not seen.
 */
typedef struct leadline_response_options {
    size_t struct_size;
    const leadline_step *enquiry;   /* what starts the clock; NULL: enquiry|lead */
    const leadline_step *response;  /* what stops it; NULL: response */
    const leadline_step *qualified; /* with LEADLINE_RESPONSE_LIFT; NULL: mql|sql */
    const leadline_work_calendar *calendar; /* NULL: elapsed time */
    const char *const *by;          /* dimensions and attributes of the enquiry */
    size_t by_count;
    int64_t limit_us;               /* an answer after so long, by the calendar, is in time; 0: no columns of it */
    int64_t from_us;                /* enquiries in [from_us, to_us) */
    int64_t to_us;
    int64_t as_of_us;
    uint32_t period;                /* LEADLINE_PERIOD_ of the enquiry; 0: all */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO, _AS_OF, LEADLINE_RESPONSE_LIFT */
    const uint16_t *quantiles;      /* in thousandths, ascending: 500 is the median */
    size_t quantile_count;          /* 0: the median; at most 16 */
} leadline_response_options;

#define LEADLINE_RESPONSE_OPTIONS_INIT {sizeof(leadline_response_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Answers how soon enquiries are answered. *table has a row for each key of `by` and period, in the order of the keys' bytes and
 * the period, with these columns behind the keys:
 *
 *     enquiries       int64
 *     answered        of these, up to the as-of instant
 *     mean, p500…     seconds from an enquiry to its answer, elapsed or worked: mean, and quantiles by nearest rank, exact up
 *                     to 256 of a row and within 1/128 beyond
 *     censored_p500…  quantiles of all enquiries, by the product-limit estimate, as leadline_velocity has it: one without an
 *                     answer counts as waiting at least up to the as-of instant
 *
 * and with limit_us
 *
 *     judged          enquiries that were answered, or whose limit has passed: no answer yet to come could be in time
 *     within          answered within the limit, which is included
 *     within_rate     within / judged
 *
 * and with LEADLINE_RESPONSE_LIFT, where an enquiry is qualified if its buyer has a fact of `qualified` behind its answer, in the
 * order of journeys; what came before the answer is not due to it
 *
 *     fast_qualified  of those answered within the limit
 *     slow_qualified  of those answered later
 *     lift            (fast_qualified / within) / (slow_qualified / (answered - within)); undefined where a group is empty or
 *                     the second rate is 0
 *
 * Any thread. Statuses: NULL, ARGUMENT (a limit below 0, a lift without a limit, hours or holidays), STRUCT_SIZE, TOO_MANY, NAME (a
 * kind or dimension), DUPLICATE_NAME (in by), TIME_ZONE, UNSUPPORTED (an engine without journeys, or a kind that they do
 * not keep), FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_response(const leadline_engine *engine, const leadline_response_options *options, leadline_table **table);
/* ==== Cohorts ================================================================================================== */

/*
 * A cohort is all buyers whose first fact of some kinds falls into one period of the engine's zone; by keys, also those whose
 * first fact has one name. First is the first ever, also where from_us and to_us choose among cohorts. Age k is the k-th period
 * after it. What a buyer did before the first fact counts nowhere.
 *
 * Corrections (refund, cancellation, and kinds of the host's that correct a sale) count at the sale that they refer to, not when
 * they came: at the sale of their buyer whose id is their `ref`; without one, at the buyer's latest sale before them that was not
 * yet undone as a whole. Ids and refs are read as the facts gave them, whatever leadline_options.ids and refs say. Corrections are
 * taken in the order of facts; what a sale was worth is the most that they take off, and what they come to beyond that, or have no
 * sale for, is in excess_corrections. One below 0 takes back what another took off: of the sale that it names, or of that which
 * the latest correction without a ref went to. goods_cost counts at the sale whose id is its `ref`, and else at its own time.
 */

/* Flags of leadline_cohort_options, beside LEADLINE_QUERY_FROM, _TO and _AS_OF, and LEADLINE_STANDING: sales that were undone as a
 * whole are no purchases (customers, repeat_customers, sales, shares and times of them), and no activity where `activity` is NULL.
 * `first` and `activity` have flags of their own. Money is the same with and without: revenue is gross, revenue_net is net. */
#define LEADLINE_COHORT_MAX_AGE 0x10u   /* max_age counts; without it, all ages that have begun at the as-of instant */

typedef struct leadline_cohort_options {
    size_t struct_size;
    const leadline_step *first;     /* what makes a buyer a member; its name does not matter */
    const leadline_step *activity;  /* what a member must do in an age to be active; NULL: sale */
    const char *const *by;          /* dimensions and attributes of the first fact */
    size_t by_count;
    const char *acquisition_cost;   /* an expression of a query, in money: what winning a cohort cost; NULL: not known */
    int64_t from_us;                /* first facts in [from_us, to_us) */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen */
    uint32_t period;                /* LEADLINE_PERIOD_DAY to YEAR, of cohorts and ages; 0: month */
    uint32_t flags;
    uint32_t max_age;               /* the last age that is counted */
    uint32_t reserved;
    const uint16_t *quantiles;      /* of the times between purchases, as of leadline_funnel_options */
    size_t quantile_count;
} leadline_cohort_options;

#define LEADLINE_COHORT_OPTIONS_INIT {sizeof(leadline_cohort_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Counts cohorts. *table has a row for each key of `by`, period and age, in this order (keys by their bytes), from age 0 to the
 * last that has begun at the as-of instant, or max_age; also where nobody did anything. Columns behind the keys, "period" and
 * "period_start":
 *
 *     age                int64, from 0
 *     age_start          int64, microseconds; its states tell the ages that are not over: LEADLINE_IN_PROGRESS
 *     size               buyers in the cohort
 *     active             of these, with an activity in the age
 *     retention          active / size; LEADLINE_IN_PROGRESS while the age is not over
 *     facts              activities
 *     revenue            amounts of sales, gross
 *     revenue_net        the same less their corrections, whenever these came
 *     goods_cost         of these sales
 *     service_cost       of the members
 *     contribution       revenue_net - goods_cost - service_cost
 *     total_revenue, total_revenue_net, total_contribution    the same from age 0 on
 *     return             total_contribution / acquisition_cost; LEADLINE_IN_PROGRESS while the age is not over
 *
 * *summary, where summary is not NULL, has a row for each key and period, of all ages in the table:
 *
 *     size, ages         as above; how many ages there are
 *     customers          members with a sale
 *     repeat_customers   members with more than one
 *     repeat_share       repeat_customers / customers
 *     sales              facts of `sale`
 *     purchases_per_customer  sales / customers
 *     referral_share     those of `sale_referral` / sales
 *     revenue, revenue_net, goods_cost, service_cost, contribution
 *     excess_corrections corrections in the members' journeys that took nothing off
 *     acquisition_cost
 *     payback_age        the least age, over, at whose end total_contribution had reached acquisition_cost; else LEADLINE_IN_PROGRESS
 *     return             contribution / acquisition_cost, so far
 *     clv_total          revenue_net - acquisition_cost - service_cost
 *     clv_mean           clv_total / size
 *     clv_margin         clv_total - goods_cost; undefined where revenue_net is not above 0, as margin_rate is
 *     cac                acquisition_cost / size: what winning one of them cost; clv_mean before acquisition over it is `return`
 *     between_mean, between_p500 …  seconds between a member's purchases, and quantiles of them by nearest rank
 *
 * A period that is not over may still win members: "period_start" has the state LEADLINE_IN_PROGRESS, and so have its ages.
 * A cost that never came in is 0 here. A sum is LEADLINE_UNDEFINED_NO_DATA where journey_kinds leave out what it is made of.
 *
 * acquisition_cost is asked of the rollups by leadline_query, by the same keys, period and as_of_us: mostly "acquisition_cost" or
 * "marketing_cost". It is asked for after the journeys: without LEADLINE_QUERY_AS_OF as of the greatest time taken in by then. It is
 * what was spent in the cohort's own period under the same names, so cohorts by keys need costs that
 * have these. Where that has no value, or nothing was asked for, what is made of it has none either.
 *
 * Any thread. Statuses: those of leadline_funnel, and with acquisition_cost those of leadline_query; ARGUMENT also for an
 * acquisition_cost that is no money; TOO_MANY also for more than 36600 ages, or 16777216 rows: a stray time or as-of instant may make these.
 */
LEADLINE_API leadline_status leadline_cohorts(const leadline_engine *engine, const leadline_cohort_options *options,
                                              leadline_table **table, leadline_table **summary);

/* ---- Customers won and lost ---- */

/*
 * A customer is won by the first purchase, lost `lost_after_us` after the last one if no further one came by then (one exactly
 * then still keeps the customer), and returns by the next purchase. Who was won before the facts begin is not known here.
 */
typedef struct leadline_churn_options {
    size_t struct_size;
    const leadline_step *purchase;  /* NULL: sale */
    const char *const *by;          /* dimensions and attributes of the first purchase */
    size_t by_count;
    int64_t lost_after_us;          /* above 0 */
    int64_t from_us;                /* periods that begin in [from_us, to_us) are shown; customers are counted from ever */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen, and who is lost by then is lost */
    uint32_t period;                /* LEADLINE_PERIOD_DAY to YEAR; 0: month */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO and _AS_OF */
} leadline_churn_options;

#define LEADLINE_CHURN_OPTIONS_INIT {sizeof(leadline_churn_options), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Counts customers. *table has a row for each key of `by` and each period from the key's first purchase up to the as-of instant,
 * with these columns behind the keys, "period" and "period_start":
 *
 *     customers_start    customers before the period
 *     new, returned      won, and won back, in it
 *     lost
 *     customers_end      customers_start + new + returned - lost
 *     churn_rate         lost / customers_start. Those won or won back in the period may be lost in it, too, where it is longer
 *                        than lost_after_us; then more may be lost than there were, and the rate be above 1
 *     new_to_loss        new / lost, as the catalogue has it: who is won back is not new, but counts in `lost` each time. Whether
 *                        customers grow in number, (new + returned) / lost tells
 *
 * Rates of a period that is not over are LEADLINE_IN_PROGRESS. Any thread. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY (also
 * more than 36600 periods or 16777216 rows), NAME, DUPLICATE_NAME (in by), UNSUPPORTED, FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_churn(const leadline_engine *engine, const leadline_churn_options *options, leadline_table **table);

/* ---- Open leads ---- */

/* Flags of leadline_open_leads_options, beside LEADLINE_QUERY_FROM, _TO and _AS_OF, and LEADLINE_STANDING: a sale that was undone as a
 * whole settles leads, but none has become it. */
#define LEADLINE_OPEN_LEADS_VALUE 0x10u /* columns of what they are worth */
#define LEADLINE_OPEN_LEADS_RETURN 0x20u /* with VALUE: columns of what campaigns brought and cost, with them */

/*
 * A lead is open that no lead_rejected, deal_lost or sale up to the as-of instant settles. Such a fact settles the lead of its
 * buyer whose id is its `ref`; one whose ref is no such lead's, or that has none, settles all leads of its buyer before it. Ids
 * and refs are read as the facts gave them, whatever leadline_options.ids and refs say.
 */
typedef struct leadline_open_leads_options {
    size_t struct_size;
    const leadline_step *lead;      /* which leads; NULL: lead */
    const char *const *by;          /* dimensions and attributes of the lead */
    size_t by_count;
    int64_t from_us;                /* leads in [from_us, to_us) */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen */
    uint32_t period;                /* LEADLINE_PERIOD_ of the lead; 0: all */
    uint32_t flags;
    int64_t given_up_after_us;      /* an open lead so old at the as-of instant is taken for one that comes to nothing: it is open,
                                       but worth nothing; and the conversion is of leads so old, within this time; 0: none is */
} leadline_open_leads_options;

#define LEADLINE_OPEN_LEADS_OPTIONS_INIT {sizeof(leadline_open_leads_options), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Counts open leads. *table has a row for each key of `by` and period with leads, with these columns behind the keys:
 *
 *     leads              of the key and period
 *     open_leads         of these, open
 *     open_lead_value    with LEADLINE_OPEN_LEADS_VALUE: open leads, without those given up, x conversion x average check of the sold
 *                        leads
 *     open_lead_margin   the same: open leads, without those given up, x conversion x unit_margin
 *     conversion         the same: of all leads of the key that are decided, the share that was sold
 *     revenue            with LEADLINE_OPEN_LEADS_RETURN: of the sales that leads of the key and period became
 *     marketing_cost     the same: media_spend + creative_cost + campaign_cost_other
 *     roac               (revenue + open_lead_value) / marketing_cost; without open leads revenue / marketing_cost
 *
 * marketing_cost is asked of the rollups by leadline_query, by the same keys, period, from_us, to_us and as_of_us, which must then be
 * boundaries of the rollup's periods. A key without leads in a period has no row, whatever it cost.
 *
 * The revenue is that of journeys and not the rollups': it counts with the names and the period of the lead, whatever names the sale
 * has and whenever it came, up to the as-of instant. Sales that no lead became are not in it: those without a person, of buyers who
 * never were a lead, and the later ones of a buyer that name no lead. Several sales that name one lead all are. It is what was sold:
 * refunds and cancellations take nothing off it, but with LEADLINE_STANDING a sale that was undone as a whole is not in it.
 *
 * The conversion is that of the journeys of leads with these names, of all time up to the as-of instant and not of the row's period
 * or [from_us, to_us), because of young leads few have been decided. With given_up_after_us a lead is decided when it is so old at
 * the as-of instant, and sold if the first sale that it became came within that time of it, the edge included: all are given the
 * same time. One that is sold later counts there as lost; its sales are in the revenue all the same. Without given_up_after_us a
 * lead is decided when it is not open.
 *
 * A lead became a sale if one names it; one that names no such lead is what the latest lead became that it settles. So a sale is what
 * one lead became at most, and the conversion lies between 0 and 1. The average check is what the sales came to that the leads
 * became which count as sold, by lead, counted as revenue is.
 *
 * Without given_up_after_us leads that are sold soon are decided before those that are lost late, and where nobody records leads that
 * come to nothing, all that are decided were sold. So where not one lead of the key came to nothing, the conversion, which would be
 * 1, is LEADLINE_IN_PROGRESS, and so are value and margin: such a host says when a lead is taken for lost.
 *
 * A key of which no lead is decided has no conversion, and no value: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. A host that wants a figure
 * all the same multiplies open_leads with the conversion of a coarser key or of its plan. Where no lead of a row may come to
 * anything any more, because none is open or all that are were given up, value and margin are 0.
 *
 * unit_margin is asked of the rollups by leadline_query, by the same keys, over all time too, so by the names of sales and of the
 * cost of goods. It is as the host defined it; without a value there is no margin here (LEADLINE_UNDEFINED_NO_DATA where nothing that
 * it is made of ever came in). It and the cost are asked for after the journeys: with LEADLINE_QUERY_AS_OF as of the same instant,
 * without it as of the greatest time taken in by then, so that facts of other threads may count in them that came after the table's
 * as-of instant.
 *
 * Any thread. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY, NAME, DUPLICATE_NAME (in by), UNSUPPORTED (also journeys that do not
 * keep lead_rejected, deal_lost or sale), FORKED, MEMORY; with LEADLINE_OPEN_LEADS_VALUE those of leadline_query. _RETURN without
 * _VALUE is an ARGUMENT.
 */
LEADLINE_API leadline_status leadline_open_leads(const leadline_engine *engine, const leadline_open_leads_options *options,
                                                 leadline_table **table);
/* ==== Amounts ================================================================================================== */

/* Whose amounts are asked about. */
typedef struct leadline_amount_options {
    size_t struct_size;
    const leadline_step *facts;     /* which facts; NULL: visit. Their kinds' amounts have one unit */
    const char *const *by;          /* dimensions and attributes of the fact */
    size_t by_count;
    int64_t from_us;                /* facts in [from_us, to_us) */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen */
    uint32_t period;                /* LEADLINE_PERIOD_ of the fact; 0: all */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO, _AS_OF */
    const uint16_t *quantiles;      /* in thousandths, ascending: 500 is the median */
    size_t quantile_count;          /* 0: the median; at most 16 */
} leadline_amount_options;

#define LEADLINE_AMOUNT_OPTIONS_INIT {sizeof(leadline_amount_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Answers how the amounts of facts are spread: how long visits are (visit_duration_quantile), the host's or those made of page
 * views; how large sales. *table has a row for each key of `by` and period with such facts, with these columns behind the keys:
 *
 *     facts         int64, with an amount of 0 or more; one without an amount has 0
 *     below_zero    int64, with an amount below 0, which takes back others' and is in none of what follows
 *     total         int128, the sum of the amounts
 *     mean, p500…   their mean, and quantiles by nearest rank: exact up to 256 facts of a row, and within 1/128 beyond
 *
 * total, mean and quantiles are in the unit and scale that the kinds' amounts have. A fact counts once, whatever its count.
 * Amounts are gross: refunds and other corrections are facts of kinds of their own. A visit made of page views is one fact at the
 * time of its first page, with its whole length, be the as-of instant within it.
 *
 * Any thread. Statuses: NULL, ARGUMENT (also kinds that carry no amounts, or amounts of different units), STRUCT_SIZE, TOO_MANY,
 * NAME (a kind or dimension), DUPLICATE_NAME (in by), UNSUPPORTED (an engine without journeys, or a kind that they do not
 * keep), FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_amounts(const leadline_engine *engine, const leadline_amount_options *options, leadline_table **table);

/* ==== Audiences ================================================================================================ */

/*
 * Buyers marked by a rule over their journeys ("saw this video", "clicked that placement and did not buy"), what became of
 * them, and their list for a system that shows advertisements. leadline_count_audience estimates persons from rollups, without
 * journeys.
 */

/* Flags of leadline_condition, beside LEADLINE_QUERY_FROM and _TO and LEADLINE_STANDING. */
#define LEADLINE_CONDITION_THEN 0x10u   /* only facts behind the one that fulfilled the condition before this one count */

/* A condition: at least `minimum` facts of any of these kinds, whose dimensions have these names. It is fulfilled by the fact
 * that makes up the number, for good. */
typedef struct leadline_condition {
    size_t struct_size;
    const char *kinds;              /* as of a step */
    const leadline_filter *filters;
    size_t filter_count;
    int64_t from_us;                /* only facts in [from_us, to_us) */
    int64_t to_us;
    int64_t within_us;              /* only facts at most so long before the as-of instant, the edge included; 0: any */
    uint32_t minimum;               /* 0: 1 */
    uint32_t flags;
} leadline_condition;

#define LEADLINE_CONDITION_INIT {sizeof(leadline_condition), 0, 0, 0, 0, 0, 0, 0, 0}

/* Which of the included conditions must be fulfilled. Conditions with LEADLINE_CONDITION_THEN and those before them are one
 * chain, fulfilled with its last condition. */
#define LEADLINE_AUDIENCE_ALL 0
#define LEADLINE_AUDIENCE_ANY 1

/* Flags of leadline_audience_rule. */
#define LEADLINE_AUDIENCE_STAYING 0x1u  /* who left is left out altogether, as if he had never joined */

/*
 * Who belongs to an audience. A buyer joins with the fact that fulfils the included conditions, once and for good. An exclusion
 * (any chain of the excluded conditions that is fulfilled) keeps out whom it meets before, or with the very fact of joining,
 * and makes a member leave whom it meets later. So "clicked, excluding sale" has no old customers in it; who buys after the
 * click isn't a member any more, but is still one of those who joined, and counts as converted.
 *
 * A fact may count for several conditions, but not for two of one chain.
 */
typedef struct leadline_audience_rule {
    size_t struct_size;
    const char *name;               /* how tables call it; NULL: its number, from 1 */
    const leadline_condition *include;
    size_t include_count;           /* at least 1 */
    const leadline_condition *exclude;
    size_t exclude_count;
    uint32_t mode;                  /* LEADLINE_AUDIENCE_ALL or _ANY of `include` */
    uint32_t flags;
} leadline_audience_rule;

#define LEADLINE_AUDIENCE_RULE_INIT {sizeof(leadline_audience_rule), 0, 0, 0, 0, 0, 0, 0}

#define LEADLINE_MAX_AUDIENCES 64

/* Flags of leadline_audience_options and leadline_score_options, beside LEADLINE_QUERY_AS_OF. */
#define LEADLINE_AUDIENCE_PERSONS 0x10u /* each person as facts name him, whatever links say; without it, buyers */

typedef struct leadline_audience_options {
    size_t struct_size;
    const leadline_audience_rule *rules;
    size_t rule_count;              /* 1 to LEADLINE_MAX_AUDIENCES, of at most LEADLINE_MAX_STEPS conditions together */
    const leadline_step *outcome;   /* what a member is to do later; NULL: a sale */
    int64_t window_us;              /* how long after joining that counts, the edge included; 0: no limit */
    int64_t as_of_us;               /* facts after it are not seen */
    const uint16_t *quantiles;      /* of the times to conversion, in thousandths, ascending */
    size_t quantile_count;          /* 0: the median; at most 16 */
    uint32_t flags;                 /* LEADLINE_QUERY_FROM, _TO, _AS_OF, LEADLINE_AUDIENCE_PERSONS */
    uint32_t reserved;
    int64_t from_us;                /* only buyers who joined in [from_us, to_us); what they did before and later is seen all the same */
    int64_t to_us;
} leadline_audience_options;

#define LEADLINE_AUDIENCE_OPTIONS_INIT {sizeof(leadline_audience_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Follows several audiences in one pass. *table has a row for each rule, in their order:
 *
 *     audience     string, the rule's name
 *     joined       int64, buyers who joined, in [from_us, to_us)
 *     members      of these, who did not leave up to the as-of instant
 *     converted    of those who joined, who have a fact of the outcome behind that of joining, within the window
 *     open         of those who joined, who have none yet and whose window is not over at the as-of instant
 *     decided      of those who joined, whose window is over at the as-of instant; the others, joined - decided, are in progress.
 *                  Without a window, which is never over, all who joined: each is judged by what he did up to the as-of instant
 *     decided_converted  of those decided, who converted
 *     conversion   decided_converted / decided: who joined yesterday has not had his time, and would only make it look lower
 *     mean, p500…  seconds from joining to the first fact of the outcome, of those of decided_converted, and quantiles by nearest
 *                  rank: of those in progress only the quick ones have converted by now
 *
 * *overlaps, where overlaps is not NULL, has a row for each two of them:
 *
 *     first        string
 *     second
 *     both         int64, buyers who joined both
 *     either       who joined one of them or both
 *     overlap      both / either
 *     lift         conversion of the first / conversion of the second, not in lowest terms
 *     z, p         double: the test of leadline_compare_proportions between the two conversions, with its states. It takes the
 *                  two for different buyers; where many are in both, it finds differences less often than there are
 *
 * So conversion, times, lift and test are of those decided, and all else is of those who joined. A conversion is a proportion of buyers:
 * leadline_wilson_interval of decided_converted out of decided gives its bounds. Without a window an older audience has had more
 * time than a younger one; give one to compare the two. With LEADLINE_AUDIENCE_STAYING all of it is of those who stayed.
 * Quantiles are exact up to 256 times and within 1/128 beyond.
 *
 * Any thread. Statuses: NULL, ARGUMENT, STRUCT_SIZE, TOO_MANY, NAME (a kind or dimension), UNSUPPORTED (an engine without
 * journeys, or a kind that they do not keep), FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_follow_audiences(const leadline_engine *engine, const leadline_audience_options *options,
                                                       leadline_table **table, leadline_table **overlaps);

/*
 * Lists the members of one audience (rule_count is 1; outcome, window and quantiles are not looked at) at the as-of instant who
 * joined in [from_us, to_us), those who left not among them: a row for each person and buyer, by person, then account.
 *
 *     person       int128, the id, 0 to 2^64 - 1: numerators[row].low
 *     account      int128, the buying account, 0 for a person who buys for nobody else
 *     joined_us    int64, when the buyer joined, microseconds since 1970 UTC
 *
 * Of a buyer all persons are listed who have a fact in its journey up to the as-of instant, and person 0 where nobody of an
 * account is known. A person is listed once for himself and once for each account that he acts for. With LEADLINE_AUDIENCE_PERSONS
 * accounts are 0 and persons ascend without repeats.
 *
 * Any thread. Statuses as leadline_follow_audiences.
 */
LEADLINE_API leadline_status leadline_audience_members(const leadline_engine *engine, const leadline_audience_options *options,
                                                       leadline_table **table);

/* ==== Scores =================================================================================================== */

#define LEADLINE_MAX_POINTS 1000000

/* Points for each fact of any of these kinds, whose dimensions have these names. */
typedef struct leadline_score_rule {
    size_t struct_size;
    const char *kinds;              /* as of a step */
    const leadline_filter *filters;
    size_t filter_count;
    int64_t points;                 /* -LEADLINE_MAX_POINTS to LEADLINE_MAX_POINTS */
    int64_t within_us;              /* only facts at most so long before the as-of instant, the edge included; 0: any */
    uint32_t most;                  /* facts of a buyer that count, the first so many; 0: all */
    uint32_t flags;                 /* LEADLINE_STANDING */
} leadline_score_rule;

#define LEADLINE_SCORE_RULE_INIT {sizeof(leadline_score_rule), 0, 0, 0, 0, 0, 0, 0}

/* A class of scores: "amber", "green", "mql". */
typedef struct leadline_score_class {
    size_t struct_size;
    const char *name;               /* what tables call it; NULL is refused with NULL, "" is a name */
    int64_t from;                   /* the least score of the class; of the first class not looked at: it is what is below */
} leadline_score_class;

#define LEADLINE_SCORE_CLASS_INIT {sizeof(leadline_score_class), 0, 0}

typedef struct leadline_score_options {
    size_t struct_size;
    const leadline_score_rule *rules;       /* a fact that meets several has the points of all */
    size_t rule_count;                      /* 1 to LEADLINE_MAX_STEPS */
    const leadline_score_class *classes;    /* each from a higher score than the one before: "red", "amber", "green" */
    size_t class_count;                     /* 1 to 256 */
    const char *const *by;                  /* dimensions and attributes of the buyer's first fact with points */
    size_t by_count;
    int64_t as_of_us;                       /* facts after it are not seen */
    uint32_t period;                        /* LEADLINE_PERIOD_ that this fact lies in; 0: all */
    uint32_t flags;                         /* LEADLINE_QUERY_AS_OF, LEADLINE_AUDIENCE_PERSONS */
    uint32_t from_class;                    /* of leadline_score_members: buyers of this class, from 1, or a higher one; 0: all */
    uint32_t reserved;
} leadline_score_options;

#define LEADLINE_SCORE_OPTIONS_INIT {sizeof(leadline_score_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Scores every buyer who has a fact that meets a rule, and counts them by class; who has none has no score and is in no class.
 * *table has a row for each key of `by`, period and class, in the order of the keys' bytes, the period and the classes:
 *
 *     class        string
 *     buyers       int64
 *     share        buyers / buyers of all classes
 *     mean         points, the mean score of these buyers; LEADLINE_UNDEFINED_ZERO_DENOMINATOR for none
 *
 * Any thread. Statuses as leadline_follow_audiences, and DUPLICATE_NAME (in by).
 */
LEADLINE_API leadline_status leadline_scores(const leadline_engine *engine, const leadline_score_options *options, leadline_table **table);

/*
 * Lists buyers of a class and those above, by account, then person:
 *
 *     person       int128, the id; 0 where the buyer is an account
 *     account      int128, the id; 0 where the buyer is a person
 *     score        int64, points
 *     class        string
 *     reached_us   int64: when the score first reached the least of the class, or, in the first class, when the first fact with
 *                  points was
 *
 * `by` and `period` must be 0. Any thread. Statuses as leadline_scores.
 */
LEADLINE_API leadline_status leadline_score_members(const leadline_engine *engine, const leadline_score_options *options,
                                                    leadline_table **table);

/* ==== Paths ==================================================================================================== */

/* What a step of a path is called. */
#define LEADLINE_PATH_STEP 0            /* by the name of the first of `steps` that the fact meets; without steps, by its kind */
#define LEADLINE_PATH_KIND 1            /* by its kind */
#define LEADLINE_PATH_DIMENSION 2       /* by its name of `dimension` */
#define LEADLINE_PATH_STEP_DIMENSION 3  /* as STEP, a colon and the name of `dimension`: "click:search" */

/* What the rows of paths are ordered by, largest first. */
#define LEADLINE_PATHS_BY_PATHS 0
#define LEADLINE_PATHS_BY_OUTCOMES 1
#define LEADLINE_PATHS_BY_DROPS 2
#define LEADLINE_PATHS_BY_VALUE 3

/* Flags of leadline_path_options, beside LEADLINE_QUERY_FROM, _TO and _AS_OF. */
#define LEADLINE_PATH_COLLAPSE 0x10u    /* the same step several times in a row is one */
#define LEADLINE_PATH_FIRST 0x20u       /* a step that was there before is left out */
#define LEADLINE_PATH_EVERY 0x40u       /* every outcome ends a path, and the next begins; without it a buyer has one path */

/*
 * What paths are asked. A path is made of a buyer's facts that meet a step and come before the buyer's first fact of the
 * outcome, at most `window_us` before it (a fact exactly at the edge counts). Where no outcome came, it is made of those at most
 * `window_us` before the last of them. A fact that meets both is the outcome. A path is without steps where an outcome came
 * from nothing; a buyer who has neither is in no path.
 *
 * A path is *dropped* when no outcome came and the window since its last step is over at the as-of instant; without a window,
 * when none came up to then. Until its window is over it is *open*.
 *
 * Then, in this order: repeats are collapsed, repeated steps are left out, the last `most_steps` are kept.
 */
typedef struct leadline_path_options {
    size_t struct_size;
    const leadline_step *steps;     /* what paths are made of; the first that a fact meets is its step */
    size_t step_count;              /* 0: every fact but those of the outcome; at most LEADLINE_MAX_STEPS */
    const leadline_step *outcome;   /* NULL: a sale */
    const char *dimension;          /* a dimension or attribute that steps are called by; else NULL */
    const char *const *by;          /* dimensions and attributes of the path's first fact, before steps are left out */
    size_t by_count;
    int64_t window_us;              /* 0: no limit */
    int64_t from_us;                /* only paths that end in [from_us, to_us): with the outcome, or else the last step */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen */
    uint64_t limit;                 /* the first so many rows of each key of *paths; 0: all */
    uint32_t most_steps;            /* 0: all */
    uint32_t period;                /* LEADLINE_PERIOD_ that a path ends in; 0: all */
    uint32_t naming;                /* LEADLINE_PATH_STEP ... */
    uint32_t order;                 /* LEADLINE_PATHS_BY_... */
    uint32_t flags;
    uint32_t reserved;
    const uint16_t *quantiles;      /* of the number of touches, in thousandths, ascending */
    size_t quantile_count;          /* 0: the median; at most 16 */
} leadline_path_options;

#define LEADLINE_PATH_OPTIONS_INIT {sizeof(leadline_path_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Counts the paths that buyers take to an outcome, and those that end without one. *paths has a row for each key of `by`,
 * period and path, keys in the order of their bytes, then the period, then the paths as `order` says, equal ones by the bytes of
 * their steps' names, one step after the other:
 *
 *     path         string, "click > lead > click"; state LEADLINE_KEY_NOT_SET for one without steps. A name that is not set
 *                  reads "(not set)"
 *     length       int64, steps
 *     paths        int64, how often: buyers, unless LEADLINE_PATH_EVERY
 *     outcomes     of these, with an outcome
 *     dropped
 *     open
 *     value        int128, the amounts of the outcomes, in the unit of their kinds
 *     rate         outcomes / paths
 *     share        paths / all paths of the key and period, also those beyond `limit`
 *
 * *transitions, where transitions is not NULL, says what came next after each step: a row for each key, period, step and next
 * one, in the order of the steps' names; with "(start)" before all, and behind all, in this order, "(outcome)", "(dropped)" and
 * "(open)":
 *
 *     from         string; state LEADLINE_KEY_OTHER for "(start)"
 *     to           string; state LEADLINE_KEY_OTHER for the three
 *     transitions  int64
 *     share        transitions / all from this step
 *
 * These are the counts of a first-order chain over the paths as they are listed in *paths.
 *
 * *touches, where touches is not NULL, has a row for each key and period: how many facts made a path to an outcome, before any
 * were left out, those of paths without steps as 0:
 *
 *     outcomes     int64
 *     touches      int64, of all
 *     mean, p500…  count: touches / outcomes, and quantiles by nearest rank, exact below 128 and within 1/128 beyond
 *     all_touches  int64, facts that meet a step, also those outside the window and of paths without an outcome
 *     outcome_share  touches / all_touches: social_sale_share is that of the step social_interaction with LEADLINE_PATH_EVERY,
 *                  without which a buyer's facts behind the first outcome are in neither
 *
 * All counts are exact. Memory grows with the number of different paths, which most_steps bounds.
 *
 * Any thread. Statuses: NULL, ARGUMENT (also an outcome of kinds whose amounts have different units), STRUCT_SIZE, TOO_MANY, NAME
 * (a kind or dimension), DUPLICATE_NAME (in by), UNSUPPORTED (an engine without journeys, or a kind that they do not keep),
 * FORKED, MEMORY.
 */
LEADLINE_API leadline_status leadline_paths(const leadline_engine *engine, const leadline_path_options *options, leadline_table **paths,
                                            leadline_table **transitions, leadline_table **touches);

/* ==== Attribution ============================================================================================== */

/* What a touch is. */
#define LEADLINE_TOUCH_VIEW 1
#define LEADLINE_TOUCH_CLICK 2

/* The usual windows: 180 days for clicks, 30 days for views. */
#define LEADLINE_CLICK_WINDOW_US 15552000000000
#define LEADLINE_VIEW_WINDOW_US 2592000000000

/* Flags of leadline_touch. */
#define LEADLINE_TOUCH_EXCLUDED 0x1u        /* what meets it is no touch: the path closes up */

/*
 * Facts that may get credit. Several make a list, of which the first that a fact meets says what it is; so exclusions (payment
 * gateways, own domains) and the windows of single channels come first, and what holds for all others last.
 *
 * Three facts are no touches though the list says so: a click or an impression that a correction of its kind (click_invalid,
 * impression_invalid) up to the as-of instant names by `ref`, where journeys keep both; and a visit that comes within visit_idle_us
 * behind a click of the same person that is a touch, since it is what that click led to.
 */
typedef struct leadline_touch {
    size_t struct_size;
    const char *kinds;              /* as of a step; NULL: all kinds of this role that journeys keep, of what is excluded all kinds */
    const leadline_filter *filters;
    size_t filter_count;            /* all must hold; 0: any names */
    int64_t window_us;              /* how long before the outcome it may lie, its edge included; 0: LEADLINE_CLICK_WINDOW_US or
                                       LEADLINE_VIEW_WINDOW_US; INT64_MAX: any time. Of what is excluded: 0 */
    uint32_t role;                  /* LEADLINE_TOUCH_VIEW or _CLICK; 0: what the role of the kinds is, ARGUMENT where they have
                                       both or none, or journeys keep none. Of what is excluded: not looked at */
    uint32_t flags;
} leadline_touch;

#define LEADLINE_TOUCH_INIT {sizeof(leadline_touch), 0, 0, 0, 0, 0, 0}

/* Flags of leadline_outcome. */
#define LEADLINE_OUTCOME_FIRST 0x1u         /* only a buyer's first counts */
#define LEADLINE_OUTCOME_ANEW 0x2u          /* its path begins behind the one before that counted */
#define LEADLINE_OUTCOME_IS_TOUCH 0x4u      /* its own fact is the last touch of its path, a click, if it is not excluded */

/*
 * What credit is given for: facts of any of these kinds. A sale that corrections have undone as a whole, up to the as-of instant,
 * is no outcome (LEADLINE_STANDING), and one that was undone in part is worth what remains. Of a buyer's outcomes each counts,
 * unless flags or gap_us leave it out.
 */
typedef struct leadline_outcome {
    size_t struct_size;
    const char *name;               /* how tables call it; NULL: as `kinds` */
    const char *kinds;              /* as of a step */
    const leadline_filter *filters;
    size_t filter_count;
    int64_t gap_us;                 /* one that comes less than this behind the last that counted is left out; 0: none is */
    uint32_t flags;
    uint32_t reserved;              /* 0 */
} leadline_outcome;

#define LEADLINE_OUTCOME_INIT {sizeof(leadline_outcome), 0, 0, 0, 0, 0, 0, 0}

/* Models: how an outcome is split among the touches of its path. A touch's weight, of n touches: */
#define LEADLINE_MODEL_FIRST 1              /* all on the first */
#define LEADLINE_MODEL_LAST 2               /* all on the last */
#define LEADLINE_MODEL_LAST_CLICK 3         /* all on the last click; without one: unassigned */
#define LEADLINE_MODEL_CLICK_THEN_VIEW 4    /* all on the last click, without one on the last view */
#define LEADLINE_MODEL_LAST_NON_DIRECT 5    /* all on the last that is not direct; on the last where all are */
#define LEADLINE_MODEL_LINEAR 6             /* 1 each */
#define LEADLINE_MODEL_POSITION 7           /* weights[0] on the first, [2] on the last, [1] shared equally by those between; 40,
                                               20 and 40 unless set; of two in proportion, one has all */
#define LEADLINE_MODEL_TIME_DECAY 8         /* 2^(-age / half_life_us) */
#define LEADLINE_MODEL_MIDDLE 9             /* 1 each, but 0 for the first and the last; fewer than three: unassigned */
#define LEADLINE_MODEL_STAGE 10             /* weights[0] on the first, [i] on the touch that led to anchors[i - 1], the last one
                                               shared equally by all others; see leadline_model */
#define LEADLINE_MODEL_CUSTOM 11            /* weights[i] on touch i, the last weight on those beyond; LEADLINE_MODEL_FROM_END */
#define LEADLINE_MODEL_MARKOV 12            /* by the removal effects of keys in a chain of all paths; see leadline_attribute */
#define LEADLINE_MODEL_SHAPLEY 13           /* each outcome equally among the different keys of its path: the Shapley value of
                                               v(S) = outcomes whose keys all lie in S */
#define LEADLINE_MODEL_SHAPLEY_RATE 14      /* by the Shapley values of v(S) = outcomes / paths whose keys all lie in S */

/* Flags of leadline_model. */
#define LEADLINE_MODEL_CLICKS 0x1u          /* views are no touches for it */
#define LEADLINE_MODEL_FROM_END 0x2u        /* CUSTOM: weights[0] on the last touch, [1] on the one before, ... */
#define LEADLINE_MODEL_BY_KIND 0x4u         /* MARKOV: the states of the chain are keys and kinds; a key is removed as a whole */

#define LEADLINE_MARKOV_HELD_OUT 0xFFFFFFFFu /* as the order of a chain: the one that foretells paths best */

/*
 * A model. STAGE: the touch that led to an anchor is the last that is not behind the first fact of the anchor, of those from the
 * path's first touch to the outcome (either of which may be it). Several anchors on one touch add up; an anchor that is missing
 * gives its share to the others in proportion, and where no touch is left over its share goes to the anchors likewise. Without
 * anchors it is the W: leads and opportunities, with weights of 30, 30, 30 and 10.
 */
typedef struct leadline_model {
    size_t struct_size;
    const char *name;               /* how columns are called; NULL: "first", "last_click", "shapley_rate" ... */
    uint32_t kind;                  /* LEADLINE_MODEL_FIRST ... */
    uint32_t flags;
    const uint32_t *weights;        /* POSITION: three. STAGE: two more than anchors. CUSTOM: 1 to 1024. Others: none */
    size_t weight_count;            /* 0: those of the model. Weights are 0 to 1 000 000, in any unit */
    const leadline_step *anchors;   /* STAGE: at most 16 */
    size_t anchor_count;
    int64_t half_life_us;           /* TIME_DECAY; 0: 7 days */
    uint32_t order;                 /* MARKOV: 1 to 4, 0 for 1; or LEADLINE_MARKOV_HELD_OUT */
    uint32_t samples;               /* SHAPLEY_RATE of more than 20 keys: orders of keys that are tried, at most 1 000 000; 0: 1 000 */
} leadline_model;

#define LEADLINE_MODEL_INIT {sizeof(leadline_model), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Flags of leadline_attribution_options, beside LEADLINE_QUERY_FROM, _TO and _AS_OF. */
#define LEADLINE_ATTRIBUTE_COLLAPSE 0x10u   /* touches of the same key in a row are one, the first of them; a click if one of them was */
#define LEADLINE_ATTRIBUTE_FIRST 0x20u      /* of the touches of a key only the first is kept, likewise */
#define LEADLINE_ATTRIBUTE_DROP_DIRECT 0x40u /* direct touches go where others are */
#define LEADLINE_ATTRIBUTE_BY_TOUCH 0x80u   /* `period` is that of the touch; without it that of the outcome */
#define LEADLINE_ATTRIBUTE_BY_POSITION 0x100u /* rows by the touch's place in its path, too: 1 for the first */
#define LEADLINE_ATTRIBUTE_DETAILS 0x200u   /* columns beside the credit */

/*
 * What attribution asks. The path of an outcome is made of the buyer's touches before it that lie in their windows. Then, in
 * this order: COLLAPSE, FIRST, DROP_DIRECT, the last `most_touches` are kept. A touch's key are its names of `by`.
 */
typedef struct leadline_attribution_options {
    size_t struct_size;
    const leadline_touch *touches;  /* at most LEADLINE_MAX_STEPS */
    size_t touch_count;             /* 0: all kinds of clicks and views that journeys keep, in the usual windows */
    const leadline_outcome *outcomes; /* at most 64 */
    size_t outcome_count;           /* 0: sales */
    const leadline_model *models;   /* at most 64, of different names */
    size_t model_count;             /* 0: last_click, first and linear */
    const char *const *by;          /* dimensions and attributes of touches */
    size_t by_count;
    const leadline_filter *direct;  /* which touches are direct: all must hold */
    size_t direct_count;            /* 0: those whose first name of `by` is "direct" or not set */
    int64_t from_us;                /* only outcomes in [from_us, to_us), and paths without one that end there */
    int64_t to_us;
    int64_t as_of_us;               /* facts after it are not seen */
    const uint16_t *quantiles;      /* of touches and times, in thousandths, ascending */
    size_t quantile_count;          /* 0: the median; at most 16 */
    const char *cost;               /* what keys cost: a measure, indicator or formula of the rollups whose unit is money,
                                       "marketing_cost", "marketing_cost * 1.19"; else ARGUMENT. NULL: not asked for */
    const char *activity;           /* units of what was done, likewise: "impressions", "count(post)"; ARGUMENT where it is money,
                                       or money for each of something. NULL: not asked for */
    int64_t retire_below;           /* millionths of an outcome a unit of activity: MODEL_class is "retire" below this, */
    int64_t optimise_from;          /* "optimise" from this on, "continue" between; both 0: no such column */
    uint32_t most_touches;          /* 0: all */
    uint32_t period;                /* LEADLINE_PERIOD_...; 0: all */
    uint32_t flags;
    uint32_t reserved;              /* 0 */
} leadline_attribution_options;

#define LEADLINE_ATTRIBUTION_OPTIONS_INIT \
    {sizeof(leadline_attribution_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Gives every outcome's credit to the keys of its touches, by all models in one pass. *credits has a row for each key, period
 * (and position) that a touch of any outcome had (without a period, and with MARKOV or SHAPLEY_RATE, also a touch of a path without
 * one; where they are asked for, also of each that has a cost or an activity other than 0), and each outcome, keys in the order of their bytes, then the period, the position, and the outcomes as given:
 *
 *     place        int64, with LEADLINE_ATTRIBUTE_BY_POSITION: that of the touch in its path
 *     outcome      string
 *     MODEL        int128, for each model: credit of the number of outcomes, in millionths (a scale of 6)
 *     MODEL_value  int128: credit of the outcomes' amounts, in the unit of their kinds
 *
 * and with LEADLINE_ATTRIBUTE_DETAILS, each a number (int64) and a `_value` (int128), not additive over keys but for sourced and last_touch:
 *
 *     sourced      outcomes whose first touch is of the key
 *     last_touch   outcomes whose last touch is of the key
 *     influenced   outcomes with any touch of the key
 *     assisted     outcomes with a touch of the key that is not the last
 *     view_assisted, click_assisted  the same by a view, by a click; one may be both
 *     view_through outcomes with a view of the key and no click of any, nor of one that left the path when it was changed
 *     assist_to_last  assisted / last_touch, a ratio
 *
 * and beside a cost or activity, taken from the rollups by the same keys and period (with the restrictions of leadline_query):
 *
 *     cost         money, as leadline_query gives it: int128, or a ratio where the expression is one ("marketing_cost / 7"); 0 where
 *                  the key has facts but no cost, undefined where it has none
 *     MODEL_cpa    cost / credit of the number: CPL or CPA, as the outcome is a lead or an action; money
 *     MODEL_roas   MODEL_value / cost, MODEL_roi (MODEL_value - cost) / cost, ratios: of outcomes whose amounts are money
 *     activity     int128 or a ratio, likewise
 *     MODEL_impact credit of the number / activity: activity_impact
 *     MODEL_class  string: tactic_class
 *
 * double_booked of *credits is that of the rows of cost and activity. An expression that cannot be asked for, or has the wrong unit, is
 * refused before anything is worked out, and so are two columns of one name.
 *
 * *totals, where totals is not NULL, has a row for each period of outcomes and outcome:
 *
 *     outcomes     int64
 *     value        int128
 *     untouched    int64: outcomes without any touch
 *     view_through int64, and view_through_value: each outcome once
 *     MODEL, MODEL_value   what the model gives to no key: unassigned
 *     touches_mean, touches_p500…   of a path, before it was changed; those without touches as 0
 *     time_mean, time_p500…  seconds from the first touch of a path to the outcome, of those with touches
 *
 * For every model the credits of all keys and what is unassigned add up to the outcomes, and their value, to the last unit: each
 * outcome is split in whole units by the largest remainder (Hamilton), equal remainders to the earlier touch, and a
 * value below 0 as its opposite. MARKOV and SHAPLEY_RATE split the sums of each period, equal remainders to the key first in order.
 *
 * *pairs, where pairs is not NULL, has a row for each outcome and two keys that came in one path, the first before the second in
 * their order, whatever the period; each dimension of `by` twice, the second with "other_" before its name:
 *
 *     outcome      string
 *     both         int64: outcomes with touches of both keys, and both_value
 *     either       int64: of one of them
 *     overlap      both / either, a ratio
 *     synergy      int64: outcomes of whose paths these two keys are all, and synergy_value: v(a, b) - v(a) - v(b), where v(S)
 *                  are the outcomes whose keys all lie in S
 *
 * MARKOV (Anderl, Becker, von Wangenheim, Schumann 2016): paths, with and without an outcome, are walks over states, the last `order`
 * keys, from a start to the outcome or to nothing. The removal effect of a key is 1 - P(outcome, when who comes to the key is lost) /
 * P(outcome), from the chain's equations, not from simulation; credit is the outcomes' in proportion to it. A path without an outcome
 * is made of a buyer's touches behind the last outcome that counted (with LEADLINE_OUTCOME_FIRST: of a buyer without one), as if the last
 * of them were the outcome, and ends when that is in [from_us, to_us). There is one chain for each outcome, whatever the periods. *credits
 * has two columns more for it: MODEL_removal, the removal effect, and MODEL_lost = removal effect x outcomes, what would be lost
 * without the key, both double, undefined where nothing led to the outcome. Paths without touches go from the start to the outcome;
 * only outcomes with touches are split, the others are unassigned. Buyers who may yet come to the outcome count as paths without one.
 * HELD_OUT takes the order under which a fifth of the buyers, chosen by their ids, are foretold best by the others, the smallest of
 * equal ones: by the sum of log P(next | state), ends of paths among what is next, with P = (times of next + 1 / (keys + 2)) /
 * (times of state + 1). *totals has one more column for MARKOV: MODEL_order. States are eliminated without subtraction
 * (Grassmann, Taksar, Heyman 1985), so that effects are right to 1e-13 however long paths go round; more than 1 024, with few moves,
 * and more than 3 584 are solved by iteration to 2e-13. 1 000 keys of order 1 take some 0.7 s and 30 MB. There may be 65 536 states, and
 * one chain takes some 20 s at most, on one processor: beyond 3 584 states it is TOO_MANY where more than 5 x 2^31 moves and states would
 * have to be looked at, all of them for each key some times over, the more the longer paths go round. 12 keys of order 4 (20 765
 * states) take about a second, 4 000 keys with five followers each some 10 s; 60 000 keys are too many however few moves they have.
 *
 * SHAPLEY_RATE: Shapley values of the game v(S) = outcomes / paths among the paths, also those without an outcome, whose keys all
 * lie in S; amounts by v(S) = value / paths; scaled so that they add up to the outcomes. Paths without touches do not take part. Values
 * may be below 0 and are not clipped; where they add up to 0, the model gives nothing to any key. So it is where the sum is below
 * 2^-43 of the greatest worth of any set, as large values that cancel out make it: it may then be nothing but what was rounded. Exact
 * up to 20 keys; beyond, over `samples` orders of keys, always the same ones (Castro, Gomez, Tejada 2009). *totals has one more column
 * for it: MODEL_samples, 0 where it is exact.
 *
 * BY_TOUCH and BY_POSITION are refused with MARKOV and SHAPLEY_RATE, which split sums, and BY_POSITION with a cost or activity. SHAPLEY
 * by position counts a key at its first touch: the ordered variant of Zhao, Mahboobi and Bagheri 2018.
 *
 * Exact, and the same for any order of facts, batches, threads and merges. Time: of one buyer that of outcomes x touches in their windows,
 * so one who has 10 000 outcomes and 100 000 touches within them, as a bot may, takes some seconds; windows and
 * LEADLINE_OUTCOME_ANEW bound it, and so does most_touches where it is the only change of paths and neither DETAILS nor totals are
 * wanted. Memory: by key and period one cell for each outcome and model; *pairs has at most 2 097 152 rows, above which it is TOO_MANY,
 * and takes some 260 bytes a row while it is made, and 100 for each thread (2 048 keys that all came together and one outcome: 540 MB);
 * a chain by its transitions that came (of order 1 up to 1 024 keys: 8 bytes for each two keys), and some 11 bytes for each two of its
 * states while it is solved by elimination; exact SHAPLEY_RATE up to 70 MB.
 *
 * Any thread. Statuses: NULL, ARGUMENT (also outcomes whose amounts have different units), STRUCT_SIZE, TOO_MANY (also pairs and chains
 * beyond the limits above), NAME, DUPLICATE_NAME (in by, of models or outcomes, or two columns of one name), UNSUPPORTED (an engine
 * without journeys, or a kind that they do not keep), FORKED, MEMORY, and those of leadline_query for a cost or an activity. On failure
 * no table is given.
 */
LEADLINE_API leadline_status leadline_attribute(const leadline_engine *engine, const leadline_attribution_options *options,
                                                leadline_table **credits, leadline_table **totals, leadline_table **pairs);

/* Paths that were counted elsewhere: as columns, `count` long. */
typedef struct leadline_counted_paths {
    size_t struct_size;
    const char *const *paths;       /* texts of keys with separators between them: "search > banner > search"; "" has no touch */
    const uint64_t *outcomes;       /* how often the path led to the outcome; NULL: once */
    const int64_t *values;          /* what these outcomes were worth in all; NULL: 0 */
    const uint64_t *lost;           /* how often it led to nothing; NULL: never */
    size_t count;
    const char *separator;          /* 1 to 64 bytes; NULL: ">". Blanks around keys are not part of them */
} leadline_counted_paths;

#define LEADLINE_COUNTED_PATHS_INIT {sizeof(leadline_counted_paths), 0, 0, 0, 0, 0, 0}

/*
 * The same of such paths, each a journey of so many buyers: every touch is a click. The key column of the tables is called `key`. Of the
 * options only models, quantiles (of touches), most_touches, direct (names of the dimension "key") and the flags COLLAPSE, FIRST,
 * DROP_DIRECT, BY_POSITION and DETAILS may be set, and one outcome with a name alone, else called "outcome". TIME_DECAY and STAGE want
 * times and facts: ARGUMENT; so is a key without a name, "a > > b". Names are at most LEADLINE_MAX_NAME_BYTES (TOO_MANY). Counts are
 * at most 2^40 a path and 2^42 in all (ARGUMENT), and touches and ends of all paths, each as often as it came, 2^53: the sum of
 * (outcomes + lost) x (touches + 1), above which it is TOO_MANY. Values are as amounts of money, 0 where there is no outcome. A path
 * that comes twice is split twice, so that it may differ by a unit from one that comes once with both counts. HELD_OUT holds out a
 * fifth of each path's counts, rounded by a hash of its keys. Times of *totals are undefined. The engine gives memory and error texts,
 * and needs no journeys.
 *
 * Any thread. Statuses as above.
 */
LEADLINE_API leadline_status leadline_attribute_paths(const leadline_engine *engine, const leadline_counted_paths *paths,
                                                      const leadline_attribution_options *options, leadline_table **credits,
                                                      leadline_table **totals, leadline_table **pairs);

/* ---- Live ---- */

/* Attribution that is kept up: what leadline_attribute answers, worked out anew only for the people that something came about since
 * the last reading. */
typedef struct leadline_attribution leadline_attribution;

/*
 * Opens one. The options are those of leadline_attribute, but LEADLINE_QUERY_AS_OF, MARKOV and SHAPLEY_RATE are refused (ARGUMENT): what
 * is kept up is as of the greatest time, and models that look at all paths have to look at all. Everything is copied. Names of
 * `by`, filters and `direct` that nobody gave yet count as soon as they come. Nothing is worked out before the first reading.
 *
 * The engine can't be closed while it is open. Any thread. Statuses as leadline_attribute, and those of leadline_query for a cost
 * or an activity.
 */
LEADLINE_API leadline_status leadline_attribution_open(leadline_engine *engine, const leadline_attribution_options *options,
                                                       leadline_attribution **attribution);

/*
 * Gives the tables that leadline_attribute would give now, the same to the last bit, whatever came in between: late facts, refunds,
 * repeats, corrections, links, people forgotten, facts cleared, restated or dropped past a limit, engines merged. totals and
 * pairs may be NULL.
 *
 * Journeys are kept in parts of some thousand facts each. A reading puts those parts in order that facts came to, and works them out
 * anew; beside this it takes time by the rows of the tables, with totals also by the outcomes. All parts are worked out anew at the
 * first reading, the first one that asks for pairs, and where what a name that facts have stands for has changed (an attribute that was
 * set, a name that a limit shows as "(other)" or no longer). Parts of people who are linked to others or buy for an account are worked
 * out anew whenever anything came. Memory: by part and key (and period, position) one cell for each outcome and model, and 16
 * bytes for each outcome; pairs by part, too, once they were asked for.
 *
 * Any thread; readings of one attribution wait for each other, intake only while facts are handed over. Statuses: NULL, ARGUMENT (two
 * tables by one pointer), TOO_MANY (rows of *pairs), DUPLICATE_NAME (of columns), FORKED, MEMORY, and those of leadline_query for a
 * cost or an activity. After a failure it is as good as before; the next reading may work all parts out anew.
 */
LEADLINE_API leadline_status leadline_attribution_read(leadline_attribution *attribution, leadline_table **credits, leadline_table **totals,
                                                       leadline_table **pairs);

/* Closes. NULL is fine. No thread may be reading. */
LEADLINE_API void leadline_attribution_close(leadline_attribution *attribution);

/* ==== Currencies =============================================================================================== */

/*
 * Everything an engine holds and answers is in one currency, its own (leadline_options.currency). Facts may come in others
 * for which the host has given dated rates: their amounts are converted as they are taken in, each exactly by the rate
 * that holds at the fact's time, and rounded once, to the engine's money scale, as currency_rounding says. The total of
 * converted facts so is the sum of their rounded amounts. Ids and repeats are about converted facts.
 *
 * A currency is known to the facts by a code: 0 is the engine's own, others get theirs with their first rate. A fact whose
 * currency has no rate at its time is refused as LEADLINE_FACT_CURRENCY, by its name, and never counted as zero; so is an
 * amount in seconds or points with a code other than 0, and a code that was not given out. One that is beyond 2^62 when
 * converted: LEADLINE_FACT_AMOUNT. The currency of an amount of 0 is not looked at.
 *
 * Without rates nothing but the engine's own currency is taken in. An engine opened without a name for it ("") has one all
 * the same: there every name is that of another currency.
 *
 * In a CSV file (LEADLINE_FIELD_CURRENCY) amounts of money are read with the decimals of their row's currency and then
 * converted; other amounts are left alone. A name in the column that is not the engine's currency's and has no rate is a
 * fault of its row, LEADLINE_FACT_CURRENCY, whatever the amounts are.
 */

/* Flags of leadline_rate. */
#define LEADLINE_RATE_SCALE 0x1u            /* scale counts; without it: the engine's money scale */

/* What one unit of another currency is worth in the engine's: numerator / denominator units. */
typedef struct leadline_rate {
    size_t struct_size;
    const char *currency;           /* 1 to 15 bytes, by custom of ISO 4217: "USD". Not the engine's own */
    int64_t from_us;                /* the rate holds from here until the next one of this currency begins: the beginning
                                       of a day in the engine's zone (leadline_period_bounds), or INT64_MIN */
    int64_t numerator;              /* positive; both 0 where `text` gives the rate */
    int64_t denominator;
    const char *text;               /* "0.92", or "1/1.0870" for one quoted the other way round: exact, each number with up
                                       to 18 decimals and 2^62 without its point, the rate below 2^63 in lowest terms.
                                       NULL: numerator and denominator count */
    uint32_t scale;                 /* decimals of the integers that amounts in this currency are, 0 to 9 */
    uint32_t flags;                 /* LEADLINE_RATE_SCALE */
} leadline_rate;

#define LEADLINE_RATE_INIT {sizeof(leadline_rate), 0, 0, 0, 0, 0, 0, 0}

/* Adds a rate. What was given stays for good: the same rate once more changes nothing; another one from the same time on, or
 * another scale of the currency: DUPLICATE_NAME. Rates may be given in any order, but none that would have converted facts
 * otherwise which are in already (or were read as good rows of a CSV file, be it finished or not): LEADLINE_RATE_USED. Rows
 * that were refused do not count, facts that turned out to be repeats do. So the same rates and
 * facts give the same answers in any order that is not refused.
 *
 * Waits for the batches and queries under way, like a new name. Any thread. Statuses: NULL, ARGUMENT (a name, time, rate or
 * scale out of range; the engine's own currency), STRUCT_SIZE, DUPLICATE_NAME, RATE_USED, TOO_MANY (more than 65535
 * currencies), FORKED, MEMORY. On failure nothing has changed. */
LEADLINE_API leadline_status leadline_set_rate(leadline_engine *engine, const leadline_rate *rate);

/* The code of a currency, for batches and events: 0 for the engine's own and for "". LEADLINE_ERROR_NAME for one without
 * rates. Codes belong to one engine. Any thread. */
LEADLINE_API leadline_status leadline_currency_code(const leadline_engine *engine, const char *name, uint16_t *code);

/* How many rates there are, and the i-th of them, by the bytes of the currencies' names and then by time; in lowest terms,
 * `text` NULL, the scale always told. ARGUMENT past the last. The name lives as long as the engine; indices are good until
 * a rate is added. Any thread. */
LEADLINE_API size_t leadline_rate_count(const leadline_engine *engine);
LEADLINE_API leadline_status leadline_rate_at(const leadline_engine *engine, size_t index, leadline_rate *rate);

/* ==== CSV ====================================================================================================== */

/* What a column is read as. */
#define LEADLINE_FIELD_TIME 1
#define LEADLINE_FIELD_KIND 2           /* kind names or numbers, after translation */
#define LEADLINE_FIELD_AMOUNT 3
#define LEADLINE_FIELD_COUNT 4
#define LEADLINE_FIELD_PERSON 5         /* any text, by leadline_id_from_bytes; likewise account, id and ref */
#define LEADLINE_FIELD_ACCOUNT 6
#define LEADLINE_FIELD_ID 7
#define LEADLINE_FIELD_REF 8
#define LEADLINE_FIELD_DIMENSION 9      /* name: the dimension */
#define LEADLINE_FIELD_MEASURE_COUNT 10 /* name: a kind. The row gives one fact of it with this count, if not 0 */
#define LEADLINE_FIELD_MEASURE_AMOUNT 11/* name: a kind. Its amount; beside a count of the same kind they are one fact */
#define LEADLINE_FIELD_IGNORE 12        /* value: rows that hold it in this column are left out */
#define LEADLINE_FIELD_ATTRIBUTE 13     /* name: an attribute, given to the row's name in its dimension */
#define LEADLINE_FIELD_CURRENCY 14      /* names of currencies: what the row's amounts of money are in; see "Currencies".
                                           value beside a column: what an empty one stands for, else the engine's own */

/* One column's use. A column may be used several times. */
typedef struct leadline_csv_field {
    size_t struct_size;
    uint32_t use;                       /* LEADLINE_FIELD_ */
    uint32_t index;                     /* the column from 1, when `column` is NULL; 0: no column, `value` for all rows */
    const char *column;                 /* its name in the header */
    const char *name;                   /* a dimension, attribute or kind */
    const char *value;                  /* the value to ignore, a constant for all rows, or what an empty currency is */
} leadline_csv_field;

#define LEADLINE_CSV_FIELD_INIT {sizeof(leadline_csv_field), 0, 0, 0, 0, 0}

/* `text` in a column used as `use` (KIND, or DIMENSION `name`) is read as `replacement`. */
typedef struct leadline_csv_translation {
    size_t struct_size;
    uint32_t use;
    uint32_t reserved;
    const char *name;
    const char *text;
    const char *replacement;
} leadline_csv_translation;

#define LEADLINE_CSV_TRANSLATION_INIT {sizeof(leadline_csv_translation), 0, 0, 0, 0, 0}

/* Rounding modes. */
#define LEADLINE_ROUND_NONE 0           /* CSV: refuse what does not fit. currency_rounding: HALF_EVEN. Elsewhere: ARGUMENT */
#define LEADLINE_ROUND_TOWARD_ZERO 1
#define LEADLINE_ROUND_HALF_AWAY 2
#define LEADLINE_ROUND_HALF_EVEN 3
#define LEADLINE_ROUND_FLOOR 4
#define LEADLINE_ROUND_CEILING 5

/* Flags of leadline_csv_options. */
#define LEADLINE_CSV_NO_HEADER 0x1u
#define LEADLINE_CSV_SKIP_INVALID 0x2u      /* leave bad rows out, counted by reason */
#define LEADLINE_CSV_DECIMAL_COMMA 0x4u     /* 1,5 is one and a half */
#define LEADLINE_CSV_EMPTY_ABSENT 0x8u      /* an empty number is absent, not a fault: an amount of 0, a count of 1, no
                                               fact of a MEASURE column; so is an empty time where
                                               LEADLINE_CSV_DEFAULT_TIME says what it stands for */
#define LEADLINE_CSV_DASHES_ABSENT 0x10u    /* so are "--" and "-" */
#define LEADLINE_CSV_FOLD_CASE 0x20u        /* names of dimensions and translations: A-Z read as a-z */
#define LEADLINE_CSV_NO_TIME 0x40u          /* the file has no time column; every row is at default_time_us */
#define LEADLINE_CSV_COLLAPSE 0x80u         /* runs of the delimiter count as one, those at the start of a line as none */
#define LEADLINE_CSV_DEFAULT_TIME 0x100u    /* rows whose time is absent are at default_time_us */

/* How a file is read. RFC 4180: fields may be quoted with ", a quote inside is doubled, quoted fields may hold
 * delimiters and newlines; lines end with LF or CRLF; a UTF-8 byte order mark is skipped.
 *
 * Times. time_format NULL: ISO 8601 - YYYY-MM-DD, then optionally 'T' or a space and HH:MM[:SS[.f]], then optionally Z or
 * an offset (+HH:MM, +HHMM, +HH). "epoch_s", "epoch_ms", "epoch_us": a count since 1970 (a fraction is allowed for s and
 * ms). Else a format of %Y %m %d %H %M %S %f (1 to 9 decimals of a second) %b (Jan, January ...) %y (69-99: 19..,
 * 00-68: 20..) %z (Z or an offset) %% and literal bytes; one space stands for any run of spaces. Several TIME columns are
 * joined by one space before they are read. A time without an offset is read in time_zone: one that the clocks skip is
 * taken as if they had not been set forward yet, one that comes twice as the first.
 *
 * Numbers are [+-]digits[.digits], read exactly at the engine's money scale for money, seconds and points, as whole
 * numbers for counts; never through floating point. */
typedef struct leadline_csv_options {
    size_t struct_size;
    const leadline_csv_field *fields;
    size_t field_count;
    const leadline_csv_translation *translations;
    size_t translation_count;
    const char *time_format;
    const char *time_zone;              /* for times without an offset; NULL: the engine's */
    const char *restate;                /* a dimension: before the file's facts are added, what its names (those in the
                                           file) hold in the days that the file covers is cleared, as leadline_clear does */
    int64_t default_time_us;            /* with LEADLINE_CSV_NO_TIME or LEADLINE_CSV_DEFAULT_TIME */
    uint64_t skip_lines;                /* lines before the header or the first record */
    uint32_t flags;
    uint32_t rounding;                  /* LEADLINE_ROUND_: for more decimals than the scale holds */
    char delimiter;                     /* 0: ',' */
    char thousands;                     /* a separator to drop from numbers; 0: none */
    char reserved[6];
} leadline_csv_options;

#define LEADLINE_CSV_INIT {sizeof(leadline_csv_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0, 0, 0, 0, 0, 0}}

#define LEADLINE_CSV_REASONS 12         /* reasons LEADLINE_CSV_SYNTAX + 0 ... + 11 */

typedef struct leadline_csv_result {
    size_t struct_size;
    uint64_t lines;                     /* lines read */
    uint64_t rows;                      /* records read, without header and skipped lines */
    uint64_t facts;                     /* facts read; a record may give none or several. In the engine after success */
    uint64_t ignored;                   /* records left out by LEADLINE_FIELD_IGNORE */
    uint64_t rejected;                  /* records left out as invalid */
    uint64_t rejected_by_csv[LEADLINE_CSV_REASONS];     /* index = reason - LEADLINE_CSV_SYNTAX */
    uint64_t rejected_by_fact[LEADLINE_FACT_REASONS];   /* index = reason - LEADLINE_FACT_TIME */
    uint64_t duplicates;
    uint64_t conflicts;
    int64_t earliest;                   /* least and greatest time of the facts; valid when facts > 0 */
    int64_t latest;
    leadline_status first_reason;       /* of the first invalid record, LEADLINE_OK: none */
    uint32_t first_column;              /* its column, from 1; 0: the whole record */
    uint64_t first_line;                /* the line it begins on, from 1 */
    char first_column_name[64];         /* cut, NUL-terminated; "" without a header */
    char first_text[64];                /* the text at fault, cut, NUL-terminated */
} leadline_csv_result;

#define LEADLINE_CSV_RESULT_INIT {sizeof(leadline_csv_result), 0, 0, 0, 0, 0, {0}, {0}, 0, 0, 0, 0, 0, 0, 0, {0}, {0}}

typedef struct leadline_csv leadline_csv;

/* Begins to read a CSV text of any size. What is fed is gathered apart from the engine, rolled up as it comes, and added
 * to it by leadline_csv_finish, all at once: a file is a transaction. Names are interned as they are met, and stay
 * interned (and count towards name_limit) when the file is not taken in. The reader belongs to one thread at a time;
 * readers of several threads go in parallel. */
LEADLINE_API leadline_status leadline_csv_open(leadline_engine *engine, const leadline_csv_options *options, leadline_csv **csv);

/* Reads the next piece; pieces may end anywhere. On an invalid record (without SKIP_INVALID) or a missing column the
 * status is its reason, and leadline_csv_read_result tells the place. What fails in the text or
 * for lack of memory ends the reading: feeding and finishing give the same status from then on. */
LEADLINE_API leadline_status leadline_csv_feed(leadline_csv *csv, const void *bytes, size_t size);

/* Reads the last record and adds everything to the engine, or nothing. After success the reader's result can be read
 * and it can be closed; feeding or finishing gives ARGUMENT. After LEADLINE_ERROR_MEMORY and LEADLINE_JOURNEY_LIMIT it may be called
 * again. With `restate`, also the statuses of leadline_clear. */
LEADLINE_API leadline_status leadline_csv_finish(leadline_csv *csv);

/* What was read so far. */
LEADLINE_API leadline_status leadline_csv_read_result(const leadline_csv *csv, leadline_csv_result *result);

/* Closes; what was not finished is dropped. NULL is fine. */
LEADLINE_API void leadline_csv_close(leadline_csv *csv);

/* Opens, feeds the file at `path` in pieces, finishes and closes. result may be NULL and is written on failure, too. */
LEADLINE_API leadline_status leadline_csv_file(leadline_engine *engine, const leadline_csv_options *options, const char *path,
                                               leadline_csv_result *result);

/* ==== Numbers and time ========================================================================================= */

/* numerator / denominator * 10^power, reduced to lowest terms: turns money of scale 2 into currency units with power
 * -2. denominator must not be 0, power is -40 to 40: ARGUMENT. LEADLINE_OVERFLOW cannot be a status: a result beyond 128
 * bits gives LEADLINE_ERROR_TOO_MANY and leaves both as they were. */
LEADLINE_API leadline_status leadline_ratio_shift(leadline_int128 *numerator, leadline_int128 *denominator, int32_t power);

/* Brings numerator / denominator to lowest terms over a positive denominator. denominator must not be 0: ARGUMENT. What does
 * not fit 128 bits so, such as 1 / -2^127: TOO_MANY, and both stay as they were. */
LEADLINE_API leadline_status leadline_ratio_reduce(leadline_int128 *numerator, leadline_int128 *denominator);

/* numerator / denominator * 10^decimals, rounded to a whole number by `mode`. decimals 0 to 38. Exact. A denominator of 0:
 * ARGUMENT; a result beyond 128 bits: TOO_MANY. */
LEADLINE_API leadline_status leadline_ratio_round(leadline_int128 numerator, leadline_int128 denominator, uint32_t decimals, uint32_t mode,
                                                  leadline_int128 *result);

/* The nearest double (ties to even) to numerator / denominator. A denominator of 0: ARGUMENT. */
LEADLINE_API leadline_status leadline_ratio_double(leadline_int128 numerator, leadline_int128 denominator, double *result);

/* numerator / denominator as decimal text with exactly `decimals` decimals (0 to 38), rounded by `mode`,
 * NUL-terminated; *size is the length without the NUL. 100 bytes hold any result; a smaller buffer may give
 * LEADLINE_ERROR_BUFFER, *size being the length then, too. buffer must not be NULL. A denominator of 0: ARGUMENT. */
LEADLINE_API leadline_status leadline_ratio_format(leadline_int128 numerator, leadline_int128 denominator, uint32_t decimals, uint32_t mode,
                                                   char *buffer, size_t capacity, size_t *size);

/* Reads a time as CSV intake does (format NULL: ISO 8601) in the engine's zone, into microseconds since 1970 UTC.
 * LEADLINE_CSV_TIME if it is none, ARGUMENT for a format that is none; also FORKED, MEMORY. */
LEADLINE_API leadline_status leadline_parse_time(const leadline_engine *engine, const char *text, size_t size, const char *format, int64_t *time_us);

/* Start of the period that holds time_us and of the one after it, in the engine's zone. ARGUMENT outside the years 1 to
 * 9999 or for an unknown period; for LEADLINE_PERIOD_ALL INT64_MIN and INT64_MAX. Any thread. */
LEADLINE_API leadline_status leadline_period_bounds(const leadline_engine *engine, uint32_t period, int64_t time_us, int64_t *start_us,
                                                    int64_t *end_us);

/* ==== Statistics and planning ================================================================================== */

/* Functions of numbers: none needs an engine, keeps or allocates anything, or calls anything of the host's. Any thread.
 *
 * A status tells that the call is wrong, and then nothing has been written; a state tells that a result is not defined.
 * No count is too large: what does not fit is LEADLINE_OVERFLOW.
 *
 * An exact result is a leadline_value: a fraction in lowest terms, or a state and zeros. Its steps have 256 bits in between;
 * LEADLINE_OVERFLOW where it, or a step on the way to it in lowest terms, is beyond 128 bits. A leadline_value passed in may be
 * an answer of leadline_point_read: its state goes on to the result (the first of several), a denominator of zero or less
 * is LEADLINE_UNDEFINED_ZERO_DENOMINATOR, an unknown state ARGUMENT; its unit is not looked at. The unit of a result is
 * LEADLINE_UNIT_NONE where it is that of what was passed in.
 *
 * Doubles come from + - * / and square roots in a fixed order, so that every machine gives the same bits. Probabilities and
 * ends of intervals are within 1e-12 of the true ones, relatively, as long as they are above 1e-300. Where the state is not
 * LEADLINE_DEFINED they read 0.
 *
 * A level is that of a confidence interval in hundredths of a percent, 1 to 9999: 9500 is 95 %, or a test at 5 %. Others:
 * ARGUMENT. Arrays have at most LEADLINE_MAX_KEYS elements (else TOO_MANY), may be NULL when there are none, and results
 * must not overlap with what is passed in. */

#define LEADLINE_MAX_KEYS 16777216

/* An interval of a proportion. */
typedef struct leadline_interval {
    double low;
    double high;
    uint32_t state;
    uint32_t reserved;                  /* 0 */
} leadline_interval;

/* The interval of successes out of trials at a level (E. B. Wilson 1927, no correction for continuity): with s, n and the
 * level's normal quantile z, (s + zz/2 -+ z sqrt(s (n - s) / n + zz/4)) / (n + zz). Trials of 0 or less:
 * LEADLINE_UNDEFINED_ZERO_DENOMINATOR. Successes below 0 or above the trials: LEADLINE_NOT_A_PROPORTION. */
LEADLINE_API leadline_status leadline_wilson_interval(leadline_int128 successes, leadline_int128 trials, uint32_t level,
                                                      leadline_interval *interval);

/* Sets *enough to 1 when there are at least minimum_trials and the interval of leadline_wilson_interval is at most
 * maximum_width wide, else to 0: also where that has no interval. maximum_width must be a number of 0 or more. */
LEADLINE_API leadline_status leadline_enough_data(leadline_int128 successes, leadline_int128 trials, uint32_t level,
                                                  leadline_int128 minimum_trials, double maximum_width, uint32_t *enough);

/* Two proportions against each other. */
typedef struct leadline_comparison {
    double z;                           /* positive when the first is the greater */
    double p;                           /* of both sides; 0 when below the least double */
    uint32_t state;                     /* of z and p */
    uint32_t reserved;                  /* 0 */
    leadline_value lift;                /* the first as a multiple of the second */
} leadline_comparison;

/* The two-proportion z test: (a - b) / sqrt(r (1 - r) (1/m + 1/n)), r being the rate of both together. Undefined as
 * leadline_wilson_interval, and LEADLINE_UNDEFINED_ZERO_DENOMINATOR where both rates are 0 or both 1. The lift is so where the
 * second rate is 0. */
LEADLINE_API leadline_status leadline_compare_proportions(leadline_int128 successes_a, leadline_int128 trials_a, leadline_int128 successes_b,
                                                          leadline_int128 trials_b, leadline_comparison *comparison);

/* One key against the rest. */
typedef struct leadline_outlier {
    double z;                           /* positive when the key's rate is above that of the rest */
    double p;                           /* of both sides, of this key alone */
    double adjusted_p;                  /* corrected for the number of keys tested */
    uint32_t state;                     /* LEADLINE_UNDEFINED_NO_DATA: fewer trials than the minimum */
    uint32_t is_outlier;                /* 1: adjusted_p is at most 1 - level */
    uint32_t by_p;                      /* not of this key: in outliers[k], the key with the k-th least p, from 0 */
    uint32_t reserved;                  /* 0 */
} leadline_outlier;

/* Tests each key's proportion against all other keys together, as leadline_compare_proportions does, and corrects for the
 * number of tests by S. Holm's method (1979). Key i has successes[i] out of trials[i] and is answered in outliers[i].
 * Keys with fewer than minimum_trials are not tested, but belong to the rest of others; keys that are no proportion do
 * not. A key without a rest, or where all rates are 0 or all 1: LEADLINE_UNDEFINED_ZERO_DENOMINATOR; more than 128 bits
 * of trials: LEADLINE_OVERFLOW. Read along by_p, the keys come by p, equal ones by key, those not tested last. Takes
 * count * log(count) steps and no memory. */
LEADLINE_API leadline_status leadline_find_outliers(const leadline_int128 *successes, const leadline_int128 *trials, size_t count,
                                                    leadline_int128 minimum_trials, uint32_t level, leadline_outlier *outliers);

/* Takes the change of a total, which is a count times a mean value, apart: customers and revenue, say, from (count_1,
 * total_1) to (count_2, total_2). *count_effect = (count_2 - count_1) * total_1 / count_1, *value_effect = count_2 *
 * (total_2 / count_2 - total_1 / count_1); they add up to total_2 - total_1, exactly. A count of 0 or less:
 * LEADLINE_UNDEFINED_ZERO_DENOMINATOR. */
LEADLINE_API leadline_status leadline_value_effects(leadline_int128 count_1, leadline_int128 total_1, leadline_int128 count_2,
                                                    leadline_int128 total_2, leadline_value *count_effect, leadline_value *value_effect);

/* What a change of a rate comes of. In units of the numerator volume + mix + rate = change; in points of the rate (1 is
 * 100 %) mix_points + rate_points = change_points. All exact. */
typedef struct leadline_rate_effects {
    size_t struct_size;
    leadline_value change;
    leadline_value volume;
    leadline_value mix;
    leadline_value rate;
    leadline_value change_points;
    leadline_value mix_points;
    leadline_value rate_points;
    double mix_double;                  /* the four that overflow first, as doubles: within count * 2^-127 and two units in */
    double rate_double;                 /* the last place, even where the exact ones are LEADLINE_OVERFLOW */
    double mix_points_double;
    double rate_points_double;
    uint32_t doubles_state;             /* of these four */
    uint32_t reserved;
} leadline_rate_effects;

#define LEADLINE_RATE_EFFECTS_INIT {sizeof(leadline_rate_effects), \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, 0, 0, 0, 0, 0, 0}

/* Takes the change of a rate over keys (leads per click over campaigns, say) apart: key i goes from numerators_1[i] /
 * denominators_1[i] to numerators_2[i] / denominators_2[i], which need not be proportions. With sums A/M and B/N:
 * volume = (N - M) A/M comes of more or fewer trials; mix = sum over keys of n a/m, less N A/M, of their going to other keys;
 * rate = B - sum of n a/m, of the keys' own rates. A key without a denominator in one period takes its rate from the other.
 * The exact mix and rate over many keys soon need more than 128 bits: LEADLINE_OVERFLOW, and the doubles tell. A sum of
 * denominators of 0, one below 0, or a numerator over nothing: LEADLINE_UNDEFINED_ZERO_DENOMINATOR for all. STRUCT_SIZE. */
LEADLINE_API leadline_status leadline_split_rate_change(const leadline_int128 *numerators_1, const leadline_int128 *denominators_1,
                                                        const leadline_int128 *numerators_2, const leadline_int128 *denominators_2,
                                                        size_t count, leadline_rate_effects *effects);

/* to / from - 1. A `from` of 0 or less: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. */
LEADLINE_API leadline_status leadline_growth(leadline_int128 from, leadline_int128 to, leadline_value *growth);

/* (to / from)^(1 / periods): what each of the periods multiplies by, within 1e-15 relative. *state (LEADLINE_DEFINED or not)
 * and *factor are both written. A `from` of 0 or less, a `to` below 0, or no periods: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. */
LEADLINE_API leadline_status leadline_growth_factor(leadline_int128 from, leadline_int128 to, uint32_t periods, double *factor, uint32_t *state);

/* Seasonal indices of a series whose value i is in season i % season_count: indices[s] = the mean of season s / the mean of
 * the seasons' means, which over full cycles is the mean of all values. They average to 1. Less than one full cycle:
 * LEADLINE_UNDEFINED_NO_DATA; an overall mean of 0 or less: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. No seasons: ARGUMENT. */
LEADLINE_API leadline_status leadline_seasonal_indices(const leadline_int128 *values, size_t count, size_t season_count, leadline_value *indices);

/* value / seasonal_index. An index of 0 or less: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. */
LEADLINE_API leadline_status leadline_deseasonalise(leadline_int128 value, const leadline_value *seasonal_index, leadline_value *result);

/* What prices per lead are made of. */
typedef struct leadline_lead_terms {
    size_t struct_size;
    leadline_value average_check;       /* money per sale, all money in one scale */
    leadline_value unit_cost;           /* money per sale */
    leadline_value allowed_share;       /* of the unit margin, that may be spent on winning a customer */
    leadline_value conversion;          /* sales per lead; leadline_judge_channel does not look at it */
    leadline_value purchases_per_customer;  /* all zero: 1 */
} leadline_lead_terms;

#define LEADLINE_LEAD_TERMS_INIT {sizeof(leadline_lead_terms), \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}}

/* What a lead may cost, in the money of the terms. */
typedef struct leadline_lead_prices {
    size_t struct_size;
    leadline_value unit_margin;             /* average_check - unit_cost */
    leadline_value acquisition_allowance;   /* unit_margin * allowed_share */
    leadline_value lead_price_forecast;     /* acquisition_allowance * conversion: the price allowed */
    leadline_value lead_price_breakeven;    /* unit_margin * conversion */
    leadline_value lead_price_with_repeats; /* unit_margin * purchases_per_customer * allowed_share * conversion */
} leadline_lead_prices;

#define LEADLINE_LEAD_PRICES_INIT {sizeof(leadline_lead_prices), \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}}

/* Plans the price of a lead. ARGUMENT, STRUCT_SIZE. */
LEADLINE_API leadline_status leadline_plan_lead_price(const leadline_lead_terms *terms, leadline_lead_prices *prices);

/* (successes + weight * parent_successes / parent_trials) / (trials + weight): a key's rate, drawn towards its parent's as
 * if `weight` trials at the parent's rate had been seen before. For keys with few trials; one with none has the parent's.
 * Undefined as leadline_wilson_interval, the parent too; but trials may be 0 with a weight above 0, and the parent is not looked
 * at with a weight of 0. A weight below 0: ARGUMENT. */
LEADLINE_API leadline_status leadline_shrink_rate(leadline_int128 successes, leadline_int128 trials, leadline_int128 parent_successes,
                                                  leadline_int128 parent_trials, int64_t weight, leadline_value *rate);

/* What may be bid when a lead may cost lead_price: *max_cpc = lead_price * leads_per_click, *max_cpm = 1000 * *max_cpc *
 * clicks_per_impression. The rates may come from leadline_shrink_rate. clicks_per_impression and max_cpm may both be NULL.
 * ARGUMENT. */
LEADLINE_API leadline_status leadline_plan_bid(const leadline_value *lead_price, const leadline_value *leads_per_click,
                                               const leadline_value *clicks_per_impression, leadline_value *max_cpc, leadline_value *max_cpm);

/* Verdicts on a channel. */
#define LEADLINE_VERDICT_NONE 0         /* the state tells why there is none */
#define LEADLINE_VERDICT_KEEP 1         /* a lead costs no more than allowed */
#define LEADLINE_VERDICT_WATCH 2        /* an alarm: more than allowed, but no more than what it brings in */
#define LEADLINE_VERDICT_CUT 3          /* more than what it brings in */
#define LEADLINE_VERDICT_TOO_FEW_DATA 4 /* the conversion is known so badly that it may be keep as well as cut */

typedef struct leadline_channel_verdict {
    size_t struct_size;
    leadline_value cost_per_lead;       /* spend / leads */
    leadline_value allowed;             /* unit margin * purchases * allowed share * conversion */
    leadline_value breakeven;           /* unit margin * purchases * conversion */
    leadline_interval conversion;       /* sales per lead, at the level */
    uint32_t verdict;                   /* LEADLINE_VERDICT_ */
    uint32_t at_point;                  /* by the conversion as it is: KEEP, WATCH or CUT */
    uint32_t at_low;                    /* by the lower end of its interval */
    uint32_t at_high;                   /* by the upper end */
    uint32_t state;                     /* of the verdicts */
    uint32_t reserved;
} leadline_channel_verdict;

#define LEADLINE_CHANNEL_VERDICT_INIT {sizeof(leadline_channel_verdict), \
    {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {{0, 0}, {0, 0}, 0, 0}, {0, 0, 0, 0}, \
    0, 0, 0, 0, 0, 0}

/* Judges a channel that got `leads` for `spend`, by terms (without their conversion) and by the `sales` that came of
 * `decided_leads`, leads of this or a like channel whose outcome is known. A price is compared with the allowed and the
 * break-even price (equal is no more than): exactly at the conversion sales / decided_leads, which gives at_point, and as
 * doubles at both ends of its Wilson interval. The verdict is at_point, unless one end says KEEP and the other CUT: then it
 * is TOO_FEW_DATA, whatever the point says. Undefined as leadline_wilson_interval, and without leads:
 * LEADLINE_UNDEFINED_ZERO_DENOMINATOR. ARGUMENT, STRUCT_SIZE. */
LEADLINE_API leadline_status leadline_judge_channel(leadline_int128 spend, leadline_int128 leads, leadline_int128 sales,
                                                    leadline_int128 decided_leads, const leadline_lead_terms *terms, uint32_t level,
                                                    leadline_channel_verdict *verdict);

/* What leading indicators let expect: parts[i] = now[i] * results[i] / earlier[i], what now[i] meetings (replies, ideal
 * leads) bring when earlier[i] of them brought results[i]; *forecast = the mean of the parts with a weight other than 0,
 * weighted. One that is undefined makes it so. parts may be NULL. Weights that sum to 0 or less:
 * LEADLINE_UNDEFINED_ZERO_DENOMINATOR. */
LEADLINE_API leadline_status leadline_forecast(const leadline_int128 *now, const leadline_int128 *results, const leadline_int128 *earlier,
                                               const int64_t *weights, size_t count, leadline_value *parts, leadline_value *forecast);

/* The sum of weights[i] * inputs[i] / the sum of weights[i], for an index of several inputs scaled 0 to 1. An input with a
 * weight of 0 is not looked at. Weights that sum to 0 or less: LEADLINE_UNDEFINED_ZERO_DENOMINATOR. ARGUMENT. */
LEADLINE_API leadline_status leadline_composite_index(const leadline_value *inputs, const int64_t *weights, size_t count, leadline_value *index);

#ifdef __cplusplus
}
#endif

#endif /* LEADLINE_H */
