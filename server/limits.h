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

}  // namespace server
