#include "server/event_loop.h"

#include <exception>

#include "server/log.h"

namespace server {

void run_to_end(boost::asio::io_context& loop) {
  for (;;) try {
      loop.run();
      return;
    } catch (const std::exception& failure) {
      log_failure("-", failure.what());
    }
}

}  // namespace server
