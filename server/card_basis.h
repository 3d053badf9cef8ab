// Why a card is shown, for machines: the extension bone-health-cds.basis (clinical-policy.md section 7).
#pragma once

#include <span>
#include <string_view>

#include "rules/advice.h"
#include "rules/fact.h"
#include "server/guideline_json.h"
#include "server/json_bytes.h"

namespace server {

// What all cards of an answer rest on.
struct Basis {
  const rules::Facts& facts;
  const GuidelineJson& guideline;
  // Ids of cards that are left out of the answer, because a clinician has answered them before.
  std::span<const std::string_view> withheld = {};
};

// {guideline, version, rules, advice, facts: [{name, value, source?, date?}], unknown, withheld}
void write_basis(JsonBytes& json, const rules::Card& card, const Basis& basis);

}  // namespace server
