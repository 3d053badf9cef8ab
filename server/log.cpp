#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>

#include "server/json_bytes.h"
#include "server/utc_text.h"

namespace server {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(LogName::count)> names{
    "request_id", "trace_id",    "client",     "method",          "route",   "status", "bytes_in",
    "bytes_out",  "duration_ms", "reason",     "detail",          "cards",   "silent", "withheld",
    "rules",      "not_found",   "not_looked", "matched_by_name", "fetched", "failed", "guideline",
    "version",    "address",     "what",       "operation",       "items",   "service"};
static_assert(!names.back().empty(), "every field has a name");

constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warning", "error"};

spdlog::level::level_enum level_of(LogLevel level) {
  constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  return levels[static_cast<std::size_t>(level)];
}

std::atomic<spdlog::level::level_enum> usual_level{spdlog::level::info};

bool is_empty(const LogField& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) return text->empty();
  if (const auto* list = std::get_if<std::span<const std::string_view>>(&field.value)) return list->empty();
  return false;
}

constexpr int millisecond_places = 3;  // of what is measured: to the microsecond

struct WriteValue {
  JsonBytes& json;
  void operator()(std::string_view value) const { json.text(value); }
  void operator()(std::int64_t value) const { json.integer(value); }
  void operator()(double value) const { json.decimal(value, millisecond_places); }
  void operator()(bool value) const { json.raw(value ? "true" : "false"); }
  void operator()(std::span<const std::string_view> values) const { json.list(values); }
};

void write_field(JsonBytes& json, const LogField& field) {
  if (is_empty(field)) return;
  json.raw(R"(,")");
  json.raw(names[static_cast<std::size_t>(field.name)]);
  json.raw(R"(":)");
  std::visit(WriteValue{json}, field.value);
}

using Fields = std::initializer_list<LogField>;

void write_line(LogLevel level, std::string_view event, std::initializer_list<Fields> parts) {
  if (!spdlog::should_log(level_of(level))) return;
  thread_local JsonBytes json;
  json.clear();
  json.raw(R"({"ts":")");
  json.raw(utc_text(std::chrono::system_clock::now()));
  json.raw(R"(","level":")");
  json.raw(level_words[static_cast<std::size_t>(level)]);
  json.put('"');
  json.member(R"(,"event":)", event);
  for (const auto& fields : parts)
    for (const auto& field : fields) write_field(json, field);
  json.put('}');
  spdlog::log(level_of(level), json.view());
}

}  // namespace

void log_event(LogLevel level, std::string_view event, Fields fields) { write_line(level, event, {fields}); }

void log_event(LogLevel level, std::string_view event, const HttpRequest& call, Fields fields) {
  const Fields about_call = {
      {LogName::request_id, call.request_id}, {LogName::trace_id, call.trace_id}, {LogName::client, call.client_name}};
  write_line(level, event, {about_call, fields});
}

void log_access(const AccessLine& line) {
  constexpr double microseconds_in_one = 1000;
  log_event(LogLevel::info, "request",
            {{LogName::request_id, line.request_id},
             {LogName::trace_id, line.trace_id},
             {LogName::client, line.client},
             {LogName::method, std::string_view(http::to_string(line.method))},
             {LogName::route, line.route},
             {LogName::status, std::int64_t{line.status}},
             {LogName::bytes_in, static_cast<std::int64_t>(line.bytes_in)},
             {LogName::bytes_out, static_cast<std::int64_t>(line.bytes_out)},
             {LogName::duration_ms, static_cast<double>(line.duration.count()) / microseconds_in_one}});
}

void log_failure(std::string_view request_id, std::string_view what) {
  log_event(LogLevel::error, "unexpected-failure", {{LogName::request_id, request_id}, {LogName::detail, what}});
}

void log_refusal(std::string_view request_id, std::string_view reason) {
  log_event(LogLevel::info, "caller-refused", {{LogName::request_id, request_id}, {LogName::reason, reason}});
}

void log_key_failure(std::string_view client, std::string_view why) {
  log_event(LogLevel::warning, "key-set-failed", {{LogName::client, client}, {LogName::detail, why}});
}

void start_logging(LogLevel level) {
  auto logger = spdlog::stderr_logger_mt("bone-health-cds");
  logger->set_pattern("%v");
  spdlog::set_default_logger(std::move(logger));
  set_log_level(level);
}

void set_log_level(LogLevel level) {
  usual_level = level_of(level);
  spdlog::default_logger_raw()->set_level(usual_level);
}

void flush_log() { spdlog::default_logger_raw()->flush(); }

void toggle_debug_log() {
  auto& logger = *spdlog::default_logger_raw();
  logger.set_level(logger.level() == spdlog::level::debug ? usual_level.load() : spdlog::level::debug);
}

}  // namespace server
