#include "server/report_periods.h"

#include <gtest/gtest.h>

#include "tests/server/report_lines.h"

namespace server {
namespace {

std::vector<std::string> first_days(const Timeline& timeline) {
  std::vector<std::string> days;
  for (const auto& period : timeline.periods) days.push_back(period.first_day);
  return days;
}

TEST(ReportPeriods, AreDaysWithoutGaps) {
  const auto timeline = timeline_of(two_cards());
  EXPECT_EQ(timeline.length, PeriodLength::day);
  EXPECT_EQ(first_days(timeline), (std::vector<std::string>{"2026-11-02", "2026-11-03", "2026-11-04"}));
  EXPECT_EQ(timeline.periods[0].outcomes.shown, 10);
  EXPECT_EQ(timeline.periods[1].outcomes.shown, 0);
  EXPECT_EQ(timeline.periods[2].outcomes.overridden, 3);
}

TEST(ReportPeriods, AreDaysForSixWeeks) {
  const auto timeline = timeline_of({line("2026-10-01", "a", "shown", 1), line("2026-11-11", "a", "shown", 1)});
  EXPECT_EQ(timeline.length, PeriodLength::day);
  EXPECT_EQ(timeline.periods.size(), 42U);
}

TEST(ReportPeriods, AreWeeksFromMondayBeyond) {
  const auto timeline = timeline_of({line("2026-10-01", "a", "shown", 1), line("2026-10-04", "a", "shown", 2),
                                     line("2026-10-05", "a", "shown", 4), line("2026-11-12", "a", "shown", 8)});
  EXPECT_EQ(timeline.length, PeriodLength::week);
  EXPECT_EQ(first_days(timeline), (std::vector<std::string>{"2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19",
                                                            "2026-10-26", "2026-11-02", "2026-11-09"}));
  EXPECT_EQ(timeline.periods[0].outcomes.shown, 3);
  EXPECT_EQ(timeline.periods[1].outcomes.shown, 4);
  EXPECT_EQ(timeline.periods[6].outcomes.shown, 8);
}

TEST(ReportPeriods, DoNotDependOnTheOrderOfLines) {
  const auto timeline = timeline_of({line("2026-11-04", "a", "shown", 4), line("2026-11-03", "b", "shown", 1)});
  EXPECT_EQ(first_days(timeline), (std::vector<std::string>{"2026-11-03", "2026-11-04"}));
  EXPECT_EQ(timeline.periods[0].outcomes.shown, 1);
}

TEST(ReportPeriods, LeaveOutWhatIsNoDay) {
  EXPECT_TRUE(
      timeline_of({line("", "a", "shown", 1), line("2026-13-01", "a", "shown", 1), line("2026", "a", "shown", 1)})
          .periods.empty());
  EXPECT_TRUE(timeline_of({}).periods.empty());
}

}  // namespace
}  // namespace server
