"""The list as a file, as tests ask for it and read it back."""

import csv
import io

import openpyxl

from tests.bookings.listed import page

EVERYTHING = {"which": "all", "columns": "all", "kind": "csv"}


def take_out(client, event, **answers):
    return client.post(f"{page(event)}export/", EVERYTHING | answers)


def content_of(response):
    return b"".join(response.streaming_content)


def lines(response):
    """The rows of a CSV file, its headings first."""
    return list(csv.reader(io.StringIO(content_of(response).decode("utf-8-sig"))))


def records(client, event, **answers):
    """The rows of the CSV file by their headings."""
    [headings, *rows] = lines(take_out(client, event, **answers))
    return [dict(zip(headings, row, strict=True)) for row in rows]


def workbook(client, event, **answers):
    response = take_out(client, event, **{"kind": "xlsx"} | answers)
    return openpyxl.load_workbook(io.BytesIO(content_of(response)))


def cells(sheet):
    """What stands in each row, as openpyxl has it: nothing is None."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
