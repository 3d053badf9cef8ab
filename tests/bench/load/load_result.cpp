#include "tests/bench/load/load_result.h"

#include <algorithm>
#include <sstream>

namespace bench {
namespace {

double percentile(std::vector<float>& values, double part) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

void LoadResult::count(Outcome outcome) {
  switch (outcome) {
    case Outcome::answered:
      ++answered;
      break;
    case Outcome::refused:
      ++refused;
      break;
    case Outcome::failed:
      ++failed;
      break;
  }
}

void LoadResult::count_meanwhile(Outcome outcome) {
  if (outcome == Outcome::answered) ++answered_meanwhile;
  if (outcome == Outcome::refused) ++refused_meanwhile;
}

std::string LoadResult::to_json() {
  const double each = answered_meanwhile == 0 ? 0 : 1e6 / static_cast<double>(answered_meanwhile);
  std::ostringstream out;
  out << "{\"seconds\":" << seconds << ",\"offered\":" << offered << ",\"answered\":" << answered
      << ",\"refused\":" << refused << ",\"failed\":" << failed << ",\"given_up\":" << given_up
      << ",\"reconnected\":" << reconnected << ",\"rps\":" << static_cast<double>(answered_meanwhile) / seconds
      << ",\"refused_rps\":" << static_cast<double>(refused_meanwhile) / seconds
      << ",\"cpu_us\":" << server_cpu_seconds * each << ",\"server_load\":" << server_cpu_seconds / seconds
      << ",\"switches\":" << server_switches * each / 1e6 << ",\"p50_us\":" << percentile(latencies, 0.5)
      << ",\"p99_us\":" << percentile(latencies, 0.99) << ",\"p999_us\":" << percentile(latencies, 0.999)
      << ",\"stall_ms\":" << longest_stall << ",\"late_p99_us\":" << percentile(lateness, 0.99) << "}";
  return out.str();
}

}  // namespace bench
