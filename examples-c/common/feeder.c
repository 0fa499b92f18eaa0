/*
 * feeder.c - where bytes come from: a file, standard input, or the generator.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L

#include "feeder.h"
#include "stream_csv.h"
#include "text.h"
#include "usage.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)1 << 20)

#define DEMO_FACTS 1000000
#define DEMO_CAMPAIGNS 200
#define DEMO_DAYS 30

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int feeder_fill(feeder *f) {
    errno = 0;
    if (f->in != NULL) {
        f->size = fread(f->piece, 1, PIECE_SIZE, f->in);
        f->bytes += f->size;
        return !ferror(f->in);
    }
    stream_fact fact;
    char *end = f->piece;
    if (f->bytes == 0) end = stream_put_text(end, STREAM_CSV_HEADER);
    while ((size_t)(end - f->piece) + STREAM_CSV_LINE_MAX <= PIECE_SIZE && stream_next(&f->facts, &fact)) end = stream_put_line(end, &fact);
    f->size = (size_t)(end - f->piece);
    f->bytes += f->size;
    if (f->facts.failed) errno = ENOMEM;
    return !f->facts.failed;
}

int feeder_open(feeder *f, const char *path) {
    static const stream_options demo = {DEMO_FACTS, 1, DEMO_CAMPAIGNS, DEMO_DAYS};
    memset(f, 0, sizeof *f);
    f->next_progress = seconds_now() + 0.3;
    f->piece = malloc(PIECE_SIZE);
    f->name = path;
    errno = 0;
    if (path == NULL) {
        f->name = "generated facts";
        if (stream_open(&f->facts, &demo)) return f->piece != NULL;
        errno = ENOMEM;
        return 0;
    }
    if (strcmp(path, "-") == 0) {
        f->name = "standard input";
        f->in = stdin;
    } else {
        f->in = fopen(path, "rb");
    }
    return f->piece != NULL && f->in != NULL;
}

void feeder_close(feeder *f) {
    if (f->in != NULL && f->in != stdin) fclose(f->in);
    if (f->in == NULL) stream_close(&f->facts);
    free(f->piece);
}

int feeder_not_text(const feeder *f, char text[FEEDER_TEXT_SIZE]) {
    const unsigned char *b = (const unsigned char *)f->piece;
    size_t name_size = strlen(f->name);
    const char *what = NULL, *how = NULL;
    if (f->in != NULL && f->size == 0) {
        what = "the input is empty; a header line and rows were expected";
    } else if ((f->size >= 2 && b[0] == 0x1F && b[1] == 0x8B) || (name_size > 3 && strcmp(f->name + name_size - 3, ".gz") == 0)) {
        what = "compressed";
        how = "zcat FILE";
    } else if (f->size >= 4 && memcmp(b, "PK\3\4", 4) == 0) {
        what = "a spreadsheet or an archive; export it as CSV";
    } else if (f->size >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
        what = "UTF-16 text";
        how = "iconv -f UTF-16 -t UTF-8 FILE";
    }
    if (what == NULL) return 0;
    if (how == NULL) snprintf(text, FEEDER_TEXT_SIZE, "%s", what);
    else snprintf(text, FEEDER_TEXT_SIZE, "%s; read it with: %s | %s ... -", what, how, usage_program);
    return 1;
}

void feeder_show_progress(feeder *f, const leadline_csv *csv) {
    double now = seconds_now();
    if (now < f->next_progress || !isatty(STDERR_FILENO)) return;
    leadline_csv_result result = {0};
    result.struct_size = sizeof result;
    if (leadline_csv_read_result(csv, &result) != LEADLINE_OK) return;
    fprintf(stderr, "\r\033[K");
    text_print_plain(stderr, f->name);
    fprintf(stderr, ": %.1f million rows, %.1f MB", (double)result.rows / 1e6, (double)f->bytes / 1e6);
    f->next_progress = now + 0.2;
}

void feeder_clear_progress(void) {
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r\033[K");
}
