#include "server/buffered_log.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <ext/stdio_filebuf.h>

#include <chrono>
#include <ostream>
#include <vector>

namespace server {
namespace {

constexpr std::size_t buffered_bytes = 64 * 1024;
constexpr std::chrono::seconds longest_wait{1};

}  // namespace

// Standard error by a descriptor of its own, which is closed with it.
struct BufferedLog::Lines {
  __gnu_cxx::stdio_filebuf<char> buffer{::dup(STDERR_FILENO), std::ios::out, buffered_bytes};
  std::ostream stream{&buffer};
  std::vector<spdlog::sink_ptr> unbuffered;
};

BufferedLog::BufferedLog() : lines_(std::make_unique<Lines>()) {
  auto& logger = *spdlog::default_logger_raw();
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_->stream);
  sink->set_pattern("%v");
  lines_->unbuffered = std::exchange(logger.sinks(), {std::move(sink)});
  logger.flush_on(spdlog::level::warn);
  spdlog::flush_every(longest_wait);
}

BufferedLog::~BufferedLog() {
  spdlog::flush_every(std::chrono::seconds(0));  // ends the thread that flushes
  auto& logger = *spdlog::default_logger_raw();
  logger.flush();
  logger.sinks() = std::move(lines_->unbuffered);
}

}  // namespace server
