#include "fhir/date.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

Day day(int y, unsigned m, unsigned d) { return Day(std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}); }

// "first..last" day that the text can mean, and "@" with the seconds since 1970 where it is an instant.
std::string read(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) return "none";
  const std::string days = to_string(date->earliest) + ".." + to_string(date->latest);
  return date->instant ? days + "@" + std::to_string(date->instant->time_since_epoch().count()) : days;
}

TEST(ParseDate, takes_a_year_or_a_month_for_all_its_days) {
  EXPECT_EQ(read("2024"), "2024-01-01..2024-12-31");
  EXPECT_EQ(read("2024-02"), "2024-02-01..2024-02-29");
  EXPECT_EQ(read("2023-02"), "2023-02-01..2023-02-28");
  EXPECT_EQ(read("2024-11"), "2024-11-01..2024-11-30");
  EXPECT_EQ(read("2024-12"), "2024-12-01..2024-12-31");
  EXPECT_EQ(read("2024-05-17"), "2024-05-17..2024-05-17");
  EXPECT_TRUE(parse_date("2024")->is_partial());
  EXPECT_TRUE(parse_date("2024-05")->is_partial());
  EXPECT_FALSE(parse_date("2024-05-17")->is_partial());
}

TEST(ParseDate, knows_the_days_of_every_month) {
  const unsigned last[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (unsigned m = 1; m <= 12; ++m) {
    char text[16];
    std::snprintf(text, sizeof text, "2023-%02u-%02u", m, last[m - 1]);
    EXPECT_EQ(parse_date(text)->latest, day(2023, m, last[m - 1])) << text;
    std::snprintf(text, sizeof text, "2023-%02u-%02u", m, last[m - 1] + 1);
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(ParseDate, knows_leap_years) {
  for (const char* text : {"2024-02-29", "2000-02-29", "1600-02-29", "0004-02-29", "9996-02-29"})
    EXPECT_NE(read(text), "none") << text;
  for (const char* text : {"2023-02-29", "1900-02-29", "2100-02-29", "0001-02-29", "2024-02-30"})
    EXPECT_EQ(read(text), "none") << text;
}

TEST(ParseDate, spans_the_years_1_to_9999) {
  EXPECT_EQ(read("0001-01-01"), "0001-01-01..0001-01-01");
  EXPECT_EQ(read("0001"), "0001-01-01..0001-12-31");
  EXPECT_EQ(read("9999-12-31"), "9999-12-31..9999-12-31");
  for (const char* text : {"0000", "0000-01-01", "10000", "10000-01-01", "-001", "-2024-01-01", "+2024", "24", "024"})
    EXPECT_EQ(read(text), "none") << text;
}

TEST(ParseDate, takes_a_time_with_a_zone_for_the_day_written_and_the_instant) {
  EXPECT_EQ(read("1970-01-01T00:00:00Z"), "1970-01-01..1970-01-01@0");
  EXPECT_EQ(read("1970-01-01T00:00:00+00:00"), "1970-01-01..1970-01-01@0");
  EXPECT_EQ(read("1970-01-01T01:02:03Z"), "1970-01-01..1970-01-01@3723");
  EXPECT_EQ(read("1970-01-01T14:00:00+14:00"), "1970-01-01..1970-01-01@0");
  EXPECT_EQ(read("1969-12-31T12:00:00-12:00"), "1969-12-31..1969-12-31@0");
  EXPECT_EQ(read("1970-01-01T05:45:00+05:45"), "1970-01-01..1970-01-01@0");
  EXPECT_EQ(read("1969-12-31T20:30:00-03:30"), "1969-12-31..1969-12-31@0");
  EXPECT_EQ(read("1969-12-31T10:00:00-14:00"), "1969-12-31..1969-12-31@0");
}

TEST(ParseDate, drops_fractions_of_a_second) {
  EXPECT_EQ(read("1970-01-01T00:00:01.5Z"), "1970-01-01..1970-01-01@1");
  EXPECT_EQ(read("1970-01-01T00:00:01.999999999999999999999Z"), "1970-01-01..1970-01-01@1");
  EXPECT_EQ(read("1970-01-01T00:00:01.0-01:00"), "1970-01-01..1970-01-01@3601");
  for (const char* text : {"2024-01-01T10:00:00.Z", "2024-01-01T10:00:00,5Z", "2024-01-01T10:00.5Z",
                           "2024-01-01T10:00:00.5.5Z", "2024-01-01T10:00:00.aZ"})
    EXPECT_EQ(read(text), "none") << text;
}

TEST(ParseDate, takes_a_leap_second_for_the_end_of_its_minute) {
  EXPECT_EQ(read("1970-01-01T23:59:60Z"), "1970-01-01..1970-01-01@86399");
  EXPECT_EQ(read("2024-01-01T23:59:61Z"), "none");
}

TEST(ParseDate, tolerates_a_time_without_zone_or_seconds) {
  EXPECT_EQ(read("2024-05-17T10:00:00"), "2024-05-17..2024-05-17");
  EXPECT_EQ(read("2024-05-17T10:00:00.25"), "2024-05-17..2024-05-17");
  EXPECT_EQ(read("2024-05-17T10:00"), "2024-05-17..2024-05-17");
  EXPECT_EQ(read("1970-01-01T10:00Z"), "1970-01-01..1970-01-01@36000");
  EXPECT_EQ(read("1970-01-01T10:00+10:00"), "1970-01-01..1970-01-01@0");
}

TEST(ParseDate, refuses_times_that_no_clock_shows) {
  for (const char* time :
       {"24:00:00Z", "25:00:00Z", "23:60:00Z", "23:59:99Z", "1:00:00Z", "10Z", "10:0Z", "10:00:0Z", "", "10",
        "10:", "10:00:", "10:00:00:00Z", "-1:00:00Z", "a0:00:00Z", "10.00", "10:0a", "10:00:0a"})
    EXPECT_EQ(read(std::string("2024-05-17T").append(time)), "none") << time;
}

TEST(ParseDate, refuses_zones_that_are_none) {
  for (const char* zone : {"z",       "+14:01",
                           "-14:01",  "+15:00",
                           "+24:00",  "+10:60",
                           "+1:00",   "+10",
                           "+1000",   "+10:0",
                           "10:00",   "ZZ",
                           "Z ",      " Z",
                           "+",       "-",
                           "UTC",     "+10:00Z",
                           "+10:00x", "+aa:00",
                           "+10:aa",  "[Europe/Vienna]"})
    EXPECT_EQ(read(std::string("2024-05-17T10:00:00").append(zone)), "none") << zone;
}

TEST(ParseDate, refuses_any_other_text) {
  for (const char* text : {"",
                           " ",
                           "2",
                           "202",
                           "2024-",
                           "2024-1",
                           "2024-1-1",
                           "2024-13",
                           "2024-00",
                           "2024-00-10",
                           "2024-01-00",
                           "2024-01-32",
                           "2024-04-31",
                           "2024-01-1",
                           "2024-01-",
                           "2024-01-011",
                           "20240101",
                           "2024/01/01",
                           "2024-01/01",
                           "01.01.2024",
                           " 2024-01-01",
                           "2024-01-01 ",
                           "2024-01-01 10:00:00Z",
                           "2024-01-01t10:00:00Z",
                           "2024-W01-1",
                           "2024-001",
                           "abcd",
                           "2024-ab-01",
                           "2024-01-ab",
                           "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4",
                           "2024\xE2\x88\x92"
                           "01"})
    EXPECT_EQ(read(text), "none") << text;
  EXPECT_EQ(read(std::string_view("2024-01-01\0", 11)), "none");
}

TEST(ParseDate, refuses_every_beginning_of_a_date_time_that_is_not_one_itself) {
  const std::string text = "2024-05-17T10:20:30.5+02:00";
  const std::vector<std::size_t> whole{4, 7, 10, 16, 19, 21, 27};  // to the year, month, day, minute, second, .5, zone
  for (std::size_t size = 0; size <= text.size(); ++size)
    EXPECT_EQ(read(text.substr(0, size)) != "none", std::ranges::find(whole, size) != whole.end()) << size;
}

TEST(DateOf, reads_a_string_a_period_and_a_timing) {
  const auto first_day = [](const char* json) {
    const JsonText text(json);
    const auto date = date_of(text.root());
    return date ? to_string(date->earliest) : "none";
  };
  EXPECT_EQ(first_day(R"("2024-05-17")"), "2024-05-17");
  EXPECT_EQ(first_day(R"("soon")"), "none");
  EXPECT_EQ(first_day(R"({"start":"2024-05-17","end":"2024-06-01"})"), "2024-05-17");
  EXPECT_EQ(first_day(R"({"end":"2024-06-01"})"), "2024-06-01");
  EXPECT_EQ(first_day(R"({"start":"unknown","end":"2024-06-01"})"), "2024-06-01");
  EXPECT_EQ(first_day(R"({"event":["2024-03-01","2024-04-01"]})"), "2024-03-01");
  EXPECT_EQ(first_day(R"({"event":["?","2024-04-01"]})"), "2024-04-01");
  EXPECT_EQ(first_day(R"({"repeat":{"boundsPeriod":{"start":"2024-02-01"}}})"), "2024-02-01");
  for (const char* json :
       {"{}", "[]", "null", "20240517", "true", R"({"start":20240517})", R"({"event":[]})", R"({"event":"2024-05-17"})",
        R"({"repeat":{}})", R"({"repeat":{"boundsPeriod":{}}})", R"(["2024"])"})
    EXPECT_EQ(first_day(json), "none") << json;
  EXPECT_FALSE(date_of(Json()));
}

}  // namespace
}  // namespace fhir
