// From facts to cards: every table decides, then cards and notes are put together (README.md, "An outcome").
#include <algorithm>
#include <utility>

#include "rules/card_draft.h"
#include "rules/guideline_model.h"
#include "rules/values_of.h"

namespace rules {
namespace {

using Model = Guideline::Model;

// What one table decided.
struct Fired {
  const DecisionTable* table;
  const Rule* rule;
  const Outcome* outcome;
};

FactSet known_facts(const Facts& facts) {
  FactSet known;
  for (std::size_t fact = 0; fact < fact_count; ++fact) known.set(fact, is_known(facts.all[fact].value));
  return known;
}

FactSet facts_not_looked(const Facts& facts) {
  FactSet not_looked;
  for (std::size_t fact = 0; fact < fact_count; ++fact)
    not_looked.set(fact, !is_known(facts.all[fact].value) && !facts.all[fact].looked);
  return not_looked;
}

class Adviser {
 public:
  Adviser(const Model& model, const Facts& facts, Advice& advice)
      : model_(model),
        facts_(facts),
        not_looked_(facts_not_looked(facts)),
        values_(values_of(model, facts)),
        situation_{model, facts, values_, known_facts(facts)},
        advice_(advice) {}

  void advise() {
    decide();
    for (const auto& fired : fired_)
      if (!fired.outcome->silent.empty()) {
        advice_.silent = fired.outcome->silent;
        return;
      }
    draft();
    for (const auto& drafted : drafts_)
      if (drafted) drafted->finish(advice_.cards.emplace_back());
    if (advice_.cards.empty() && is_renewal()) advice_.silent = uneventful_renewal;
    write_texts();
  }

 private:
  void decide() {
    for (const auto& table : model_.tables) {
      const Rule* rule = table.settle(values_);
      fired_.push_back({&table, rule, &table.outcomes[rule->outcome]});
      advice_.decisions.push_back(&rule->decision);
    }
  }

  void draft() {
    for (const auto& fired : fired_)
      if (fired.outcome->alone) {
        add_card(fired);
        tell_not_looked(fired);
        return;
      }
    for (const auto& fired : fired_)
      if (fired.outcome->card) add_card(fired);
    for (const auto& fired : fired_)
      if (fired.outcome->note) add_note(fired);
    for (const auto& fired : fired_) tell_not_looked(fired);
    add_data_quality();
  }

  bool is_renewal() const { return values_[static_cast<std::size_t>(FactId::renewal)] == Value(true); }

  bool is_shown(const CardTemplate& card) const { return card.on_renewal || !is_renewal(); }

  CardDraft& draft_in(Slot slot, const CardTemplate& card, std::string_view id) {
    auto& draft = drafts_[static_cast<std::size_t>(slot)];
    return draft.emplace(situation_, card, id);
  }

  void add_card(const Fired& fired) {
    const CardTemplate& card = *fired.outcome->card;
    const Slot slot = *fired.table->slot;
    if (!is_shown(card) || drafts_[static_cast<std::size_t>(slot)]) return;
    CardDraft& draft = draft_in(slot, card, fired.outcome->id);
    tell_outcome(draft, fired);
  }

  void tell_outcome(CardDraft& draft, const Fired& fired) {
    draft.add_advice(fired.outcome->advice);
    if (fired.outcome->safety) draft.mark_as_safety();
    tell_why(draft, fired);
  }

  // The rule that fired, and the rules of the earlier tables whose outcomes it asked for.
  void tell_why(CardDraft& draft, const Fired& fired) {
    if (!draft.add_rule(*fired.table, *fired.rule)) return;
    const auto way = std::ranges::find_if(fired.rule->ways, [&](const Cells& cells) { return cells.hold(values_); });
    for (const auto& [input, cell] : way->all()) {
      if (model_.variables[input].kind != VariableKind::table) continue;
      tell_why(draft, *std::ranges::find_if(fired_, [&](const Fired& one) { return one.table->variable == input; }));
    }
  }

