// One result: may it be used, and what is wrong with it (clinical-policy.md section 2)?
#include "tests/support/patient_case.h"

namespace test {
namespace {

const std::string spine = "38267-1";

rules::Facts reading(const std::string& value, const std::string& more = "", const std::string& code = spine) {
  return PatientCase().with(bone_density, observation(code, "2026-03-10", value, more)).facts();
}
// What must never be used: there was a scan, it gives no T-score, and the card can say why.
void expect_unusable(const rules::Facts& facts, Issue issue) {
  EXPECT_TRUE(is_unknown(facts[FactId::t_score]));
  EXPECT_EQ(name(facts, FactId::dxa), "no-value");
  EXPECT_TRUE(has(facts, issue)) << rules::name_of(issue);
}

TEST(DensityValue, TakesAQuantityWithAUnitOfTScores) {
  for (const char* unit : {"{T-score}", "1", "T-score", ""}) {
    const auto facts = reading(quantity("-2.6", unit));
    EXPECT_EQ(number(facts[FactId::t_score]), -2.6) << unit;
    EXPECT_TRUE(facts.data_quality.none()) << unit;
  }
  EXPECT_EQ(number(reading("'valueQuantity':{'value':-2.6}")[FactId::t_score]), -2.6);
  EXPECT_EQ(number(reading("'valueQuantity':{'value':-2.6,'code':'1','unit':'T-Score'}")[FactId::t_score]), -2.6);
}

TEST(DensityValue, ReadsAStringThatIsWhollyOneNumberAndSaysSo) {
  for (const char* text : {"-2.6", "-2,6", "\u22122.6", "\u22122,6", " -2.6 "}) {
    const auto facts = reading(std::string("'valueString':'") + text + "'");
    EXPECT_EQ(number(facts[FactId::t_score]), -2.6) << text;
    EXPECT_TRUE(has(facts, Issue::t_score_as_text)) << text;
  }
}

TEST(DensityValue, NeverUsesATextWithMoreThanANumber) {
  for (const char* text : {"-2.6 (L1-L4), -1.9 (hip)", "-2.6 SD", "osteoporosis", "", "-2.6 -1.9"})
    expect_unusable(reading(std::string("'valueString':'") + text + "'"), Issue::t_score_unreadable);
}

TEST(DensityValue, TakesOnlyThePlausibleRange) {
  EXPECT_EQ(number(reading(quantity("-7", "1"))[FactId::t_score]), -7);
  EXPECT_EQ(number(reading(quantity("6", "1"))[FactId::t_score]), 6);
  for (const char* value : {"-7.01", "6.01", "-26"})
    expect_unusable(reading(quantity(value, "1")), Issue::t_score_implausible);
  expect_unusable(reading("'valueString':'-26'"), Issue::t_score_implausible);
}

TEST(DensityValue, NeverUsesADensityUnderATScoreCode) {
  expect_unusable(reading(quantity("0.9", "g/cm2")), Issue::t_score_wrong_unit);
  expect_unusable(reading(quantity("-2.6", "{Z-score}")), Issue::t_score_wrong_unit);
  expect_unusable(reading("'valueQuantity':{'value':0.9,'code':'1','unit':'g/cm2'}"), Issue::t_score_wrong_unit);
}

TEST(DensityValue, NeverUsesAZScoreUnderATScoreCode) {
  const auto named = [](const std::string& code) {
    return PatientCase()
        .with(bone_density, "{'resourceType':'Observation','status':'final','effectiveDateTime':'2026-03-10','code':" +
                                code + "," + quantity("-2.3", "{T-score}") + "}")
        .facts();
  };
  for (const char* text : {"Lumbar spine Z-score", "z score", "ZSCORE"})
    expect_unusable(
        named("{'coding':[{'system':'http://loinc.org','code':'38267-1'}],'text':'" + std::string(text) + "'}"),
        Issue::t_score_is_z_score);
  for (const char* z_score : {"85394-5", "80936-8"})
    expect_unusable(named("{'coding':[{'system':'http://loinc.org','code':'38267-1'},"
                          "{'system':'http://loinc.org','code':'" +
                          std::string(z_score) + "'}]}"),
                    Issue::t_score_is_z_score);
}

TEST(DensityValue, NeverUsesAComparatorOrAnotherType) {
  expect_unusable(reading("'valueQuantity':{'value':-2.5,'comparator':'<','code':'1'}"), Issue::t_score_unreadable);
  expect_unusable(reading("'valueQuantity':{'value':'-2.5'}"), Issue::t_score_unreadable);
  expect_unusable(reading("'valueInteger':-3"), Issue::t_score_unreadable);
  expect_unusable(reading("'valueCodeableConcept':{'text':'-2.6'}"), Issue::t_score_unreadable);
  expect_unusable(reading("'valueString':7"), Issue::t_score_unreadable);
}

TEST(DensityValue, ProvesAScanWithoutAValue) {
  expect_unusable(reading("'note':[]"), Issue::report_without_values);
  expect_unusable(reading("'dataAbsentReason':" + coded("x", "unknown")), Issue::report_without_values);
}

TEST(DensityValue, IsNoScanWhereNothingWasMeasured) {
  EXPECT_EQ(name(reading("'dataAbsentReason':" + coded("x", "not-performed")), FactId::dxa), "none");
}

TEST(DensityValue, CountsFinalAmendedAndCorrected) {
  const auto with_status = [](const std::string& status) {
    return PatientCase()
        .with(bone_density, "{'resourceType':'Observation','status':'" + status +
                                "','effectiveDateTime':'2026-03-10','code':" + loinc(spine) + "," +
                                quantity("-1.1", "1") + "}")
        .facts();
  };
  for (const char* status : {"final", "amended", "corrected"})
    EXPECT_EQ(number(with_status(status)[FactId::t_score]), -1.1) << status;
  for (const char* status : {"entered-in-error", "cancelled"}) {
    EXPECT_EQ(name(with_status(status), FactId::dxa), "none") << status;
    EXPECT_TRUE(with_status(status).data_quality.none()) << status;
  }
  for (const char* status : {"preliminary", "registered", ""})
    expect_unusable(with_status(status), Issue::preliminary_result);
}

TEST(DensityValue, FlagsAPreliminaryDensityAndForearmToo) {
  const auto preliminary = [](const std::string& code) {
    return PatientCase()
        .with(bone_density,
              "{'resourceType':'Observation','status':'preliminary','effectiveDateTime':'2026-03-10',"
              "'code':" +
                  loinc(code) + "}")
        .facts();
  };
  EXPECT_TRUE(has(preliminary("24966-4"), Issue::preliminary_result));
  EXPECT_TRUE(has(preliminary("38266-3"), Issue::preliminary_result));
  EXPECT_TRUE(has(preliminary("80944-2"), Issue::preliminary_result));
}

TEST(DensityValue, NeverTurnsADensityIntoATScore) {
  for (const char* unit : {"g/cm2", "g/cm-2", "g/cm\u00b2"}) {
    const auto facts = reading(quantity("0.802", unit), "", "24966-4");
    expect_unusable(facts, Issue::bmd_only);
    EXPECT_FALSE(has(facts, Issue::bmd_unreadable)) << unit;
  }
  expect_unusable(reading(quantity("802", "mg/cm2"), "", "24966-4"), Issue::bmd_only);
}

TEST(DensityValue, FlagsADensityThatNoDensitometerGives) {
  expect_unusable(reading(quantity("0.19", "g/cm2"), "", "24966-4"), Issue::bmd_unreadable);
  expect_unusable(reading(quantity("2.01", "g/cm2"), "", "24966-4"), Issue::bmd_unreadable);
  expect_unusable(reading(quantity("0.9", "mg/cm3"), "", "24966-4"), Issue::bmd_unreadable);
  expect_unusable(reading("'valueQuantity':{'value':0.9,'comparator':'>','unit':'g/cm2'}", "", "24966-4"),
                  Issue::bmd_unreadable);
  expect_unusable(reading("'valueString':'0.9'", "", "24966-4"), Issue::bmd_unreadable);
}

TEST(DensityValue, TellsAZScoreOnly) {
  expect_unusable(reading(quantity("-2.3", "{Z-score}"), "", "85394-5"), Issue::z_score_only);
}

TEST(DensityValue, ReadsComponentsLikeObservations) {
  const auto facts =
      PatientCase()
          .with(bone_density, observation("83311-1", "2026-03-10",
                                          "'component':[{'code':" + loinc(spine) + "," + quantity("-1.8", "1") +
                                              "},{'code':" + loinc("38264-8") + "," + quantity("-2.2", "1") + "}]"))
          .facts();
  EXPECT_EQ(number(facts[FactId::t_score]), -2.2);
  EXPECT_EQ(name(facts, FactId::t_score_site), "total hip");
  EXPECT_EQ(source(facts[FactId::t_score]), "Observation/o-2026-03-10");
  EXPECT_TRUE(facts.data_quality.none());
}

TEST(DensityValue, ReadsComponentsOfAnyPanel) {
  EXPECT_EQ(number(reading("'component':[{'code':" + loinc(spine) + "," + quantity("-1.8", "1") + "}]", "",
                           "11111-1")[FactId::t_score]),
            -1.8);
}

TEST(DensityValue, APanelWithoutReadableComponentsProvesAScan) {
  expect_unusable(reading("'component':[{'code':{'text':'L1'},'valueString':'x'}]", "", "83311-1"),
                  Issue::report_without_values);
}

TEST(DensityValue, IgnoresOtherObservations) {
  EXPECT_EQ(name(reading(quantity("1", "1"), "", "718-7"), FactId::dxa), "none");
}

TEST(DensityValue, KnowsTheCentralSites) {
  const auto site = [](const std::string& code, const std::string& more = "") {
    return std::string(name(reading(quantity("-1", "1"), more, code), FactId::t_score_site));
  };
  EXPECT_EQ(site("38267-1"), "lumbar spine");
  EXPECT_EQ(site("104938-6"), "spine");
  for (const char* code : {"38264-8", "80945-9", "80946-7"}) EXPECT_EQ(site(code), "total hip") << code;
  for (const char* code : {"38263-0", "80947-5", "80948-3"}) EXPECT_EQ(site(code), "femur") << code;
  EXPECT_EQ(site("38263-0", ",'bodySite':{'text':'Neck of left femur'}"), "femoral neck");
  EXPECT_EQ(site("38263-0", ",'bodySite':{'coding':[{'display':'Femoral neck'}]}"), "femoral neck");
}

TEST(DensityValue, TakesTheBodySiteOfTheObservationForItsComponents) {
  const auto facts = reading("'component':[{'code':" + loinc("38263-0") + "," + quantity("-1.8", "1") + "}]",
                             ",'bodySite':{'text':'Femoral neck'}", "83311-1");
  EXPECT_EQ(name(facts, FactId::t_score_site), "femoral neck");
}

TEST(DensityValue, TakesTheAmbiguousForearmCodeForNoSite) {
  const auto named = [](const std::string& display, const std::string& more = "",
                        const std::string& system = "http://loinc.org") {
    return PatientCase()
        .with(bone_density,
              "{'resourceType':'Observation','status':'final','effectiveDateTime':'2026-01-20',"
              "'code':{'coding':[{'system':'" +
                  system + "','code':'38265-5','display':'" + display + "'}]}," + quantity("-3.1", "1") + more + "}")
        .facts();
  };
  expect_unusable(named("DXA [T-score] Bone density"), Issue::site_unknown);
  expect_unusable(named(""), Issue::site_unknown);
  expect_unusable(named("", "", "urn:oid:2.16.840.1.113883.6.1"), Issue::site_unknown);
  for (const char* text : {"DXA Radius and Ulna [T-score]", "Left forearm"}) {
    EXPECT_EQ(name(named(text), FactId::dxa), "non-central") << text;
    EXPECT_FALSE(has(named(text), Issue::site_unknown)) << text;
  }
  EXPECT_EQ(name(named("", ",'bodySite':{'text':'Distal radius'}"), FactId::dxa), "non-central");
}

}  // namespace
}  // namespace test
