/*
 * help.c - cohort --help.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* In pieces, because C99 promises no more than 4095 bytes for a literal. */
const char *const help_text[] = {
    "cohort - from logs and exports to how many come back, period after period, and what they bring\n"
    "\n"
    "  cohort [QUESTION] [OPTIONS FILE]...     over all files; - is standard input\n"
    "\n"
    "Orders of a shop: of those who bought first in a month, how many buy again in the months after, and for how much.\n"
    "\n"
    "  cohort --every month --time date --kind =sale --person customer --amount price --scale 2 orders.csv\n"
    "\n"
    "By the channel of the first click, weeks, with refunds that name their order, and media cost from another file.\n"
    "\n"
    "  cohort --first click --every week --by channel --ages 12 --cost marketing_cost \\\n"
    "         --time created_at --kind event --person visitor --id id --ref order --amount price --dimension channel events.csv \\\n"
    "         --time day --kind =media_spend --amount cost --dimension channel spend.csv\n"
    "\n",
    "What is asked. These may stand anywhere.\n"
    "  --first STEP            what makes a buyer a member: the first fact of KIND|KIND [standing] where DIMENSION = NAME|NAME and\n"
    "                          ...; sale unless told. standing: without sales that were taken back as a whole. A kind includes its parts: lead also means lead_form\n"
    "  --activity STEP         what a member must do in an age to be active; sale unless told\n"
    "  --standing              sales that were taken back as a whole are no purchases, and without --first make nobody a member\n"
    "  --every P               cohorts and ages are a day, week, month, quarter or year; month unless told\n"
    "  --by DIMENSION,...      cohorts also by the names of the first fact\n"
    "  --ages N                the first N ages\n"
    "  --cost EXPRESSION       what winning a cohort cost, like marketing_cost or acquisition_cost, of the same names and period;\n"
    "                          what was spent where nobody began is told below the table, and in its totals\n"
    "  --from T, --to T        members whose first fact is at or after, and before T\n"
    "  --as-of T               facts after T are not seen; a date is its end. Without it: the last fact\n"
    "  --threads N             how many threads look at journeys, 1 to 64\n"
    "\n"
    "--from and --to choose by when the first fact ever was: who began before --from is in no cohort. What members did later counts\n"
    "up to --as-of, also behind --to.\n"
    "\n"
    "Age 0 is the period of the first fact. Refunds and cancellations count at the sale whose id is their --ref; without one, at the\n"
    "buyer's latest sale before them. goods_cost counts at the sale that it names, service_cost at its own time.\n"
    "A row is a purchase: add up the lines of an order before, or the second with its --id is left out as a repeat.\n"
    "\n",
    "How it is shown.\n"
    "  --format table          for people: retention by cohort and age, what a member has brought up to each age, and a line for\n"
    "                          each cohort; a star is at what is so far, because it is not over\n"
    "  --sort COLUMN           cohorts in the order of period, a DIMENSION, or a column of --summary like size, repeat_share,\n"
    "                          revenue_net or clv_mean; with a dash before it (--sort=-size) the largest first\n"
    "  --limit N, --min N      only the first N cohorts; only cohorts of N members or more\n"
    "  --totals                in tables also a line for all cohorts, shown or not; of an age all for which it is over; up to an\n"
    "                          age, what each age brought these is added up\n"
    "  --decimals N            of percentages; one unless told\n"
    "  --format json           {\"rows\": [{DIMENSION: name, \"period\", \"age\", \"age_start\", \"size\", \"active\", \"retention\", \"facts\",\n"
    "                          \"revenue\", \"revenue_net\", \"goods_cost\", \"service_cost\", \"contribution\", \"total_revenue\",\n"
    "                          \"total_revenue_net\", \"total_contribution\", \"return\"}], \"cohorts\": [{DIMENSION: name, \"period\", \"size\",\n"
    "                          \"repeat_share\" ...}], \"cost_of_no_cohort\" (with --cost), \"as_of\"}; what is not a count has\n"
    "                          a value, a numerator, a denominator and a state; rates and means are over what was counted, 4/6 and not 2/3. age_start\n"
    "                          is microseconds since 1970 UTC, times between purchases are seconds\n"
    "  --format csv            the rows as columns; with --summary the cohorts instead\n"
    "  --help, --version\n"
    "\n",
    inputs_help_columns,
    inputs_help_files,
    inputs_help_currencies,
    "It takes no --restate. Facts without a person or an account are in no cohort; their costs count for --cost.\n"
    "\n"
    "Exit status: 0; 1 when a file cannot be read, with its name, line and column; 2 for a mistake on the command line.\n",
    NULL,
};
