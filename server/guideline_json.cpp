#include "server/guideline_json.h"

#include "server/json_bytes.h"

namespace server {
namespace {

std::string override_reasons_of(const rules::Guideline& guideline) {
  if (guideline.override_reasons().empty()) return "";
  JsonBytes json;
  json.raw(R"(,"overrideReasons":[)");
  for (const auto& reason : guideline.override_reasons()) {
    if (&reason != &guideline.override_reasons().front()) json.put(',');
    json.member(R"({"code":)", reason.code);
    json.member(R"(,"system":)", reason.system);
    json.member(R"(,"display":)", reason.display);
    json.put('}');
  }
  json.put(']');
  return std::string(json.view());
}

std::string basis_of(const rules::Guideline& guideline) {
  JsonBytes json;
  json.member(R"({"guideline":)", guideline.id());
  json.member(R"(,"version":)", guideline.version());
  return std::string(json.view());
}

}  // namespace

GuidelineJson::GuidelineJson(const rules::Guideline& guideline)
    : override_reasons(override_reasons_of(guideline)), basis(basis_of(guideline)) {}

}  // namespace server
