/*
 * inputs_names.c - files that say what codes mean: region 1 is Beijing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two columns: whether a tab, a comma or spaces stand between them shows in the file. A header line needs no care: it
 * translates a code that no file has. Of two lines for one code the first counts.
 */
#include "inputs.h"

#include <errno.h>

#define NAMES_FILE_MAX ((size_t)1 << 30)

char *names_file_text(inputs *in, const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    *size = 0;
    errno = file != NULL ? 0 : errno;
    for (size_t got = 1; file != NULL && got > 0 && *size < NAMES_FILE_MAX; *size += got) {
        if (room - *size < 65536) {
            room = 2 * room + 131072;
            char *larger = realloc(text, room);
            if (larger == NULL) break;
            text = larger;
        }
        got = fread(text + *size, 1, room - *size - 1, file);
    }
    if (file == NULL || ferror(file) || !feof(file)) {
        fault_say(path, errno != 0 ? strerror(errno) : "is too large for a file of names");
        exit(EXIT_INPUT);
    }
    fclose(file);
    char *kept = arena_text(&in->memory, text, *size);
    free(text);
    return kept;
}

/* Takes one field off a line: in quotes, or up to the separator (' ': the first run of spaces and tabs). */
char *names_field(char **line, char separator) {
    char *at = *line, *field_start = at, *to = at;
    if (*at == '"') {
        for (at++; *at != '\0'; at++) {
            if (*at == '"' && *++at != '"') break;
            *to++ = *at;
        }
    } else {
        while (*at != '\0' && *at != separator && !(separator == ' ' && *at == '\t')) at++;
        to = at;
    }
    int more = *at != '\0';
    *line = at + more;
    if (separator == ' ') {
        while (**line == ' ' || **line == '\t') ++*line;
    }
    *to = '\0';
    return field_start;
}

int names_compare(const char *one, const char *other, int fold) {
    for (;; one++, other++) {
        int a = (unsigned char)*one, b = (unsigned char)*other;
        if (fold && a >= 'A' && a <= 'Z') a += 'a' - 'A';
        if (fold && b >= 'A' && b <= 'Z') b += 'a' - 'A';
        if (a != b || a == '\0') return a - b;
    }
}

static int by_line(const leadline_csv_translation *a, const leadline_csv_translation *b) {
    return (a->reserved > b->reserved) - (a->reserved < b->reserved);
}

static int by_text(const void *one, const void *other) {
    const leadline_csv_translation *a = one, *b = other;
    int order = names_compare(a->text, b->text, 0);
    return order != 0 ? order : by_line(a, b);
}

static int by_folded_text(const void *one, const void *other) {
    const leadline_csv_translation *a = one, *b = other;
    int order = names_compare(a->text, b->text, 1);
    return order != 0 ? order : by_line(a, b);
}

void names_read(inputs *in, const names_file *names, int fold, leadline_csv_translation **list, size_t *count) {
    size_t size = 0, first = *count;
    char *text = names_file_text(in, names->path, &size), *end = text + size;
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3;
    char *newline = memchr(text, '\n', (size_t)(end - text));
    size_t first_line = newline != NULL ? (size_t)(newline - text) : (size_t)(end - text);
    char separator = memchr(text, '\t', first_line) != NULL ? '\t' : memchr(text, ',', first_line) != NULL ? ',' : ' ';

    unsigned line_number = 0;
    while (text < end) {
        newline = memchr(text, '\n', (size_t)(end - text));
        char *line_end = newline != NULL ? newline : end, *next = newline != NULL ? newline + 1 : end;
        if (line_end > text && line_end[-1] == '\r') line_end--;
        *line_end = '\0';
        char *code = names_field(&text, separator);
        /* The last field of a line of spaces is all that is left: names have spaces in them. */
        char *name = separator == ' ' && *text != '"' ? text : names_field(&text, separator);
        text = next;
        line_number++;
        if (code[0] == '\0') continue;
        *list = arena_grow(&in->memory, *list, *count, sizeof **list);
        leadline_csv_translation made = {sizeof made, LEADLINE_FIELD_DIMENSION, line_number, names->dimension, code, name};
        (*list)[(*count)++] = made;
    }

    /* Of lines with one code the first stays. `reserved` held the line number until here. */
    if (*count > first) qsort(*list + first, *count - first, sizeof **list, fold ? by_folded_text : by_text);
    size_t kept = first;
    for (size_t i = first; i < *count; i++) {
        if (kept > first && names_compare((*list)[kept - 1].text, (*list)[i].text, fold) == 0) continue;
        (*list)[kept++] = (*list)[i];
    }
    for (size_t i = first; i < kept; i++) (*list)[i].reserved = 0;
    *count = kept;
}
