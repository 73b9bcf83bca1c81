#!/usr/bin/env python3
"""Read a published set with the readers that analysts use, and compare.

    compare.py SETDIR

Every table's Parquet file is read with pandas (pyarrow), polars and DuckDB.
Column names, types, rows, nulls and sums (of numbers, of days since 1970-01-01,
of UTF-8 bytes of text) are compared with the CSV beside it, which Python's own
csv module reads strictly. datapackage.json says which columns there are and is
itself validated with frictionless, hashes included.

Prints one line per table and reader, and what differs. Exits 1 if anything does.
"""

import csv
import datetime
import hashlib
import json
import pathlib
import re
import sys

import duckdb
import frictionless
import pandas
import polars
import pyarrow
import pyarrow.parquet

EPOCH = datetime.date(1970, 1, 1)
FRICTIONLESS_ROWS = 5000  # of each table: it takes a millisecond and more for a row
INTEGER = re.compile(r"0|-?[1-9][0-9]*")


class Column:
    """What one reader makes of one column."""

    def __init__(self, name, type_, rows=0, nulls=0, total=0):
        self.name, self.type, self.rows, self.nulls, self.total = name, type_, rows, nulls, total

    def add(self, value):
        self.rows += 1
        if value is None:
            self.nulls += 1
        elif self.type == "date":
            self.total += (value - EPOCH).days
        elif self.type == "integer":
            self.total += value
        else:
            self.total += len(value.encode())


def parse(field, schema_field):
    """A CSV field as a value; strict, as toll writes it."""
    required = schema_field.get("constraints", {}).get("required", False)
    if field == "" and not required:
        return None
    if schema_field["type"] == "date":
        return datetime.date.fromisoformat(field)
    if schema_field["type"] == "integer":
        if not INTEGER.fullmatch(field):
            raise ValueError(f"{field!r} is not an integer")
        return int(field)
    return field


def read_csv(path, fields, key):
    """The columns of a CSV file. The values of the primary key must be unique."""
    seen, places = set(), [i for i, f in enumerate(fields) if f["name"] in key]
    columns = [Column(f["name"], f["type"]) for f in fields]
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        header = next(lines)
        if header != [f["name"] for f in fields]:
            raise ValueError(f"{path.name}: header is {header}")
        for number, line in enumerate(lines, 2):
            if len(line) != len(fields):
                raise ValueError(f"{path.name}: row {number} has {len(line)} fields, want {len(fields)}")
            values = tuple(line[i] for i in places)
            if key and values in seen:
                raise ValueError(f"{path.name}: row {number} repeats the primary key {values}")
            seen.add(values)
            for column, schema_field, field in zip(columns, fields, line):
                column.add(parse(field, schema_field))
    return columns


# The names of the types that every reader must find. Text that is bytes is what
# the enum type of Parquet makes of it.
ARROW = {"string": "string", "large_string": "string", "int64": "integer", "int32": "integer", "date32[day]": "date"}
POLARS = {"String": "string", "Int64": "integer", "Int32": "integer", "Date": "date"}
DUCKDB = {"VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DATE": "date"}


def read_pandas(path):
    """pandas, with Arrow's types, so that integers with nulls stay integers."""
    arrow = pyarrow.parquet.read_schema(path)
    plain = pandas.read_parquet(path)
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    columns = []
    for name in frame.columns:
        series, type_ = frame[name], ARROW.get(str(arrow.field(name).type), str(arrow.field(name).type))
        column = Column(name, type_, len(series), int(series.isna().sum()))
        values = pyarrow.array(series, from_pandas=True)
        if isinstance(values, pyarrow.ChunkedArray):
            values = values.combine_chunks()
        column.total = total(values.drop_null().to_pylist(), type_)
        if int(plain[name].isna().sum()) != column.nulls:
            raise ValueError(f"{path.name}: column {name}: nulls depend on the types pandas is asked for")
        columns.append(column)
    return columns


def total(values, type_):
    """The sum of values that are not null, in Python's unbounded integers."""
    column = Column("", type_)
    for value in values:
        column.add(value)
    return column.total


def read_polars(path):
    frame = polars.read_parquet(path)
    columns = []
    for series in frame:
        type_ = POLARS.get(str(series.dtype), str(series.dtype))
        columns.append(Column(series.name, type_, len(series), series.null_count(), total(series.drop_nulls(), type_)))
    return columns


def read_duckdb(path):
    table = duckdb.read_parquet(str(path))
    sums = {"integer": "sum({0}::hugeint)", "date": "sum(({0} - date '1970-01-01')::hugeint)", "string": "sum(strlen({0})::hugeint)"}
    columns = []
    for name, sql in zip(table.columns, table.types):
        type_, quoted = DUCKDB.get(str(sql), str(sql)), f'"{name}"'
        rows, nulls, sum_ = table.aggregate(
            f"count(*), count(*) - count({quoted}), {sums.get(type_, '0').format(quoted)}").fetchall()[0]
        columns.append(Column(name, type_, rows, nulls, int(sum_ or 0)))
    return columns


READERS = {"pandas": read_pandas, "polars": read_polars, "duckdb": read_duckdb}


def differences(want, got):
    """The first difference of every column."""
    if [c.name for c in want] != [c.name for c in got]:
        return [f"columns are {[c.name for c in got]}, want {[c.name for c in want]}"]
    found = []
    for w, g in zip(want, got):
        for what in ("type", "rows", "nulls", "total"):
            if getattr(w, what) != getattr(g, what):
                found.append(f"column {w.name}: {what} is {getattr(g, what)}, CSV has {getattr(w, what)}")
                break
    return found


def check_package(path):
    """What is wrong with the descriptor and, by it, with the CSV files."""
    found = []
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (path.parent / resource["path"]).read_bytes()
        if resource.get("bytes", len(content)) != len(content):
            found.append(f"{resource['path']}: holds {len(content)} bytes, want {resource['bytes']}")
        if "sha256:" + hashlib.sha256(content).hexdigest() != resource["hash"]:
            found.append(f"{resource['path']}: not the bytes that the hash says")
    report = frictionless.validate(str(path), limit_rows=FRICTIONLESS_ROWS)
    found += [f"package: {error.message}" for error in report.errors]
    for task in report.tasks:
        found += [f"{task.place}: {error.message}" for error in task.errors[:3]]
    return found


def main(folder):
    passed = failed = 0

    def say(what, problems):
        nonlocal passed, failed
        passed, failed = passed + (not problems), failed + bool(problems)
        print(f"{what}: {'ok' if not problems else 'FAILED'}")
        for problem in problems:
            print(f"    {problem}")

    descriptor = folder / "datapackage.json"
    resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    for resource in (r for r in resources if r["format"] == "csv"):
        schema, name = resource["schema"], resource["name"]
        try:
            want = read_csv(folder / resource["path"], schema["fields"], schema.get("primaryKey", []))
        except ValueError as error:
            say(f"{name} csv", [str(error)])
            continue
        say(f"{name} csv, {want[0].rows} rows", [])
        for reader, read in READERS.items():
            try:
                problems = differences(want, read(folder / f"{name}.parquet"))
            except Exception as error:  # whatever a reader raises is a finding about the file
                problems = [f"{type(error).__name__}: {error}"]
            say(f"{name} {reader}", problems)
    say("datapackage.json frictionless", check_package(descriptor))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: compare.py SETDIR")
    sys.exit(main(pathlib.Path(sys.argv[1])))
