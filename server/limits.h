// The bounds on connections, sizes and times. Those on the data that are read are in fhir/limits.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server {

// When the requests of one thread begin (turnstile.h).
struct TurnLimits {
  // In one turn, behind which is looked at what has come meanwhile. Measured: with fewer the processor's caches are of
  // less use, with more they are too small for the calls.
  std::size_t at_once = 8;
  // As long as nobody waits longer, who has come first is first. A card that comes later than that is still in time.
  std::chrono::milliseconds in_order{100};
  // Whoever has waited so long is told 503: a late card is none. EHRs wait some seconds.
  std::chrono::milliseconds longest{1'000};
  // Of those, so many are told in one turn: it takes a fifth of what an answer takes.
  std::size_t refused_at_once = 64;
  // When to let them begin has lasted so long, no more begin in this turn: large calls, which go alone, are fewer.
  std::chrono::milliseconds turn{2};
  // Bytes of a body up to which calls go on together: larger ones spend most of their time in few loops.
  std::size_t together_bytes = 128 * 1024;
};

struct HttpLimits {
  // Bytes of a request's line and headers: a signed token of 8 KiB fits, and what gateways add.
  std::uint32_t header_bytes = 16 * 1024;
  // Fields among them: gateways add a dozen.
  std::size_t header_fields = 100;
  // Bytes of a request's body: an oncology patient of many years prefetched. A usual one has 20 to 200 kB.
  std::uint64_t body_bytes = 8 * 1024 * 1024;
  // Bytes that all calls together hold: bodies, what is read into, and what is fetched for them.
  std::size_t bytes_in_flight = 256 * 1024 * 1024;
  // From a connection's beginning to the end of the TLS handshake.
  std::chrono::milliseconds handshake{10'000};
  // A connection that is kept alive has so long to send the next request, and so many in all: then it is checked anew
  // whose it is.
  std::chrono::milliseconds idle{60'000};
  std::size_t requests_per_connection = 1'000;
  // A new connection has so long to send its first byte. From the first byte of a request to the end of its headers.
  std::chrono::milliseconds header{10'000};
  // From there to the end of its body: EHRs are on the same network, and 8 MB come in a second.
  std::chrono::milliseconds body{10'000};
  std::chrono::milliseconds write{10'000};
  // After a refusal, how long and how much of the rest of the request is read and thrown away, so that the refusal
  // reaches a client that is still sending (RFC 9112 section 9.6).
  std::chrono::milliseconds linger{1'000};
  std::size_t linger_bytes = 8 * 1024 * 1024;
  // After stop() calls under way may go on for so long; and for so long a request that was on its way is still taken.
  std::chrono::milliseconds drain{10'000};
  std::chrono::milliseconds last_requests{200};
  // Connections open at once. Slow ones must be so many that they shut nobody out. Resident memory of each, measured:
  // plain 0.6 kB while it waits and 7 kB with half a header; over TLS, of which Asio keeps its buffers, 74 and 113 kB.
  std::size_t connections = 10'000;
  std::size_t tls_connections = 4'000;
  // Further ones that are told 503 at the same time; those beyond are closed unanswered.
  std::size_t refused_connections = 64;
  // Of the process's file descriptors, the part that connections may have, in percent: others are for what goes out.
  std::size_t share_of_descriptors = 75;
  // Bytes that a connection reads into at most.
  std::size_t read_buffer_bytes = 64 * 1024;
  TurnLimits turns;
};

// What one call of feedback may bring (feedback.h).
struct FeedbackLimits {
  // EHRs send one at a time, or what has gathered in some minutes.
  std::size_t items = 1'000;
  // Bytes of a uuid, of a reason's code or system: usual ones have 10 to 80.
  std::size_t id_bytes = 256;
  // Bytes of a comment: a paragraph.
  std::size_t comment_bytes = 4'000;
  std::size_t suggestions = 20;
};

// What goes out to other servers: FHIR servers, and those that give tokens.
struct OutboundLimits {
  // Bytes of one response's body, as sent and when uncompressed. A page of 500 orders has some 1 MB.
  std::size_t response_bytes = 4 * 1024 * 1024;
  std::uint32_t header_bytes = 16 * 1024;
  // Bytes for reading a response, while it is read; trailers and the like must fit in.
  std::size_t read_buffer_bytes = 64 * 1024;
  // To one origin at once: some 7 patients at a time, each with 17 searches; the others wait until one is free.
  std::size_t connections_per_origin = 128;
  // Origins that are remembered: one for each EHR, and one for each of their token servers.
  std::size_t origins = 256;
  // A kept connection that was not used for so long is closed; how often that is looked at.
  std::chrono::milliseconds idle{30'000};
  std::chrono::milliseconds sweep{5'000};
};

// What is fetched for one call.
struct GatherLimits {
  // From the call's arrival to the last answer: EHRs wait half a second to two.
  std::chrono::milliseconds deadline{1'500};
  // Pages of one search.
  std::size_t pages = 10;
  // Bytes of all answers together.
  std::size_t bytes = 16 * 1024 * 1024;
  // Medications that orders only refer to, each read by itself.
  std::size_t medications = 50;
};

// When a server that keeps failing is left alone.
struct BreakerLimits {
  // Failures of one search, one after another, before it is answered without asking.
  int failures = 3;
  // For so long; then one call may try.
  std::chrono::milliseconds pause{10'000};
};

// What is believed of those who call. Clients are told apart by the clients file.
struct IdentityLimits {
  // Bytes of a token: usual ones have 1 to 2 KiB.
  std::size_t token_bytes = 8 * 1024;
  // Bytes of its number, the jti: a UUID has 36.
  std::size_t token_id_bytes = 256;
  // By how much a client's clock may differ from ours.
  std::chrono::seconds clock_skew{60};
  // Numbers of tokens that are remembered for one client, until they have expired: at five minutes each, 270 calls a
  // second. When there is no room the client is refused; nothing is forgotten early. Some 9 MB.
  std::size_t remembered_tokens = 100'000;

  // Tokens of one client that wait for their signatures to be checked: at 0.8 ms for ES384, a tenth of a second.
  std::size_t waiting_signatures = 128;

  // A client's JWK Set: a key has some 500 bytes, and while keys are changed there are two or three.
  std::size_t key_set_bytes = 64 * 1024;
  std::size_t keys_per_set = 100;
  // What is less can be broken; what is more takes long to verify by.
  int least_rsa_bits = 2048;
  int most_rsa_bits = 8192;
  // For the fetch of one: the call waits for it.
  std::chrono::milliseconds key_fetch{2'000};
  // Keys that are older are fetched anew while they still count; older than `keys_stale`, the call waits for the new
  // ones, so that a key that was taken back counts no longer than that.
  std::chrono::milliseconds keys_fresh{5 * 60'000};
  std::chrono::milliseconds keys_stale{10 * 60'000};
  // If they cannot be fetched, the old ones count for so long.
  std::chrono::milliseconds keys_expired{60 * 60'000};
  // Between two fetches because of a key that is not known: anyone can name one.
  std::chrono::milliseconds unknown_key_pause{60'000};
  // After a fetch that failed.
  std::chrono::milliseconds failed_fetch_pause{10'000};
};

}  // namespace server
