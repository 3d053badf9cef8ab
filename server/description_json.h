// Guidelines as JSON, for the page on which clinicians read them (web/src/common/api.ts, Guideline).
#pragma once

#include <string_view>

#include "rules/guideline.h"
#include "server/json_writer.h"

namespace server {

// By which name the pages ask for a guideline, and of which files it was read.
struct GuidelineIdentity {
  std::string_view key;
  std::string_view sha256;
};

std::string_view word_of(rules::Occasion occasion);
void write_description(JsonWriter& json, const rules::Guideline& guideline, rules::Occasion occasion,
                       const GuidelineIdentity& identity);

}  // namespace server
