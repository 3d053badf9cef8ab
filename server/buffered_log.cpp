#include "server/buffered_log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace server {
namespace {

constexpr std::size_t buffered_bytes = 64 * 1024;
constexpr std::chrono::seconds longest_wait{1};

// To standard error. What it does not take is lost: nobody waits for a log.
void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Lines as they come, which are complete: they need no pattern.
class LinesSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  LinesSink() { lines_.reserve(buffered_bytes); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string_view line(message.payload.data(), message.payload.size());
    if (lines_.size() + line.size() >= buffered_bytes) flush_();
    lines_.append(line).push_back('\n');
  }
  void flush_() override {
    write_all(lines_);
    lines_.clear();
  }

  std::string lines_;
};

}  // namespace

struct BufferedLog::Before {
  std::vector<spdlog::sink_ptr> sinks;
};

BufferedLog::BufferedLog() : before_(std::make_unique<Before>()) {
  auto& logger = *spdlog::default_logger_raw();
  before_->sinks = std::exchange(logger.sinks(), {std::make_shared<LinesSink>()});
  logger.flush_on(spdlog::level::warn);
  spdlog::flush_every(longest_wait);
}

BufferedLog::~BufferedLog() {
  spdlog::flush_every(std::chrono::seconds(0));  // ends the thread that flushes
  auto& logger = *spdlog::default_logger_raw();
  logger.flush();
  logger.sinks() = std::move(before_->sinks);
}

}  // namespace server
