/*
 * inputs_help.c - the part of --help that is about files.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "inputs.h"

const char inputs_help_columns[] =
    "What a column is. COL is its name in the header, or its number with --no-header or as #7. An empty COL takes the\n"
    "option back. An option given again behind a file replaces the earlier one (--dimension and --measure: the one of the\n"
    "same name); --kind replaces earlier measures, and the other way round.\n"
    "  --time COL              when; given twice, the columns are joined by a space; =TEXT is the same for all rows\n"
    "  --kind COL, --kind =KIND   what: impression, click, lead, sale, refund, media_spend ...; = for all rows\n"
    "  --amount COL            money, in units of the currency\n"
    "  --count COL             how many; 1 without it\n"
    "  --person COL, --account COL   who, by any text\n"
    "  --id COL, --ref COL     the fact's own id: repeats are left out; and the id of the fact it belongs to\n"
    "  --dimension COL[=NAME]  a name to report by; =VALUE=NAME is the same for all rows\n"
    "  --measure COL=KIND:count, --measure COL=KIND:amount   one of several measures of a row\n"
    "  --currency COL, --currency =CURRENCY   what the row's money is in; an empty one is the answer's own\n"
    "  --map VALUE=KIND        VALUE in the kind column means KIND\n"
    "  --names DIMENSION=FILE  codes to names: two columns, between them a tab, comma or spaces\n"
    "\n";

const char inputs_help_currencies[] =
    "Currencies, for all files. Money is converted as it is read; without a rate it is refused.\n"
    "  --in CURRENCY           the answer's own, like EUR; without it, it has no name\n"
    "  --rate CURRENCY=RATE[@DATE]   what one unit is worth in the answer's, from a date on or always: USD=0.92@2024-01-01,\n"
    "                          or USD=1/1.087 for a rate that is quoted the other way round\n"
    "\n";

const char inputs_help_files[] =
    "How a file is read. An empty number, - and -- are nothing. Quotes as in RFC 4180.\n"
    "  --delimiter C           a character, or tab, comma, semicolon, pipe, space (any number of spaces); a comma unless told\n"
    "  --no-header, --header   the first line is data, or (as without either) names\n"
    "  --skip-lines N          lines before the header\n"
    "  --time-format F         epoch_s, epoch_ms, epoch_us, or a format of %Y %m %d %H %M %S %f %b %y %z; ISO 8601 unless told\n"
    "  --timezone ZONE         of times without an offset; the first one is also that of the answer. UTC unless told\n"
    "  --at TIME               when the rows of a file without --time happened\n"
    "  --decimal-comma, --decimal-point, --thousands C   how numbers are written\n"
    "  --ignore COL=VALUE      leaves out rows, such as totals\n"
    "  --fold-case, --keep-case   names: A-Z are read as a-z, or not\n"
    "  --scale N               decimals of money that are kept, 0 to 9, for all files; 9 unless told. An amount is at most\n"
    "                          4.6 thousand millions at 9, ten times that with each decimal less\n"
    "  --round MODE            what to do with more decimals: toward-zero, half-away, half-even, floor, ceiling. Without it\n"
    "                          they are refused\n"
    "  --skip-invalid, --refuse-invalid   leaves out rows that cannot be read and says how many, or stops at the first\n"
    "  --restate DIMENSION     the file replaces, for the names and days in it, what files before it said\n"
    "\n";
