/*
 * dates.c - instants as dates of the engine's zone.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library reads times but does not write them, so this goes the other way round: which local time, read, gives the
 * instant? That also asks the very calendar that the periods follow.
 */
#include "inputs.h"
#include "text.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)

/* A count of microseconds since 1970 as a date and time of that count, without any zone. */
static void civil_text(int64_t us, char text[40]) {
    int64_t days = us / DAY - (us % DAY < 0), rest = (us - days * DAY) / SECOND;
    int64_t shifted = days + 719468, cycle = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_cycle = shifted - cycle * 146097;
    int64_t year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int64_t in_year = in_cycle - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153, day = in_year - (153 * month + 2) / 5 + 1;
    year += cycle * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    snprintf(text, 40, "%04d-%02d-%02d %02d:%02d:%02d", (int)year, (int)month, (int)day, (int)(rest / 3600), (int)(rest / 60 % 60),
             (int)(rest % 60));
}

void dates_format(const leadline_engine *engine, int64_t time_us, int clock, char text[40]) {
    /* An instant and its local time are less than two days apart, and the difference hardly ever changes between them. */
    int64_t whole = time_us - ((time_us % SECOND) + SECOND) % SECOND, local = whole, read = 0;
    for (int tries = 0; tries < 4; tries++) {
        civil_text(local, text);
        if (leadline_parse_time(engine, text, strlen(text), NULL, &read) != LEADLINE_OK) break;
        if (read == whole) {
            if (!clock) text[10] = '\0';
            return;
        }
        local += whole - read;
    }
    /* The hour that comes twice in autumn, the second time; or the edge of the calendar. */
    civil_text(whole, text);
    if (clock) {
        strcat(text, " UTC");
    } else {
        text[10] = '\0';
    }
}

void dates_json(const leadline_engine *engine, int64_t time_us) {
    char text[40] = "";
    if (time_us != INT64_MIN) dates_format(engine, time_us, 1, text);
    if (text[0] != '\0') text_json(stdout, text, strlen(text));
    else fputs("null", stdout);
}

void dates_note(FILE *out, const inputs *in, int64_t as_of) {
    char from[40], to[40], until[40];
    if (!in->intake.dated) return;
    dates_format(in->engine, in->intake.earliest, 0, from);
    dates_format(in->engine, as_of < in->intake.latest ? as_of : in->intake.latest, 0, to);
    dates_format(in->engine, as_of, 1, until);
    fprintf(out, "Facts from %s to %s (%s), as of %s.\n", from, to, in->zone != NULL ? in->zone : "UTC", until);
}
