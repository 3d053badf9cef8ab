// What a cell can ask about: a fact, a count, or the outcome of an earlier table. Internal to rules/.
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/fact.h"

namespace rules {

enum class VariableKind : std::uint8_t { fact, count, table };

struct Variable {
  VariableKind kind;
  std::string name;
  ValueType type;
  std::vector<std::string> names;  // of a name: the closed list
  bool always_known;
  int highest = 0;  // of a count: the number of its criteria
  std::string label;
  int decimals = 0;            // of a number: at least so many are shown
  bool counted_whole = false;  // of a number: fractions are not shown
};

// The variables of one profile: first all facts in the order of FactId, then what its files define.
class Variables {
 public:
  Variables();
  // The index of a new variable; nothing if the name is taken.
  std::optional<std::size_t> add(Variable variable);
  std::optional<std::size_t> find(std::string_view name) const;
  const Variable& operator[](std::size_t index) const { return all_[index]; }
  std::size_t size() const { return all_.size(); }

 private:
  std::vector<Variable> all_;
};

// The values of all variables of a profile for one patient, by index.
using Values = boost::container::small_vector<Value, 96>;

// "-2.5", "letrozole", "2026-03-10", "true"; "unknown". Numbers in full up to one decimal more than the catalogue asks.
std::string to_text(const Variable& variable, const Value& value);
// The same behind the text that is there.
void append_value(std::string& text, const Variable& variable, const Value& value);
// The longest text that to_text can give, in code points; for summaries, which have a limit.
std::size_t longest_text(const Variable& variable);

}  // namespace rules
