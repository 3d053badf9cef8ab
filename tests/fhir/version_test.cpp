#include "fhir/version.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace fhir
