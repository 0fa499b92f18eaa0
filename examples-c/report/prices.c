/*
 * prices.c - --prices: a file of what is paid for what, by name and days.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A line each: which model, at which rate, for which name of which dimension, from which day to which. The header says which
 * column is what; only `model` has to be there. Prices are set before any file of facts is read, so that a mistake shows first.
 */
#include "report.h"

enum { MODEL, RATE, SHARE, DIMENSION, NAME, FIRST_DAY, LAST_DAY, SIDE, KIND, STATUS, COLUMNS };
static const char *const headings[COLUMNS] = {"model", "rate", "share", "dimension", "name",
                                              "first_day", "last_day", "side", "kind", "lead_status"};
static const char *const models[] = {"cpm", "cpc", "cpl", "cpa", "revenue_share", "after_sale", "fixed", "commission", NULL};
static const char *const sides[] = {"spend", "payout", NULL};
static const char *const statuses[] = {"approved", "not_rejected", NULL};

/* Where a mistake is. */
typedef struct place {
    const char *path;
    unsigned line;
} place;

static void refuse(const place *at, const char *what, const char *text) {
    fputs("report: ", stderr);
    text_print_plain(stderr, at->path);
    fprintf(stderr, ":%u: %s", at->line, what);
    text_print_plain(stderr, text);
    fputc('\n', stderr);
    exit(EXIT_INPUT);
}

/* The place of a word in a list from 1, refused where it is in none. */
static uint32_t find_word(const place *at, const char *column, const char *text, const char *const *words) {
    for (uint32_t i = 0; words[i] != NULL; i++) {
        if (names_compare(text, words[i], 1) == 0) return i + 1;
    }
    char what[160] = "";
    snprintf(what, sizeof what, "%s is one of", column);
    for (uint32_t i = 0; words[i] != NULL; i++) snprintf(what + strlen(what), sizeof what - strlen(what), "%s %s", i > 0 ? "," : "", words[i]);
    strcat(what, "; not ");
    refuse(at, what, text);
    return 0;
}

/* A number like 12.50 in units of 10^-decimals. */
static int64_t read_number(const place *at, const char *column, const char *text, uint32_t decimals) {
    char what[96];
    int64_t number = 0;
    uint32_t behind = 0;
    int digits = 0, dot = 0;
    snprintf(what, sizeof what, "%s is a number of at most %u decimals, like 12.50; not ", column, (unsigned)decimals);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '.' && !dot) {
            dot = 1;
            continue;
        }
        /* Zeros behind the last decimal that is kept change nothing. */
        if (*c == '0' && behind == decimals && dot) continue;
        if (*c < '0' || *c > '9' || (dot && behind == decimals) || digits == 18) refuse(at, what, text);
        number = number * 10 + (*c - '0');
        digits++;
        behind += dot;
    }
    if (text[0] == '\0' || strcmp(text, ".") == 0) refuse(at, what, text);
    for (; behind < decimals; behind++) {
        if (number > INT64_C(1000000000000000000) / 10) refuse(at, what, text);
        number *= 10;
    }
    return number;
}

/* A share: 0.1 or 10%. */
static uint32_t read_share(report *r, const place *at, const char *text) {
    size_t size = strlen(text);
    int percent = size > 0 && text[size - 1] == '%';
    const char *number = percent ? arena_text(&r->in.memory, text, size - 1) : text;
    int64_t millionths = read_number(at, "share", number, percent ? 4 : 6);
    if (millionths > 1000000) refuse(at, "share is from 0 to 1, or from 0% to 100%; not ", text);
    return (uint32_t)millionths;
}

/* The start of a day; of a last one that of the day after. */
static int64_t read_day(const report *r, const place *at, const char *text, int is_last) {
    int64_t time = 0, start = 0, end = 0;
    if (strlen(text) != 10 || leadline_parse_time(r->in.engine, text, strlen(text), NULL, &time) != LEADLINE_OK) {
        refuse(at, "a day is like 2024-03-31; not ", text);
    }
    CHECK(leadline_period_bounds(r->in.engine, LEADLINE_PERIOD_DAY, time, &start, &end));
    return is_last ? end : start;
}

