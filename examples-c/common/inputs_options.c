/*
 * inputs_options.c - the options that say what files hold, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "inputs.h"

static const char *const round_words[] = {"toward-zero", "half-away", "half-even", "floor", "ceiling", NULL};
static const uint32_t roundings[] = {LEADLINE_ROUND_TOWARD_ZERO, LEADLINE_ROUND_HALF_AWAY, LEADLINE_ROUND_HALF_EVEN,
                                     LEADLINE_ROUND_FLOOR, LEADLINE_ROUND_CEILING};
static const char *const delimiter_words[] = {"comma", "tab", "\\t", "semicolon", "pipe", "space", NULL};
static const char delimiters[] = {',', '\t', '\t', ';', '|', ' '};

static char option_character(const option_reader *option) {
    if (strlen(option->value) > 1) usage("--%s takes one character, not '%s'", option->name, option->value);
    return option->value[0];
}

static void rates_add(inputs *in, const option_reader *option) {
    const char *equals = strchr(option->value, '=');
    const char *at = equals != NULL ? strchr(equals, '@') : NULL;
    if (equals == NULL || equals == option->value || equals[1] == '\0' || equals + 1 == at) {
        usage("--rate takes CURRENCY=RATE or CURRENCY=RATE@DATE, like USD=0.92@2024-01-01, not '%s'", option->value);
    }
    dated_rate made = {option->value, NULL, NULL, NULL};
    made.currency = arena_text(&in->memory, option->value, (size_t)(equals - option->value));
    made.rate = at != NULL ? arena_text(&in->memory, equals + 1, (size_t)(at - equals - 1)) : equals + 1;
    if (at != NULL) made.date = at + 1;
    in->rates = arena_grow(&in->memory, in->rates, in->rate_count, sizeof *in->rates);
    in->rates[in->rate_count++] = made;
}

static void set_reading(inputs *in, settings *s, const option_reader *option, int id) {
    size_t word;
    switch (id) {
    case INPUT_DELIMITER:
        if (strlen(option->value) == 1) {
            s->delimiter = option->value[0];
            s->flags &= ~LEADLINE_CSV_COLLAPSE;
            break;
        }
        word = option_word(option, delimiter_words);
        s->delimiter = delimiters[word];
        s->flags = s->delimiter == ' ' ? s->flags | LEADLINE_CSV_COLLAPSE : s->flags & ~LEADLINE_CSV_COLLAPSE;
        break;
    case INPUT_NO_HEADER: s->flags |= LEADLINE_CSV_NO_HEADER; break;
    case INPUT_HEADER: s->flags &= ~LEADLINE_CSV_NO_HEADER; break;
    case INPUT_SKIP_LINES: s->skip_lines = option_number(option, 0, UINT64_MAX / 2); break;
    case INPUT_TIME_FORMAT: s->time_format = option->value[0] != '\0' ? option->value : NULL; break;
    case INPUT_TIMEZONE:
        s->time_zone = option->value;
        if (in->zone == NULL) in->zone = option->value;
        break;
    case INPUT_AT: s->at = option->value[0] != '\0' ? option->value : NULL; break;
    case INPUT_DECIMAL_COMMA: s->flags |= LEADLINE_CSV_DECIMAL_COMMA; break;
    case INPUT_DECIMAL_POINT: s->flags &= ~LEADLINE_CSV_DECIMAL_COMMA; break;
    case INPUT_THOUSANDS: s->thousands = option_character(option); break;
    case INPUT_FOLD_CASE: s->flags |= LEADLINE_CSV_FOLD_CASE; break;
    case INPUT_KEEP_CASE: s->flags &= ~LEADLINE_CSV_FOLD_CASE; break;
    case INPUT_ROUND: s->rounding = roundings[option_word(option, round_words)]; break;
    case INPUT_SKIP_INVALID: s->flags |= LEADLINE_CSV_SKIP_INVALID; break;
    case INPUT_REFUSE_INVALID: s->flags &= ~LEADLINE_CSV_SKIP_INVALID; break;
    case INPUT_RESTATE: s->restate = option->value[0] != '\0' ? option->value : NULL; break;
    case INPUT_MAP: fields_add_map(in, s, option); break;
    case INPUT_NAMES: fields_add_names(in, s, option); break;
    default: break;
    }
}

static uint32_t field_use(int id) {
    switch (id) {
    case INPUT_TIME: return LEADLINE_FIELD_TIME;
    case INPUT_KIND: return LEADLINE_FIELD_KIND;
    case INPUT_AMOUNT: return LEADLINE_FIELD_AMOUNT;
    case INPUT_COUNT: return LEADLINE_FIELD_COUNT;
    case INPUT_PERSON: return LEADLINE_FIELD_PERSON;
    case INPUT_ACCOUNT: return LEADLINE_FIELD_ACCOUNT;
    case INPUT_ID: return LEADLINE_FIELD_ID;
    case INPUT_REF: return LEADLINE_FIELD_REF;
    case INPUT_DIMENSION: return LEADLINE_FIELD_DIMENSION;
    case INPUT_MEASURE: return LEADLINE_FIELD_MEASURE_COUNT;
    case INPUT_CURRENCY: return LEADLINE_FIELD_CURRENCY;
    case INPUT_IGNORE: return LEADLINE_FIELD_IGNORE;
    default: return 0;
    }
}

void inputs_start(inputs *in, const char *program) {
    memset(in, 0, sizeof *in);
    usage_program = program;
    /* What platforms export for "nothing" is an empty field or dashes. */
    in->now.flags = LEADLINE_CSV_EMPTY_ABSENT | LEADLINE_CSV_DASHES_ABSENT;
    in->scale = LEADLINE_MAX_MONEY_SCALE + 1;
}

void inputs_add_source(inputs *in, const char *path) {
    in->sources = arena_grow(&in->memory, in->sources, in->source_count, sizeof *in->sources);
    in->sources[in->source_count].path = path;
    in->sources[in->source_count].settings = in->now;
    in->source_count++;
    in->behind_file = 1;
    in->dangling = NULL;
}

void inputs_set(inputs *in, const option_reader *option, int id) {
    uint32_t use = field_use(id), scale;
    switch (id) {
    case INPUT_RATE: rates_add(in, option); return;
    case INPUT_IN: in->currency = option->value; return;
    case INPUT_SCALE:
        scale = (uint32_t)option_number(option, 0, LEADLINE_MAX_MONEY_SCALE);
        if (in->scale > LEADLINE_MAX_MONEY_SCALE || scale > in->scale) in->scale = scale;
        return;
    default: break;
    }
    in->dangling = option->name;
    in->now.given = in->now.given || id != INPUT_TIMEZONE;
    if (use == 0) {
        set_reading(in, &in->now, option, id);
        return;
    }
    if (in->behind_file) in->now.group++;
    in->behind_file = 0;
    fields_set(in, &in->now, use, option);
}

void inputs_finish(inputs *in) {
    if (in->scale > LEADLINE_MAX_MONEY_SCALE) in->scale = LEADLINE_MAX_MONEY_SCALE;
    if (in->source_count > 0 && in->dangling != NULL) {
        usage("--%s stands behind the last FILE; it holds for files behind it", in->dangling);
    }
    if (in->source_count == 0 && in->now.given) {
        usage("no FILE is given, but --%s; use - to read standard input, or --help", in->dangling);
    }
}
