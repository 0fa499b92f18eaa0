/* Leadline's side of the comparison: the CSV file, one reader a thread. */
#define _GNU_SOURCE
#include "leadline_side.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 18 };

/* The bytes start ..< end of the file are whole records. */
typedef struct part {
    off_t start, end;
} part;

typedef struct reading {
    leadline_engine *engine; /* NULL: merely read */
    int file;
    part parts[MOST_THREADS];
    uint64_t sums[MOST_THREADS];
} reading;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Where the record begins that follows the first newline at or after `from`. This file holds no quoted newlines; a host
 * that cannot know that reads its file on one thread. */
static off_t next_record(int file, off_t from, off_t size)
{
    char bytes[4096];
    for (ssize_t n; from < size && (n = pread(file, bytes, sizeof bytes, from)) > 0; from += n) {
        const char *newline = memchr(bytes, '\n', (size_t)n);
        if (newline)
            return from + (newline - bytes) + 1;
    }
    return size;
}

static void open_parts(const facts *f, reading *r)
{
    struct stat status;
    r->file = open(f->path, O_RDONLY);
    if (r->file < 0 || fstat(r->file, &status) != 0)
        fail(f->path);
    off_t start = next_record(r->file, 0, status.st_size); /* past the header */
    for (unsigned t = 0; t < f->threads; t++) {
        off_t end = t + 1 == f->threads ? status.st_size
                                        : next_record(r->file, status.st_size / f->threads * (t + 1), status.st_size);
        r->parts[t] = (part){start, end};
        start = end;
    }
}

static leadline_csv *open_reader(leadline_engine *engine)
{
    const size_t size = sizeof(leadline_csv_field);
    const leadline_csv_field fields[] = {
        {size, LEADLINE_FIELD_TIME, 1, NULL, NULL, NULL},
        {size, LEADLINE_FIELD_KIND, 2, NULL, NULL, NULL},
        {size, LEADLINE_FIELD_DIMENSION, 3, NULL, "campaign", NULL},
        {size, LEADLINE_FIELD_AMOUNT, 4, NULL, NULL, NULL},
    };
    leadline_csv_options options = LEADLINE_CSV_INIT;
    leadline_csv *csv = NULL;
    options.fields = fields;
    options.field_count = sizeof fields / sizeof *fields;
    options.flags = LEADLINE_CSV_NO_HEADER;
    CHECK(leadline_csv_open(engine, &options, &csv));
    return csv;
}

static void feed(leadline_csv *csv, const char *bytes, size_t size)
{
    leadline_status status = leadline_csv_feed(csv, bytes, size);
    if (status == LEADLINE_OK)
        return;
    leadline_csv_result result = {.struct_size = sizeof result};
    leadline_csv_read_result(csv, &result);
    fprintf(stderr, "leadline_csv_feed: line %llu, \"%s\": %s\n", (unsigned long long)result.first_line, result.first_text,
            leadline_status_text(status));
    exit(1);
}

static uint64_t sum_of(const char *bytes, size_t size)
{
    uint64_t sum = 0, word;
    for (size_t i = 0; i + sizeof word <= size; i += sizeof word) {
        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }
    return sum;
}

/* Part n is handed out as batch n. */
static int read_part(void *context, unsigned thread, size_t first, size_t count)
{
    reading *r = context;
    (void)thread;
    (void)count;
    const part *p = &r->parts[first / BATCH_ROWS];
    char *bytes = malloc(PIECE);
    leadline_csv *csv = r->engine ? open_reader(r->engine) : NULL;
    uint64_t sum = 0;
    if (!bytes)
        abort();
    for (off_t at = p->start; at < p->end;) {
        size_t want = p->end - at < PIECE ? (size_t)(p->end - at) : PIECE;
        ssize_t n = pread(r->file, bytes, want, at);
        if (n <= 0)
            fail("csv");
        if (csv)
            feed(csv, bytes, (size_t)n);
        else
            sum += sum_of(bytes, (size_t)n);
        at += n;
    }
    if (csv)
        CHECK(leadline_csv_finish(csv));
    leadline_csv_close(csv);
    r->sums[first / BATCH_ROWS] = sum;
    free(bytes);
    return 0;
}

double run_csv(const facts *f, leadline_engine *engine)
{
    reading r = {.engine = engine};
    open_parts(f, &r);
    double seconds = run_batches((size_t)f->threads * BATCH_ROWS, f->threads, read_part, &r);
    close(r.file);
    return seconds;
}
