/*
 * inputs_engine.c - an engine for what the command line says of the files, and what the engine has to say.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "inputs.h"

#include <errno.h>

/* Why the library refused. */
static const char *reason(const leadline_engine *engine, leadline_status status, char text[512]) {
    text[0] = '\0';
    leadline_engine_error(engine, text, 512);
    return text[0] != '\0' ? text : leadline_status_text(status);
}

void inputs_usage_of(const leadline_engine *engine, leadline_status status, const char *what) {
    char text[512];
    usage("%s: %s", what, reason(engine, status, text));
}

int inputs_fail(const leadline_engine *engine, leadline_status status) {
    char text[512];
    fprintf(stderr, "%s: %s\n", usage_program, reason(engine, status, text));
    return EXIT_INPUT;
}

leadline_engine *inputs_open_engine(const leadline_options *options) {
    leadline_engine *engine = NULL;
    char error[512] = "";
    leadline_status status = leadline_open(options, &engine, error, sizeof error);
    if (status != LEADLINE_OK) usage("%s", error[0] != '\0' ? error : leadline_status_text(status));
    return engine;
}

void inputs_open_empty(inputs *in) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = in->zone;
    in->engine = inputs_open_engine(&options);
}

/* What each currency is worth, by --rate. */
static void set_rates(const inputs *in) {
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

void inputs_reopen(inputs *in, leadline_options *options, const leadline_rollup_options *rollup) {
    options->time_zone = in->zone;
    options->dimensions = inputs_dimensions(in);
    options->dimension_count = in->dimensions.count;
    options->rollups = rollup;
    options->rollup_count = 1;
    options->money_scale = in->scale;
    options->currency = in->currency;
    options->ids = (uint32_t)in->ids;
    CHECK(leadline_close(in->engine));
    in->engine = inputs_open_engine(options);
    set_rates(in);
}

int inputs_close(inputs *in, int status) {
    CHECK(leadline_close(in->engine));
    arena_free(&in->memory);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
        fault_say("standard output", strerror(errno));
        status = EXIT_INPUT;
    }
    return status;
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
