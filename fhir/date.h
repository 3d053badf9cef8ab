// FHIR dates: what a date, dateTime, instant or Period of any precision says about days.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

using Day = std::chrono::year_month_day;  // always a real day of the calendar

// The day on which advice is given: where the service is and what time it is there are inputs, never looked up.
struct Today {
  Day day;
  std::chrono::minutes utc_offset{0};  // of the place whose day it is
};

// A FHIR date or dateTime. "2024", "2024-05" are ranges of days; a dateTime with a time zone is the day as written
// there, with the instant kept so that "in the future" is exact across zones.
//   date     = YYYY [ "-" MM [ "-" DD ] ]                       http://hl7.org/fhir/R4/datatypes.html#date
//   dateTime = date | YYYY-MM-DD "T" hh:mm[:ss[.f+]] [ zone ]   http://hl7.org/fhir/R4/datatypes.html#dateTime
//   zone     = "Z" | ("+" | "-") hh:mm
struct Date {
  Day earliest;
  Day latest;
  std::optional<std::chrono::sys_seconds> instant;  // if a time of day with a zone was given

  bool is_partial() const { return earliest != latest; }
};

// Nothing if the text is no FHIR date or dateTime, or names a day that does not exist. Tolerated: a missing zone or
// missing seconds after a time.
std::optional<Date> parse_date(std::string_view text);
// The date of a string; of a Period ({start, end}) its start, else its end; of a Timing its first event.
std::optional<Date> date_of(Json value);

// True if all of `date` lies behind today: a day later than today's as written, and, where the instant is known, an
// instant after the end of today at the place of today.
bool is_future(const Date& date, const Today& today);
// The latest day that `date` can mean and that is not after today: how recent it is at best.
Day most_recent_day(const Date& date, const Today& today);

// Completed calendar months from `from` to `to`, plus a fraction in (0, 1) for days beyond: exactly 12 on the same
// day a year later, more than 12 the day after. A day that the month does not have counts as its last. Negative if
// `to` is before `from`.
double months_between(Day from, Day to);
// Completed years of age on `on`.
int years_between(Day born, Day on);
// The same day `months` later (earlier if negative), or the last day of that month where it has no such day.
Day add_months(Day day, int months);
Day add_days(Day day, int days);
int days_between(Day from, Day to);

// "2026-03-10".
std::string to_string(Day day);

}  // namespace fhir
