// Things that keep their memory for the next one who needs such a thing. Of one thread.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "server/limits.h"

namespace server {

template <class Thing>
class Spare {
 public:
  // A new one if there is none.
  Thing take() {
    if (things_.empty()) return Thing();
    Thing thing = std::move(things_.back());
    things_.pop_back();
    return thing;
  }
  void give(Thing thing) {
    if (things_.size() < most) things_.push_back(std::move(thing));
  }

 private:
  // As many as are in use at once where no client makes us wait: more would only lie about.
  static constexpr std::size_t most = TurnLimits().at_once;
  std::vector<Thing> things_;
};

// One of them, as long as this is there.
template <class Thing>
class Borrowed {
 public:
  explicit Borrowed(Spare<Thing>& spare) : spare_(spare), thing_(spare.take()) {}
  ~Borrowed() { spare_.give(std::move(thing_)); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  const Thing* operator->() const { return &thing_; }

 private:
  Spare<Thing>& spare_;
  Thing thing_;
};

}  // namespace server
