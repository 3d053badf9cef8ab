// What load is put on which server.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct LoadOptions {
  std::uint16_t port = 0;
  std::string path;
  std::string bodies;            // file with a request's body in each line
  std::string answers;           // file with the answer to each, whose lengths are checked; "" for none
  std::size_t connections = 64;  // that are kept open; requests take turns on them
  std::size_t active = 0;        // closed loop: requests under way at any time; 0: one for each connection
  double rate = 0;               // open loop: requests a second, at random times (Poisson); 0 for a closed loop
  double warm_up = 0.5;          // seconds that are not counted
  double seconds = 2;            // that are
  double patience = 10;          // seconds: a request that waits so long for a connection is not sent any more
  double hold = 0;               // seconds that the connections stay open after the result is printed
  int server_core = 0;           // which it runs on
  int server = 0;                // its process id, whose CPU time is counted; 0 for none
};

// Ends the program if they make no sense.
LoadOptions load_options(int count, char** arguments);

}  // namespace bench
