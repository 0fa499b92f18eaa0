/*
 * inputs_read.c - a source's bytes into the engine, piece by piece.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The first piece is kept until the reader has seen the header: a column that is only inherited from an earlier file, and
 * that this file does not have, is dropped, and the piece read again.
 */
#include "feeder.h"
#include "inputs.h"

#include <errno.h>

/* ---- How the file is read ---- */

typedef struct csv_plan {
    leadline_csv_field *fields;
    char *dropped; /* of the settings' fields */
    leadline_csv_options options;
} csv_plan;

static void list_fields(const inputs *in, const settings *s, csv_plan *made) {
    size_t count = 0;
    int timed = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *f = &s->fields[i];
        if (made->dropped[i]) continue;
        leadline_csv_field *to = &made->fields[count];
        memset(to, 0, sizeof *to);
        to->struct_size = sizeof *to;
        to->use = f->use;
        to->name = f->name;
        to->value = f->value;
        to->index = fields_column_number(s, f);
        if (to->index == 0) to->column = f->column;
        timed = timed || f->use == LEADLINE_FIELD_TIME;
        count++;
        if (!in->keeps_texts || (f->use != LEADLINE_FIELD_PERSON && f->use != LEADLINE_FIELD_ACCOUNT)) continue;
        made->fields[count] = *to;
        made->fields[count].use = LEADLINE_FIELD_DIMENSION;
        made->fields[count++].name = f->use == LEADLINE_FIELD_PERSON ? INPUTS_PERSON_TEXT : INPUTS_ACCOUNT_TEXT;
    }
    made->options.fields = made->fields;
    made->options.field_count = count;
    made->options.flags |= timed ? s->flags : s->flags | LEADLINE_CSV_NO_TIME;
}

static void prepare(inputs *in, const settings *s, csv_plan *made) {
    leadline_csv_translation *list = NULL;
    size_t count = 0;
    int fold = (s->flags & LEADLINE_CSV_FOLD_CASE) != 0;
    for (size_t i = 0; i < s->map_count; i++) {
        /* The last of several counts. */
        size_t later = i + 1;
        while (later < s->map_count && names_compare(s->maps[i].text, s->maps[later].text, fold) != 0) later++;
        if (later < s->map_count) continue;
        list = arena_grow(&in->memory, list, count, sizeof *list);
        leadline_csv_translation map = {sizeof map, LEADLINE_FIELD_KIND, 0, NULL, s->maps[i].text, s->maps[i].replacement};
        list[count++] = map;
    }
    for (size_t i = 0; i < s->names_count; i++) names_read(in, &s->names[i], fold, &list, &count);
    made->fields = arena_get(&in->memory, (2 * s->field_count + 1) * sizeof *made->fields);
    made->dropped = arena_get(&in->memory, s->field_count + 1);
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.translations = list;
    options.translation_count = count;
    options.time_format = s->time_format;
    /* The engine's zone is that of the first file that names one; files before it are in UTC all the same. */
    options.time_zone = s->time_zone != NULL ? s->time_zone : "UTC";
    options.restate = s->restate;
    options.skip_lines = s->skip_lines;
    options.rounding = s->rounding;
    options.delimiter = s->delimiter;
    options.thousands = s->thousands;
    made->options = options;
    if (s->at != NULL) made->options.flags |= LEADLINE_CSV_DEFAULT_TIME;
    if (s->at != NULL) CHECK(leadline_parse_time(in->engine, s->at, strlen(s->at), NULL, &made->options.default_time_us));
    list_fields(in, s, made);
}

/* Drops the fields that ask for the column, if all of them are inherited and can be spared. Returns how many. */
static size_t drop_inherited(const settings *s, csv_plan *made, const char *column, const char *path) {
    size_t found = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < s->field_count; i++) {
            const field *f = &s->fields[i];
            if (made->dropped[i] || !fields_ask_for(f, column)) continue;
            if (f->group == s->group || f->use == LEADLINE_FIELD_TIME || f->use == LEADLINE_FIELD_KIND) return 0;
            if (pass == 0) continue;
            made->dropped[i] = 1;
            found++;
            fprintf(stderr, "%s: ", usage_program);
            text_print_plain(stderr, path);
            fprintf(stderr, ": has no column for the earlier --%s %s; left out here\n", f->option, f->argument);
        }
    }
    return found;
}

