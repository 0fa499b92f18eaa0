/*
 * calls - the C programs' intake and checks, compiled once more under names of their own: BESIDE(take_in_batches) and so on.
 * Include it with BESIDE defined, in one .c file for each way of reaching the library.
 */
#include "leadline.h"

/* With arguments, so that members of the same name stay. */
#define check(...) BESIDE(check)(__VA_ARGS__)
#define has_column(...) BESIDE(has_column)(__VA_ARGS__)
#define dimension_count(...) BESIDE(dimension_count)(__VA_ARGS__)
#define load_facts(...) BESIDE(load_facts)(__VA_ARGS__)
#define open_engine(...) BESIDE(open_engine)(__VA_ARGS__)
#define take_in_batches(...) BESIDE(take_in_batches)(__VA_ARGS__)
#define take_in_by_writer(...) BESIDE(take_in_by_writer)(__VA_ARGS__)
#define read_facts(...) BESIDE(read_facts)(__VA_ARGS__)
#define run_csv(...) BESIDE(run_csv)(__VA_ARGS__)
#define sums_of_facts(...) BESIDE(sums_of_facts)(__VA_ARGS__)
#define sums_of_csv(...) BESIDE(sums_of_csv)(__VA_ARGS__)
#define holds(...) BESIDE(holds)(__VA_ARGS__)
#define kinds BESIDE(kinds)

#include "leadline_intake.c"
#include "leadline_csv.c"
#include "checks.c"

void check(leadline_status status, const char *call, const char *file, int line)
{
    if (status == LEADLINE_OK)
        return;
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, leadline_status_text(status));
    exit(1);
}

/* The first `rows` facts into a new engine, on one thread. */
static double measure(const facts *all, size_t rows, int by_writer, const sums *expected, int *right)
{
    facts part = *all;
    part.threads = 1;
    part.time.count = rows;
    leadline_engine *engine = open_engine(&part);
    const double seconds = by_writer ? take_in_by_writer(&part, engine, rows) : take_in_batches(&part, engine);
    *right = holds(engine, 1, expected, 1);
    CHECK(leadline_close(engine));
    return seconds;
}