static void add_price(report *r, const place *at, char *const values[COLUMNS]) {
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = find_word(at, "model", values[MODEL], models);
    if (values[RATE][0] != '\0') price.rate = read_number(at, "rate", values[RATE], r->in.scale);
    if (values[SHARE][0] != '\0') price.share_millionths = read_share(r, at, values[SHARE]);
    if (values[SIDE][0] != '\0') price.side = find_word(at, "side", values[SIDE], sides);
    if (values[STATUS][0] != '\0') price.lead_status = find_word(at, "lead_status", values[STATUS], statuses);
    if (values[KIND][0] != '\0' && leadline_kind_number(r->in.engine, values[KIND], &price.kind) != LEADLINE_OK) {
        refuse(at, "there is no kind ", values[KIND]);
    }
    /* Without a dimension the price is for whatever has none of its own. */
    if (values[DIMENSION][0] != '\0') {
        price.dimension = values[DIMENSION];
        price.name = where_folded(r, values[NAME]);
    } else if (values[NAME][0] != '\0') {
        if (r->in.dimensions.count != 1) refuse(at, "which dimension's name is it? Say so in the column dimension: ", values[NAME]);
        price.dimension = r->in.dimensions.items[0];
        price.name = where_folded(r, values[NAME]);
    }
    price.from_us = values[FIRST_DAY][0] != '\0' ? read_day(r, at, values[FIRST_DAY], 0) : INT64_MIN;
    price.to_us = values[LAST_DAY][0] != '\0' ? read_day(r, at, values[LAST_DAY], 1) : INT64_MAX;
    leadline_status status = leadline_set_price(r->in.engine, &price);
    if (status == LEADLINE_OK) return;
    char text[512] = "";
    leadline_engine_error(r->in.engine, text, sizeof text);
    refuse(at, "", text[0] != '\0' ? text : leadline_status_text(status));
}

/* Which of the file's columns is what; COLUMNS for those that are nothing. */
static size_t read_header(report *r, const place *at, char *line, char separator, int *uses, size_t most) {
    size_t count = 0;
    int has_model = 0;
    while (count < most) {
        int more = strchr(line, separator) != NULL;
        char *heading = names_field(&line, separator);
        int use = 0;
        while (use < COLUMNS && names_compare(heading, headings[use], 1) != 0) use++;
        if (use == COLUMNS && heading[0] != '\0') {
            const char *best = NULL;
            unsigned distance = 4;
            for (int i = 0; i < COLUMNS; i++) text_suggest(heading, headings[i], &best, &distance);
            refuse(at, best != NULL ? columns_text(r, "did you mean ", best, " by the column ") : "a file of prices has no column ", heading);
        }
        has_model = has_model || use == MODEL;
        uses[count++] = use;
        if (!more) break;
    }
    if (!has_model) refuse(at, "a file of prices has a header with a column model, ", "and rate or share");
    return count;
}

static void read_prices(report *r, const char *path) {
    size_t size = 0, count = 0;
    int uses[32];
    place at = {path, 0};
    char *text = names_file_text(&r->in, path, &size), *end = text + size, separator = ',';
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3;
    while (text < end) {
        char *newline = memchr(text, '\n', (size_t)(end - text));
        char *line = text, *line_end = newline != NULL ? newline : end;
        text = newline != NULL ? newline + 1 : end;
        if (line_end > line && line_end[-1] == '\r') line_end--;
        *line_end = '\0';
        at.line++;
        if (line[strspn(line, " \t,;")] == '\0') continue;
        if (count == 0) {
            separator = strchr(line, '\t') != NULL ? '\t' : strchr(line, ';') != NULL ? ';' : ',';
            count = read_header(r, &at, line, separator, uses, sizeof uses / sizeof *uses);
            continue;
        }
        char nothing[] = "";
        char *values[COLUMNS + 1];
        for (int i = 0; i <= COLUMNS; i++) values[i] = nothing;
        for (size_t i = 0; i < count && *line != '\0'; i++) values[uses[i]] = names_field(&line, separator);
        add_price(r, &at, values);
    }
    if (leadline_price_count(r->in.engine) == 0) refuse(&at, "has no prices", "");
}

void prices_set(report *r) {
    for (size_t i = 0; i < r->prices.count; i++) read_prices(r, r->prices.items[i]);
}

/* The dimensions that the prices name, so that the cells hold them. */
void prices_find_dimensions(report *r, text_list *dimensions) {
    for (size_t i = 0; i < r->prices.count; i++) {
        size_t size = 0;
        char *text = names_file_text(&r->in, r->prices.items[i], &size);
        for (size_t d = 0; d < r->in.dimensions.count; d++) {
            /* One dimension needs no naming; a word too many only makes the cells finer. */
            int named = r->in.dimensions.count == 1 || strstr(text, r->in.dimensions.items[d]) != NULL;
            if (named && list_find(dimensions, r->in.dimensions.items[d]) == dimensions->count) {
                list_add(&r->in.memory, dimensions, r->in.dimensions.items[d]);
            }
        }
    }
}
