#include "fhir/version.h"

#include <gtest/gtest.h>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

TEST(FhirVersion, IsKnownByNameAndByNumber) {
  EXPECT_EQ(parse_fhir_version("R4"), FhirVersion::r4);
  EXPECT_EQ(parse_fhir_version("r4b"), FhirVersion::r4b);
  EXPECT_EQ(parse_fhir_version("Dstu2"), FhirVersion::dstu2);
  EXPECT_EQ(parse_fhir_version("1.0.2"), FhirVersion::dstu2);
  EXPECT_EQ(parse_fhir_version("3.0.2"), FhirVersion::stu3);
  EXPECT_EQ(parse_fhir_version("4.0"), FhirVersion::r4);
  EXPECT_EQ(parse_fhir_version("4.0.1"), FhirVersion::r4);
  EXPECT_EQ(parse_fhir_version("4.3.0"), FhirVersion::r4b);
  EXPECT_EQ(parse_fhir_version("5.0.0-ballot"), FhirVersion::r5);
}

TEST(FhirVersion, IsUnknownOtherwise) {
  for (const char* text : {"", "4", "4.1.0", "4.01", "R6", "FHIR R4", "40.1"})
    EXPECT_EQ(parse_fhir_version(text), std::nullopt) << text;
}

TEST(FhirVersion, IsWrittenAsItIsRead) {
  for (const auto version : {FhirVersion::dstu2, FhirVersion::stu3, FhirVersion::r4, FhirVersion::r4b, FhirVersion::r5})
    EXPECT_EQ(parse_fhir_version(to_string(version)), version);
}

std::optional<FhirVersion> version_of(const char* order) { return version_of_order(JsonText(order)); }

TEST(VersionOfOrder, IsToldByItsTypeOrItsForm) {
  for (const char* order :
       {R"({"resourceType":"MedicationOrder"})", R"({"resourceType":"DiagnosticOrder"})",
        R"({"resourceType":"ProcedureRequest","orderedOn":"2026"})", R"({"resourceType":"ReferralRequest"})"})
    EXPECT_EQ(version_of(order), FhirVersion::dstu2) << order;
  for (const char* order :
       {R"({"resourceType":"MedicationRequest","requester":{"agent":{"reference":"Practitioner/1"}}})",
        R"({"resourceType":"MedicationRequest","context":{"reference":"Encounter/1"}})",
        R"({"resourceType":"ProcedureRequest","intent":"order"})",
        R"({"resourceType":"ProcedureRequest","requester":{"agent":{}}})",
        R"({"resourceType":"ReferralRequest","intent":"order"})"})
    EXPECT_EQ(version_of(order), FhirVersion::stu3) << order;
  for (const char* order : {R"({"resourceType":"MedicationRequest","medication":{"concept":{}}})",
                            R"({"resourceType":"ServiceRequest","code":{"concept":{"text":"x"}}})"})
    EXPECT_EQ(version_of(order), FhirVersion::r5) << order;
}

TEST(VersionOfOrder, IsNotGuessed) {
  for (const char* order :
       {R"({"resourceType":"MedicationRequest","medicationCodeableConcept":{},"requester":{"reference":"x"}})",
        R"({"resourceType":"ServiceRequest","code":{"text":"x"}})", R"({"resourceType":"ServiceRequest","context":{}})",
        R"({"resourceType":"NutritionOrder"})", "{}"})
    EXPECT_EQ(version_of(order), std::nullopt) << order;
}

}  // namespace
}  // namespace fhir
