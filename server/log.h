// What is written about events: one JSON object a line. Fields have names out of one list, so that whoever adds one
// thinks about what it may hold: never the content of a request, a patient, a token, or a text that came with a call.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

#include "server/http.h"
#include "server/log_level.h"

namespace server {

enum class LogName : std::uint8_t {
  request_id,
  trace_id,  // W3C Trace Context: 32 hexadecimal digits
  client,    // Client::name
  method,
  route,  // a path of ours, never the target as sent
  status,
  bytes_in,
  bytes_out,
  duration_ms,
  reason,      // a word of ours
  detail,      // a sentence of ours, or what a library says of a file or a socket of ours
  cards,       // how many
  silent,      // why none
  withheld,    // cards that a clinician has answered before
  rules,       // "table/rule"
  not_found,   // facts
  not_looked,  // facts
  matched_by_name,
  fetched,  // how many searches
  failed,   // prefetch keys
  guideline,
  version,
  address,    // that we listen on
  what,       // guideline, clients, certificate
  operation,  // of the store
  items,      // of feedback, how many
  service,    // the id of one of ours
  count
};

struct LogField {
  LogName name;
  std::variant<std::string_view, std::int64_t, double, bool, std::span<const std::string_view>> value;
};

// {"ts":"2026-11-26T09:30:00.000Z","level":"info","event":"...", ...}. A field whose text or list is empty is left out.
// Control characters are written as JSON writes them, so that nobody writes lines into our log.
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

// The same about a call: with its id, its trace and its client.
void log_event(LogLevel level, std::string_view event, const HttpRequest& call, std::initializer_list<LogField> fields);

struct AccessLine {
  std::string_view request_id;
  std::string_view trace_id;
  std::string_view client;  // "" if it is not known
  http::verb method = http::verb::unknown;
  std::string_view route;  // a path of ours, never the target as sent; "-" if none
  unsigned status = 0;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  std::chrono::microseconds duration{0};
};
void log_access(const AccessLine& line);

// One line for an exception that got to the session: a bug. Its text is ours or a library's, never a request's.
void log_failure(std::string_view request_id, std::string_view what);

// One line for a caller that was refused. The reason is a word of ours.
void log_refusal(std::string_view request_id, std::string_view reason);

// One line for keys that could not be got. The client's name is that of the clients file; `why` ends a sentence, and
// holds nothing that was fetched.
void log_key_failure(std::string_view client, std::string_view why);

// To standard error, from this level on. To be called once, before other threads are there.
void start_logging(LogLevel level);
void set_log_level(LogLevel level);
// Writes the lines that wait (buffered_log.h).
void flush_log();
// From any thread: to debug, and back to the level of the start.
void toggle_debug_log();

}  // namespace server
