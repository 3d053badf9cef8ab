#include "server/buffered_log.h"

#include <poll.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "server/utc_text.h"

namespace server {
namespace {

constexpr std::size_t buffered_bytes = 64 * 1024;
constexpr std::chrono::seconds longest_wait{1};

// Whether it would take some more at once; or fail at once. So much more: what a pipe has room for if it has any.
bool takes_more() {
  pollfd file{STDERR_FILENO, POLLOUT, 0};
  return ::poll(&file, 1, 0) > 0;
}
constexpr std::size_t most_at_once = PIPE_BUF;

// To standard error, as much as it takes without waiting: whoever reads it may have stopped, and no call waits for a
// log. What is left of the text; nothing if it can never be written.
std::optional<std::string_view> write_some(std::string_view text) {
  while (!text.empty() && takes_more()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), std::min(text.size(), most_at_once));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) break;
    if (written <= 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return text;
}

std::string line_about(std::size_t lost) {
  return std::string(R"({"ts":")")
      .append(utc_text(std::chrono::system_clock::now()))
      .append(R"(","level":"warning","event":"log-lines-lost","lines":)")
      .append(std::to_string(lost))
      .append("}\n");
}

// Lines as they come, which are complete: they need no pattern. Those that are not taken wait, as far as there is room;
// the others are lost, and how many is told in their place.
class LinesSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  LinesSink() { lines_.reserve(buffered_bytes); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string_view line(message.payload.data(), message.payload.size());
    if (!has_room_for(line)) flush_();
    if (!has_room_for(line)) {
      ++lost_;
      return;
    }
    lines_.append(line).push_back('\n');
  }
  void flush_() override {
    write();
    if (lost_ == 0 || !lines_.empty()) return;
    lines_.append(line_about(std::exchange(lost_, 0)));
    write();
  }

  bool has_room_for(std::string_view line) const {
    return lines_.size() + line.size() < buffered_bytes || (lines_.empty() && lost_ == 0);
  }
  void write() {
    const auto rest = write_some(lines_);
    if (!rest) lost_ += static_cast<std::size_t>(std::ranges::count(lines_, '\n'));
    lines_.erase(0, rest ? lines_.size() - rest->size() : lines_.size());
  }

  std::string lines_;
  std::size_t lost_ = 0;  // behind them
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
