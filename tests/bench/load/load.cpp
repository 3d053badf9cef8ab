// Puts load on a server and prints what was measured, as one line of JSON.
#include <sys/prctl.h>

#include <chrono>
#include <exception>
#include <iostream>
#include <thread>

#include "tests/bench/load/load_generator.h"

int main(int count, char** arguments) {
  const auto options = bench::load_options(count, arguments);
  ::prctl(PR_SET_TIMERSLACK, 1);  // ns: requests shall be sent when they are due
  try {
    bench::LoadGenerator generator(options);
    std::cout << generator.run().to_json() << std::endl;
    std::this_thread::sleep_for(std::chrono::duration<double>(options.hold));
  } catch (const std::exception& failure) {
    std::cerr << "load: " << failure.what() << '\n';
    return 1;
  }
}
