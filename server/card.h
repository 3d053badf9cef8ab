// Advice as the answer of a CDS Service: CDS Hooks "CDS Service Response" (R90-R147).
#pragma once

#include <string>

#include "rules/advice.h"
#include "server/card_basis.h"
#include "server/card_identity.h"
#include "server/card_style.h"

namespace server {

// {"cards": [...]}, without null or empty members (R2, R3), the same bytes for the same input. The only text out of the
// call that can be in it is validated ids: of the patient, the encounter and the resources that facts came from.
// `uuids` are those of the advice's cards.
std::string cards_json(const rules::Advice& advice, const CardUuids& uuids, const Basis& basis, const Call& call,
                       const CardStyle& style = usual_card_style());

}  // namespace server
