/*
 * facts.c - the facts of the channels into an engine: from a file, or the three campaigns that are built in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "leadprice.h"
#include "text.h"

static leadline_engine *open_engine(void) {
    static const char *const name = "channel";
    leadline_dimension_options dimension = LEADLINE_DIMENSION_INIT;
    leadline_kind_options decided = LEADLINE_KIND_OPTIONS_INIT;
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    dimension.name = name;
    decided.name = "lead_decided";
    decided.number = KIND_LEAD_DECIDED;
    decided.subject = LEADLINE_KIND_LEAD;
    decided.roles = LEADLINE_ROLE_STATUS;
    decided.order = 54; /* that of lead_approved */
    rollup.dimensions = &name;
    rollup.dimension_count = 1;
    rollup.period = LEADLINE_PERIOD_ALL;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.kinds = &decided;
    options.kind_count = 1;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.money_scale = SCALE;
    leadline_engine *engine = NULL;
    CHECK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* ---- Three campaigns ---- */

#define CAMPAIGNS 3
#define KINDS 5

/* Each kind's count and money, by campaign. How leads turn out is known from the thousand of the year before. */
static const struct {
    uint16_t kind;
    int64_t count[CAMPAIGNS];
    int64_t money[CAMPAIGNS];
} campaigns[KINDS] = {
    {LEADLINE_KIND_MEDIA_SPEND, {1, 1, 1}, {15000, 13500, 30000}},
    {LEADLINE_KIND_CLICK, {100, 300, 50}, {0, 0, 0}},
    {LEADLINE_KIND_LEAD, {9, 16, 11}, {0, 0, 0}},
    {LEADLINE_KIND_SALE, {100, 100, 100}, {0, 0, 0}},
    {KIND_LEAD_DECIDED, {1000, 1000, 1000}, {0, 0, 0}},
};

static void record_campaigns(leadline_engine *engine) {
    static const char *const names[CAMPAIGNS] = {"Sunglasses", "Lenses", "Diamond glasses"};
    static const int64_t times[CAMPAIGNS] = {0, 0, 0}; /* all time is one period here */
    uint32_t codes[CAMPAIGNS];
    int64_t amounts[CAMPAIGNS];
    int64_t unit = 1;
    for (int i = 0; i < SCALE; i++) unit *= 10;
    for (size_t i = 0; i < CAMPAIGNS; i++) CHECK(leadline_intern(engine, 0, names[i], strlen(names[i]), &codes[i]));
    const uint32_t *columns = codes;
    for (size_t k = 0; k < KINDS; k++) {
        for (size_t i = 0; i < CAMPAIGNS; i++) amounts[i] = campaigns[k].money[i] * unit;
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = CAMPAIGNS;
        batch.time = times;
        batch.one_kind = campaigns[k].kind;
        batch.codes = &columns;
        batch.dimension_count = 1;
        batch.amount = amounts;
        batch.count = campaigns[k].count;
        CHECK(leadline_record_batch(engine, &batch, 0, NULL));
    }
}

/* ---- A file ---- */

static leadline_status read_file(const settings *s, leadline_engine *engine, size_t fields_used, leadline_csv_result *result) {
    leadline_csv_field fields[] = {
        {sizeof *fields, LEADLINE_FIELD_DIMENSION, 0, s->by, "channel", NULL},
        {sizeof *fields, LEADLINE_FIELD_MEASURE_AMOUNT, 0, "spend", "media_spend", NULL},
        {sizeof *fields, LEADLINE_FIELD_MEASURE_COUNT, 0, "clicks", "click", NULL},
        {sizeof *fields, LEADLINE_FIELD_MEASURE_COUNT, 0, "leads", "lead", NULL},
        {sizeof *fields, LEADLINE_FIELD_MEASURE_COUNT, 0, "sales", "sale", NULL},
        {sizeof *fields, LEADLINE_FIELD_MEASURE_COUNT, 0, "decided", "lead_decided", NULL},
    };
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = fields_used;
    options.flags = LEADLINE_CSV_NO_TIME; /* an unknown spend is not one of 0: an empty field is a fault */
    return leadline_csv_file(engine, &options, s->path, result);
}

static void say_fault(const leadline_engine *engine, const char *path, leadline_status status, const leadline_csv_result *result) {
    char text[512] = "";
    fputs("leadprice: ", stderr);
    if (status == LEADLINE_ERROR_FILE) {
        leadline_engine_error(engine, text, sizeof text); /* names the file and the cause */
        text_print_plain(stderr, text);
    } else {
        text_print_plain(stderr, path);
        if (result->first_line > 0) fprintf(stderr, ":%llu", (unsigned long long)result->first_line);
        if (result->first_column_name[0] != '\0') {
            fputs(": column ", stderr);
            text_print_plain(stderr, result->first_column_name);
        }
        fprintf(stderr, ": %s", leadline_status_text(status));
        if (result->first_text[0] != '\0') {
            fputs(": ", stderr);
            text_print_plain(stderr, result->first_text);
        }
    }
    fputc('\n', stderr);
}

int facts_read(const settings *s, leadline_engine **engine, int *has_decided) {
    *engine = open_engine();
    if (s->path == NULL) {
        record_campaigns(*engine);
        *has_decided = 1;
        return 0;
    }
    leadline_csv_result result = LEADLINE_CSV_RESULT_INIT;
    leadline_status status = read_file(s, *engine, 6, &result);
    *has_decided = status == LEADLINE_OK;
    /* A file is taken in whole or not at all, so it can be read again without the column that need not be there. */
    if (status == LEADLINE_CSV_COLUMN && strcmp(result.first_column_name, "decided") == 0) {
        status = read_file(s, *engine, 5, &result);
    }
    if (status == LEADLINE_OK) return 0;
    say_fault(*engine, s->path, status, &result);
    return EXIT_INPUT;
}
