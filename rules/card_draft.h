// A card while the tables still add to it. The order of its detail is that of clinical-policy.md section 7: what was
// found, which criterion it meets, what to do, cautions, what was not found, evidence, source. Internal to rules/.
#pragma once

#include "rules/guideline_model.h"

namespace rules {

// The patient as the guideline sees him.
struct Situation {
  const Guideline::Model& model;
  const Facts& facts;
  const Values& values;  // when cards are finished, every table has decided
  FactSet known;         // of the facts
};

class CardDraft {
 public:
  CardDraft(const Situation& situation, const CardTemplate& card, std::string_view id);

  // False if the card tells of the rule already.
  bool add_rule(const DecisionTable& table, const Rule& rule);
  void add_note(Part part, const CardText& text);
  // The words must outlive the card: those of the guideline, or a literal.
  void add_advice(const std::vector<std::string>& words);
  void add_advice(std::string_view word);
  void mark_as_safety() { is_safety_ = true; }
  // Says that this unknown fact was not found or could not be looked up.
  void add_missing(FactId fact);
  bool tells_missing(FactId fact) const;

  // All of the card but its words.
  void finish(Card& card) const;
  // Its words, behind the text that is there.
  void append_summary(std::string& text) const;
  void append_detail(std::string& text) const;

 private:
  void add_fact(FactId fact) { asked_.set(static_cast<std::size_t>(fact)); }
  void add_findings();
  bool is_missing(FactId fact) const;  // no fact of the same label is known

  const Situation& situation_;
  const CardTemplate& template_;
  std::string_view id_;
  bool is_safety_ = false;
  ShortList<const Rule*, 16> rules_;
  ShortList<std::string_view, 12> advice_;
  ShortList<const CardText*, 8> found_;
  ShortList<const CardText*, 12> steps_;
  ShortList<const CardText*, 8> cautions_;
  ShortList<std::string_view, 12> not_found_;
  ShortList<std::string_view, 8> not_looked_;
  FactSet asked_;
};

}  // namespace rules
