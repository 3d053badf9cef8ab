// One thread's event loop.
#pragma once

#include <boost/asio/io_context.hpp>

namespace server {

// Runs the loop until it has nothing left to do, or is stopped. What a library throws out of one of its handlers ends
// the connection that it served, not the server: it is logged.
void run_to_end(boost::asio::io_context& loop);

}  // namespace server
