#include "server/audit.h"

#include <fcntl.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "server/json_writer.h"
#include "server/utc_text.h"

namespace server {
namespace {

using Sink = std::shared_ptr<spdlog::sinks::sink>;

// Nothing is audited before start_audit().
class Stream {
 public:
  void replace(std::shared_ptr<spdlog::logger> logger) {
    const std::lock_guard lock(mutex_);
    logger_ = std::move(logger);
  }
  std::shared_ptr<spdlog::logger> logger() const {
    const std::lock_guard lock(mutex_);
    return logger_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<spdlog::logger> logger_;
};

Stream& stream() {
  static Stream ours;
  return ours;
}

// A new one is for its owner and the group that reads logs.
void make_file(const std::string& file) {
  constexpr mode_t owner_and_group = 0640;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, owner_and_group);
  if (descriptor >= 0) ::close(descriptor);
}

Sink sink_for(const std::string& destination) {
  if (destination == "stdout") return std::make_shared<spdlog::sinks::stdout_sink_mt>();
  make_file(destination);
  return std::make_shared<spdlog::sinks::basic_file_sink_mt>(destination);
}

// The client makes it up; only in this form it cannot hold a name.
bool is_uuid(std::string_view text) {
  constexpr std::string_view form = "01234567-89ab-cdef-0123-456789abcdef";
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = text[i];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (form[i] == '-' ? c != '-' : !is_hex) return false;
  }
  return true;
}

void write_entry(JsonWriter& json, const HttpRequest& call, const AuditEntry& entry) {
  json.StartObject();
  write_member(json, "stream", "audit");
  write_member(json, "ts", utc_text(std::chrono::system_clock::now()));
  write_member(json, "event", entry.event);
  write_member(json, "request_id", call.request_id);
  write_member(json, "trace_id", call.trace_id);
  write_member(json, "client", call.client_name);
  write_member(json, "service", entry.service);
  write_member(json, "hook_instance", is_uuid(entry.hook_instance) ? entry.hook_instance : "");
  write_member(json, "user", entry.user);
  write_member(json, "patient", entry.patient);
  write_member_list(json, "data", entry.data);
  write_member_list(json, "fetched", entry.fetched);
  write_member(json, "guideline", entry.guideline);
  write_member(json, "version", entry.version);
  write_member_list(json, "rules", entry.rules);
  write_member_list(json, "cards", entry.cards);
  write_member_list(json, "withheld", entry.withheld);
  write_member(json, "silent", entry.silent);
  if (entry.items > 0) {
    write_name(json, "items");
    json.Uint64(entry.items);
  }
  write_member(json, "outcome", entry.outcome);
  json.EndObject();
}

}  // namespace

fhir::Result<void> start_audit(const std::string& destination) {
  if (destination == "none") {
    stream().replace(nullptr);
    return {};
  }
  try {
    auto logger = std::make_shared<spdlog::logger>("audit", sink_for(destination));
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::trace);
    stream().replace(std::move(logger));
  } catch (const spdlog::spdlog_ex&) {
    return fhir::issue(fhir::IssueType::value, destination + ": the audit cannot be written there");
  }
  return {};
}

bool is_audited() { return stream().logger() != nullptr; }

void audit(const HttpRequest& call, const AuditEntry& entry) {
  const auto logger = stream().logger();
  if (!logger) return;
  thread_local KeptJsonWriter line;
  write_entry(line.begin(), call, entry);
  logger->info(line.text());
}

}  // namespace server
