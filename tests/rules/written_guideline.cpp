#include "tests/rules/written_guideline.h"

#include <stdexcept>

namespace rules {
namespace {

constexpr const char* profile = R"json({
  "id": "small", "title": "A small guideline", "version": "0.1.0", "status": "draft", "sign_off": [],
  "source": "paper", "sources": { "paper": { "label": "A paper", "url": "https://example.org/paper" },
                                  "policy": { "label": "The policy", "url": "https://example.org/policy" } },
  "words": ["words.json"], "counts": ["../common/factors.json", "loss.json"],
  "tables": ["scope.json", "therapy.json", "kidney.json", "nutrition.json"],
  "never_together": [["kidney/low", "scope/child"]] })json";

constexpr const char* factors = R"json({
  "id": "factors", "is": "count", "label": "risk factors", "title": "Risk factors",
  "source": { "of": "paper", "section": "table 1" },
  "criteria": [ { "id": "age", "label": "age over 65", "when": { "age": "> 65" } },
                { "id": "smoking", "label": "smoking", "when": { "smoking": "current, former" } } ],
  "examples": [ { "given": { "age": 66 }, "expect": 1 }, { "given": { "age": 65, "smoking": null }, "expect": 0 } ] })json";

constexpr const char* loss = R"json({
  "id": "loss", "is": "any", "label": "rapid loss", "title": "Rapid loss", "source": { "of": "paper", "section": "3" },
  "criteria": [ { "id": "ten", "label": "ten percent", "when": { "annual_bmd_loss": ">= 10" } } ],
  "examples": [ { "given": { "annual_bmd_loss": 10 }, "expect": true }, { "given": {}, "expect": false } ] })json";

constexpr const char* scope = R"json({
  "id": "scope", "title": "Scope", "version": "1.0.0", "slot": "therapy", "inputs": ["age", "pregnancy"],
  "rules": [ { "id": "child", "when": { "age": "< 18" }, "then": "child", "source": { "section": "1" } },
             { "id": "pregnant", "when": { "age": ">= 18, unknown", "pregnancy": "true" }, "then": "pregnant",
               "criterion": "Pregnancy on record.", "source": { "section": "1" } },
             { "id": "other", "when": { "age": ">= 18, unknown", "pregnancy": "not(true)" }, "then": "go",
               "source": { "section": "1" } } ],
  "outcomes": { "child": { "silent": "child" }, "go": {},
    "pregnant": { "advice": ["pregnancy-conflict"], "alone": true, "card": { "topic": "PREGNANCY", "title": "Pregnancy",
      "indicator": "warning", "on_renewal": "show", "summary": "Pregnancy on record", "do": ["Check {drug}."] } } },
  "examples": [ { "given": { "age": 17.9, "pregnancy": true }, "expect": "child" },
                { "given": { "age": 18, "pregnancy": true }, "expect": "pregnant" },
                { "given": {}, "expect": "other", "then": "go" } ] })json";

constexpr const char* therapy = R"json({
  "id": "therapy", "title": "Therapy", "version": "1.0.0", "slot": "therapy", "inputs": ["t_score", "factors", "loss"],
  "rules": [ { "id": "low", "when": [ { "t_score": "<= -2.5" }, { "t_score": "(-2.5..-1.0)", "loss": "true" } ],
               "then": "treat", "criterion": "T-score {t_score}.",
               "source": { "of": "policy", "section": "4", "strength": "strong" } },
             { "id": "factors", "when": { "t_score": "> -2.5", "factors": "2", "loss": "false" }, "then": "assess",
               "criterion": "{factors} factors.", "source": { "section": "5" } },
             { "id": "few", "when": [ { "t_score": "> -2.5", "factors": "< 2", "loss": "false" },
                                      { "t_score": ">= -1", "loss": "true" }, { "t_score": "unknown" } ],
               "then": "none", "source": { "section": "6" } } ],
  "outcomes": { "none": {},
    "treat": { "advice": ["treat"], "card": { "topic": "TREAT", "title": "Treat", "indicator": "warning",
      "on_renewal": "show", "summary": "T-score {t_score}: treat", "found": ["scan"],
      "do": [ "Treat.", { "text": "BMI is {bmi}.", "when": { "bmi": "known" } } ], "evidence": ["It helps.", "Much."],
      "not_found": ["bmi", "smoking"], "suggestions": [ "order", { "id": "second", "when": { "bmi": "known" } } ] } },
    "assess": { "advice": ["assess"], "card": { "topic": "ASSESS", "title": "Assess", "indicator": "info",
      "on_renewal": "silent", "summary": "{factors} risk factors", "do": ["Assess."] } } },
  "examples": [ { "given": { "t_score": -2.5, "factors": 0, "loss": false }, "expect": "low" },
                { "given": { "t_score": -2.4, "factors": 2, "loss": false }, "expect": "factors" },
                { "given": { "t_score": -2.4, "factors": 1, "loss": false }, "expect": "few" } ] })json";

