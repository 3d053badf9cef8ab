// What dates say about today, and how far apart days are.
#include <gtest/gtest.h>

#include "fhir/date.h"

namespace fhir {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Day day(std::string_view text) { return parse_date(text).value().earliest; }

bool is_future(std::string_view text, std::string_view today, minutes utc_offset = minutes{0}) {
  return is_future(parse_date(text).value(), Today{day(today), utc_offset});
}

TEST(IsFuture, is_so_the_day_after_today) {
  EXPECT_FALSE(is_future("2026-06-14", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06-15", "2026-06-15"));
  EXPECT_TRUE(is_future("2026-06-16", "2026-06-15"));
}

TEST(IsFuture, is_not_so_for_a_partial_date_that_may_be_past) {
  EXPECT_FALSE(is_future("2026", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06", "2026-06-01"));
  EXPECT_TRUE(is_future("2026-07", "2026-06-15"));
  EXPECT_TRUE(is_future("2027", "2026-06-15"));
  EXPECT_FALSE(is_future("2027", "2027-01-01"));
}

TEST(IsFuture, is_not_so_later_today) { EXPECT_FALSE(is_future("2026-06-15T23:59:59Z", "2026-06-15")); }

TEST(IsFuture, is_decided_by_the_instant_where_tomorrow_was_written_in_an_earlier_zone) {
  // At 23:59:59 UTC it is past midnight in Vienna: tomorrow's date, but today here.
  EXPECT_FALSE(is_future("2026-06-16T01:59:59+02:00", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06-16T01:59:59.999+02:00", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06-16T01:59:60+02:00", "2026-06-15"));
  EXPECT_TRUE(is_future("2026-06-16T02:00:00+02:00", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06-16T13:59:59+14:00", "2026-06-15"));
  EXPECT_TRUE(is_future("2026-06-16T14:00:00+14:00", "2026-06-15"));
  EXPECT_TRUE(is_future("2026-06-16T00:00:00Z", "2026-06-15"));
  EXPECT_TRUE(is_future("2026-06-16T00:00:00-12:00", "2026-06-15"));
}

TEST(IsFuture, ends_today_at_the_place_of_today) {
  // Today ends in Auckland (+12:00) twelve hours before it does in UTC, in Honolulu (-10:00) ten hours after.
  EXPECT_TRUE(is_future("2026-06-16T00:00:00+12:00", "2026-06-15", hours{12}));
  EXPECT_FALSE(is_future("2026-06-16T01:59:59+14:00", "2026-06-15", hours{12}));
  EXPECT_TRUE(is_future("2026-06-16T02:00:00+14:00", "2026-06-15", hours{12}));
  EXPECT_FALSE(is_future("2026-06-16T09:59:59Z", "2026-06-15", -hours{10}));
  EXPECT_TRUE(is_future("2026-06-16T10:00:00Z", "2026-06-15", -hours{10}));
}

TEST(IsFuture, is_not_so_for_the_day_as_written_even_if_the_instant_is_later) {
  EXPECT_FALSE(is_future("2026-06-15T23:00:00-12:00", "2026-06-15"));
}

TEST(IsFuture, goes_by_the_day_alone_without_a_zone) {
  EXPECT_TRUE(is_future("2026-06-16T00:30:00", "2026-06-15"));
  EXPECT_FALSE(is_future("2026-06-15T23:30:00", "2026-06-15"));
}

TEST(MostRecentDay, is_the_latest_that_is_not_after_today) {
  const auto most_recent = [](const char* text) {
    return to_string(most_recent_day(parse_date(text).value(), Today{day("2026-06-15")}));
  };
  EXPECT_EQ(most_recent("2025"), "2025-12-31");
  EXPECT_EQ(most_recent("2026"), "2026-06-15");
  EXPECT_EQ(most_recent("2026-05"), "2026-05-31");
  EXPECT_EQ(most_recent("2026-06"), "2026-06-15");
  EXPECT_EQ(most_recent("2026-06-15"), "2026-06-15");
  EXPECT_EQ(most_recent("2026-06-14"), "2026-06-14");
}

TEST(AddMonths, keeps_the_day_or_takes_the_last_of_the_month) {
  EXPECT_EQ(add_months(day("2026-01-31"), 1), day("2026-02-28"));
  EXPECT_EQ(add_months(day("2024-01-31"), 1), day("2024-02-29"));
  EXPECT_EQ(add_months(day("2026-03-31"), -1), day("2026-02-28"));
  EXPECT_EQ(add_months(day("2024-02-29"), 12), day("2025-02-28"));
  EXPECT_EQ(add_months(day("2024-02-29"), 48), day("2028-02-29"));
  EXPECT_EQ(add_months(day("2026-12-15"), 1), day("2027-01-15"));
  EXPECT_EQ(add_months(day("2026-01-15"), -13), day("2024-12-15"));
  EXPECT_EQ(add_months(day("2026-05-31"), 0), day("2026-05-31"));
}

TEST(AddDays, crosses_months_and_years) {
  EXPECT_EQ(add_days(day("2024-02-28"), 1), day("2024-02-29"));
  EXPECT_EQ(add_days(day("2026-12-31"), 1), day("2027-01-01"));
  EXPECT_EQ(add_days(day("2026-01-01"), -1), day("2025-12-31"));
  EXPECT_EQ(days_between(day("2024-01-01"), day("2025-01-01")), 366);
  EXPECT_EQ(days_between(day("2025-01-01"), day("2024-01-01")), -366);
}

TEST(MonthsBetween, counts_whole_months_and_more_only_behind_them) {
  EXPECT_EQ(months_between(day("2025-06-15"), day("2026-06-15")), 12);
  EXPECT_GT(months_between(day("2025-06-15"), day("2026-06-16")), 12);
  EXPECT_LT(months_between(day("2025-06-15"), day("2026-06-14")), 12);
  EXPECT_EQ(months_between(day("2024-06-15"), day("2026-06-15")), 24);
  EXPECT_EQ(months_between(day("2026-01-31"), day("2026-02-28")), 1);
  EXPECT_EQ(months_between(day("2024-02-29"), day("2025-02-28")), 12);
  EXPECT_EQ(months_between(day("2026-06-15"), day("2026-06-15")), 0);
  EXPECT_EQ(months_between(day("2026-06-01"), day("2026-06-16")), 0.5);
}

TEST(MonthsBetween, is_negative_backwards) {
  EXPECT_EQ(months_between(day("2026-06-15"), day("2025-06-15")), -12);
  EXPECT_LT(months_between(day("2026-06-15"), day("2026-06-14")), 0);
  EXPECT_GT(months_between(day("2026-06-15"), day("2026-06-14")), -1);
}

// From every day of a leap year and one after, over five years to either side.
TEST(MonthsBetween, undoes_add_months) {
  for (Day from = day("2024-01-01"); from <= day("2025-12-31"); from = add_days(from, 1))
    for (int months = -60; months <= 60; ++months)
      ASSERT_EQ(months_between(from, add_months(from, months)), months) << to_string(from);
}

TEST(MonthsBetween, grows_with_every_day) {
  for (Day from = day("2023-12-25"); from <= day("2024-03-31"); from = add_days(from, 1)) {
    double before = months_between(from, add_days(from, -500));
    for (int days = -499; days <= 500; ++days) {
      const double now = months_between(from, add_days(from, days));
      ASSERT_LT(before, now) << to_string(from) << " " << days;
      ASSERT_EQ(now < 0, days < 0);
      before = now;
    }
  }
}

TEST(YearsBetween, counts_birthdays) {
  EXPECT_EQ(years_between(day("1960-06-15"), day("2026-06-15")), 66);
  EXPECT_EQ(years_between(day("1960-06-16"), day("2026-06-15")), 65);
  EXPECT_EQ(years_between(day("1960-02-29"), day("2026-02-27")), 65);
  EXPECT_EQ(years_between(day("1960-02-29"), day("2026-02-28")), 66);
  EXPECT_EQ(years_between(day("1960-02-29"), day("2024-02-28")), 63);
  EXPECT_EQ(years_between(day("1960-02-29"), day("2024-02-29")), 64);
  EXPECT_EQ(years_between(day("2026-06-15"), day("2026-06-15")), 0);
  EXPECT_EQ(years_between(day("2026-06-16"), day("2026-06-15")), -1);
}

TEST(YearsBetween, agrees_with_months_between) {
  for (Day on = day("2024-01-01"); on <= day("2025-12-31"); on = add_days(on, 1))
    for (const char* born : {"1956-02-29", "1957-02-28", "1960-12-31", "1961-01-01", "1970-06-30"})
      ASSERT_EQ(years_between(day(born), on), static_cast<int>(months_between(day(born), on) / 12)) << to_string(on);
}

TEST(ToString, writes_a_day_as_fhir_does_and_reads_it_back) {
  EXPECT_EQ(to_string(day("2026-03-10")), "2026-03-10");
  EXPECT_EQ(to_string(day("0001-01-01")), "0001-01-01");
  for (Day each = day("1999-12-01"); each <= day("2001-03-01"); each = add_days(each, 1))
    ASSERT_EQ(day(to_string(each)), each);
}

}  // namespace
}  // namespace fhir
