"""What the web server and all pages have against attacks: rows of the table, by file."""

Row = tuple[str, str, str, str]  # what holds, its exact text, what is put instead, the test

GUARDS: dict[str, list[Row]] = {
    "deploy/bodies.py": [
        (
            "a length that is too large is refused",
            "if length > most:",
            "if False:",
            "test_bodies.py::test_a_body_that_is_too_long_is_refused_unread",
        ),
        (
            "forms end at 64 KB",
            "FORM = 64 * 1024",
            "FORM = 64 * 1024 * 1024",
            "test_bodies.py::test_a_booking_is_no_way_to_send_files",
        ),
        (
            "organisers too send no more than a document",
            "return int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)",
            "return 10**9",
            "test_bodies.py::test_organisers_pages_take_a_document_and_no_more",
        ),
        (
            "only organisers' devices bring files",
            "return known_devices.is_of_some_organiser(",
            "return bool(",
            "test_bodies.py::test_no_upload_of_a_stranger_is_read",
        ),
        (
            "files of who is signed out are read past",
            "if length > FORM and not request.user.is_authenticated:",
            "if False:",
            "test_bodies.py::test_nothing_that_somebody_signed_out_uploads_is_kept_anywhere",
        ),
        (
            "another encoding is refused",
            "if charset.lower() not in UTF_8:",
            "if False:",
            "test_bodies.py::test_another_encoding_is_no_form",
        ),
        (
            "a length is a number",
            "if not announced.isdecimal():",
            "if False:",
            "test_bodies.py::test_a_length_that_is_no_number_is_refused",
        ),
    ],
    "deploy/session_store.py": [
        (
            "a session that cannot be kept has not ended",
            "if reason is not None and outages.is_passing(reason):",
            "if False:",
            "test_busy_or_full.py::test_a_session_that_cannot_be_kept_has_not_ended",
        ),
    ],
    "deploy/wsgi.py": [
        (
            "no request chooses how Django reads it",
            "request_class = Utf8Request",
            "request_class = WSGIRequest",
            "test_bodies.py::test_another_encoding_is_no_form",
        ),
    ],
    "deploy/doors.py": [
        (
            "forms are taken in before a thread of the application has them",
            "if length > FORM:",
            "if length:",
            "test_slow_senders.py::test_senders_of_a_byte_a_second_keep_nobody_waiting",
        ),
        (
            "half of the threads at most take uploads",
            "BoundedSemaphore(max(1, threads // 2))",
            "BoundedSemaphore(threads)",
            "test_slow_senders.py"
            "::test_slow_uploads_from_the_device_of_an_organiser_keep_nobody_waiting",
        ),
    ],
    "deploy/web.py": [
        (
            "many threads that only wait",
            "blocking_threads=DOORS,",
            "blocking_threads=settings.WEB_THREADS,",
            "test_slow_senders.py::test_senders_of_a_byte_a_second_keep_nobody_waiting",
        ),
        (
            "a header has so many seconds",
            "MILLISECONDS_FOR_HEADERS = 10_000",
            "MILLISECONDS_FOR_HEADERS = 60_000",
            "test_slow_senders.py::test_who_falls_silent_in_a_header_is_cut_off_without_a_proxy",
        ),
    ],
    "deploy/nginx.conf": [
        (
            "forms are taken in whole",
            "proxy_request_buffering on;",
            "proxy_request_buffering off;",
            "test_proxy.py::test_who_sends_slowly_is_cut_off_when_silent_and_never_handed_on",
        ),
        (
            "answers are taken in whole",
            "proxy_buffering on;",
            "proxy_buffering off;",
            "test_proxy.py::test_who_reads_slowly_holds_nothing_behind",
        ),
        (
            "the rest of a long answer waits in a file",
            "proxy_max_temp_file_size 64m;",
            "proxy_max_temp_file_size 0;",
            "test_proxy.py::test_who_reads_slowly_holds_nothing_behind",
        ),
        (
            "a form that falls silent is cut off",
            "    client_body_timeout 10s;\n",
            "",
            "test_proxy.py::test_who_sends_slowly_is_cut_off_when_silent_and_never_handed_on",
        ),
        (
            "a header that falls silent is cut off",
            "    client_header_timeout 10s;\n",
            "",
            "test_proxy.py::test_who_sends_slowly_is_cut_off_when_silent_and_never_handed_on",
        ),
        (
            "forms end at 64 KB",
            "client_max_body_size 64k;",
            "client_max_body_size 500m;",
            "test_proxy.py::test_a_body_that_is_too_long_is_refused",
        ),
        (
            "uploads end at 25 MB, however they are sent",
            "client_max_body_size 25m;",
            "client_max_body_size 0;",
            "test_proxy.py::test_a_body_that_does_not_say_how_long_it_is_is_refused_too",
        ),
        (
            "one network has so many requests",
            "    limit_conn placecard_networks 200;\n",
            "",
            "test_proxy.py::test_one_network_has_so_many_requests_at_one_time",
        ),
        (
            "the addresses of one IPv6 network are one",
            "limit_conn_zone $placecard_network ",
            "limit_conn_zone $binary_remote_addr ",
            "test_proxy.py::test_one_network_has_so_many_requests_at_one_time",
        ),
        (
            "a header before the redirect that falls silent is cut off",
            "    client_header_timeout 5s;\n",
            "",
            "test_proxy.py::test_who_is_silent_before_the_redirect_is_cut_off_too",
        ),
        (
            "the log names no page",
            "'$time_iso8601 $status $request_method $placecard_part '",
            "'$time_iso8601 $status $request_method $request_uri '",
            "test_proxy.py::test_nothing_secret_or_personal_is_logged",
        ),
        (
            "the error log is nowhere",
            "upstream's answer.\n    error_log /dev/null emerg;",
            "upstream's answer.\n",
            "test_proxy.py::test_nothing_secret_or_personal_is_logged",
        ),
        (
            "who asks is added to what they claim",
            "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
            "proxy_set_header X-Forwarded-For $http_x_forwarded_for;",
            "test_slow_senders.py::test_another_address_in_each_header_is_still_one_network",
        ),
        (
            "nobody claims that it was encrypted",
            "proxy_set_header X-Forwarded-Proto $scheme;",
            "proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;",
            "test_proxy.py::test_the_file_as_it_is_shipped_ends_tls_and_says_who_asks",
        ),
    ],
    "deploy/middleware.py": [
        (
            "other hosts are refused",
            "if request.path_info in HEALTH:",
            "if True:",
            "test_forgery.py::test_a_host_that_is_not_ours_gets_no_page",
        ),
        (
            "a page that says nothing asks for a sign-in",
            'if not getattr(view_func, "login_required", True):',
            "if True:",
            "test_access.py::test_a_page_that_somebody_forgot_to_guard_asks_for_a_sign_in_too",
        ),
        (
            "what answers a form is not stored",
            'if request.method == "POST":',
            "if False:",
            "test_leftovers.py::test_the_next_person_at_the_computer_finds_no_page_of_the_one_before",
        ),
        (
            "what is not public is not stored",
            'if match is not None and getattr(match.func, "policy", "organiser") != "public":',
            "if False:",
            "test_leftovers.py::test_the_next_person_at_the_computer_finds_no_page_of_the_one_before",
        ),
        (
            "secret links are not indexed",
            'response["X-Robots-Tag"] = "noindex, nofollow"',
            "pass",
            "test_links.py::test_a_link_is_kept_and_passed_on_by_nothing",
        ),
    ],
    "deploy/logs.py": [
        (
            "the log names pages",
            "record.args = without_path(record.args, request.path, route_name(request))",
            "pass",
            "test_leftovers.py::test_whoever_reads_the_log_finds_no_secret_link",
        ),
        (
            "a malformed request is one line",
            'if getattr(record, "status_code", 500) < 500:',
            "if False:",
            "test_leftovers.py::test_a_malformed_request_writes_one_line",
        ),
        (
            "the log has no words of errors",
            'return "".join(frames(ei[1])).rstrip()',
            "return super().formatException(ei)",
            "test_leftovers.py::test_whoever_reads_the_log_finds_nobody_in_an_error",
        ),
    ],
}
