/*
 * inputs_check.c - what is wrong with the description of files, before gigabytes are read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "inputs.h"

/* Stops for a failure of the library's that the command line caused. */
void inputs_usage_of(const leadline_engine *engine, leadline_status status, const char *what) {
    char text[512] = "";
    leadline_engine_error(engine, text, sizeof text);
    usage("%s: %s", what, text[0] != '\0' ? text : leadline_status_text(status));
}

leadline_engine *inputs_open_engine(const leadline_options *options) {
    leadline_engine *engine = NULL;
    char error[512] = "";
    leadline_status status = leadline_open(options, &engine, error, sizeof error);
    if (status != LEADLINE_OK) usage("%s", error[0] != '\0' ? error : leadline_status_text(status));
    return engine;
}

/* What people call a kind that has another name; NULL: nothing that is known. */
static const char *kind_meant(const char *word) {
    static const char *const words[][2] = {{"pipeline", "opportunity"}, {"revenue", "sale"}, {"purchase", "sale"}, {"order", "sale"}, {"spend", "media_spend"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i][0]) == 0) return words[i][1];
    }
    return NULL;
}

void inputs_check_kind(const leadline_engine *engine, const char *option, const char *kind) {
    uint16_t number;
    if (leadline_kind_number(engine, kind, &number) == LEADLINE_OK) return;
    if (kind[0] != '\0' && strspn(kind, "0123456789") == strlen(kind)) return; /* a number is as good; the reader checks it */
    const char *best = NULL;
    unsigned distance = 4;
    const char *meant = kind_meant(kind);
    if (meant != NULL) usage("--%s: there is no kind '%s'; such facts are of kind %s", option, kind, meant);
    for (size_t i = 0; i < leadline_kind_count(engine); i++) {
        leadline_kind_info info = {0};
        info.struct_size = sizeof info;
        if (leadline_kind_at(engine, i, &info) == LEADLINE_OK) text_suggest(kind, info.name, &best, &distance);
    }
    usage("--%s: there is no kind '%s'%s%s%s", option, kind, best != NULL ? "; did you mean " : "", best != NULL ? best : "",
          best != NULL ? "?" : "; kinds are impression, click, lead, sale, refund, media_spend ...");
}

void inputs_check_dimension(const inputs *in, const char *option, const char *name) {
    if (list_find(&in->dimensions, name) < in->dimensions.count) return;
    const char *best = NULL;
    unsigned distance = 4;
    for (size_t i = 0; i < in->dimensions.count; i++) text_suggest(name, in->dimensions.items[i], &best, &distance);
    usage("--%s: there is no dimension '%s'%s%s%s", option, name, best != NULL ? "; did you mean " : "", best != NULL ? best : "",
          best != NULL ? "?" : "; say which column it is with --dimension COL=NAME");
}

int64_t inputs_read_time(const inputs *in, const char *option, const char *text) {
    int64_t time = 0;
    if (leadline_parse_time(in->engine, text, strlen(text), NULL, &time) != LEADLINE_OK) {
        usage("--%s takes a time like 2024-03-31 or 2024-03-31T06:00, not '%s'", option, text);
    }
    return time;
}

int64_t inputs_read_as_of(const inputs *in, const char *option, const char *text) {
    int64_t time = inputs_read_time(in, option, text), start = 0;
    if (strlen(text) != 10) return time;
    CHECK(leadline_period_bounds(in->engine, LEADLINE_PERIOD_DAY, time, &start, &time));
    return time - 1;
}

