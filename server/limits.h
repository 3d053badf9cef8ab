// The bounds on connections, sizes and times. Those on the data that are read are in fhir/limits.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server {

struct HttpLimits {
  // Bytes of a request's line and headers: a signed token of 8 KiB fits, and what gateways add.
  std::uint32_t header_bytes = 16 * 1024;
  // Bytes of a request's body: an oncology patient of many years prefetched. A usual one has 20 to 200 kB.
  std::uint64_t body_bytes = 8 * 1024 * 1024;
  // A new connection has so long to send the first request, and one that is kept alive to send the next.
  std::chrono::milliseconds idle{60'000};
  // From the first byte of a request to the end of its headers.
  std::chrono::milliseconds header{10'000};
  // From there to the end of its body: EHRs are on the same network, and 8 MB come in a second.
  std::chrono::milliseconds body{10'000};
  std::chrono::milliseconds write{10'000};
  // After a refusal, how long and how much of the rest of the request is read and thrown away, so that the refusal
  // reaches a client that is still sending (RFC 9112 section 9.6).
  std::chrono::milliseconds linger{1'000};
  std::size_t linger_bytes = 1024 * 1024;
  // After stop() calls under way may go on for so long.
  std::chrono::milliseconds drain{10'000};
  // Connections open at once; further ones are closed unanswered. A file descriptor and some 70 kB each.
  std::size_t connections = 1024;
  // Bytes that a connection keeps for reading: with less, Beast reads in small pieces.
  std::size_t read_buffer_bytes = 64 * 1024;
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

}  // namespace server
