/*
 * leadline_side - Leadline's side of the comparison with its peers.
 *
 *   leadline_side columns DIRECTORY THREADS
 *   leadline_side csv FILE THREADS
 *
 * Loads the facts, then obeys lines on standard input and answers each with a line of JSON:
 *   intake            takes all facts into a new engine, which stays for "answer"
 *   read              merely reads the same columns
 *   writer COUNT      takes COUNT facts into a new engine one at a time, through a writer
 *   batch COUNT       takes the same facts in by batches, on one thread
 *   answer DIRECTORY  writes what the last engine holds
 * Opening the engine and interning the names are outside the timers, as loading the tables is for the peers.
 */
#include "leadline_side.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void check(leadline_status status, const char *call, const char *file, int line)
{
    if (status == LEADLINE_OK)
        return;
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, leadline_status_text(status));
    exit(1);
}

static void new_engine(const facts *f, leadline_engine **engine)
{
    CHECK(leadline_close(*engine));
    *engine = open_engine(f);
}

static void print_intake(double seconds, const leadline_engine *engine)
{
    leadline_engine_info info = {.struct_size = sizeof info};
    CHECK(leadline_engine_read_info(engine, &info));
    printf("{\"seconds\": %.9f, \"facts\": %" PRIu64 ", \"duplicates\": %" PRIu64 ", \"memory\": %" PRIu64
           ", \"cell_memory\": %" PRIu64 ", \"id_memory\": %" PRIu64 ", \"cells\": %" PRIu64 "}\n",
           seconds, info.facts, info.duplicates, info.memory, info.cell_memory, info.id_memory, info.cells);
}

static void print_seconds(double seconds)
{
    printf("{\"seconds\": %.9f}\n", seconds);
}

/* The first count facts, as facts of their own. */
static facts first_facts(const facts *f, size_t count)
{
    facts part = *f;
    part.threads = 1;
    part.time.count = count < f->time.count ? count : f->time.count;
    return part;
}

static void obey(const facts *f, leadline_engine **engine, const char *command, const char *argument)
{
    if (strcmp(command, "intake") == 0) {
        new_engine(f, engine);
        double seconds = f->csv ? run_csv(f, *engine) : take_in_batches(f, *engine);
        print_intake(seconds, *engine);
    } else if (strcmp(command, "read") == 0) {
        print_seconds(read_facts(f));
    } else if (strcmp(command, "writer") == 0 || strcmp(command, "batch") == 0) {
        facts part = first_facts(f, strtoull(argument, NULL, 10));
        new_engine(&part, engine);
        double seconds = strcmp(command, "batch") == 0 ? take_in_batches(&part, *engine)
                                                       : take_in_by_writer(&part, *engine, part.time.count);
        print_intake(seconds, *engine);
    } else if (strcmp(command, "answer") == 0 && *engine) {
        print_seconds(write_answer(f, *engine, argument));
    } else {
        fprintf(stderr, "leadline_side: cannot obey: %s\n", command);
        exit(2);
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    unsigned threads = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    if (threads == 0 || threads > MOST_THREADS) {
        fprintf(stderr, "usage: leadline_side columns DIRECTORY THREADS\n       leadline_side csv FILE THREADS\n");
        return 2;
    }
    static facts f;
    f.path = argv[2];
    f.csv = strcmp(argv[1], "csv") == 0;
    f.threads = threads;
    if (!f.csv)
        load_facts(&f);

    leadline_engine *engine = NULL;
    char line[4096], command[64], argument[4096];
    while (fgets(line, sizeof line, stdin)) {
        argument[0] = 0;
        if (sscanf(line, "%63s %4095[^\n]", command, argument) >= 1)
            obey(&f, &engine, command, argument);
    }
    CHECK(leadline_close(engine));
    return 0;
}
