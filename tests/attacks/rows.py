"""The attacks and faults that the service must stand, by number, and what of them is left for later.

A test is named after its row: test_row_07_... is about row 7. A row counts as passed when all of its tests do and
nothing of it is left.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    left: str = ""      # what is not tested here yet, and to which part of the service it belongs
    also: str = ""      # where more of it is tested


ROWS = {
    1: Row("Content-Length and Transfer-Encoding in conflict, twice, malformed"),
    2: Row("Host missing, twice, malformed; targets in odd forms"),
    3: Row("header lines folded, broken, too long, too many, too slow; underscores"),
    4: Row("chunks malformed, with long extensions, without end, with trailers"),
    5: Row("pipelining: in order, and nothing behind an error"),
    6: Row("Expect: good, unknown, and a body that never comes"),
    7: Row("2,000 slow clients while a normal one is served"),
    8: Row("connections up to the cap and to the last descriptor"),
    9: Row("broken off at every byte of a request and of a response"),
    10: Row("methods, paths, HEAD, preflights from listed and foreign origins"),
    11: Row("media types, charsets, content codings"),
    12: Row("TLS: versions, renegotiation, certificates of clients and of peers"),
    13: Row("JSON too deep, too much, malformed", also="blackbox/test_json.py"),
    14: Row("every member missing, null, of another type", also="blackbox/test_request.py"),
    15: Row("hooks, services and instances that are none; unknown members"),
    16: Row("patient ids that are none"),
    17: Row("prefetch incomplete, misplaced, of somebody else, full of references", also="blackbox/test_prefetch.py"),
    18: Row("entries shuffled, doubled, beside irrelevant ones"),
    19: Row("void statuses, odd days, values that are no T-score", also="blackbox/test_policy.py"),
    20: Row("codes of other systems, names, several orders", also="blackbox/test_policy.py"),
    21: Row("tokens: algorithms, crit, keys that they bring, kid"),
    22: Row("tokens: signatures and encodings"),
    23: Row("tokens: claims, times, audiences, issuers"),
    24: Row("tokens used twice, one after another and at once",
        also="server/replay_memory_test.cpp"),
    25: Row("clocks that differ", also="server/client_auth_test.cpp"),
    26: Row("JWK Sets that are bad, slow, changed, asked for in floods", also="server/client_keys_test.cpp"),
    27: Row("tokens in other places; two of them; schemes"),
    28: Row("a 401 that tells nothing"),
    29: Row("fhirServer in all hostile spellings, and of another client"),
    30: Row("names that lead elsewhere", also="server/address_rules_test.cpp"),
    31: Row("redirects, foreign links, loops, 1,000 pages", also="blackbox/test_fhir_servers.py"),
    32: Row("the access token goes to one server; no core"),
    33: Row("FHIR servers that fail in every way", also="blackbox/test_fhir_faults.py, test_fhir_wire.py"),
    34: Row("one of four fetches fails"),
    35: Row("hostile text in every string: none on the screen"),
    36: Row("links: https, from the guideline files alone"),
    37: Row("feedback under kill -9, a full disk, a locked database",
            also="blackbox/test_feedback.py, server/sqlite_database_test.cpp, server/postgres_database_test.cpp"),
    38: Row("SIGTERM and SIGHUP under load", also="blackbox/test_operating.py"),
    39: Row("starts that must fail, with one line"),
    40: Row("a million requests; allocations that fail", left="benchmarks"),
    41: Row("canaries in every string: in no log, answer or header"),
    42: Row("lines that others write into the log", also="server/log_test.cpp"),
    43: Row("ten times more calls than can be answered"),
    44: Row("time zones and midnight"),
    45: Row("the same bytes for the same call"),
}
