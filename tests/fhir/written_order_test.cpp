#include "fhir/written_order.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

const JsonText scan(R"({"resourceType":"ServiceRequest","status":"draft","intent":"proposal","code":{"text":"DXA"},
    "category":[{"text":"imaging"}],"reasonCode":[{"text":"a"},{"text":"b"}]})");
const JsonText drug(R"({"resourceType":"MedicationRequest","status":"draft","category":[{"text":"c"}],
    "medicationCodeableConcept":{"text":"calcium"},
    "dosageInstruction":[{"text":"daily","doseAndRate":[{"type":{"text":"t"},"doseQuantity":{"value":1}}]}]})");

TEST(WrittenOrder, IsAsInTheGuidelineForR4) {
  const std::string text =
      R"({"resourceType":"ServiceRequest","status":"draft","intent":"proposal","code":{"text":"DXA"},)"
      R"("category":[{"text":"imaging"}],"reasonCode":[{"text":"a"},{"text":"b"}])";
  EXPECT_EQ(written_order(scan, FhirVersion::r4), text);
  EXPECT_EQ(written_order(scan, FhirVersion::r4b), text);
}

TEST(WrittenOrder, HasTheTypesAndDosagesOfStu3) {
  EXPECT_EQ(written_order(scan, FhirVersion::stu3),
            R"({"resourceType":"ProcedureRequest","status":"draft","intent":"proposal","code":{"text":"DXA"},)"
            R"("category":[{"text":"imaging"}],"reasonCode":[{"text":"a"},{"text":"b"}])");
  EXPECT_EQ(written_order(drug, FhirVersion::stu3),
            R"({"resourceType":"MedicationRequest","status":"draft","category":{"text":"c"},)"
            R"("medicationCodeableConcept":{"text":"calcium"},)"
            R"("dosageInstruction":[{"text":"daily","doseQuantity":{"value":1}}])");
}

TEST(WrittenOrder, HasTheCodeableReferencesOfR5) {
  EXPECT_EQ(
      written_order(scan, FhirVersion::r5),
      R"({"resourceType":"ServiceRequest","status":"draft","intent":"proposal","code":{"concept":{"text":"DXA"}},)"
      R"("category":[{"text":"imaging"}],"reason":[{"concept":{"text":"a"}},{"concept":{"text":"b"}}])");
  EXPECT_EQ(written_order(drug, FhirVersion::r5),
            R"({"resourceType":"MedicationRequest","status":"draft","category":[{"text":"c"}],)"
            R"("medication":{"concept":{"text":"calcium"}},"dosageInstruction":[{"text":"daily",)"
            R"("doseAndRate":[{"type":{"text":"t"},"doseQuantity":{"value":1}}]}])");
}

TEST(WrittenOrder, IsNotMadeForDstu2) { EXPECT_EQ(written_order(scan, FhirVersion::dstu2), ""); }

TEST(WrittenOrder, KeepsEmptyListsValid) {
  const JsonText empty(R"({"resourceType":"MedicationRequest","category":[]})");
  EXPECT_EQ(written_order(empty, FhirVersion::stu3).find("[]"), std::string::npos);
}

TEST(IsWritable, IsTrueOfWhatEveryVersionHas) {
  EXPECT_TRUE(is_writable("code"));
  EXPECT_FALSE(is_writable("orderDetail"));
}

TEST(EncounterElement, IsContextInStu3) {
  EXPECT_EQ(encounter_element(FhirVersion::stu3), "context");
  EXPECT_EQ(encounter_element(FhirVersion::r5), "encounter");
}

}  // namespace
}  // namespace fhir
