/*
 * text.h - foreign text on its way out: to a terminal, into JSON, into CSV.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Names come from other people's files. A terminal must not obey escape sequences in them, JSON must stay valid whatever
 * bytes they hold, and columns should line up.
 */
#ifndef EXAMPLES_TEXT_H
#define EXAMPLES_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Decodes one UTF-8 character; returns its bytes, or 0 if what stands there is none. */
static inline size_t text_decode(const char *bytes, size_t size, uint32_t *point) {
    const unsigned char *b = (const unsigned char *)bytes;
    if (size == 0) return 0;
    if (b[0] < 0x80) {
        *point = b[0];
        return 1;
    }
    size_t length = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    if (b[0] < 0xC2 || b[0] > 0xF4 || length > size) return 0;
    uint32_t value = b[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (b[i] & 0x3Fu);
    }
    if ((length == 3 && value < 0x800) || (length == 4 && value < 0x10000)) return 0;
    if ((value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return 0;
    *point = value;
    return length;
}

/* What a terminal would act upon instead of showing it, the marks that turn the direction of writing among it. */
static inline int text_is_control(uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x200E && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

/* How many columns a character takes: none, one or two; near enough for lining up names. */
static inline size_t text_character_width(uint32_t point) {
    if ((point >= 0x300 && point <= 0x36F) || (point >= 0x200B && point <= 0x200D) || (point >= 0xFE00 && point <= 0xFE0F)) return 0;
    if ((point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3) ||
        (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
        (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD)) {
        return 2;
    }
    return 1;
}

/* Writes text for a person to read: controls and bytes that are no UTF-8 as \xNN. Nothing is written with `out` NULL.
 * Returns the columns it takes. */
static inline size_t text_print(FILE *out, const char *bytes, size_t size) {
    size_t width = 0, at = 0;
    while (at < size) {
        uint32_t point = 0;
        size_t length = text_decode(bytes + at, size - at, &point);
        if (length == 0 || text_is_control(point)) {
            if (length == 0) length = 1;
            for (size_t i = 0; i < length; i++) {
                if (out != NULL) fprintf(out, "\\x%02X", (unsigned)(unsigned char)bytes[at + i]);
                width += 4;
            }
        } else {
            if (out != NULL) fwrite(bytes + at, 1, length, out);
            width += text_character_width(point);
        }
        at += length;
    }
    return width;
}

static inline void text_print_plain(FILE *out, const char *text) {
    text_print(out, text, strlen(text));
}

/* Writes a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD. */
static inline void text_json(FILE *out, const char *bytes, size_t size) {
    size_t at = 0;
    putc('"', out);
    while (at < size) {
        uint32_t point = 0;
        size_t length = text_decode(bytes + at, size - at, &point);
        if (length == 0) {
            fputs("\\ufffd", out);
            length = 1;
        } else if (point == '"' || point == '\\') {
            putc('\\', out);
            putc((int)point, out);
        } else if (point < 0x20 || point == 0x7F || point == 0x2028 || point == 0x2029) {
            fprintf(out, "\\u%04x", (unsigned)point);
        } else {
            fwrite(bytes + at, 1, length, out);
        }
        at += length;
    }
    putc('"', out);
}

/* Writes a CSV field by RFC 4180: in quotes where it needs them, bytes as they are. */
static inline void text_csv(FILE *out, const char *bytes, size_t size) {
    int quoted = size > 0 && (bytes[0] == ' ' || bytes[size - 1] == ' ');
    for (size_t i = 0; i < size && !quoted; i++) quoted = strchr(",\"\r\n", bytes[i]) != NULL && bytes[i] != '\0';
    if (!quoted) {
        fwrite(bytes, 1, size, out);
        return;
    }
    putc('"', out);
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '"') putc('"', out);
        putc(bytes[i], out);
    }
    putc('"', out);
}

#endif
