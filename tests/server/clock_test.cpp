#include "server/clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

using namespace std::chrono_literals;

// Sets the machine's time zone for one test.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  ~TimeZone() {
    unsetenv("TZ");
    tzset();
  }
};

fhir::Day utc_day_shifted_by(std::chrono::hours shift) {
  return fhir::Day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + shift));
}

TEST(Clock, can_be_stopped_at_a_day) {
  const auto clock = server::clock_stopped_at(2026y / 6 / 15);
  EXPECT_EQ(clock().day, fhir::Day(2026y / 6 / 15));
  EXPECT_EQ(clock().utc_offset, 0min);
}

TEST(Clock, is_the_chosen_day_or_the_machines) {
  EXPECT_EQ(server::clock_for(fhir::Day(2026y / 6 / 15))().day, fhir::Day(2026y / 6 / 15));
  EXPECT_GE(server::clock_for(std::nullopt)().day, utc_day_shifted_by(-24h));
}

TEST(Clock, gives_the_local_day_and_its_offset) {
  // POSIX writes the offset with the other sign: this zone is 14 hours ahead of UTC.
  const TimeZone east("EAST-14");
  const auto before = utc_day_shifted_by(14h);
  const auto today = server::local_clock()();
  const auto after = utc_day_shifted_by(14h);
  EXPECT_EQ(today.utc_offset, 14h);
  EXPECT_TRUE(today.day == before || today.day == after);
}

TEST(Clock, knows_zones_behind_utc_by_broken_hours) {
  const TimeZone west("WEST9:30");
  EXPECT_EQ(server::local_clock()().utc_offset, -570min);
}

}  // namespace
