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

  bool holds(const Value& value) const;
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
  bool is_listed(const Value& value) const;

  std::string text_;
  bool negated_ = false;
  bool unknown_ = false;
  bool known_ = false;
  bool yes_ = false;
  bool no_ = false;
  std::uint64_t names_ = 0;
  std::vector<Interval> intervals_;
};

}  // namespace rules