void inputs_check_source(const inputs *in, const source *from) {
    const settings *s = &from->settings;
    int kinds = 0, measures = 0, has_kind = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *f = &s->fields[i];
        if (f->column != NULL && (s->flags & LEADLINE_CSV_NO_HEADER) && fields_column_number(s, f) == 0) {
            usage("--%s %s: without a header a column is a number from 1", f->option, f->argument);
        }
        if (f->use == LEADLINE_FIELD_KIND && f->value != NULL) inputs_check_kind(in->engine, f->option, f->value);
        if (f->use == LEADLINE_FIELD_MEASURE_COUNT || f->use == LEADLINE_FIELD_MEASURE_AMOUNT) inputs_check_kind(in->engine, f->option, f->name);
        kinds += f->use == LEADLINE_FIELD_KIND || f->use == LEADLINE_FIELD_AMOUNT || f->use == LEADLINE_FIELD_COUNT;
        has_kind = has_kind || f->use == LEADLINE_FIELD_KIND;
        measures += f->use == LEADLINE_FIELD_MEASURE_COUNT || f->use == LEADLINE_FIELD_MEASURE_AMOUNT;
    }
    if (s->at != NULL) inputs_read_time(in, "at", s->at);
    for (size_t i = 0; i < s->map_count; i++) inputs_check_kind(in->engine, "map", s->maps[i].replacement);
    for (size_t i = 0; i < s->names_count; i++) inputs_check_dimension(in, "names", s->names[i].dimension);
    if (s->restate != NULL) inputs_check_dimension(in, "restate", s->restate);
    if (kinds > 0 && measures > 0) usage("%s: --measure goes with no --kind, --amount or --count; name the kind in it", from->path);
    if (!has_kind && measures == 0) {
        usage("what are the rows of %s? Say --kind COL, --kind =KIND, or --measure COL=KIND:count (or :amount); --help has examples",
              from->path);
    }
}

int inputs_has_times(const settings *s) {
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].use == LEADLINE_FIELD_TIME) return 1;
    }
    return s->at != NULL;
}

void inputs_check_journeys(const inputs *in, const char *what, const char *is_of, const char *whose) {
    for (size_t i = 0; i < in->source_count; i++) {
        const settings *s = &in->sources[i].settings;
        inputs_check_source(in, &in->sources[i]);
        if (!inputs_has_times(s)) usage("%s needs times: say --time COL, or --at TIME, for %s", what, in->sources[i].path);
        if (s->restate != NULL) usage("--restate is for sums; %s single facts", is_of);
    }
    if (!inputs_has_use(in, LEADLINE_FIELD_PERSON) && !inputs_has_use(in, LEADLINE_FIELD_ACCOUNT)) {
        usage("%s? Say --person COL, or --account COL", whose);
    }
    if (in->dimensions.count > LEADLINE_MAX_DIMENSIONS) {
        usage("there can be %d dimensions, not %zu", LEADLINE_MAX_DIMENSIONS, in->dimensions.count);
    }
}

void inputs_set_rates(const inputs *in) {
    for (size_t i = 0; i < in->rate_count; i++) {
        const dated_rate *given = &in->rates[i];
        leadline_rate rate = LEADLINE_RATE_INIT;
        rate.currency = given->currency;
        rate.text = given->rate;
        rate.from_us = given->date != NULL ? inputs_read_time(in, "rate", given->date) : INT64_MIN;
        leadline_status status = leadline_set_rate(in->engine, &rate);
        if (status == LEADLINE_OK) continue;
        char what[128];
        snprintf(what, sizeof what, "--rate %s", given->argument);
        inputs_usage_of(in->engine, status, what);
    }
}

int inputs_has_use(const inputs *in, uint32_t use) {
    for (size_t i = 0; i < in->source_count; i++) {
        const settings *s = &in->sources[i].settings;
        for (size_t f = 0; f < s->field_count; f++) {
            if (s->fields[f].use == use) return 1;
        }
    }
    return 0;
}

void inputs_keep_texts(inputs *in) {
    if (in->dimensions.count + 2 > LEADLINE_MAX_DIMENSIONS || list_find(&in->dimensions, INPUTS_PERSON_TEXT) < in->dimensions.count ||
        list_find(&in->dimensions, INPUTS_ACCOUNT_TEXT) < in->dimensions.count) return;
    list_add(&in->memory, &in->dimensions, INPUTS_PERSON_TEXT);
    list_add(&in->memory, &in->dimensions, INPUTS_ACCOUNT_TEXT);
    in->keeps_texts = 1;
}

leadline_dimension_options *inputs_dimensions(inputs *in) {
    leadline_dimension_options *dimensions = arena_get(&in->memory, (in->dimensions.count + 1) * sizeof *dimensions);
    for (size_t i = 0; i < in->dimensions.count; i++) {
        dimensions[i].struct_size = sizeof dimensions[i];
        dimensions[i].name = in->dimensions.items[i];
    }
    return dimensions;
}