static void open_reader(inputs *in, const csv_plan *how, const char *path, leadline_csv **csv) {
    leadline_status status = leadline_csv_open(in->engine, &how->options, csv);
    if (status == LEADLINE_OK) return;
    char text[512] = "";
    leadline_engine_error(in->engine, text, sizeof text);
    usage("%s cannot be read as asked: %s", path, text[0] != '\0' ? text : leadline_status_text(status));
}

/* ---- Reading ---- */

static void add_up(inputs *in, const leadline_csv_result *result, int dated) {
    in->intake.facts += result->facts;
    in->intake.duplicates += result->duplicates;
    in->intake.conflicts += result->conflicts;
    if (!dated || result->facts == 0) return;
    if (!in->intake.dated || result->earliest < in->intake.earliest) in->intake.earliest = result->earliest;
    if (!in->intake.dated || result->latest > in->intake.latest) in->intake.latest = result->latest;
    in->intake.dated = 1;
}

static int read_all(inputs *in, const settings *s, feeder *f) {
    csv_plan how;
    leadline_csv *csv = NULL;
    leadline_csv_result result = {0};
    leadline_status status = LEADLINE_OK;
    prepare(in, s, &how);
    open_reader(in, &how, f->name, &csv);
    int first = 1, failed = 0;
    while (f->size > 0 && status == LEADLINE_OK && !failed) {
        status = leadline_csv_feed(csv, f->piece, f->size);
        if (status == LEADLINE_CSV_COLUMN && first) {
            result.struct_size = sizeof result;
            CHECK(leadline_csv_read_result(csv, &result));
            if (drop_inherited(s, &how, result.first_column_name, f->name) > 0) {
                leadline_csv_close(csv);
                list_fields(in, s, &how);
                open_reader(in, &how, f->name, &csv);
                status = LEADLINE_OK;
                continue;
            }
        }
        if (status != LEADLINE_OK) break;
        first = 0;
        feeder_show_progress(f, csv);
        failed = !feeder_fill(f);
    }
    int read_error = errno;
    if (status == LEADLINE_OK && !failed) status = leadline_csv_finish(csv);
    feeder_clear_progress();
    result.struct_size = sizeof result;
    CHECK(leadline_csv_read_result(csv, &result));
    leadline_csv_close(csv);
    if (failed) {
        fault_say(f->name, read_error != 0 ? strerror(read_error) : "cannot be read");
        return EXIT_INPUT;
    }
    if (status != LEADLINE_OK) {
        fault_print(f->name, s, &result, status, first ? f->piece : NULL, f->size);
        return EXIT_INPUT;
    }
    add_up(in, &result, !(how.options.flags & LEADLINE_CSV_NO_TIME) || s->at != NULL);
    if (result.rejected > 0) fault_note(f->name, &result); /* what was left out does not stay unsaid */
    if (result.facts == 0) fault_say(f->name, result.rows == 0 ? "has no rows" : "gave no facts");
    return 0;
}

int input_read(inputs *in, const source *from) {
    feeder f;
    char not_text[FEEDER_TEXT_SIZE];
    int status = EXIT_INPUT;
    if (!feeder_open(&f, from->path) || !feeder_fill(&f)) {
        fault_say(f.name, errno != 0 ? strerror(errno) : "out of memory");
    } else if (feeder_not_text(&f, not_text)) {
        fault_say(f.name, not_text);
    } else {
        status = read_all(in, &from->settings, &f);
    }
    feeder_close(&f);
    return status;
}

void inputs_note_repeats(const inputs *in) {
    if (in->intake.duplicates == 0) return;
    fprintf(stderr, "%s: facts left out because their ids came before: %llu", usage_program, (unsigned long long)in->intake.duplicates);
    if (in->intake.conflicts > 0) fprintf(stderr, ", of them with other contents: %llu", (unsigned long long)in->intake.conflicts);
    fputc('\n', stderr);
}
