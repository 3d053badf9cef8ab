// One cell of a decision table: the values of one variable for which a rule holds. README.md, "A cell".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"
#include "rules/variable.h"

namespace rules {

class Condition {
 public:
  // Refuses (Issue value, the text in the diagnostics: it is the guideline's own) what is no cell for this variable.
  static fhir::Result<Condition> parse(std::string_view text, const Variable& variable);

  bool holds(const Value& value) const {
    if (const auto* number = std::get_if<double>(&value)) return holds_number(*number);
    return is_among(kinds_, value);
  }
  // The same of a value that is no number, by kinds().
  static bool is_among(std::uint64_t kinds, const Value& value) { return (kinds >> kind_of(value) & 1U) != 0; }
  // What holds() says of a value that is no number: the bit of its kind, of 64.
  std::uint64_t kinds() const { return kinds_; }
  static unsigned kind_of(const Value& value) {
    if (const auto* name = std::get_if<Name>(&value)) return first_name + name->index;
    if (const auto* is_true = std::get_if<bool>(&value)) return *is_true ? yes : no;
    return is_known(value) ? day : unknown;
  }
  // The numbers at which the answer may change; empty for anything but numbers.
  void add_boundaries(std::vector<double>& boundaries) const;
  // As written in the file.
  const std::string& text() const { return text_; }

 private:
  struct Interval {
    double low;
    double high;
    bool with_low;
    bool with_high;
  };
  fhir::Result<void> add_item(std::string_view item, const Variable& variable);
  bool add_number(std::string_view item);
  bool add_interval(std::string_view item);
  bool holds_number(double number) const;

  // A value that is no number is one of 64 kinds: unknown, true, false, a day, or one of up to 60 names.
  static constexpr unsigned unknown = 0, yes = 1, no = 2, first_name = 3, day = 63;
  static constexpr std::uint64_t bit(std::size_t kind) { return std::uint64_t{1} << kind; }

  // What is asked with every call stands in front.
  std::uint64_t kinds_ = 0;  // a bit for each kind of value for which the cell holds
  bool negated_ = false;
  bool any_number_ = false;
  std::vector<Interval> intervals_;
  std::string text_;
};

}  // namespace rules
