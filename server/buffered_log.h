// Lines of the log, written together: a call to the kernel for each would be a good part of what a call of ours costs.
#pragma once

#include <memory>

namespace server {

// While it lives, lines are written once a second, and at once where one is a warning or worse; what is not written
// when the process is killed is lost. Before and afterwards each line is written by itself. To be made and ended while
// no other thread logs.
class BufferedLog {
 public:
  BufferedLog();
  ~BufferedLog();
  BufferedLog(const BufferedLog&) = delete;
  BufferedLog& operator=(const BufferedLog&) = delete;

 private:
  struct Lines;
  std::unique_ptr<Lines> lines_;
};

}  // namespace server
