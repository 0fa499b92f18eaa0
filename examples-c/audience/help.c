/*
 * help.c - audience --help.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience.h"

/* In pieces, because C99 promises no more than 4095 bytes for a literal. */
const char *const help_text[] = {
    "audience - from logs and exports to whom to address, and which of several audiences buys more\n"
    "\n"
    "  audience --audience STEP,... [QUESTION] [OPTIONS FILE]...     over all files; - is standard input\n"
    "\n"
    "Two placements: who bought within 30 days of the first click, and whether the difference is more than chance.\n"
    "\n"
    "  audience --audience 'top = click where placement = top' --audience 'side = click where placement = side' --window 30d \\\n"
    "           --time created_at --kind event --person visitor --dimension placement events.csv\n"
    "\n"
    "Who saw the video and then clicked, but has not bought: a list of March for a system that shows advertisements.\n"
    "\n"
    "  audience --audience 'warm = view, click' --in-order --exclude sale --from 2024-03-01 --to 2024-04-01 --list warm \\\n"
    "           --time created_at --kind event --person visitor events.csv\n"
    "\n",
    "What is asked. These may stand anywhere; those of an audience stand behind it.\n"
    "  --audience STEP,...     joins who has a fact of each step, with the last of them. A step is [NAME =] KIND|KIND\n"
    "                          [standing] where DIMENSION = NAME|NAME and ...; the first one's name is the audience's. standing:\n"
    "                          without sales that were taken back as a whole. May be given several times\n"
    "    --in-order            each step behind the one before\n"
    "    --any                 one of the steps is enough\n"
    "    --exclude STEP,...    who has a fact of any of these before, or with the fact of joining, does not join; later, leaves\n"
    "    --staying             who left is left out altogether, as if he had never joined\n"
    "  --outcome STEP          what a member is to do later; sale unless told\n"
    "  --window T              how long after joining that counts, like 30d, 36h, 2w; the edge counts. Without it there is no limit\n"
    "  --from T, --to T        only who joined at or after, and before T; what they did later counts up to --as-of\n"
    "  --as-of T               facts after T are not seen; a date is its end. Without it: the last fact\n"
    "  --persons               each person as facts name him; without it, an account is one buyer\n"
    "  --threads N             how many threads look at journeys, 1 to 64\n"
    "\n"
    "Who joined has joined for good, whatever comes later: \"clicked, excluding sale\" has no old customers in it, and who buys\n"
    "after the click is no member any more but converted. Decided is whose window is over; conversion, times, lift and p are of\n"
    "those decided alone, because who joined yesterday has not had his time.\n"
    "\n",
    "How it is shown.\n"
    "  --format table          for people: for each audience how many joined, are members, are decided, and converted, with the\n"
    "                          interval by Wilson; then each two beside each other: overlap, lift, the two-proportion test\n"
    "  --interval LEVEL        of the intervals, in percent; 95 unless told\n"
    "  --decimals N            of percentages; one unless told\n"
    "  --format json           {\"audiences\": [{\"audience\", \"joined\", \"members\", \"converted\", \"open\", \"decided\", \"decided_converted\",\n"
    "                          \"conversion\", \"mean\", \"p500\", \"interval\"}], \"pairs\": [{\"first\", \"second\", \"both\", \"either\", \"overlap\",\n"
    "                          \"lift\", \"z\", \"p\"}], \"as_of\"}; rates are over what was counted, times are seconds\n"
    "  --format csv            the audiences as columns\n"
    "  --list NAME             instead of all that the members of an audience, as CSV: person,account,joined. A person of an\n"
    "                          account is there because the account joined. Ids are as they came\n"
    "  --help, --version\n"
    "\n",
    inputs_help_columns,
    inputs_help_files,
    inputs_help_currencies,
    "It takes no --restate. Facts without a person or an account are in no audience.\n"
    "\n"
    "Exit status: 0; 1 when a file cannot be read, with its name, line and column; 2 for a mistake on the command line.\n",
    NULL,
};
