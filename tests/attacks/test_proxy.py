"""What deploy/nginx.conf keeps from Placecard; a server that counts its requests is behind it."""

import re
import socket
import ssl
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy.trials import proxy, slow_clients
from tests import nginx
from tests.certificates import make_certificate
from tests.postgres import free_port

MEGABYTE = 1024 * 1024
NEW = "/organiser/events/new/"
DOCUMENT = b"x" * (19 * MEGABYTE)
SILENCE = 2  # seconds; the one thing in the rules that is otherwise here, besides where things are
LONGEST = 5  # seconds, on a machine that does much else
HEADERS = ["Host", "X-Forwarded-For", "X-Forwarded-Proto"]
LOGGED = re.compile(
    r"[\d:T+-]{25} \d{3} [A-Z-]+ "
    r"(pages|static|documents|calendar|bookings|sign-in|organisers|health)( [\d.-]+){4}"
)


class Counting(ThreadingHTTPServer):
    """Keeps what it was asked, whole, and counts what it has handed out to the last byte."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, int]] = []
        self.handed_out = threading.Semaphore(0)


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, len(body)))
        self.send_response(200)
        self.end_headers()
        who_asks = "|".join(self.headers.get(name, "") for name in HEADERS).encode()
        self.wfile.write(DOCUMENT if self.path.startswith("/documents/") else who_asks)
        self.server.handed_out.release()

    do_POST = do_GET

    def log_message(self, *args):
        """Nowhere."""


@pytest.fixture
def upstream():
    with Counting() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def behind(upstream, tmp_path):
    nginx.find()
    with proxy.proxy(tmp_path, site_port=upstream.server_port, silence=SILENCE) as behind:
        yield behind


def send(port, head, pieces=()):
    """The beginning of what a request is answered with."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as sender:
        sender.sendall(f"{head}\r\nHost: 127.0.0.1\r\n\r\n".encode())
        for piece in pieces:
            sender.sendall(piece)
        return sender.recv(2000)


def get(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.read().decode(), response.headers.get("Location")
    connection.close()
    return answer


@pytest.mark.parametrize(
    "first",
    [
        slow_clients.half_a_header(),
        slow_clients.half_a_form("/accounts/login/"),
        slow_clients.half_a_form("/events/abc/def/book/", 200),
        slow_clients.half_an_upload(NEW, 5 * MEGABYTE),
    ],
    ids=["header", "sign-in", "booking", "upload"],
)
def test_who_sends_slowly_is_cut_off_when_silent_and_never_handed_on(first, behind, upstream):
    with slow_clients.slow_senders(behind.port, 20, first):
        assert get(behind.port, "/between")[0] == 200
    with slow_clients.silent(behind.port, 20, first) as silent:
        assert silent.wait_until_cut_off(SILENCE + LONGEST)

    assert upstream.asked == [("/between", 0)]


def test_who_reads_slowly_holds_nothing_behind(behind, upstream):
    with slow_clients.slow_readers(behind.port, 12, slow_clients.ask_for("/documents/abc/x.pdf")):
        is_handed_out = all(upstream.handed_out.acquire(timeout=4 * LONGEST) for _ in range(12))

    assert is_handed_out


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/", 65_537),
        ("/accounts/login/", 65_537),
        ("/b/none/", MEGABYTE),
        ("/events/abc/def/book/", 400 * MEGABYTE),
        ("/organisers/", 65_537),
        (NEW, 26 * MEGABYTE),
    ],
)
def test_a_body_that_is_too_long_is_refused(path, length, behind, upstream):
    answer = send(behind.port, f"POST {path} HTTP/1.1\r\nContent-Length: {length}")

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"<h1>What you sent is too large</h1><p>Nothing has been changed." in answer
    assert upstream.asked == []


