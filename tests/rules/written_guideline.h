// A small guideline in memory, one of whose files a test can change.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rules/guideline.h"

namespace rules {

class WrittenGuideline {
 public:
  WrittenGuideline();
  // Replaces the first place of `before` in the file, which must hold it.
  WrittenGuideline& change(const std::string& file, std::string_view before, std::string_view after);
  WrittenGuideline& write(const std::string& file, std::string text);

  fhir::Result<std::shared_ptr<const Guideline>> load(Occasion occasion = Occasion::order) const;
  // Why it does not load; "" if it does.
  std::string refusal(Occasion occasion = Occasion::order) const;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace rules
