// Counters of which every call raises dozens. Those of Prometheus lie all over the memory, and each of them that is
// raised is a place to be fetched into the processor's caches; these lie side by side. What was counted is added to
// those of Prometheus when somebody looks.
#pragma once

#include <prometheus/counter.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace server {

class Tally {
 public:
  // They must outlive it. Several places may be for one of them.
  explicit Tally(std::vector<prometheus::Counter*> counters);
  ~Tally();
  Tally(Tally&& other) noexcept;
  Tally& operator=(Tally&&) = delete;

  // By its place among them; from any thread.
  void raise(std::size_t place) const;

 private:
  friend void add_tallies();
  class Numbers;
  std::unique_ptr<Numbers> numbers_;
};

// Adds what all tallies have counted to their counters.
void add_tallies();

}  // namespace server