@pytest.mark.parametrize(("path", "size"), [("/", 70_000), (NEW, 26 * MEGABYTE)])
def test_a_body_that_does_not_say_how_long_it_is_is_refused_too(path, size, behind, upstream):
    pieces = [b"%x\r\n%s\r\n" % (10_000, b"x" * 10_000)] * (size // 10_000 + 1)

    answer = send(behind.port, f"POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked", pieces)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert upstream.asked == []


@pytest.mark.parametrize(("path", "size"), [("/", 65_536), (NEW, 21 * MEGABYTE)])
def test_what_is_taken_is_handed_on_with_its_length(path, size, behind, upstream):
    head = f"POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked"

    answer = send(behind.port, head, [b"%x\r\n%s\r\n0\r\n\r\n" % (size, b"x" * size)])

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert upstream.asked == [(path, size)]


def test_one_network_has_so_many_requests_at_one_time(upstream, tmp_path):
    port = free_port()
    few = proxy.rules(port=port, site_port=upstream.server_port, log=tmp_path / "log").replace(
        "limit_conn placecard_networks 200;", "limit_conn placecard_networks 2;"
    )
    told = f"set_real_ip_from 127.0.0.1;\nreal_ip_header X-From;\n{few}"
    held = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\nX-From: {}\r\n\r\n"

    with (
        proxy.running(nginx.find(), tmp_path, told, port),
        slow_clients.silent(port, 1, held.format("2001:db8:1:2::1").encode()),
        slow_clients.silent(port, 1, held.format("2001:db8:1:2:ffff::a").encode()),
        slow_clients.silent(port, 2, held.format("192.0.2.1").encode()),
    ):
        time.sleep(0.5)
        statuses = {
            host: get(port, "/", **{"X-From": host})[0]
            for host in (
                "2001:db8:1:2:8000::",
                "2001:db8:1:3::1",
                "2001:db8:1:a:1::",
                "192.0.2.1",
                "192.0.2.2",
            )
        }

    assert statuses == {
        "2001:db8:1:2:8000::": 429,
        "2001:db8:1:3::1": 200,
        "2001:db8:1:a:1::": 200,
        "192.0.2.1": 429,
        "192.0.2.2": 200,
    }


@pytest.mark.parametrize("first", [b"GET /", slow_clients.half_a_header()])
def test_who_is_silent_before_the_redirect_is_cut_off_too(first, upstream, tmp_path):
    port = free_port()
    rules = proxy.rules(port=port, site_port=upstream.server_port, log=tmp_path / "log").replace(
        "client_header_timeout 5s;", "client_header_timeout 1s;"
    )
    before_it = int(re.search(r"listen 127\.0\.0\.1:(\d+);", rules)[1])

    with (
        proxy.running(nginx.find(), tmp_path, rules, port),
        slow_clients.silent(before_it, 10, first) as silent,
    ):
        assert silent.wait_until_cut_off(1 + LONGEST)


def test_nothing_secret_or_personal_is_logged(behind):
    for path in ["/b/secret/", "/accounts/password/reset/key/1-secret/", "/?q=secret", "/b/x%0ay/"]:
        get(behind.port, path, Referer="http://127.0.0.1/b/secret/")
    send(behind.port, "POST /b/secret/details/ HTTP/1.1\r\nContent-Length: 100000")
    send(behind.port, "GET /b/secret/ HTTP/9")

    lines = logged(behind.log, 6)
    assert [line for line in lines if not LOGGED.fullmatch(line)] == []
    assert [line.split()[1:4] for line in lines] == [
        ["200", "GET", "bookings"],
        ["200", "GET", "sign-in"],
        ["200", "GET", "pages"],
        ["200", "GET", "bookings"],
        ["413", "POST", "bookings"],
        ["505", "-", "pages"],
    ]
    assert (behind.log.parent / "error.log").read_text() == ""


def logged(log, number):
    """So many lines, the last of which is written after its answer."""
    give_up_at = time.monotonic() + LONGEST
    while len(lines := log.read_text().splitlines()) < number and time.monotonic() < give_up_at:
        time.sleep(0.02)
    return lines


def test_a_service_that_is_down_is_told_in_a_page(tmp_path):
    with proxy.proxy(tmp_path, site_port=free_port()) as behind:
        status, page, _ = get(behind.port, "/b/secret/")

    assert (status, "<h1>Sorry, the service is unavailable</h1>" in page) == (503, True)
    assert "secret" not in behind.log.read_text() + (tmp_path / "error.log").read_text()


def test_the_file_as_it_is_shipped_ends_tls_and_says_who_asks(upstream, tmp_path):
    certificate = make_certificate(tmp_path)
    clear, port = free_port(), free_port()
    places = {
        "listen 80;\n    listen [::]:80;": f"listen 127.0.0.1:{clear};",
        "listen 443 ssl;\n    listen [::]:443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/ssl/placecard/REPLACE-certificate-and-chain.pem": str(certificate),
        "/etc/ssl/placecard/REPLACE-private-key.pem": str(certificate),
        "127.0.0.1:8000": f"127.0.0.1:{upstream.server_port}",
        "/var/log/nginx/placecard.log": str(tmp_path / "log"),
    }

    with proxy.running(nginx.find(), tmp_path, proxy.put_in_place(places), port):
        encrypted = encrypted_page(port, certificate)
        redirect = get(clear, "/b/kept/?and=this")

    assert encrypted == f"127.0.0.1:{port}|203.0.113.9, 127.0.0.1|https"
    assert redirect[::2] == (301, "https://events.westshire.example/b/kept/?and=this")


def encrypted_page(port, certificate):
    context = ssl.create_default_context(cafile=certificate)
    claims = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http"
    with (
        socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as encrypted,
    ):
        encrypted.sendall(f"GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n{claims}\r\n\r\n".encode())
        return encrypted.makefile("rb").read().decode().rpartition("\r\n\r\n")[2]


def test_rules_that_have_lost_a_line_are_told():
    with pytest.raises(proxy.NoProxy, match=r"^deploy/nginx.conf has no longer: listen 81;$"):
        proxy.put_in_place({"listen 81;": ""})
