/*
 * bench - measures the C library.
 *
 *   bench header
 *   bench rollup SHAPE DIRECTORY THREADS RUNS
 *   bench one-fact DIRECTORY RUNS
 *   bench csv FILE THREADS RUNS
 *   bench point
 *   bench persons FACTS RUNS [DIRECTORY]
 *   bench journeys FACTS THREADS RUNS [DIRECTORY]
 *   bench attribution FACTS THREADS RUNS [DIRECTORY]
 *   bench chains RUNS
 *   bench counted FILE RUNS DIRECTORY
 *   bench indicators RUNS
 *
 * Prints lines of a table and appends objects of JSON, one a line, to the file named by BENCH_LINES. Ends with status 1
 * when a result was wrong.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

void check(leadline_status status, const char *call, const char *file, int line)
{
    if (status == LEADLINE_OK)
        return;
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, leadline_status_text(status));
    exit(1);
}

static unsigned number(const char *text, unsigned most)
{
    const unsigned long value = strtoul(text, NULL, 10);
    if (value < 1 || value > most) {
        fprintf(stderr, "bench: %s is not a number from 1 to %u\n", text, most);
        exit(2);
    }
    return (unsigned)value;
}

int main(int argc, char **argv)
{
    static facts f;
    const char *what = argc > 1 ? argv[1] : "";
    if (argc == 2 && strcmp(what, "header") == 0) {
        printf("ns a fact: the median, least and greatest of the runs; limit: merely reading / Leadline; ratio: peer / Leadline;\n"
               "busy: the part of its processors that it had\n"
               "%-13s %-16s %-5s %4s %9s  %8s .. %-8s %8s  %6s %7s  %5s  %-5s  %s\n",
               "workload", "shape", "state", "thr.", "ns", "least", "greatest", "M/s", "limit", "ratio", "busy", "right", "peer");
        return 0;
    }
    open_report();
    if (argc == 6 && strcmp(what, "rollup") == 0) {
        f.path = argv[3];
        f.threads = 1;
        load_facts(&f);
        bench_rollup(&f, argv[2], number(argv[4], MOST_THREADS), number(argv[5], MOST_RUNS));
    } else if (argc == 4 && strcmp(what, "one-fact") == 0) {
        f.path = argv[2];
        f.threads = 1;
        load_facts(&f);
        bench_one_fact(&f, number(argv[3], MOST_RUNS));
    } else if (argc == 5 && strcmp(what, "csv") == 0) {
        f.path = argv[2];
        f.csv = 1;
        bench_csv(&f, number(argv[3], MOST_THREADS), number(argv[4], MOST_RUNS));
    } else if (argc == 2 && strcmp(what, "point") == 0) {
        bench_point();
    } else if (argc == 3 && strcmp(what, "indicators") == 0) {
        bench_indicators(number(argv[2], MOST_RUNS));
    } else if ((argc == 5 || argc == 6) && strcmp(what, "journeys") == 0) {
        bench_journeys(number(argv[2], 1000000000), number(argv[3], 64), number(argv[4], MOST_RUNS), argc == 6 ? argv[5] : NULL);
    } else if ((argc == 5 || argc == 6) && strcmp(what, "attribution") == 0) {
        bench_attribution(number(argv[2], 1000000000), number(argv[3], 64), number(argv[4], MOST_RUNS), argc == 6 ? argv[5] : NULL);
    } else if (argc == 5 && strcmp(what, "counted") == 0) {
        bench_counted(argv[2], number(argv[3], MOST_RUNS), argv[4]);
    } else if (argc == 3 && strcmp(what, "chains") == 0) {
        bench_chains(number(argv[2], MOST_RUNS));
    } else if ((argc == 4 || argc == 5) && strcmp(what, "persons") == 0) {
        bench_persons(number(argv[2], 1000000000), number(argv[3], MOST_RUNS), argc == 5 ? argv[4] : NULL);
    } else {
        fprintf(stderr, "usage: bench header | rollup SHAPE DIRECTORY THREADS RUNS | one-fact DIRECTORY RUNS | csv FILE THREADS RUNS | point | persons FACTS RUNS [DIRECTORY] | journeys FACTS THREADS RUNS [DIRECTORY] | attribution FACTS THREADS RUNS [DIRECTORY] | chains RUNS | counted FILE RUNS DIRECTORY | indicators RUNS\n");
        return 2;
    }
    return close_report();
}
