// The log of the server's own is for people: a million lines a minute say nothing.
#pragma once

#include <spdlog/spdlog.h>

namespace fuzz {

inline void be_quiet() {
  static const bool done = [] {
    spdlog::set_level(spdlog::level::off);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace fuzz
