/* The table on standard output, and one object a line for the JSON list in the file named by BENCH_LINES. */
#include "bench.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static FILE *lines;
static char notes[1 << 16];
static size_t notes_size;
static int all_right = 1;

double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void add_run(runs *r, double seconds, double cpu_before)
{
    if (r->count == MOST_RUNS)
        return;
    r->cpu[r->count] = cpu_seconds() - cpu_before;
    r->seconds[r->count++] = seconds;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(const double *values, unsigned count)
{
    double sorted[MOST_RUNS];
    memcpy(sorted, values, count * sizeof *values);
    qsort(sorted, count, sizeof *sorted, ascending);
    return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

double least(const runs *r)
{
    double found = r->seconds[0];
    for (unsigned i = 1; i < r->count; i++)
        found = r->seconds[i] < found ? r->seconds[i] : found;
    return found;
}

static double greatest(const runs *r)
{
    double found = r->seconds[0];
    for (unsigned i = 1; i < r->count; i++)
        found = r->seconds[i] > found ? r->seconds[i] : found;
    return found;
}

void open_report(void)
{
    const char *path = getenv("BENCH_LINES");
    lines = fopen(path ? path : "/dev/null", "a");
    if (!lines) {
        perror(path);
        exit(1);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
}

static void put_number(const char *key, const runs *r)
{
    if (r && r->count)
        fprintf(lines, ", \"%s\": %.9f", key, median(r->seconds, r->count));
    else
        fprintf(lines, ", \"%s\": null", key);
}

/* The median of other runs over our seconds. */
static void put_fraction(const char *key, const runs *r, double seconds)
{
    if (r && r->count)
        fprintf(lines, ", \"%s\": %.4f", key, median(r->seconds, r->count) / seconds);
    else
        fprintf(lines, ", \"%s\": null", key);
}

static void put_text(const char *key, const char *text)
{
    if (text)
        fprintf(lines, ", \"%s\": \"%s\"", key, text);
    else
        fprintf(lines, ", \"%s\": null", key);
}

static void put_runs(const char *key, const runs *r)
{
    fprintf(lines, ", \"%s\": [", key);
    for (unsigned i = 0; r && i < r->count; i++)
        fprintf(lines, "%s%.9f", i ? ", " : "", r->seconds[i]);
    fprintf(lines, "]");
}

/* How much of the processors the runs got: below 1 other programs, or waiting, took the rest. */
static double busy(const runs *r, unsigned threads)
{
    return median(r->cpu, r->count) / median(r->seconds, r->count) / threads;
}

static void put_head(const char *workload, const char *shape, const char *state, unsigned threads, uint64_t facts)
{
    fprintf(lines, "{\"workload\": \"%s\", \"shape\": \"%s\"", workload, shape);
    put_text("state", state);
    if (threads)
        fprintf(lines, ", \"threads\": %u, \"facts\": %" PRIu64, threads, facts);
    else
        fprintf(lines, ", \"threads\": null, \"facts\": null");
}

void record(const row *r)
{
    const double seconds = median(r->ours->seconds, r->ours->count);
    put_head(r->workload, r->shape, r->state, r->threads, r->facts);
    put_number("seconds", r->ours);
    put_text("peer", r->peer);
    put_number("peer_seconds", r->theirs);
    put_fraction("ratio", r->theirs, seconds);
    put_fraction("limit_fraction", r->reads, seconds);
    fprintf(lines, ", \"equal\": %s, \"busy\": %.2f", r->equal < 0 ? "null" : r->equal ? "true" : "false", busy(r->ours, r->threads));
    put_runs("seconds_runs", r->ours);
    put_runs("peer_seconds_runs", r->theirs);
    put_runs("read_seconds_runs", r->reads);
    fprintf(lines, "}\n");
    fflush(lines);
    all_right = all_right && r->equal != 0;
}

void report(const row *r)
{
    const double seconds = median(r->ours->seconds, r->ours->count), facts = (double)r->facts;
    char ratio[16] = "", limit[16] = "";
    if (r->theirs)
        snprintf(ratio, sizeof ratio, "%.3f", median(r->theirs->seconds, r->theirs->count) / seconds);
    if (r->reads)
        snprintf(limit, sizeof limit, "%.3f", median(r->reads->seconds, r->reads->count) / seconds);
    record(r);
    printf("%-13s %-16s %-5s %4u %9.2f  %8.2f .. %-8.2f %8.1f  %6s %7s  %5.2f  %-5s  %s\n", r->workload, r->shape,
           r->state ? r->state : "",
           r->threads, seconds / facts * 1e9, least(r->ours) / facts * 1e9, greatest(r->ours) / facts * 1e9,
           facts / seconds / 1e6, limit, ratio, busy(r->ours, r->threads), r->equal < 0 ? "" : r->equal ? "yes" : "NO",
           r->peer ? r->peer : "");
}

void note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(notes + notes_size, sizeof notes - notes_size, format, arguments);
    va_end(arguments);
    if (size > 0 && notes_size + (size_t)size < sizeof notes)
        notes_size += (size_t)size;
}

void report_memory(const char *shape, uint64_t cells, uint64_t held, uint64_t smallest)
{
    put_head("memory", shape, NULL, 0, 0);
    fprintf(lines, ", \"seconds\": null, \"peer\": \"keys and cells alone\", \"peer_seconds\": null, \"ratio\": %.3f, \"limit_fraction\": null, "
            "\"equal\": null, \"cells\": %" PRIu64 ", \"bytes\": %" PRIu64 ", \"smallest_bytes\": %" PRIu64 "}\n",
            (double)held / (double)smallest, cells, held, smallest);
    fflush(lines);
    note("memory of %s: %.1f MiB for %" PRIu64 " cells, %.1f bytes a cell, %.2f times keys and 16 bytes a cell\n", shape,
         (double)held / 1048576, cells, (double)held / (double)cells, (double)held / (double)smallest);
}

static int ascending_u32(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void report_latency(const char *workload, const char *shape, const char *state, unsigned threads, uint32_t *nanoseconds, size_t count,
                    int equal)
{
    qsort(nanoseconds, count, sizeof *nanoseconds, ascending_u32);
    const uint32_t middle = nanoseconds[count / 2], most = nanoseconds[count - 1 - count / 100], worst = nanoseconds[count - 1];
    put_head(workload, shape, state, threads, count);
    fprintf(lines, ", \"seconds\": %.9f, \"peer\": null, \"peer_seconds\": null, \"ratio\": null, \"limit_fraction\": null, \"equal\": %s, "
            "\"seconds_99\": %.9f, \"seconds_worst\": %.9f}\n",
            middle * 1e-9, equal ? "true" : "false", most * 1e-9, worst * 1e-9);
    fflush(lines);
    note("%s, %s, %s: median %.3f us, 99 %% %.3f us, worst %.1f us%s\n", workload, shape, state, middle * 1e-3, most * 1e-3,
         worst * 1e-3, equal ? "" : "; WRONG VALUES");
    all_right = all_right && equal;
}

int close_report(void)
{
    fwrite(notes, 1, notes_size, stdout);
    notes_size = 0;
    if (!all_right)
        fprintf(stderr, "bench: some results are wrong; their times say nothing\n");
    return fclose(lines) == 0 && all_right ? 0 : 1;
}