  // What a table asks for and could not be looked up is told on the card of its slot, else on the first: whether it
  // would have mattered here, nobody knows before it is looked up.
  void tell_not_looked(const Fired& fired) {
    if ((fired.table->asked & not_looked_).none()) return;
    for (const auto input : fired.table->inputs) {
      if (model_.variables[input].kind == VariableKind::fact)
        tell_not_looked(static_cast<FactId>(input), fired.table->slot);
      else if (const auto* count = model_.count_of(input))
        for (const auto fact : count->inputs) tell_not_looked(static_cast<FactId>(fact), fired.table->slot);
    }
  }

  void tell_not_looked(FactId fact, std::optional<Slot> slot) {
    if (!not_looked_.test(static_cast<std::size_t>(fact))) return;
    CardDraft* carrier = nullptr;
    for (std::size_t i = 0; i < slot_count; ++i) {
      if (!drafts_[i]) continue;
      if (drafts_[i]->tells_missing(fact)) return;
      if (carrier == nullptr || (slot && i == static_cast<std::size_t>(*slot))) carrier = &*drafts_[i];
    }
    if (carrier != nullptr) carrier->add_missing(fact);
  }

  void add_note(const Fired& fired) {
    const Note& note = *fired.outcome->note;
    if (!note.text.applies(values_)) return;
    for (const Slot slot : note.on)
      if (auto& draft = drafts_[static_cast<std::size_t>(slot)]) return put_note(*draft, note, fired);
    if (!note.otherwise || !is_shown(*note.otherwise)) return;
    put_note(draft_in(note.otherwise_slot, *note.otherwise, fired.outcome->id), note, fired);
  }

  void put_note(CardDraft& draft, const Note& note, const Fired& fired) {
    draft.add_note(note.in, note.text);
    tell_outcome(draft, fired);
  }

  void add_data_quality() {
    if (facts_.data_quality.none()) return;
    CardDraft* carrier = nullptr;
    for (const Slot slot : model_.words.data_quality_on)
      if (auto& draft = drafts_[static_cast<std::size_t>(slot)]; draft && carrier == nullptr) carrier = &*draft;
    if (carrier == nullptr) {
      if (!is_shown(*model_.words.data_quality_card)) return;
      carrier = &draft_in(Slot::bone_density, *model_.words.data_quality_card, data_quality_card);
    }
    for (std::size_t issue = 0; issue < data_quality_issue_count; ++issue)
      if (facts_.data_quality.test(issue)) carrier->add_note(Part::found, model_.words.data_quality[issue]);
    carrier->add_advice("data-quality");
  }

  // All texts are written one behind another, then kept in one piece of memory.
  void write_texts() {
    if (advice_.cards.empty()) return;
    thread_local std::string text;
    text.clear();
    ShortList<std::size_t, 2 * slot_count> ends;
    for (const auto& drafted : drafts_) {
      if (!drafted) continue;
      drafted->append_summary(text);
      ends.push_back(text.size());
      drafted->append_detail(text);
      ends.push_back(text.size());
    }
    advice_.text = std::make_unique_for_overwrite<char[]>(text.size());
    std::ranges::copy(text, advice_.text.get());
    const char* from = advice_.text.get();
    const auto text_until = [&](std::size_t end) {
      const char* begin = std::exchange(from, advice_.text.get() + end);
      return std::string_view(begin, from);
    };
    auto end = ends.begin();
    for (auto& card : advice_.cards) {
      card.summary = text_until(*end++);
      card.detail = text_until(*end++);
    }
  }

  const Model& model_;
  const Facts& facts_;
  const FactSet not_looked_;
  Values values_;
  const Situation situation_;
  ShortList<Fired, 32> fired_;
  std::array<std::optional<CardDraft>, slot_count> drafts_;
  Advice& advice_;
};

}  // namespace

Advice Guideline::advise(const Facts& facts) const {
  Advice advice;
  Adviser(*model_, facts, advice).advise();
  return advice;
}

}  // namespace rules
