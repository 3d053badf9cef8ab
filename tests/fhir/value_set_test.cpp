#include "fhir/value_set.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

constexpr const char* loinc = "http://loinc.org";
constexpr const char* icd_10_cm = "http://hl7.org/fhir/sid/icd-10-cm";

std::string value_set(const std::string& include, const std::string& id = "letrozole") {
  return R"({"resourceType":"ValueSet","id":")" + id + R"(","compose":{"include":[)" + include + "]}}";
}
std::string codes(const std::string& system, const std::string& code) {
  return R"({"system":")" + system + R"(","concept":[{"code":")" + code + R"("}]})";
}
std::string family(const std::string& system, const std::string& code) {
  return R"({"system":")" + system + R"(","filter":[{"property":"concept","op":"is-a","value":")" + code + R"("}]})";
}
std::string name(const std::string& text) { return codes("urn:bone-health-cds:drug-name", text); }

// A Terminology of one set, "letrozole".
Terminology of(const std::string& include) {
  Terminology terminology;
  const JsonText resource(value_set(include));
  const auto added = terminology.add(resource);
  EXPECT_TRUE(added) << added.error().diagnostics;
  return terminology;
}

bool holds(const Terminology& terminology, std::string_view system, std::string_view code) {
  return in(terminology.sets_of(system, code), ValueSetId::letrozole);
}
bool names(const Terminology& terminology, std::string_view text) {
  return in(terminology.sets_named_in(text), ValueSetId::letrozole);
}

TEST(Terminology, FindsACodeInItsSystemOnly) {
  const auto terminology = of(codes("http://www.nlm.nih.gov/research/umls/rxnorm", "72965"));
  EXPECT_TRUE(holds(terminology, "http://www.nlm.nih.gov/research/umls/rxnorm", "72965"));
  EXPECT_TRUE(holds(terminology, "urn:oid:2.16.840.1.113883.6.88", "72965"));
  EXPECT_FALSE(holds(terminology, "http://snomed.info/sct", "72965"));
  EXPECT_FALSE(holds(terminology, "urn:oid:2.16.840.1.113883.6.253", "72965"));
  EXPECT_FALSE(holds(terminology, "", "72965"));
  EXPECT_FALSE(holds(terminology, "http://www.nlm.nih.gov/research/umls/rxnorm", ""));
  EXPECT_FALSE(holds(terminology, "http://www.nlm.nih.gov/research/umls/rxnorm", "7296"));
  EXPECT_FALSE(holds(terminology, "http://www.nlm.nih.gov/research/umls/rxnorm", std::string(100, '7')));
}

TEST(Terminology, FindsTheMembersOfAFamily) {
  const auto terminology = of(family(icd_10_cm, "C50"));
  EXPECT_TRUE(holds(terminology, icd_10_cm, "C50.911"));
  EXPECT_TRUE(holds(terminology, "http://hl7.org/fhir/sid/icd-10", "C50"));
  EXPECT_TRUE(holds(terminology, icd_10_cm, "c50911"));
  EXPECT_FALSE(holds(terminology, icd_10_cm, "C5"));
  EXPECT_FALSE(holds(terminology, icd_10_cm, "D05.1"));
  EXPECT_FALSE(holds(terminology, loinc, "C50.9"));
  EXPECT_TRUE(terminology.codes_of(ValueSetId::letrozole).empty());
}

TEST(Terminology, KnowsSeveralSetsOfOneCode) {
  Terminology terminology;
  EXPECT_TRUE(terminology.add(JsonText(value_set(codes(loinc, "1-8")))));
  EXPECT_TRUE(terminology.add(JsonText(value_set(codes(loinc, "1-8"), "egfr"))));
  const Membership sets = terminology.sets_of(loinc, "1-8");
  EXPECT_TRUE(in(sets, ValueSetId::letrozole));
  EXPECT_TRUE(in(sets, ValueSetId::egfr));
  EXPECT_EQ(sets.count(), 2u);
}

