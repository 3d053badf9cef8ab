// Kidney, calcium and vitamin D (clinical-policy.md section 5).
#include "tests/support/patient_case.h"

namespace test {
namespace {

const std::string ml_min = "mL/min/{1.73_m2}";

rules::Facts facts_of(std::initializer_list<std::string> results) {
  PatientCase patient;
  for (const auto& result : results) patient.with(labs, result);
  return patient.facts();
}
std::string compared(const std::string& comparator, const std::string& value) {
  return observation(
      "98979-8", "2026-06-01",
      "'valueQuantity':{'value':" + value + ",'comparator':'" + comparator + "','code':'" + ml_min + "'}");
}

TEST(LaboratoryFacts, TakeTheLatestResultOfTwelveMonths) {
  const auto facts = facts_of({observation("98979-8", "2026-01-01", quantity("40", ml_min)),
                               observation("98979-8", "2026-06-01", quantity("28", ml_min)),
                               observation("98979-8", "2025-01-01", quantity("70", ml_min))});
  EXPECT_EQ(number(facts[FactId::egfr]), 28);
  EXPECT_EQ(source(facts[FactId::egfr]), "Observation/o-2026-06-01");
  EXPECT_TRUE(is_known(facts_of({observation("98979-8", "2025-06-15", quantity("28", ml_min))})[FactId::egfr].value));
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2025-06-14", quantity("28", ml_min))})[FactId::egfr]));
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2026-07-01", quantity("28", ml_min))})[FactId::egfr]));
}

TEST(LaboratoryFacts, TakeOnlyFinalResultsWithTheirUnit) {
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2026-06-01", quantity("28", "mg/dL"))})[FactId::egfr]));
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2026-06-01", quantity("-28", ml_min))})[FactId::egfr]));
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2026-06-01", "'valueString':'28'")})[FactId::egfr]));
  EXPECT_TRUE(
      is_unknown(facts_of({"{'resourceType':'Observation','status':'preliminary','code':" + loinc("98979-8") +
                           ",'effectiveDateTime':'2026-06-01'," + quantity("28", ml_min) + "}"})[FactId::egfr]));
}

TEST(LaboratoryFacts, TakeComparatorsOfTheFiltrationRateForWhatTheySay) {
  EXPECT_EQ(number(facts_of({compared(">", "60")})[FactId::egfr]), 60);
  EXPECT_EQ(number(facts_of({compared("<", "15")})[FactId::egfr]), 15);
  EXPECT_TRUE(is_unknown(facts_of({compared("<", "60")})[FactId::egfr]));
  EXPECT_TRUE(is_unknown(facts_of({compared(">", "60")})[FactId::advanced_kidney_disease]));
}

TEST(LaboratoryFacts, TakeBelow30ForAdvancedKidneyDisease) {
  const auto facts = facts_of({compared("<", "30")});
  EXPECT_EQ(number(facts[FactId::egfr]), 30);
  EXPECT_TRUE(is_true(facts[FactId::advanced_kidney_disease]));
  EXPECT_EQ(source(facts[FactId::advanced_kidney_disease]), "Observation/o-2026-06-01");
  const auto equal = facts_of({observation("98979-8", "2026-06-01", quantity("30", ml_min))});
  EXPECT_TRUE(is_unknown(equal[FactId::advanced_kidney_disease]));
}

// A later result that cannot be read takes nothing back of an earlier one.
TEST(LaboratoryFacts, TakeTheLatestFiltrationRateThatCanBeRead) {
  const std::string low = observation("98979-8", "2026-01-01", quantity("28", ml_min));
  for (const auto& later : {observation("98979-8", "2026-06-01", "'dataAbsentReason':" + coded("x", "unknown")),
                            observation("98979-8", "2026-06-01", quantity("70", "mg/dL")), compared("<", "60")})
    EXPECT_EQ(number(facts_of({low, later})[FactId::egfr]), 28) << later;
  EXPECT_TRUE(is_unknown(facts_of({observation("98979-8", "2025-01-01", quantity("28", ml_min)),
                                   observation("98979-8", "2026-06-01", "'note':[]")})[FactId::egfr]));
}

TEST(LaboratoryFacts, TakeTheLowestFiltrationRateOfADay) {
  const auto with_value = [](const std::string& value) {
    return observation("98979-8", "2026-06-01", quantity(value, ml_min));
  };
  EXPECT_EQ(number(facts_of({with_value("61"), with_value("34"), with_value("45")})[FactId::egfr]), 34);
  EXPECT_EQ(number(facts_of({compared(">", "60"), with_value("45")})[FactId::egfr]), 45);
}

// Whether it was "< 30" is told by the result that counts, not by another of the day.
TEST(LaboratoryFacts, TakeBelow30ForWhatItSaysBesideOtherResults) {
  const std::string thirty = observation("98979-8", "2026-06-01", quantity("30", ml_min));
  EXPECT_TRUE(is_true(facts_of({thirty, compared("<", "30")})[FactId::advanced_kidney_disease]));
  EXPECT_TRUE(is_true(facts_of({compared("<", "30"), thirty})[FactId::advanced_kidney_disease]));
  const auto later = facts_of({compared("<", "30"), observation("98979-8", "2026-06-02", quantity("30", ml_min))});
  EXPECT_TRUE(is_unknown(later[FactId::advanced_kidney_disease]));
  const auto unread = facts_of({compared("<", "30"), observation("98979-8", "2026-06-02", "'note':[]")});
  EXPECT_EQ(number(unread[FactId::egfr]), 30);
  EXPECT_TRUE(is_true(unread[FactId::advanced_kidney_disease]));
  EXPECT_EQ(source(unread[FactId::advanced_kidney_disease]), "Observation/o-2026-06-01");
}

TEST(LaboratoryFacts, TakeTheLowestCalciumAndVitaminDOfADay) {
  const auto facts = facts_of({observation("17861-6", "2026-06-01", quantity("9.9", "mg/dL")),
                               observation("17861-6", "2026-06-01", quantity("8.1", "mg/dL")),
                               observation("62292-8", "2026-06-01", quantity("25", "ng/mL")),
                               observation("62292-8", "2026-06-01", quantity("19", "ng/mL"))});
  EXPECT_EQ(number(facts[FactId::calcium_mg_dl]), 8.1);
  EXPECT_EQ(number(facts[FactId::vitamin_d_ng_ml]), 19);
}

TEST(LaboratoryFacts, TakeTheLatestCalciumAndVitaminDThatCanBeTrue) {
  const auto facts = facts_of({observation("17861-6", "2026-01-01", quantity("8.1", "mg/dL")),
                               observation("17861-6", "2026-06-01", quantity("0", "mg/dL")),
                               observation("62292-8", "2026-01-01", quantity("19", "ng/mL")),
                               observation("62292-8", "2026-06-01", quantity("-1", "ng/mL"))});
  EXPECT_EQ(number(facts[FactId::calcium_mg_dl]), 8.1);
  EXPECT_EQ(number(facts[FactId::vitamin_d_ng_ml]), 19);
}

// The lowest calcium of a day must not hide that another was too high.
TEST(LaboratoryFacts, KnowHypercalcaemiaByAnyResultOfTheDay) {
  const std::string limit = ",'referenceRange':[{'high':{'value':10.2}}]";
  const auto facts = facts_of({observation("17861-6", "2026-06-01", quantity("10.9", "mg/dL"), limit),
                               observation("17861-6", "2026-06-01", quantity("9.9", "mg/dL"), limit)});
  EXPECT_TRUE(is_true(facts[FactId::hypercalcaemia]));
  EXPECT_EQ(number(facts[FactId::calcium_mg_dl]), 9.9);
}

TEST(LaboratoryFacts, KeepCalciumInTheUnitReported) {
  const auto mass = facts_of({observation("17861-6", "2026-06-01", quantity("8.4", "mg/dL"))});
  EXPECT_EQ(number(mass[FactId::calcium_mg_dl]), 8.4);
  EXPECT_TRUE(is_unknown(mass[FactId::calcium_mmol_l]));
  EXPECT_EQ(number(facts_of({observation("2000-8", "2026-06-01", quantity("2.1", "mmol/L"))})[FactId::calcium_mmol_l]),
            2.1);
  EXPECT_EQ(number(facts_of({observation("17861-6", "2026-01-01", quantity("9", "mg/dL")),
                             observation("2000-8", "2026-06-01", quantity("8", "mg/dL"))})[FactId::calcium_mg_dl]),
            8);
  EXPECT_TRUE(
      is_unknown(facts_of({observation("17861-6", "2026-06-01", quantity("0", "mg/dL"))})[FactId::calcium_mg_dl]));
}

// A low value of last year is no caution beside a normal one of now, whatever each is measured in.
TEST(LaboratoryFacts, TakeTheLaterOfTwoUnits) {
  const auto facts = facts_of({observation("17861-6", "2026-01-01", quantity("7.9", "mg/dL")),
                               observation("2000-8", "2026-06-01", quantity("2.4", "mmol/L")),
                               observation("1989-3", "2026-01-01", quantity("30", "nmol/L")),
                               observation("62292-8", "2026-06-01", quantity("40", "ng/mL"))});
  EXPECT_TRUE(is_unknown(facts[FactId::calcium_mg_dl]));
  EXPECT_EQ(number(facts[FactId::calcium_mmol_l]), 2.4);
  EXPECT_TRUE(is_unknown(facts[FactId::vitamin_d_nmol_l]));
  EXPECT_EQ(number(facts[FactId::vitamin_d_ng_ml]), 40);
}

TEST(LaboratoryFacts, TakeBothUnitsOfOneDay) {
  const auto facts = facts_of({observation("17861-6", "2026-06-01", quantity("9.6", "mg/dL")),
                               observation("2000-8", "2026-06-01", quantity("2.1", "mmol/L"))});
  EXPECT_EQ(number(facts[FactId::calcium_mg_dl]), 9.6);
  EXPECT_EQ(number(facts[FactId::calcium_mmol_l]), 2.1);
}

TEST(LaboratoryFacts, TakeNoOldHypercalcaemiaBesideANormalCalciumInAnotherUnit) {
  const auto facts = facts_of(
      {observation("17861-6", "2026-01-01", quantity("11", "mg/dL"), ",'referenceRange':[{'high':{'value':10.2}}]"),
       observation("2000-8", "2026-06-01", quantity("2.4", "mmol/L"))});
  EXPECT_TRUE(is_unknown(facts[FactId::hypercalcaemia]));
}

TEST(LaboratoryFacts, CorrectCalciumWithTheAlbuminOfTheDay) {
  const std::string calcium = observation("17861-6", "2026-06-01", quantity("7.6", "mg/dL"));
  const auto corrected = [&](const std::string& albumin) {
    return number(facts_of({calcium, albumin})[FactId::calcium_mg_dl]);
  };
  EXPECT_EQ(corrected(observation("1751-7", "2026-06-01", quantity("3.1", "g/dL"))), 8.32);
  EXPECT_EQ(corrected(observation("1751-7", "2026-06-01", quantity("31", "g/L"))), 8.32);
  EXPECT_EQ(corrected(observation("1751-7", "2026-05-31", quantity("3.1", "g/dL"))), 7.6);
  EXPECT_EQ(corrected(observation("1751-7", "2026-06-01", quantity("3.1", "mg/dL"))), 7.6);
  EXPECT_EQ(number(facts_of({observation("2000-8", "2026-06-01", quantity("2.0", "mmol/L")),
                             observation("1751-7", "2026-06-01", quantity("3.0", "g/dL"))})[FactId::calcium_mmol_l]),
            2.2);
}

TEST(LaboratoryFacts, TakeNoCalciumThatComesToNothing) {
  const auto facts = facts_of({observation("17861-6", "2026-06-01", quantity("9.5", "mg/dL")),
                               observation("1751-7", "2026-06-01", quantity("42", "g/dL"))});  // meant: g/L
  EXPECT_TRUE(is_unknown(facts[FactId::calcium_mg_dl]));
}

TEST(LaboratoryFacts, KnowHypercalcaemiaByTheLaboratorysOwnLimit) {
  const auto high = [](const std::string& value, const std::string& limit) {
    return facts_of({observation("17861-6", "2026-06-01", quantity(value, "mg/dL"),
                                 ",'referenceRange':[{},{'high':" + limit + "}]")})[FactId::hypercalcaemia];
  };
  EXPECT_TRUE(is_true(high("10.3", "{'value':10.2,'code':'mg/dL'}")));
  EXPECT_TRUE(is_true(high("10.3", "{'value':10.2}")));
  EXPECT_TRUE(is_unknown(high("10.2", "{'value':10.2,'code':'mg/dL'}")));
  EXPECT_TRUE(is_unknown(high("10.3", "{'value':2.6,'code':'mmol/L'}")));
  EXPECT_TRUE(
      is_unknown(facts_of({observation("17861-6", "2025-01-01", quantity("12", "mg/dL"),
                                       ",'referenceRange':[{'high':{'value':10.2}}]")})[FactId::hypercalcaemia]));
}

TEST(LaboratoryFacts, KnowHypercalcaemiaByTheLaboratorysOwnWord) {
  const auto flagged = [](const std::string& code, const std::string& more = "",
                          const std::string& system =
                              "http://terminology.hl7.org/CodeSystem/"
                              "v3-ObservationInterpretation") {
    return facts_of({observation("17861-6", "2026-06-01", quantity("10.9", "mg/dL"),
                                 ",'interpretation':[" + coded(system, code) + "]" + more)})[FactId::hypercalcaemia];
  };
  for (const char* code : {"H", "HH", "HU"}) EXPECT_TRUE(is_true(flagged(code))) << code;
  for (const char* code : {"N", "L", "A"}) EXPECT_TRUE(is_unknown(flagged(code))) << code;
  EXPECT_TRUE(is_true(flagged("H", "", "http://hl7.org/fhir/v2/0078")));  // DSTU2, STU3
  EXPECT_TRUE(is_unknown(flagged("H", "", "urn:a-laboratory:comments")));
  EXPECT_TRUE(is_true(flagged("H", ",'referenceRange':[{'text':'see note'}]")));
  EXPECT_TRUE(is_unknown(flagged("H", ",'referenceRange':[{'high':{'value':11,'code':'mg/dL'}}]")));
}

TEST(LaboratoryFacts, KeepVitaminDInTheUnitReported) {
  EXPECT_EQ(number(facts_of({observation("62292-8", "2026-06-01", quantity("19", "ng/mL"))})[FactId::vitamin_d_ng_ml]),
            19);
  for (const char* code : {"1989-3", "14635-7", "68438-1"}) {
    const auto moles = facts_of({observation(code, "2026-06-01", quantity("49", "nmol/L"))});
    EXPECT_EQ(number(moles[FactId::vitamin_d_nmol_l]), 49) << code;
    EXPECT_TRUE(is_unknown(moles[FactId::vitamin_d_ng_ml])) << code;
  }
  EXPECT_TRUE(
      is_unknown(facts_of({observation("62292-8", "2025-06-01", quantity("19", "ng/mL"))})[FactId::vitamin_d_ng_ml]));
  EXPECT_TRUE(
      is_unknown(facts_of({observation("62292-8", "2026-06-01", quantity("-1", "ng/mL"))})[FactId::vitamin_d_ng_ml]));
}

}  // namespace
}  // namespace test
