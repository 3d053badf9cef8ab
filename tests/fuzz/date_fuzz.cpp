// Two lines of any bytes as FHIR dates: what is read is a real day, and the arithmetic of days and months agrees with
// itself.
#include <cmath>

#include "fhir/date.h"
#include "fuzz_input.h"

namespace {

using fuzz::expect;

void check_reading(std::string_view text, const fhir::Date& date) {
  expect(date.earliest.ok() && date.latest.ok(), "both days are of the calendar");
  expect(date.earliest <= date.latest, "the earliest day is not behind the latest");
  const std::string first = fhir::to_string(date.earliest);
  expect(first.starts_with(text.substr(0, std::min(text.size(), first.size()))), "the day is the one written");
  expect(date.is_partial() == (text.size() < first.size()), "only a whole day is one day");
  for (const auto day : {date.earliest, date.latest}) {
    const auto again = fhir::parse_date(fhir::to_string(day));
    expect(again && again->earliest == day && !again->is_partial(), "a written day is read as the same");
  }
}

void check_today(const fhir::Date& date, const fhir::Today& today) {
  const auto recent = fhir::most_recent_day(date, today);
  expect(recent <= today.day || fhir::is_future(date, today), "the most recent day is not behind today");
  expect(recent <= date.latest || date.latest > today.day, "nor behind the date");
  if (date.earliest <= today.day) expect(!fhir::is_future(date, today), "what has begun is not in the future");
}

void check_arithmetic(fhir::Day from, fhir::Day to) {
  expect(fhir::add_days(from, fhir::days_between(from, to)) == to, "days between lead there");
  expect(fhir::days_between(from, to) == -fhir::days_between(to, from), "and back");
  const double months = fhir::months_between(from, to);
  const int whole = static_cast<int>(std::floor(months));
  expect(fhir::add_months(from, whole) <= to, "completed months are completed");
  expect(fhir::add_months(from, whole + 1) > to, "and the next one is not");
  expect(fhir::months_between(from, fhir::add_months(from, whole)) == whole, "the same day is a whole month");
  expect(fhir::years_between(from, to) == static_cast<int>(std::floor(months / 12)), "twelve months are a year");
  expect(fhir::months_between(from, fhir::add_days(to, 1)) > months, "a day later is more");
}

void check_json(std::string text) {
  fhir::JsonDocument document;
  const auto json = document.parse(text);
  if (!json) return;
  if (const auto date = fhir::date_of(*json)) expect(date->earliest <= date->latest, "a Period's day is a date");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto [first_text, second_text] = fuzz::named_text_of(fuzz::text_of(data, size));
  check_json(second_text);
  const auto first = fhir::parse_date(first_text);
  if (first) check_reading(first_text, *first);
  const auto second = fhir::parse_date(second_text);
  if (second) check_reading(second_text, *second);
  if (!first || !second) return 0;
  check_today(*first, {second->latest, std::chrono::hours{static_cast<int>(size % 27) - 12}});
  check_arithmetic(first->earliest, second->earliest);
  check_arithmetic(first->latest, second->earliest);
  return 0;
}
