#include "server/clock.h"

#include <chrono>
#include <ctime>

namespace server {
namespace {

fhir::Today today_here() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  const auto offset = std::chrono::seconds(local.tm_gmtoff);
  const auto here = std::chrono::sys_seconds(std::chrono::seconds(now)) + offset;
  return {fhir::Day(std::chrono::floor<std::chrono::days>(here)),
          std::chrono::duration_cast<std::chrono::minutes>(offset)};
}

}  // namespace

Clock local_clock() { return today_here; }

Clock clock_stopped_at(fhir::Day day) {
  return [day] { return fhir::Today{day}; };
}

Clock clock_for(std::optional<fhir::Day> as_of) { return as_of ? clock_stopped_at(*as_of) : local_clock(); }

}  // namespace server