constexpr const char* kidney = R"json({
  "id": "kidney", "title": "Kidney", "version": "1.0.0", "slot": "therapy", "inputs": ["scope", "egfr", "therapy"],
  "rules": [ { "id": "low", "when": { "scope": "not(child)", "egfr": "< 30", "therapy": "treat" }, "then": "low",
               "criterion": "eGFR below 30.", "source": { "section": "7" } },
             { "id": "alone", "when": { "scope": "not(child)", "egfr": "< 30", "therapy": "none, assess" },
               "then": "alone", "criterion": "eGFR {egfr}.", "source": { "section": "7" } },
             { "id": "fine", "when": [ { "scope": "not(child)", "egfr": ">= 30, unknown" }, { "scope": "child" } ],
               "then": "fine", "source": { "section": "7" } } ],
  "outcomes": { "fine": {},
    "low": { "advice": ["kidney"], "note": { "in": "cautions", "on": ["therapy"], "text": "Kidney at {t_score}." } },
    "alone": { "advice": ["kidney"], "note": { "in": "do", "on": ["nutrition", "therapy"], "text": "Refer.",
      "otherwise": { "slot": "therapy", "topic": "KIDNEY", "title": "Kidney", "indicator": "warning",
        "on_renewal": "silent", "summary": "eGFR {egfr}", "do": ["Refer."] } } } },
  "examples": [ { "given": { "scope": "go", "egfr": 29, "therapy": "treat" }, "expect": "low" },
                { "given": { "scope": "go", "egfr": 29, "therapy": "none" }, "expect": "alone" },
                { "given": { "scope": "child", "egfr": 30, "therapy": "none" }, "expect": "fine" } ] })json";

constexpr const char* nutrition = R"json({
  "id": "nutrition", "title": "Nutrition", "version": "1.0.0", "slot": "nutrition", "inputs": ["smoking"],
  "rules": [ { "id": "smokes", "when": { "smoking": "current" }, "then": "stop", "criterion": "Smokes.",
               "source": { "section": "8" } },
             { "id": "not", "when": { "smoking": "former, never" }, "then": "note", "source": { "section": "8" } },
             { "id": "unknown", "when": { "smoking": "unknown" }, "then": "none", "source": { "section": "8" } } ],
  "outcomes": { "none": {}, "note": { "note": { "in": "found", "on": ["therapy"], "text": "No smoker: {smoking}." } },
    "stop": { "advice": ["smoking-cessation"], "card": { "topic": "SMOKING", "title": "Smoking", "indicator": "info",
      "on_renewal": "silent", "summary": "Smoker", "do": "Stop." } } },
  "examples": [ { "given": { "smoking": "current" }, "expect": "smokes" },
                { "given": { "smoking": "never" }, "expect": "not" }, { "given": {}, "expect": "unknown" } ] })json";

std::string words() {
  std::string text = R"json({
  "findings": { "scan": { "text": "T-score {t_score} on {t_score_date}.", "when": { "t_score": "known" } },
                "body": { "text": "BMI {bmi}.", "when": { "bmi": "known" } } },
  "suggestions": {
    "order": { "label": "Order", "description": "Orders.", "resource": { "resourceType": "ServiceRequest", "status": "draft" } },
    "second": { "label": "More", "description": "Orders more.",
                "resource": { "resourceType": "MedicationRequest", "status": "draft", "intent": "proposal" } } },
  "override_reasons": [ { "code": "done", "system": "urn:reasons", "display": "Done elsewhere" } ],
  "data_quality": { "_on": ["bone-density", "therapy"], "_card": { "topic": "QUALITY", "title": "Data quality",
    "indicator": "info", "on_renewal": "silent", "summary": "Data could not be used", "do": ["Check."] })json";
  for (std::size_t issue = 0; issue < data_quality_issue_count; ++issue) {
    const std::string name(name_of(static_cast<DataQualityIssue>(issue)));
    text += ", \"" + name + "\": \"It is " + name + ".\"";
  }
  return text + "} }";
}

}  // namespace

WrittenGuideline::WrittenGuideline()
    : files_{{"profile.json", profile},     {"../common/factors.json", factors},
             {"loss.json", loss},           {"scope.json", scope},
             {"therapy.json", therapy},     {"kidney.json", kidney},
             {"nutrition.json", nutrition}, {"words.json", words()}} {}

WrittenGuideline& WrittenGuideline::change(const std::string& file, std::string_view before, std::string_view after) {
  auto& text = files_.at(file);
  const auto at = text.find(before);
  if (at == std::string::npos) throw std::invalid_argument(file + " does not hold " + std::string(before));
  text.replace(at, before.size(), after);
  return *this;
}

WrittenGuideline& WrittenGuideline::write(const std::string& file, std::string text) {
  files_[file] = std::move(text);
  return *this;
}

fhir::Result<std::shared_ptr<const Guideline>> WrittenGuideline::load(Occasion occasion) const {
  const std::filesystem::path folder = "small";
  const auto read = [&](const std::filesystem::path& path) -> fhir::Result<std::string> {
    for (const auto& [name, text] : files_)
      if (folder / name == path) return text;
    return fhir::issue(fhir::IssueType::not_found, "cannot be opened");
  };
  return Guideline::load(folder, read, occasion);
}

std::string WrittenGuideline::refusal(Occasion occasion) const {
  const auto guideline = load(occasion);
  return guideline ? "" : guideline.error().diagnostics;
}

}  // namespace rules
