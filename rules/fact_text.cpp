#include "rules/fact_text.h"

#include "rules/variable.h"

namespace rules {

std::string fact_text(FactId id, const Value& value) {
  static const Variables facts;
  return to_text(facts[static_cast<std::size_t>(id)], value);
}

}  // namespace rules
