// What became of cards, day by day or week by week. Pure.
#pragma once

#include <string>
#include <vector>

#include "server/report_outcomes.h"

namespace server {

enum class PeriodLength : std::uint8_t { day, week };

struct PeriodOutcomes {
  std::string first_day;  // "2026-11-23": of a week its Monday
  Outcomes outcomes;
};

struct Timeline {
  PeriodLength length = PeriodLength::day;
  std::vector<PeriodOutcomes> periods;  // one after another without a gap, from the first that has a line to the last
};

// By day if all lines are within so many days, so that there are enough points to see and not too many; else by week.
inline constexpr int most_days_by_day = 42;

// Lines whose day is none are left out.
Timeline timeline_of(const std::vector<OutcomeCount>& lines);

}  // namespace server
