#include "rules/values_of.h"

#include <cmath>

namespace rules {

Values values_of(const Guideline::Model& model, const Facts& facts) {
  Values values(model.variables.size());
  for (std::size_t fact = 0; fact < fact_count; ++fact) {
    const auto* number = std::get_if<double>(&facts.all[fact].value);
    if (number == nullptr || std::isfinite(*number)) values[fact] = facts.all[fact].value;
  }
  for (const auto& count : model.counts) values[count.variable] = count.of(values);
  return values;
}

std::vector<const Outcome*> outcomes_of(const Guideline::Model& model, const Facts& facts) {
  Values values = values_of(model, facts);
  std::vector<const Outcome*> outcomes;
  for (const auto& table : model.tables) outcomes.push_back(&table.outcomes[table.settle(values)->outcome]);
  return outcomes;
}

std::optional<std::string_view> Guideline::out_of_scope(const Facts& facts) const {
  const auto outcomes = outcomes_of(*model_, facts);
  for (const auto* outcome : outcomes)
    if (!outcome->silent.empty()) return outcome->silent;
  for (const auto* outcome : outcomes)
    if (outcome->alone) return outcome->id;
  return std::nullopt;
}

std::vector<Counted> Guideline::counted(const Facts& facts) const {
  const Values values = values_of(*model_, facts);
  std::vector<Counted> all;
  for (const auto& count : model_->counts) {
    auto& counted = all.emplace_back(Counted{count.id, values[count.variable], {}});
    for (const auto& criterion : count.criteria)
      if (criterion.when.hold(values)) counted.holding.push_back(criterion.id);
  }
  return all;
}

std::vector<std::string> Guideline::criteria_met(const Facts& facts) const {
  Values values = values_of(*model_, facts);
  std::vector<const Rule*> fired;
  for (const auto& table : model_->tables) fired.push_back(table.settle(values));
  std::vector<std::string> criteria(fired.size());
  for (std::size_t i = 0; i < fired.size(); ++i)
    if (const Wording& criterion = fired[i]->criterion; !criterion.is_empty())
      criterion.told(values).append_to(criteria[i], values, model_->variables);
  return criteria;
}

}  // namespace rules
