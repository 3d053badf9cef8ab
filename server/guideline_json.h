// What of a guideline is the same in every answer, made JSON once.
#pragma once

#include <string>

#include "rules/guideline.h"

namespace server {

struct GuidelineJson {
  explicit GuidelineJson(const rules::Guideline& guideline);

  std::string override_reasons;  // `,"overrideReasons":[...]`, or nothing if there are none
  std::string basis;             // `{"guideline":"...","version":"..."`: the beginning of each card's basis
};

}  // namespace server
