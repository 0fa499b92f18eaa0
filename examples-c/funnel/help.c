/*
 * help.c - funnel --help.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

/* In pieces, because C99 promises no more than 4095 bytes for a literal. */
const char *const help_text[] = {
    "funnel - from logs and exports to how many people go how far, how fast, and where they go instead\n"
    "\n"
    "  funnel --steps A,B,C [QUESTION] [OPTIONS FILE]...     over all files; - is standard input\n"
    "\n"
    "A log of clicks, leads and sales: from click by lead or enquiry to sale within 30 days, by the channel of the click.\n"
    "\n"
    "  funnel --steps click,'lead|enquiry',sale --window 30d --by channel \\\n"
    "         --time created_at --kind event --map order=sale --person visitor --dimension utm_source=channel events.csv\n"
    "\n"
    "By week of the click, as of the end of May, with all times, and what people did who dropped out.\n"
    "\n"
    "  funnel --steps click,lead,sale --window 30d --entry week --as-of 2024-05-31 --quantiles 50,90 --exits \\\n"
    "         --time created_at --kind event --person visitor events.csv\n"
    "\n"
    "Leads from a CRM and deals from another file: options hold for the files behind them.\n"
    "\n"
    "  funnel --steps mql,sale --by origin --person mql_id --kind =mql --time first_contact_date --dimension origin leads.csv \\\n"
    "         --kind =sale --time won_date deals.csv\n"
    "\n"
    "Steps may have names of their own, and conditions; what breaks a run off may stand between steps.\n"
    "\n"
    "  funnel --steps \"ad = click where channel = search|social, form = lead where campaign = 'spring sale', sale\" \\\n"
    "         --exclude 'refund after form before sale' ...\n"
    "\n",
    "What is asked. These may stand anywhere.\n"
    "  --steps STEP,...        a step is [NAME =] KIND|KIND [standing] where DIMENSION = NAME|NAME and ...; names with\n"
    "                          spaces, bars or commas stand in quotes. A kind includes its parts: lead also means lead_form.\n"
    "                          standing: without sales that refunds or cancellations took back as a whole\n"
    "  --stages LIST           ready-made steps: digital, classic, aidal, pipeline; only those before the lead or\n"
    "                          from it on with :top or :bottom behind the name, like digital:bottom\n"
    "  --window T              from the first step, like 30d, 36h, 45min, 90s, 2w; the edge counts. Without it there is no limit\n"
    "  --mode M                ordered: other facts may lie between the steps; strict: none may; any: in any order\n"
    "  --open                  a run may begin at any step, not at the first alone\n"
    "  --exclude 'KIND|KIND where ... after STEP before STEP'   what breaks a run off; steps by number or name. Without after\n"
    "                          and before: anywhere between the first and the last step. May be given several times\n"
    "  --by DIMENSION,...      rows, by the names of the fact that a run begins with\n"
    "  --entry P               rows by the period in which a run begins: hour, day, week, month, quarter, year\n"
    "  --from T, --to T        runs that begin at or after, and before T\n"
    "  --as-of T               facts after T are not seen; a date is its end. Without it: the last fact\n"
    "  --threads N             how many threads look at journeys, 1 to 64\n"
    "\n"
    "Of a person's runs the furthest counts, and of equally far ones the one that began first. Each person counts once. A fact\n"
    "meets one step of a run. Facts at one instant come in the order of the chain: impression, click, lead, sale.\n"
    "\n",
    "How it is shown.\n"
    "  --format table          for people: for each step who reached it, with a bar; their share of those at the step before and\n"
    "                          at the first, each with its interval by Wilson; who dropped out there; who may still go on\n"
    "                          because their window is open; and the median time from the step before\n"
    "  --interval LEVEL        of the intervals, in percent; 95 unless told\n"
    "  --times                 also mean times, and times from the first step\n"
    "  --quantiles Q,...       of the times, in percent, like 50,90,99.9; shows all times\n"
    "  --totals                with --by and --entry: also rows for all of them together\n"
    "  --exits                 what came next in the journeys of those who dropped out\n"
    "  --decimals N            of percentages; one unless told\n"
    "  --no-bars               leaves the bars out\n"
    "  --format json           {\"rows\": [{DIMENSION: name, \"period\", \"step\", \"name\", \"reached\", \"dropped\", \"open\", \"step_rate\",\n"
    "                          \"total_rate\", \"mean\", \"p500\", \"total_mean\", \"total_p500\"}], \"totals\": the same,\n"
    "                          \"exits\": [{DIMENSION, \"period\", \"step\", \"kind\", \"buyers\"}], \"as_of\", \"window\"}; rates and times have a\n"
    "                          value, a numerator, a denominator and a state, rates an interval; times are seconds\n"
    "  --format csv            the same as columns; with --exits these instead\n"
    "  --help, --version\n"
    "\n",
    inputs_help_columns,
    inputs_help_files,
    inputs_help_currencies,
    "A funnel takes no --restate. Facts without a person or an account are not in it.\n"
    "\n"
    "Exit status: 0; 1 when a file cannot be read, with its name, line and column; 2 for a mistake on the command line.\n",
    NULL,
};
