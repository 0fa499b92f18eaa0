/* What paths and scores are asked by in more than one program, and the answer about paths as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef PATHS_H
#define PATHS_H

#include "crowd.h"

#define TOUCHES 3

static const char *const by[] = {"channel"};
static const char *const class_names[] = {"red", "amber", "green"};
static const char *const shown_channels[] = {"(not set)", "", "a", "b"};

static inline const char *shown_key(uint32_t channel) { return channel == 0 ? "-" : shown_channels[channel]; }

static inline char *answer_of(const leadline_engine *engine, const leadline_path_options *options) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    text t = {NULL, 0, 0};
    leadline_status status = leadline_paths(engine, options, &tables[0], &tables[1], &tables[2]);
    add_text(&t, "%s", status == LEADLINE_OK ? "" : leadline_status_name(status));
    for (int i = 0; i < 3 && status == LEADLINE_OK; i++) {
        if (i > 0) add_text(&t, "--\n");
        add_table(&t, tables[i]);
        leadline_table_close(tables[i]);
    }
    return t.bytes;
}

#endif /* PATHS_H */
