// Lines of the log, written together: a call to the kernel for each would be a good part of what a call of ours costs.
#pragma once

#include <memory>

namespace server {

// While it lives, lines wait until flush_log() is called, which the loop of connections does when it has done what was
// ready; for a second at most, and not at all for a warning or worse. Before and afterwards each line is written by
// itself. Nobody waits for whoever reads them: what does not fit is lost, and a line tells how much. To be made and
// ended while no other thread logs.
class BufferedLog {
 public:
  BufferedLog();
  ~BufferedLog();
  BufferedLog(const BufferedLog&) = delete;
  BufferedLog& operator=(const BufferedLog&) = delete;

 private:
  struct Running;
  const std::unique_ptr<Running> running_;
};

}  // namespace server
