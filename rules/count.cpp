#include "rules/count.h"

#include <algorithm>

namespace rules {
namespace {

Criterion read_criterion(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems) {
  allow_members(json, {"id", "label", "when"}, where, problems);
  const auto is_fact = [&](std::size_t variable) { return variables[variable].kind == VariableKind::fact; };
  Criterion criterion{required_text(json, "id", where, problems), required_text(json, "label", where, problems),
                      Cells::read(json["when"], variables, is_fact, where, problems)};
  if (criterion.when.all().empty()) problems.add(where, "has a criterion that asks nothing");
  return criterion;
}

void add_inputs(const Criterion& criterion, std::vector<std::size_t>& inputs) {
  for (const auto& [variable, cell] : criterion.when.all())
    if (std::ranges::find(inputs, variable) == inputs.end()) inputs.push_back(variable);
}

void check_examples(const Count& count, fhir::Json examples, const Variables& variables, std::size_t self,
                    const std::string& where, Problems& problems) {
  std::size_t number = 0;
  for (const fhir::Json example : examples.elements()) {
    const std::string place = where + " example " + std::to_string(++number);
    allow_members(example, {"given", "expect"}, place, problems);
    const auto values = read_given(example["given"], variables, count.inputs, place, problems);
    const auto expected = read_value(example["expect"], variables[self], place, problems);
    if (values && expected && count.of(*values) != *expected)
      problems.add(place, "gives " + to_text(variables[self], count.of(*values)) + ", not " +
                              to_text(variables[self], *expected));
  }
  if (number == 0) problems.add(where, "has no examples");
}

}  // namespace

Value Count::of(const Values& values) const {
  const auto holding =
      std::ranges::count_if(criteria, [&](const Criterion& criterion) { return criterion.when.hold(values); });
  if (is_any) return holding > 0;
  return static_cast<double>(holding);
}

std::optional<Count> read_count(const GuidelineFile& file, Variables& variables, Problems& problems) {
  const fhir::Json json = file.root();
  const std::string& where = file.name();
  allow_members(json, {"id", "is", "label", "title", "source", "criteria", "examples"}, where, problems);
  allow_members(json["source"], {"of", "section", "strength"}, where + " source", problems);
  Count count;
  count.id = required_text(json, "id", where, problems);
  count.title = required_text(json, "title", where, problems);
  count.source = required_text(json["source"], "of", where + " source", problems);
  count.section = required_text(json["source"], "section", where + " source", problems);
  const std::string is = required_text(json, "is", where, problems);
  if (is != "count" && is != "any") problems.add(where, "'is' must be count or any");
  count.is_any = is == "any";
  for (const fhir::Json criterion : json["criteria"].elements()) {
    count.criteria.push_back(read_criterion(criterion, variables, where, problems));
    add_inputs(count.criteria.back(), count.inputs);
  }
  if (count.criteria.empty()) problems.add(where, "has no criteria");
  const auto self = variables.add({VariableKind::count,
                                   count.id,
                                   count.is_any ? ValueType::boolean : ValueType::number,
                                   {},
                                   true,
                                   static_cast<int>(count.criteria.size()),
                                   required_text(json, "label", where, problems)});
  if (!self) {
    problems.add(where, "has an id that is taken: " + count.id);
    return std::nullopt;
  }
  count.variable = *self;
  check_examples(count, json["examples"], variables, *self, where, problems);
  return count;
}

}  // namespace rules
