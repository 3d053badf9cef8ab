// A card while the tables still add to it. The order of its detail is that of clinical-policy.md section 7: what was
// found, which criterion it meets, what to do, cautions, what was not found, evidence, source. Internal to rules/.
#pragma once

#include <bitset>

#include "rules/guideline_model.h"

namespace rules {

class CardDraft {
 public:
  CardDraft(const Guideline::Model& model, const Facts& facts, const Values& values, const CardTemplate& card,
            std::string_view id);

  void add_rule(const DecisionTable& table, const Rule& rule);
  void add_note(Part part, const CardText& text);
  // The words must outlive the card: those of the guideline, or a literal.
  void add_advice(const std::vector<std::string>& words);
  void add_advice(std::string_view word);
  void mark_as_safety() { card_.is_safety = true; }
  // Says that this unknown fact was not found or could not be looked up.
  void add_missing(FactId fact);
  bool tells_missing(FactId fact) const;
  // The card; the draft is empty afterwards.
  Card finish();

 private:
  void add_inputs(const DecisionTable& table);
  void add_fact(FactId fact);
  void add_findings();
  void add_criterion(const Rule& rule);
  bool is_missing(FactId fact) const;  // no fact of the same label is known
  std::string detail() const;

  const Guideline::Model& model_;
  const Facts& facts_;
  const Values& values_;
  const CardTemplate& template_;
  Card card_;
  std::string found_;
  std::vector<std::string> criteria_;
  std::vector<std::string> steps_;
  std::vector<std::string> cautions_;
  std::vector<std::string_view> not_found_;
  std::vector<std::string_view> not_looked_;
  std::bitset<fact_count> asked_;
};

}  // namespace rules
