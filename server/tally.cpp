#include "server/tally.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <utility>

namespace server {
namespace {

std::mutex all_mutex;

}  // namespace

class Tally::Numbers {
 public:
  explicit Numbers(std::vector<prometheus::Counter*> counters)
      : counters_(std::move(counters)), counted_(counters_.size()) {
    const std::scoped_lock lock(all_mutex);
    all().insert(this);
  }
  ~Numbers() {
    const std::scoped_lock lock(all_mutex);
    all().erase(this);
    add();
  }
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;

  void raise(std::size_t place) { counted_[place].fetch_add(1, std::memory_order_relaxed); }
  void add() {
    for (std::size_t place = 0; place < counters_.size(); ++place)
      if (const auto more = counted_[place].exchange(0, std::memory_order_relaxed); more > 0)
        counters_[place]->Increment(static_cast<double>(more));
  }

  // While all_mutex is held.
  static std::set<Numbers*>& all() {
    static std::set<Numbers*> numbers;
    return numbers;
  }

 private:
  const std::vector<prometheus::Counter*> counters_;
  std::vector<std::atomic<std::uint64_t>> counted_;
};

Tally::Tally(std::vector<prometheus::Counter*> counters) : numbers_(std::make_unique<Numbers>(std::move(counters))) {}
Tally::~Tally() = default;
Tally::Tally(Tally&& other) noexcept = default;

void Tally::raise(std::size_t place) const { numbers_->raise(place); }

void add_tallies() {
  const std::scoped_lock lock(all_mutex);
  for (auto* numbers : Tally::Numbers::all()) numbers->add();
}

}  // namespace server