TEST(Terminology, ReadsConceptsAndCodings) {
  const auto terminology = of(codes(loinc, "38267-1"));
  const auto found = [&](const std::string& text) {
    return in(terminology.sets_of(JsonText(text).root()), ValueSetId::letrozole);
  };
  EXPECT_TRUE(found(R"({"system":"http://loinc.org","code":"38267-1"})"));
  EXPECT_TRUE(found(R"({"coding":[{"system":"s","code":"c"},{"system":"http://loinc.org","code":"38267-1"}]})"));
  EXPECT_TRUE(found(R"({"coding":{"system":"http://loinc.org","code":"38267-1"}})"));
  EXPECT_FALSE(found(R"({"coding":[],"system":"http://loinc.org","code":"38267-1"})"));
  EXPECT_FALSE(found(R"({"coding":[{"system":"http://loinc.org","code":38267}]})"));
  EXPECT_FALSE(found(R"({"coding":[{"system":"http://loinc.org","display":"38267-1"}]})"));
  EXPECT_FALSE(found("null"));
}

TEST(Terminology, FindsADrugByWholeWordsInAnyCase) {
  const auto terminology = of(name("letrozole") + "," + name("Calcium Carbonate"));
  for (const char* text :
       {"letrozole", "LETROZOLE 2.5 MG PO TABS", "Tab. Letrozole", "(letrozole)", "[LETROZOLE]", "{letrozole}",
        "x letrozole-abcd", "take calcium carbonate daily", "calcium; calcium carbonate"})
    EXPECT_TRUE(names(terminology, text)) << text;
  for (const char* text :
       {"", "letrozoles", "aletrozole", "letrozole2", "ZZ letrozolE9", "[letrozole9]", "l\u00e9letrozole",
        "letrozol\u00e9", "letrozole\u00e9", "calcium", "calcium carbonates", "calcium citrate"})
    EXPECT_FALSE(names(terminology, text)) << text;
}

TEST(Terminology, ReadsTextAndDisplays) {
  const auto terminology = of(name("letrozole"));
  const auto found = [&](const std::string& text) {
    return in(terminology.sets_named_in(JsonText(text).root()), ValueSetId::letrozole);
  };
  EXPECT_TRUE(found(R"({"text":"letrozole"})"));
  EXPECT_TRUE(found(R"({"reference":"Medication/1","display":"Letrozole"})"));
  EXPECT_TRUE(found(R"({"coding":[{"display":"x"},{"display":"Letrozole"}]})"));
  EXPECT_FALSE(found(R"({"coding":[{"code":"letrozole"}]})"));
}

TEST(Terminology, ListsCodesInTheOrderOfTheFile) {
  const auto terminology = of(codes(loinc, "2-2") + "," + codes("http://snomed.info/sct", "9") + "," +
                              codes(loinc, "1-1") + "," + name("x"));
  const auto listed = terminology.codes_of(ValueSetId::letrozole);
  ASSERT_EQ(listed.size(), 3u);
  EXPECT_EQ(listed[0].code, "2-2");
  EXPECT_EQ(listed[1].system, "http://snomed.info/sct");
  EXPECT_EQ(listed[2].code, "1-1");
}

TEST(Terminology, TellsWhichSetsAreMissing) {
  EXPECT_EQ(Terminology().missing().size(), value_set_count);
  const auto missing = of(codes(loinc, "1-1")).missing();
  EXPECT_EQ(missing.size(), value_set_count - 1);
  EXPECT_EQ(missing.front(), name_of(ValueSetId::anastrozole));
}

IssueType refusal(const std::string& text) {
  Terminology terminology;
  const auto added = terminology.add(JsonText(text).root());
  EXPECT_FALSE(added) << text;
  return added ? IssueType::exception : added.error().code;
}

TEST(Terminology, RefusesWhatIsNoValueSetOfOurs) {
  EXPECT_EQ(refusal("{}"), IssueType::invalid);
  EXPECT_EQ(refusal(R"({"resourceType":"CodeSystem","id":"letrozole"})"), IssueType::invalid);
  EXPECT_EQ(refusal(value_set(codes(loinc, "1-1"), "letrozol")), IssueType::value);
}

TEST(Terminology, RefusesASetTwice) {
  Terminology terminology;
  const JsonText resource(value_set(codes(loinc, "1-1")));
  EXPECT_TRUE(terminology.add(resource));
  const auto again = terminology.add(resource);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, IssueType::conflict);
}

TEST(Terminology, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(refusal(value_set("")), IssueType::not_supported);
  EXPECT_EQ(refusal(R"({"resourceType":"ValueSet","id":"letrozole"})"), IssueType::not_supported);
  EXPECT_EQ(refusal(R"({"resourceType":"ValueSet","id":"letrozole","compose":{"include":{"system":"x"}}})"),
            IssueType::not_supported);
  EXPECT_EQ(refusal(R"({"resourceType":"ValueSet","id":"letrozole","compose":{"exclude":[],"include":[)" +
                    codes(loinc, "1-1") + "]}}"),
            IssueType::not_supported);
  EXPECT_EQ(refusal(value_set(R"({"system":"http://loinc.org"})")), IssueType::not_supported);  // the whole of LOINC
  EXPECT_EQ(refusal(value_set(R"({"system":"http://loinc.org","valueSet":["u"],"concept":[{"code":"1-1"}]})")),
            IssueType::not_supported);
  EXPECT_EQ(refusal(value_set(R"({"valueSet":["http://example.org/ValueSet/other"]})")), IssueType::value);
  EXPECT_EQ(refusal(value_set(codes("http://loinc.org/", "1-1"))), IssueType::value);
}

TEST(Terminology, RefusesFiltersOtherThanFamilies) {
  EXPECT_EQ(refusal(value_set(family("http://snomed.info/sct", "64859006"))), IssueType::not_supported);
  for (const char* filter : {R"({"property":"concept","op":"descendent-of","value":"C50"})",
                             R"({"property":"parent","op":"is-a","value":"C50"})", "{}"})
    EXPECT_EQ(
        refusal(value_set(std::string(R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","filter":[)") + filter + "]}")),
        IssueType::not_supported)
        << filter;
}

TEST(Terminology, RefusesCodesThatCannotBeOnes) {
  for (const char* code : {"", " 1-1", "1-1 ", "1,2", "1|2", "1&_count=1", "C50.-*", "\u0661"})
    EXPECT_EQ(refusal(value_set(codes(loinc, code))), IssueType::value) << code;
  EXPECT_EQ(refusal(value_set(codes(loinc, std::string(33, '1')))), IssueType::value);
  EXPECT_EQ(refusal(value_set(R"({"system":"http://loinc.org","concept":[{"code":7}]})")), IssueType::value);
  for (const char* code : {"", "C50*", "C50.-9 "})
    EXPECT_EQ(refusal(value_set(family(icd_10_cm, code))), IssueType::value) << code;
  for (const char* text : {"", "-letrozole", "letrozole "}) EXPECT_EQ(refusal(value_set(name(text))), IssueType::value);
}

}  // namespace
}  // namespace fhir
