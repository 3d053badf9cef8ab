#include "fhir/written_order.h"

#include <functional>

#include "fhir/ascii.h"
#include "fhir/json_text.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

class Members {
 public:
  void add(std::string_view name, std::string_view json) {
    text_.append(text_.size() > 1 ? ",\"" : "\"").append(name).append("\":").append(json);
  }
  void add(std::string_view name, Json value) {
    if (value.exists()) add(name, to_text(value));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_ = "{";
};

std::string list_of(Json list, const std::function<std::string(Json)>& write) {
  std::string text = "[";
  for (const Json each : list.each()) text.append(text.size() > 1 ? "," : "").append(write(each));
  return text + "]";
}

Json first_in(Json list) {
  for (const Json each : list.each()) return each;
  return {};
}

// A CodeableReference, http://hl7.org/fhir/R5/references.html#CodeableReference
std::string as_reference(Json concept_) { return R"({"concept":)" + to_text(concept_) + "}"; }

// Before R4 a dosage has one dose and rate, among its own elements: http://hl7.org/fhir/STU3/dosage.html
std::string stu3_dosage(Json dosage) {
  Members members;
  for (const auto& [name, value] : dosage.members()) {
    if (name != "doseAndRate") {
      members.add(name, value);
      continue;
    }
    for (const auto& [part, quantity] : first_in(value).members())
      if (part != "type") members.add(part, quantity);
  }
  return members.text() + "}";
}

// http://hl7.org/fhir/STU3/procedurerequest.html, .../medicationrequest.html
void add_as_stu3(Members& members, std::string_view name, Json value, bool is_for_drug) {
  if (name == "resourceType" && value.text() == "ServiceRequest")
    members.add(name, R"("ProcedureRequest")");
  else if (name == "category" && is_for_drug)
    members.add(name, first_in(value));
  else if (name == "dosageInstruction")
    members.add(name, list_of(value, stu3_dosage));
  else
    members.add(name, value);
}

// http://hl7.org/fhir/R5/servicerequest.html, .../medicationrequest.html
void add_as_r5(Members& members, std::string_view name, Json value) {
  if (name == "code")
    members.add(name, as_reference(value));
  else if (name == "medicationCodeableConcept")
    members.add("medication", as_reference(value));
  else if (name == "reasonCode")
    members.add("reason", list_of(value, as_reference));
  else
    members.add(name, value);
}

}  // namespace

bool is_writable(std::string_view element) {
  return is_one_of(element, {"resourceType", "status", "intent", "priority", "category", "code", "bodySite",
                             "medicationCodeableConcept", "reasonCode", "dosageInstruction", "note"});
}

std::string written_order(Json order, FhirVersion version) {
  if (version == FhirVersion::dstu2) return "";
  const bool is_for_drug = resource_type(order) == "MedicationRequest";
  Members members;
  for (const auto& [name, value] : order.members()) {
    if (version == FhirVersion::stu3)
      add_as_stu3(members, name, value, is_for_drug);
    else if (version == FhirVersion::r5)
      add_as_r5(members, name, value);
    else
      members.add(name, value);
  }
  return members.text();
}

std::string_view encounter_element(FhirVersion version) {
  return version == FhirVersion::stu3 ? "context" : "encounter";
}

}  // namespace fhir
