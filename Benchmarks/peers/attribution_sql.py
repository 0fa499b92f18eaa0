"""The five rule models in SQL: first, last, linear, position (40, 20, 40) and time decay (half of it in 7 days), of touches in the
usual windows. Each query gives, by key: count and value by each model, and the number of touches that got credit. `ends`, the
instant of an outcome, tells outcomes apart, since no two of these facts are at the same one: less work than an id would make."""

DAY = 86_400_000_000
RULES = ("first", "last", "linear", "position", "decay")
WINDOW = f"f.time < o.ends AND o.ends - f.time <= CASE f.kind WHEN 20 THEN {180 * DAY} ELSE {30 * DAY} END"

# Of the i-th touch of n; decay / whole is the part of its weight in that of the path.
PARTS = {
    "first": "CASE WHEN {i} = 1 THEN 1 ELSE 0 END",
    "last": "CASE WHEN {i} = n THEN 1 ELSE 0 END",
    "linear": "1.0::DOUBLE / n",
    "position": "CASE WHEN n = 1 THEN 1.0::DOUBLE WHEN n = 2 THEN 0.5::DOUBLE "
                "WHEN {i} = 1 OR {i} = n THEN 0.4::DOUBLE ELSE 0.2::DOUBLE / (n - 2) END",
    "decay": "{decay} / whole",
}


def sums(i: str, decay: str, key: str, cast: bool) -> str:
    """The columns of an answer. Without `cast` numbers are doubles as they stand."""
    parts = {rule: text.format(i=i, decay=decay) for rule, text in PARTS.items()}
    if not cast:
        parts = {rule: text.replace("::DOUBLE", "") for rule, text in parts.items()}
    columns = [f"sum({part}) AS {rule}_count, sum(({part}) * amount) AS {rule}_value" for rule, part in parts.items()]
    return f"SELECT {key} AS key, {', '.join(columns)}, count(*) AS credited"


DUCKDB_TOUCHES = f"""
    WITH o AS (SELECT person, time AS ends, amount FROM facts WHERE kind IN (50, 65, 70)),
    t AS {{materialized}} (SELECT o.ends, o.amount, f.time, f.{{key}} AS key, pow(2.0::DOUBLE, (f.time - o.ends) / {7 * DAY}.0::DOUBLE) AS decay
          FROM facts f JOIN o ON f.person = o.person WHERE f.kind IN (10, 20) AND {WINDOW})"""
DUCKDB = {
    "windows": DUCKDB_TOUCHES.replace("{materialized}", "") + f""",
        w AS (SELECT *, row_number() OVER (PARTITION BY ends ORDER BY time) AS i,
                     count(*) OVER (PARTITION BY ends ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n,
                     sum(decay) OVER (PARTITION BY ends ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS whole
              FROM t)
        {sums("i", "decay", "key", True)} FROM w GROUP BY key""",
    "lists": DUCKDB_TOUCHES.replace("{materialized}", "") + f""",
        g AS (SELECT any_value(amount) AS amount, list({{{{'key': key, 'decay': decay}}}} ORDER BY time) AS touches, count(*) AS n,
                     sum(decay) AS whole FROM t GROUP BY ends),
        u AS (SELECT amount, n, whole, unnest(touches) AS touch, unnest(range(1, n + 1)) AS i FROM g)
        {sums("i", "touch.decay", "touch.key", True)} FROM u GROUP BY touch.key""",
    # Which is the first and the last without any order: by the least and the greatest instant.
    "join": DUCKDB_TOUCHES.replace("{materialized}", "MATERIALIZED") + f""",
        g AS (SELECT ends, min(time) AS begins, max(time) AS latest, count(*) AS n, sum(decay) AS whole FROM t GROUP BY ends),
        u AS (SELECT t.key, t.amount, t.decay, n, whole, CASE WHEN t.time = latest THEN n WHEN t.time = begins THEN 1 ELSE 2 END AS i
              FROM t JOIN g ON t.ends = g.ends)
        {sums("i", "decay", "key", True)} FROM u GROUP BY key""",
}

CLICKHOUSE_TOUCHES = f"""
    WITH o AS (SELECT person, time AS ends, amount FROM bench.{{table}} WHERE kind IN (50, 65, 70)),
    t AS (SELECT o.ends AS ends, o.amount AS amount, f.time AS time, f.{{key}} AS key, exp2((f.time - o.ends) / {7 * DAY}) AS decay
          FROM bench.{{table}} AS f INNER JOIN o ON f.person = o.person WHERE f.kind IN (10, 20) AND {WINDOW})"""
CLICKHOUSE = {
    "windows": CLICKHOUSE_TOUCHES + f""",
        w AS (SELECT *, row_number() OVER (PARTITION BY ends ORDER BY time) AS i,
                     count(*) OVER (PARTITION BY ends ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n,
                     sum(decay) OVER (PARTITION BY ends ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS whole
              FROM t)
        {sums("i", "decay", "key", False)} FROM w GROUP BY key""",
    "arrays": CLICKHOUSE_TOUCHES + f""",
        g AS (SELECT any(amount) AS amount, arraySort(groupArray((time, key, decay))) AS touches, length(touches) AS n, sum(decay) AS whole
              FROM t GROUP BY ends)
        {sums("i", "touch.3", "touch.2", False)} FROM g ARRAY JOIN touches AS touch, arrayEnumerate(touches) AS i GROUP BY touch.2""",
}

# Paths and what came of them, for chains: of outcomes, and of what came behind the last of a person's, which led to nothing.
PATHS = f"""
    WITH o AS (SELECT person, time AS ends FROM facts WHERE kind IN (50, 65, 70)),
    won AS (SELECT o.ends, string_agg('c' || lpad(f.{{key}}::VARCHAR, 4, '0'), '>' ORDER BY f.time) AS path
            FROM facts f JOIN o ON f.person = o.person WHERE f.kind IN (10, 20) AND {WINDOW} GROUP BY o.ends),
    none AS (SELECT '' AS path FROM o ANTI JOIN won ON o.ends = won.ends),
    latest AS (SELECT person, max(ends) AS ends FROM o GROUP BY person),
    behind AS (SELECT f.person, f.time, f.kind, f.{{key}} AS key, max(f.time) OVER (PARTITION BY f.person) AS final
               FROM facts f LEFT JOIN latest ON f.person = latest.person
               WHERE f.kind IN (10, 20) AND (latest.ends IS NULL OR f.time > latest.ends)),
    lost AS (SELECT person, string_agg('c' || lpad(key::VARCHAR, 4, '0'), '>' ORDER BY time) AS path FROM behind
             WHERE final - time <= CASE kind WHEN 20 THEN {180 * DAY} ELSE {30 * DAY} END GROUP BY person)
    SELECT path, sum(won)::BIGINT AS outcomes, sum(lost)::BIGINT AS lost
    FROM (SELECT path, 1 AS won, 0 AS lost FROM won UNION ALL SELECT path, 1, 0 FROM none UNION ALL SELECT path, 0, 1 FROM lost)
    GROUP BY path"""
