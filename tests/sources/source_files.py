"""Files of every format, made here: whole ones and damaged ones."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).parent / "data"
PARAGRAPH = "قُتل ثلاثة مدنيين وأصيب خمسة آخرون بقصف مدفعي استهدف السوق في مدينة تل أبيض يوم الأحد."


def http_record(
    url: str, body: bytes, media: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = ""
) -> bytes:
    """A WARC response record."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2023-09-01T12:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    return head + http + b"\r\n\r\n"


def warc_bytes(compressed: bool = True) -> bytes:
    """An archive: two pages, a picture and a page that was not found."""
    page = (DATA / "page.html").read_bytes()
    other = page.replace("قصف مدفعي على سوق في تل أبيض".encode(), "صفحة ثانية من الأرشيف".encode())
    records = [
        http_record("https://marsad.example/news/4411", page),
        http_record("https://marsad.example/logo.png", b"\x89PNG", "image/png"),
        http_record("https://marsad.example/gone", b"<html>404</html>", status="404 Not Found"),
        http_record("https://marsad.example/news/4412", gzip.compress(other), extra="Content-Encoding: gzip\r\n"),
    ]
    return b"".join(gzip.compress(record, mtime=0) if compressed else record for record in records)


def wacz_bytes() -> bytes:
    """A WACZ package with one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/data.warc.gz", warc_bytes())
    return out.getvalue()


def zip_bomb(member: str = "xl/workbook.xml", size: int = 600_000_000) -> bytes:
    """A small zip whose member unpacks to ``size`` bytes; written piece by piece."""
    out = io.BytesIO()
    info = zipfile.ZipInfo(member)
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w") as package, package.open(info, "w", force_zip64=True) as inner:
        for _ in range(size // 10_000_000):
            inner.write(bytes(10_000_000))
    return out.getvalue()


def xlsx_bytes(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet_bytes(columns: dict[str, list[object]]) -> bytes:
    """A Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def pdf_bytes(html: str) -> bytes:
    """A PDF with a text layer, by WeasyPrint."""
    import weasyprint

    return bytes(weasyprint.HTML(string=html).write_pdf())


def scanned_pdf() -> bytes:
    """A PDF of one page that holds only a picture."""
    pixels = zlib.compress(bytes(100))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length 27 >>\nstream\nq 200 0 0 200 0 0 cm /I Do Q\nendstream",
        b"<< /Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length " + str(len(pixels)).encode() + b" >>\nstream\n" + pixels + b"\nendstream",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def binary() -> bytes:
    """Something that is no text."""
    return b"\x7fELF" + struct.pack("<8I", *range(8)) * 40


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss version="2.0"><channel><title>&d;</title><item><title>&d;</title><description>&d;</description></item></channel></rss>"""
XXE = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss version="2.0"><channel><title>t</title><item><description>&x;</description></item></channel></rss>"""


Answer = tuple[int, dict[str, str], bytes]


class Site:
    """Routes by path; ``requests`` keeps (path, headers) of what was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.routes: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]
