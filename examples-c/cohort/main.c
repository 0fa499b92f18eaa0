/*
 * cohort - from logs and exports to how many come back, period after period, and what they bring.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * cohort.h says how its parts hang together; help.c what it can do.
 */
#include "cohort.h"

int main(int argc, char **argv) {
    cohort c;
    memset(&c, 0, sizeof c);
    int status = 0;
    arguments_read(&c, argc, argv);
    plan_open(&c);
    for (size_t i = 0; i < c.in.source_count && status == 0; i++) status = input_read(&c.in, &c.in.sources[i]);
    if (status == 0) status = answer_ask(&c, 0);
    leadline_table_close(c.table);
    leadline_table_close(c.summary);
    return inputs_close(&c.in, status);
}
