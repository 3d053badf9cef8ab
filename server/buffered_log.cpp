#include "server/buffered_log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
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

void flush_every_second(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    never.wait_for(lock, stop, longest_wait, [] { return false; });
    spdlog::default_logger_raw()->flush();
  }
}

}  // namespace

// The thread is ours and not spdlog's, which has one for this, too: ThreadSanitizer sees no locks of a shared library.
struct BufferedLog::Running {
  std::vector<spdlog::sink_ptr> sinks_before;
  std::jthread flushing;
};

BufferedLog::BufferedLog() : running_(std::make_unique<Running>()) {
  auto& logger = *spdlog::default_logger_raw();
  running_->sinks_before = std::exchange(logger.sinks(), {std::make_shared<LinesSink>()});
  logger.flush_on(spdlog::level::warn);
  running_->flushing = std::jthread(flush_every_second);
}

BufferedLog::~BufferedLog() {
  running_->flushing = {};                // ends
  spdlog::default_logger_raw()->flush();  // here, for that thread may have been told to end before it began
  spdlog::default_logger_raw()->sinks() = std::move(running_->sinks_before);
}

}  // namespace server
