// Any bytes as what a FHIR server sends on one connection after another, in pieces of any size: HTTP, gzip, JSON,
// Bundle, the link to the next page. Whatever they are, there is an answer within the limits or a reason why there is
// none, and no link leads away from the server.
//
// The first byte is the size of the pieces (0: all at once); each record is a connection.
#include <algorithm>
#include <cstring>

#include "fhir/bundle.h"
#include "fuzz_input.h"
#include "server/fetched_pages.h"
#include "server/fhir_status.h"
#include "server/http_url.h"
#include "server/response_reader.h"
#include "server/token_request.h"

namespace {

using fuzz::expect;

// So small that a few bytes reach them.
constexpr server::OutboundLimits small_limits() {
  server::OutboundLimits limits;
  limits.response_bytes = 16 * 1024;
  limits.header_bytes = 1024;
  limits.read_buffer_bytes = 4 * 1024;
  return limits;
}
constexpr server::OutboundLimits limits = small_limits();
constexpr std::size_t most_bytes = 64 * 1024;

server::OutboundResult<server::OutboundResponse> response_in(std::string_view bytes, std::size_t piece) {
  server::ResponseReader reader(limits);
  while (!reader.is_done()) {
    const auto room = reader.room();
    expect(room.size() > 0, "there is room for what is read");
    const std::size_t most = piece == 0 ? room.size() : std::min(piece, room.size());
    const auto next = bytes.substr(0, most);
    std::memcpy(room.data(), next.data(), next.size());
    bytes.remove_prefix(next.size());
    if (const auto fault = next.empty() ? reader.take_end() : reader.take(next.size())) return *fault;
  }
  expect(!reader.is_untouched(), "a response was begun");
  return reader.response();
}

void check_link(std::string_view link) {
  static const auto base = *server::parse_url("https://ehr.example/fhir/R4");
  const auto url = server::resolve_link(base, link);
  if (!url) return expect(!url.error().diagnostics.empty(), "a refusal says why");
  expect(server::is_below(*url, base), "no link leads away");
  const auto is_plain = [](char c) { return c > ' ' && c < '\x7f'; };
  expect(std::ranges::all_of(url->target(), is_plain), "what is asked for can stand in a request");
  const auto again = server::parse_url(url->to_string());
  expect(again && *again == *url, "an address reads as it is written");
}

void read_as_others_do(const std::string& body) {
  if (const auto token = server::access_token_in(body))
    expect(server::is_sendable_token(token->text) && token->lifetime.count() > 0, "a token can be used");
  if (const auto endpoint = server::token_endpoint_in(body, false))
    expect(!endpoint->url.origin.is_loopback(), "nobody elsewhere leads us to this machine");
  static_cast<void>(server::token_error_in(body));
}

class Search {
 public:
  void add(server::OutboundResponse response) {
    expect(response.body.size() <= limits.response_bytes, "a body is bounded");
    const auto wait = server::retry_after(response);
    expect(!wait || wait->count() >= 0, "nobody waits for the past");
    if (response.status != 200)
      return expect(!server::refusal_by(response.status, true).diagnostics.empty(), "a refusal says why");
    read_as_others_do(response.body);
    if (const auto json = pages_.add(std::move(response.body))) add_page(*json);
  }

 private:
  void add_page(fhir::Json json) {
    const auto& query = fhir::query(fhir::QueryId::bone_density);
    if (pages_.size() == 1)
      fhir::classify(json, query, answer_);
    else
      fhir::add_page(json, query, answer_);
    if (answer_.is_complete()) expect(answer_.next.empty() && !answer_.has_error, "a complete answer has no rest");
    if (!answer_.next.empty()) check_link(answer_.next);
  }

  server::FetchedPages pages_{most_bytes, nullptr};
  fhir::QueryAnswer answer_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  Search search;
  for (const auto connection : fuzz::records_of(fuzz::text_of(data, size).substr(1))) {
    auto response = response_in(connection, data[0]);
    if (response)
      search.add(std::move(*response));
    else
      expect(!server::to_string(response.error()).empty(), "what failed has a name");
  }
  return 0;
}
