#include "server/report_periods.h"

#include <algorithm>

#include "fhir/date.h"

namespace server {
namespace {

using std::chrono::sys_days;

std::optional<sys_days> day_of(const OutcomeCount& line) {
  const auto date = fhir::parse_date(line.day);
  if (!date || date->is_partial()) return std::nullopt;
  return sys_days(date->earliest);
}

sys_days monday_before(sys_days day) { return day - (std::chrono::weekday(day) - std::chrono::Monday); }

struct DatedLine {
  sys_days day;
  const OutcomeCount* line;
};

// In the order of their days.
std::vector<DatedLine> dated(const std::vector<OutcomeCount>& lines) {
  std::vector<DatedLine> found;
  for (const auto& line : lines)
    if (const auto day = day_of(line)) found.push_back({*day, &line});
  // By day, and otherwise as they come.
  std::ranges::sort(found, {}, [](const DatedLine& one) { return std::pair(one.day, one.line); });
  return found;
}

}  // namespace

Timeline timeline_of(const std::vector<OutcomeCount>& lines) {
  const auto found = dated(lines);
  if (found.empty()) return {};
  const auto last = found.back().day;
  const bool by_day = last - found.front().day < std::chrono::days(most_days_by_day);
  Timeline timeline{by_day ? PeriodLength::day : PeriodLength::week, {}};
  auto next = found.begin();
  const auto step = std::chrono::days(by_day ? 1 : 7);
  for (auto first = by_day ? found.front().day : monday_before(found.front().day); first <= last; first += step) {
    std::vector<OutcomeCount> within;
    for (; next != found.end() && next->day < first + step; ++next) within.push_back(*next->line);
    timeline.periods.push_back({fhir::to_string(first), all_outcomes(within)});
  }
  return timeline;
}

}  // namespace server
