// The words of cards with the places for facts in them. README.md, "Placeholders". Internal to rules/.
#pragma once

#include <string>
#include <vector>

#include "rules/cells.h"

namespace rules {

// "Lowest T-score {t_score}": literal text and variables by turns.
class CardText {
 public:
  CardText() = default;
  // A string, or {"text": ..., "when": {...}}.
  static CardText read(fhir::Json json, const Variables& variables, std::string_view where, Problems& problems);

  bool applies(const Values& values) const { return when_.hold(values); }
  void append_to(std::string& text, const Values& values, const Variables& variables) const;

  // The text with what `place` gives for each variable.
  std::string written(const std::function<std::string(std::size_t)>& place) const;

  const std::vector<std::size_t>& placeholders() const { return placeholders_; }
  const Cells& when() const { return when_; }
  bool is_empty() const { return literals_.empty(); }
  // Code points, with the longest value in every place.
  std::size_t longest(const Variables& variables) const;

 private:
  void split(std::string_view text, const Variables& variables, std::string_view where, Problems& problems);

  std::vector<std::string> literals_;      // one more than there are placeholders
  std::vector<std::size_t> placeholders_;  // indices of variables
  Cells when_;
};

// A text of which there must always be one: alternatives, of which the first that applies is told. The last applies
// always.
class Wording {
 public:
  // One text without a `when`, or a list of texts of which all but the last have one.
  static Wording read(fhir::Json json, const Variables& variables, std::string_view where, Problems& problems);

  // One must have been read.
  const CardText& told(const Values& values) const;
  const std::vector<CardText>& all() const { return all_; }
  bool is_empty() const { return all_.empty(); }

 private:
  std::vector<CardText> all_;
};

// Characters as people and the CDS Hooks specification count them, not bytes.
std::size_t code_points(std::string_view utf8);

}  // namespace rules
