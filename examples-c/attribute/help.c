/*
 * help.c - attribute --help.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

/* In pieces, because C99 promises no more than 4095 bytes for a literal. */
const char *const help_text[] = {
    "attribute - from logs and exports to what each channel is credited with, by several models side by side\n"
    "\n"
    "  attribute [QUESTION] [OPTIONS FILE]...     over all files; - is standard input\n"
    "\n"
    "Who brought the sales, and what the last click hides. Clicks count for 90 days, views for 14, of display for 3.\n"
    "\n"
    "  attribute --window click=90d --window view=14d --window 'view where channel = display = 3d' --exclude channel=paypal \\\n"
    "            --time created_at --kind event --person visitor --dimension channel --amount value events.csv\n"
    "\n"
    "Leads and sales by campaign, each by its own paths, with what the campaigns cost.\n"
    "\n"
    "  attribute --outcome lead --outcome 'deal = contract|sale' --by campaign --models last_click,position:30/40/30,time_decay:14d \\\n"
    "            --time created_at --kind event --person visitor --dimension campaign events.csv \\\n"
    "            --time day --measure spend=media_spend:amount --dimension campaign --costs spend.csv\n"
    "\n",
    "Touches, outcomes and models. These may stand anywhere.\n"
    "  --touches click|view|all   which facts are touches, by the role of their kinds; all unless told\n"
    "  --touch KIND=click|view[:T]   facts of another kind are touches, too: visit=click, with a window if told\n"
    "  --window KIND=T         how long before the outcome it may lie, the edge counts: click=90d, impression=36h, 2w, any. click and\n"
    "                          view are all of that role. KIND may be a step, 'click where channel = display'; the narrower counts.\n"
    "                          180d for clicks and 30d for views unless told\n"
    "  --exclude DIM=NAME|NAME   these are no touches, such as payment gateways; the path closes up\n"
    "  --outcome STEP          what credit is for: [NAME =] KIND|KIND where DIMENSION = NAME|NAME and ...; sale unless told. May be\n"
    "                          given several times. A sale that was taken back as a whole is none, in part what remains\n"
    "    --first               only a buyer's first counts\n"
    "    --gap T               none that comes sooner after the one before\n"
    "    --anew                its path begins behind the one before; without it all touches in their windows count again\n"
    "    --outcome-is-touch    its own row is the last touch, a click\n"
    "  --by DIM,DIM            what is credited; channel unless told, or the first --dimension\n"
    "  --direct NAME|NAME      which names of the first of --by are direct, or DIM=NAME; 'direct' and unset unless told\n"
    "  --collapse, --first-touches, --drop-direct, --most N   what is made of paths, in this order: touches of one key in a row are\n"
    "                          one; of each key the first is kept; direct ones go where there are others; the last N are kept\n"
    "  --models LIST           [NAME =] MODEL:SETTING between commas, or all. A setting of any is clicks: views are no touches for it\n"
    "    last_click first last click_then_view last_non_direct linear middle shapley\n"
    "    position:40/20/40     first, between and last\n"
    "    time_decay:7d         the half-life\n"
    "    stage:30/30/30/10, stage:mql+contract:25/25/25/25   first touch, those that led to each anchor, all others\n"
    "    custom:5/3/2          touch by touch, the last weight for those beyond; :from_end\n"
    "    markov:2, markov:auto    the order of the chain, or the one that foretells best; :by_kind\n"
    "    shapley_rate:5000     how many orders are tried with more than 20 keys\n"
    "    Unless told: last_click,first,linear,position,time_decay,shapley,markov\n"
    "  --from T, --to T        only outcomes at or after, and before T; touches before them count all the same\n"
    "  --as-of T               facts after T are not seen; a date is its end. Without it: the last fact\n"
    "  --period P              also by hour, day, week, month, quarter or year of the outcome; --by-touch: of the touch\n"
    "  --threads N             how many threads look at journeys, 1 to 64\n"
    "\n",
    "Paths that were counted elsewhere.\n"
    "  --paths                 the files have columns path, total_conversions, total_conversion_value and total_null, the last two if\n"
    "                          there are any. Every touch is a click; there are no times, so no time_decay, stage, windows and costs\n"
    "  --path COL, --conversions COL, --value COL, --null COL   other names of these columns\n"
    "  --separator TEXT        what stands between the keys of a path; > unless told\n"
    "\n",
    "Beside the credit.\n"
    "  --costs FILE            a FILE like others that says what keys cost, as media_spend: cost per outcome, ROAS and ROI by model\n"
    "  --cost EXPRESSION       which cost that is, from any file; marketing_cost unless told\n"
    "  --activity EXPRESSION   units of what was done, like impressions or count(click): outcomes by unit\n"
    "  --classes LOW,HIGH      outcomes by unit below LOW: retire; from HIGH on: optimise; between: continue\n"
    "  --details               sourced, influenced, assisted, view-through; and of markov, what would be lost without a key\n"
    "  --pairs                 which two come on one path, and what they bring together\n"
    "\n"
    "How it is shown.\n"
    "  --show count|value      credit of the number of outcomes, or of their amounts; amounts where there are any\n"
    "  --sort COLUMN           a dimension, period, a model, or a column of --format json; with a dash the largest first\n"
    "  --limit N, --min N      the first N keys; those that had a part in at least N outcomes\n"
    "  --decimals N            of credit and money; two unless told\n"
    "  --format table          for people: models side by side, each adding up to all outcomes; what moves against the last click;\n"
    "                          touches and time to the outcome\n"
    "  --format json           {\"credits\": [{names, \"outcome\", MODEL, MODEL_value ...}], \"totals\": [{\"outcome\", \"outcomes\", \"value\",\n"
    "                          \"untouched\", MODEL, MODEL_value (what it gives to no key), \"touches_mean\", \"time_p500\" ...}], \"pairs\",\n"
    "                          \"touches\": [{\"touch\", \"window\", \"excluded\"}], \"as_of\"}; credit of numbers is exact to a millionth\n"
    "  --format csv            the credits as columns, then (unassigned)\n"
    "  --help, --version\n"
    "\n",
    inputs_help_columns,
    inputs_help_files,
    inputs_help_currencies,
    "It takes no --restate. Facts without a person or an account are on no path; their costs count for --cost.\n"
    "\n"
    "Exit status: 0; 1 when a file cannot be read, with its name, line and column; 2 for a mistake on the command line.\n",
    NULL,
};
