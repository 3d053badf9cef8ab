// The words of a guideline file as its author wrote them, with {names} where values will stand: for those who read and
// sign it. Internal to rules/.
#pragma once

#include <string>

#include "rules/guideline_model.h"

namespace rules {

std::string plain(const CardText& text, const Guideline::Model& model);
// All alternatives, in the order in which they are tried.
std::string plain(const Wording& wording, const Guideline::Model& model);
// "Hadji P et al. ..., risk factors; strong"
std::string provenance(const Provenance& source, const Guideline::Model& model);

}  // namespace rules
