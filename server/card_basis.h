// Why a card is shown, for machines: the extension bone-health-cds.basis (clinical-policy.md section 7).
#pragma once

#include "rules/advice.h"
#include "rules/fact.h"
#include "rules/guideline.h"
#include "server/json_writer.h"

namespace server {

// {guideline, version, rules, advice, facts: [{name, value, source?, date?}], unknown}
void write_basis(JsonWriter& json, const rules::Card& card, const rules::Facts& facts,
                 const rules::Guideline& guideline);

}  // namespace server
