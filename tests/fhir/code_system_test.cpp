#include "fhir/code_system.h"

#include <gtest/gtest.h>

#include <string>

namespace fhir {
namespace {

TEST(CodeSystem, IsKnownByUrlAndByOid) {
  EXPECT_EQ(code_system("http://www.nlm.nih.gov/research/umls/rxnorm"), CodeSystem::rxnorm);
  EXPECT_EQ(code_system("urn:oid:2.16.840.1.113883.6.88"), CodeSystem::rxnorm);
  EXPECT_EQ(code_system("2.16.840.1.113883.6.88"), CodeSystem::rxnorm);
  EXPECT_EQ(code_system("urn:oid:2.16.840.1.113883.6.69"), CodeSystem::ndc);
  EXPECT_EQ(code_system("http://hl7.org/fhir/sid/icd-10"), CodeSystem::icd_10);
  EXPECT_EQ(code_system("urn:oid:2.16.840.1.113883.6.90"), CodeSystem::icd_10);
  EXPECT_EQ(code_system("http://hl7.org/fhir/v3/RoleCode"), CodeSystem::role_code);
}

TEST(CodeSystem, IsNothingForOthers) {
  EXPECT_FALSE(code_system(""));
  EXPECT_FALSE(code_system("urn:oid:"));
  EXPECT_FALSE(code_system("http://loinc.org/"));
  EXPECT_FALSE(code_system("urn:oid:2.16.840.1.113883.6.253"));  // a drug file of Epic's
}

std::string key(CodeSystem system, std::string_view code) { return std::string(CodeKey(system, code).text()); }

TEST(CodeKey, LeavesOutTheDotOfIcd10AndTheCase) {
  EXPECT_EQ(key(CodeSystem::icd_10, "C50.911"), key(CodeSystem::icd_10, "c50911"));
  EXPECT_NE(key(CodeSystem::loinc, "1.1"), key(CodeSystem::loinc, "11"));
  EXPECT_EQ(key(CodeSystem::atc, "l02bg04"), key(CodeSystem::atc, "L02BG04"));
  EXPECT_NE(key(CodeSystem::rxnorm, "72965"), key(CodeSystem::snomed_ct, "72965"));
}

TEST(CodeKey, ReadsNdcInEverySpelling) {
  const std::string digits = key(CodeSystem::ndc, "00078024915");
  EXPECT_EQ(key(CodeSystem::ndc, "0078-0249-15"), digits);   // 4-4-2
  EXPECT_EQ(key(CodeSystem::ndc, "00078-249-15"), digits);   // 5-3-2
  EXPECT_EQ(key(CodeSystem::ndc, "00078-0249-15"), digits);  // 5-4-2
  EXPECT_EQ(key(CodeSystem::ndc, "12345-6789-1"), key(CodeSystem::ndc, "12345678901"));
  EXPECT_NE(key(CodeSystem::ndc, "0078-0249"), digits);  // no package
}

TEST(CodeKey, IsNothingForWhatIsNoCode) {
  EXPECT_EQ(key(CodeSystem::loinc, ""), "");
  EXPECT_EQ(key(CodeSystem::loinc, std::string(33, '1')), "");
  EXPECT_EQ(key(CodeSystem::loinc, std::string(32, '1')).size(), 33u);
  EXPECT_EQ(key(CodeSystem::ndc, "-" + std::string(30, '1') + "-").size(),
            38u);  // the longest there can be: still held
}

TEST(CodeSystem, OnlyClassificationsHaveFamilies) {
  EXPECT_TRUE(has_families(CodeSystem::icd_10));
  EXPECT_TRUE(has_families(CodeSystem::atc));
  EXPECT_FALSE(has_families(CodeSystem::snomed_ct));
}

}  // namespace
}  // namespace fhir
