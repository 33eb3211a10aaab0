"""A client of PostgreSQL: one connection, one prepared statement, its answers in binary and not looked at.

Run by sql.py in the folder's own Python: reads one JSON line (url, sql, things, each), says "ready", waits for a line,
asks, and writes the microseconds of each request as JSON. Told to ask nothing it writes the rows of each thing instead.
"""

import gc
import json
import sys
import time

import psycopg


def main():
    asked = json.loads(sys.stdin.readline())
    connection = psycopg.connect(asked["url"], autocommit=True).pgconn
    check(connection.prepare(b"q", asked["sql"].encode()))
    things = [[str(value).encode() for value in thing] for thing in asked["things"]]
    if not asked["each"]:
        print(json.dumps([rows(connection.exec_prepared(b"q", thing)) for thing in things]))
        return
    # A backend's first look at a table is no question's cost.
    connection.exec_prepared(b"q", things[-1], result_format=1)
    gc.disable()
    print("ready", flush=True)
    sys.stdin.readline()
    took, failed, begin = [], 0, time.perf_counter_ns()
    for number in range(asked["each"]):
        start = time.perf_counter_ns()
        answer = connection.exec_prepared(b"q", things[number % len(things)], result_format=1)
        end = time.perf_counter_ns()
        if answer.status == psycopg.pq.ExecStatus.TUPLES_OK:
            took.append((end - start) // 1000)
        else:
            failed += 1
    wall = (time.perf_counter_ns() - begin) / 1e9
    print(json.dumps({"took": took, "failed": failed, "wall": wall}), flush=True)


def rows(answer):
    check(answer)
    values = [[answer.get_value(row, column) for column in range(answer.nfields)] for row in range(answer.ntuples)]
    return [[value and value.decode() for value in row] for row in values]


def check(answer):
    if answer.error_message:
        sys.exit(answer.error_message.decode())


main()
