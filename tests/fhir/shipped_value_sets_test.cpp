// The value sets as shipped: all there, none empty, each code with a source, and the codes of the clinical policy in
// the sets where it has them.
#include "tests/fhir/shipped_value_sets.h"

#include <gtest/gtest.h>

#include <string>

namespace fhir {
namespace {

TEST(ShippedValueSets, AreAllThere) {
  EXPECT_TRUE(shipped_terminology().missing().empty());
  EXPECT_EQ(shipped_value_set_files().size(), value_set_count);
}

// Calls `check` with each concept and filter of each file, and its system.
template <class Check>
void for_each_meaning(Check check) {
  for (const auto& file : shipped_value_set_files()) {
    const JsonText set(text_of(file));
    std::size_t meanings = 0;
    for (const Json include : set.root()["compose"]["include"].elements())
      for (const char* kind : {"concept", "filter"})
        for (const Json meaning : include[kind].elements()) {
          check(file.filename().string(), include["system"].text(), meaning);
          ++meanings;
        }
    EXPECT_GT(meanings, 0u) << file;
  }
}

TEST(ShippedValueSets, NameTheSourceOfEveryCode) {
  for_each_meaning([](const std::string& file, std::string_view, Json meaning) {
    const Json extension = *meaning["extension"].elements().begin();
    EXPECT_EQ(extension["url"].text(), "urn:bone-health-cds:source") << file;
    EXPECT_FALSE(extension["valueString"].text().empty()) << file;
  });
}

TEST(ShippedValueSets, DisplayEveryCodeButThoseOfTheAma) {
  for_each_meaning([](const std::string& file, std::string_view system, Json meaning) {
    const bool is_code = meaning["code"].exists() && !system.ends_with("drug-name");
    EXPECT_EQ(meaning["display"].exists(), is_code && !system.ends_with("/cpt")) << file << meaning["code"].text();
  });
}

TEST(ShippedValueSets, AreStandardResources) {
  for (const auto& file : shipped_value_set_files()) {
    const JsonText set(text_of(file));
    const std::string id(set.root()["id"].text());
    EXPECT_EQ(file.filename(), id + ".json");
    EXPECT_EQ(set.root()["url"].text(), "urn:bone-health-cds:value-set:" + id);
    EXPECT_EQ(set.root()["status"].text(), "draft") << file;
    EXPECT_FALSE(set.root()["name"].text().empty() || set.root()["title"].text().empty()) << file;
  }
}

void expect_in(ValueSetId set, std::string_view system, std::string_view code) {
  EXPECT_TRUE(in(shipped_terminology().sets_of(system, code), set)) << name_of(set) << " " << code;
}
void expect_not_in(ValueSetId set, std::string_view system, std::string_view code) {
  EXPECT_FALSE(in(shipped_terminology().sets_of(system, code), set)) << name_of(set) << " " << code;
}
constexpr std::string_view icd = "http://hl7.org/fhir/sid/icd-10-cm";
constexpr std::string_view loinc = "http://loinc.org";
constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

TEST(ShippedValueSets, KnowTheInhibitorsByCodeAndName) {
  expect_in(ValueSetId::letrozole, rxnorm, "200064");
  expect_in(ValueSetId::letrozole, rxnorm, "1923053");  // with ribociclib
  expect_in(ValueSetId::letrozole, "urn:oid:2.16.840.1.113883.6.69", "00078024915");
  expect_in(ValueSetId::other_aromatase_inhibitor, "http://www.whocc.no/atc", "L02BG04");
  expect_not_in(ValueSetId::other_aromatase_inhibitor, "http://www.whocc.no/atc", "L02BA01");  // tamoxifen
  EXPECT_TRUE(in(shipped_terminology().sets_named_in("Femara 2.5 mg"), ValueSetId::letrozole));
  EXPECT_TRUE(shipped_terminology().sets_named_in("tamoxifen 20 mg tablet").none());
}

TEST(ShippedValueSets, KeepSitesAndScoresApart) {
  expect_in(ValueSetId::t_score_lumbar_spine, loinc, "38267-1");
  expect_in(ValueSetId::t_score_forearm, loinc, "38265-5");
  expect_in(ValueSetId::z_score, loinc, "85394-5");
  expect_in(ValueSetId::z_score_other_site, loinc, "80941-8");
  for (const auto set : {ValueSetId::z_score, ValueSetId::z_score_other_site})
    for (const auto& code : shipped_terminology().codes_of(set))
      EXPECT_EQ(shipped_terminology().sets_of(code.system, code.code).count(), 1u) << code.code;
}

// A client sends ICD-10-CM or the ICD-10 of the WHO, which has fewer digits, and where both have a code they agree.
void expect_in_icd(ValueSetId set, std::initializer_list<std::string_view> codes) {
  for (const auto code : codes) {
    expect_in(set, icd, code);
    expect_in(set, "http://hl7.org/fhir/sid/icd-10", code);
  }
}
void expect_not_in_icd(ValueSetId set, std::initializer_list<std::string_view> codes) {
  for (const auto code : codes) expect_not_in(set, icd, code);
}

TEST(ShippedValueSets, KnowTheOesophagusAndTheBonesInBothClassifications) {
  expect_in_icd(ValueSetId::bone_metastasis, {"C79.5", "C79.51", "C79.52"});
  expect_not_in_icd(ValueSetId::bone_metastasis, {"C79.3", "C79"});
  expect_in_icd(ValueSetId::oesophageal_disorder,
                {"K20", "K20.80", "K20.81", "K20.90", "K20.91", "K21.0", "K21.00", "K21.01", "K22.0", "K22.1", "K22.2",
                 "K22.7", "K22.70", "K22.710", "K22.719"});
  expect_not_in_icd(ValueSetId::oesophageal_disorder, {"K21.9", "K21", "K25.9"});
}

TEST(ShippedValueSets, KnowOsteoporosisAndItsFracturesInBothClassifications) {
  expect_in_icd(ValueSetId::osteoporosis, {"M80", "M80.08XA", "M80.4", "M80.9", "M81", "M81.0", "M81.1", "M81.4",
                                           "M81.5", "M81.8", "M81.9", "M81.95", "M82.1"});
  expect_not_in_icd(ValueSetId::osteoporosis, {"M81.6", "M85.8", "M83.0"});  // of one region; osteopenia; osteomalacia
  expect_in_icd(ValueSetId::fragility_fracture, {"M80.08XA", "M80.4", "M80.95"});
  expect_in_icd(ValueSetId::hip_fracture, {"S72.0", "S72.001A", "S72.1", "S72.141A", "S72.2", "S72.21XA"});
  expect_not_in_icd(ValueSetId::hip_fracture, {"S72.3", "S72.9", "S72"});
  expect_in_icd(ValueSetId::hip_or_vertebral_fracture, {"S72.0", "S72.1", "S72.2", "S22.0", "S22.080A", "S22.1",
                                                        "S32.0", "S32.010A", "M48.5", "M48.56XA", "T08"});
  expect_not_in_icd(ValueSetId::hip_or_vertebral_fracture, {"S22.3", "S32.1", "S32.5", "M48.4", "S12.0"});
  expect_in_icd(ValueSetId::high_energy_or_tumour_cause, {"M90.7", "M84.58XA"});
}

TEST(ShippedValueSets, KnowStatesOfLifeInBothClassifications) {
  expect_in_icd(ValueSetId::pregnancy, {"Z33", "Z33.1", "Z34.9", "Z35.9", "O09.90"});
  expect_not_in_icd(ValueSetId::pregnancy, {"Z33.2", "Z32.0"});  // termination; a test without its result
  expect_in_icd(ValueSetId::menopause,
                {"E28.3", "E28.310", "E28.39", "E89.4", "E89.41", "N95.0", "N95.1", "N95.2", "N95.3", "Z78.0"});
  expect_not_in_icd(ValueSetId::menopause, {"N95.8", "N95", "E28.2", "Z90.7"});
  expect_in_icd(ValueSetId::infertility, {"N97.9", "Z31.1", "Z31.2", "Z31.3", "Z31.4", "Z31.41", "Z31.8", "Z31.84"});
  expect_not_in_icd(ValueSetId::infertility, {"Z31.5", "Z30.9"});
  expect_in_icd(ValueSetId::advanced_kidney_disease, {"N18.0", "N18.4", "N18.5", "N18.6", "Z99.2"});
  expect_not_in_icd(ValueSetId::advanced_kidney_disease, {"N18.3", "N18.9"});
  expect_in_icd(ValueSetId::current_smoker, {"F17.1", "F17.2", "F17.210", "F17.213", "F17.219", "Z72.0"});
  expect_not_in_icd(ValueSetId::current_smoker, {"F17.211", "F17.220", "F17.290"});  // in remission; not smoked
  expect_in_icd(ValueSetId::former_smoker, {"F17.211", "Z87.891"});
}

// https://hl7.org/fhir/us/core/STU3.1.1/ValueSet-us-core-observation-smokingstatus.html
TEST(ShippedValueSets, KnowTheSmokersOfUsCore) {
  for (const char* code : {"449868002", "428041000124106", "77176002", "428071000124103", "428061000124105"})
    expect_in(ValueSetId::current_smoker, "http://snomed.info/sct", code);
  expect_in(ValueSetId::former_smoker, "http://snomed.info/sct", "8517006");
  expect_in(ValueSetId::never_smoker, "http://snomed.info/sct", "266919005");
}

TEST(ShippedValueSets, FollowThePolicyWhereCodesAreNearEachOther) {
  expect_in(ValueSetId::breast_cancer, icd, "C50.911");
  expect_not_in(ValueSetId::hospice, icd, "Z51.5");  // palliative care alone is not hospice
  expect_not_in(ValueSetId::hospice, "http://snomed.info/sct", "103735009");
  expect_not_in(ValueSetId::fragility_fracture, "http://snomed.info/sct", "42942008");  // not by itself
  expect_in(ValueSetId::hip_or_vertebral_fracture, "http://snomed.info/sct", "42942008");
  expect_in(ValueSetId::high_energy_or_tumour_cause, icd, "V43.52XA");
  expect_in(ValueSetId::high_energy_or_tumour_cause, icd, "M84.50XA");
  expect_in(ValueSetId::hyperparathyroidism, icd, "E21.3");
  expect_not_in(ValueSetId::hyperparathyroidism, icd, "E21.5");
  expect_not_in(ValueSetId::advanced_kidney_disease, icd, "N18.32");
}

TEST(ShippedValueSets, TellDenosumabsStrengthsApartByName) {
  const auto sixty = shipped_terminology().sets_named_in("denosumab-bbdz 60 mg/mL [Jubbonti]");
  EXPECT_TRUE(in(sixty, ValueSetId::denosumab));
  EXPECT_TRUE(in(sixty, ValueSetId::denosumab_60mg));
  EXPECT_FALSE(in(sixty, ValueSetId::denosumab_120mg));
  const auto other = shipped_terminology().sets_named_in("Wyost");
  EXPECT_TRUE(in(other, ValueSetId::denosumab) && in(other, ValueSetId::denosumab_120mg));
  EXPECT_FALSE(in(other, ValueSetId::denosumab_60mg));
}

}  // namespace
}  // namespace fhir
