// All facts together: what could not be looked up, and records that are not what FHIR says.
#include "rules/facts.h"

#include <ctime>

#include "tests/support/patient_case.h"

namespace test {
namespace {

struct Dependence {
  FactId fact;
  fhir::QueryId query;
};
const Dependence dependences[] = {
    {FactId::hospice, procedures},
    {FactId::hospice, service_requests},
    {FactId::hospice, encounters},
    {FactId::pregnancy, observations},
    {FactId::pregnancy, labs},
    {FactId::menopause, procedures},
    {FactId::ovarian_suppression, medication_administrations},
    {FactId::dxa, dxa_reports},
    {FactId::dxa, dxa_documents},
    {FactId::dxa, procedures},
    {FactId::months_since_dxa, procedures},
    {FactId::dxa_ordered, service_requests},
    {FactId::dxa_ordered, appointments},
    {FactId::parental_hip_fracture, family_history},
    {FactId::bmi, observations},
    {FactId::smoking, observations},
    {FactId::glucocorticoid_months, medication_statements},
    {FactId::frax_major, risk_assessments},
    {FactId::bone_agent, medication_administrations},
    {FactId::egfr, labs},
    {FactId::hypercalcaemia, labs},
    {FactId::advanced_kidney_disease, labs},
    {FactId::next_denosumab_dose, medication_administrations},
    {FactId::last_denosumab_dose, medication_administrations},
    {FactId::calcium_mg_dl, labs},
    {FactId::vitamin_d_nmol_l, labs},
    {FactId::bisphosphonate_allergy, allergies},
    {FactId::takes_calcium, medication_statements},
};

TEST(Facts, TellNotFoundFromCouldNotLook) {
  const auto looked = PatientCase().facts();
  for (const auto& [fact, query] : dependences) {
    EXPECT_TRUE(looked[fact].looked) << rules::definition_of(fact).name;
    for (const auto answer : {fhir::Answer::not_provided, fhir::Answer::failed, fhir::Answer::partial}) {
      const auto facts = PatientCase().answer(query, answer).facts();
      EXPECT_TRUE(is_unknown(facts[fact])) << rules::definition_of(fact).name;
      EXPECT_FALSE(facts[fact].looked) << rules::definition_of(fact).name;
    }
  }
}

TEST(Facts, KeepWhatWasFoundInAnAnswerThatIsCutShort) {
  const auto facts = PatientCase()
                         .with(labs, observation("98979-8", "2026-06-01", quantity("28", "mL/min")))
                         .answer(labs, fhir::Answer::partial)
                         .facts();
  EXPECT_EQ(number(facts[FactId::egfr]), 28);
  EXPECT_TRUE(facts[FactId::egfr].looked);
}

TEST(Facts, TellWhichSearchesWereAnsweredInFull) {
  const Dependence concerns[] = {{FactId::dxa_looked_up, dxa_reports},
                                 {FactId::dxa_looked_up, dxa_documents},
                                 {FactId::dxa_looked_up, procedures},
                                 {FactId::dxa_requests_looked_up, service_requests},
                                 {FactId::dxa_requests_looked_up, appointments},
                                 {FactId::dxa_requests_looked_up, procedures},
                                 {FactId::menopause_looked_up, procedures},
                                 {FactId::menopause_looked_up, medication_statements},
                                 {FactId::menopause_looked_up, medication_administrations},
                                 {FactId::risk_factors_looked_up, observations},
                                 {FactId::risk_factors_looked_up, risk_assessments},
                                 {FactId::risk_factors_looked_up, family_history},
                                 {FactId::risk_factors_looked_up, medication_statements},
                                 {FactId::bone_agents_looked_up, medication_statements},
                                 {FactId::bone_agents_looked_up, medication_administrations},
                                 {FactId::labs_looked_up, labs},
                                 {FactId::drug_cautions_looked_up, labs},
                                 {FactId::drug_cautions_looked_up, allergies},
                                 {FactId::drug_cautions_looked_up, medication_statements},
                                 {FactId::drug_cautions_looked_up, medication_administrations},
                                 {FactId::supplements_looked_up, medication_statements}};
  for (const auto& [fact, query] : concerns) {
    EXPECT_TRUE(is_true(PatientCase().facts()[fact]));
    for (const auto answer : {fhir::Answer::not_provided, fhir::Answer::failed, fhir::Answer::partial})
      EXPECT_TRUE(is_false(PatientCase().answer(query, answer).facts()[fact])) << rules::definition_of(fact).name;
  }
}

// Nobody can tell whether a later one is missing.
TEST(Facts, TakeNoBodyMassIndexOrSmokingStatusOfAnAnswerThatIsCutShort) {
  PatientCase patient;
  patient.with(observations, observation("39156-5", "2026-06-01", quantity("18", "kg/m2")));
  patient.with(observations, observation("72166-2", "2026-06-01", "'valueCodeableConcept':" + snomed("449868002")));
  EXPECT_EQ(number(patient.facts()[FactId::bmi]), 18);
  EXPECT_EQ(name(patient.facts(), FactId::smoking), "current");
  patient.answer(observations, fhir::Answer::partial);
  for (const FactId fact : {FactId::bmi, FactId::smoking}) {
    EXPECT_TRUE(is_unknown(patient.facts()[fact]));
    EXPECT_FALSE(patient.facts()[fact].looked);
  }
  EXPECT_EQ(name(patient.with(conditions, condition(icd("F17.210"))).facts(), FactId::smoking), "current");
}

TEST(Facts, AreTheSameForTheSameRecordAndDay) {
  PatientCase patient;
  patient.with(bone_density, t_score("38267-1", "2026-03-10", "-1.8")).with(conditions, condition(icd("C50.919")));
  const auto once = patient.facts();
  const auto twice = patient.facts();
  for (std::size_t i = 0; i < rules::fact_count; ++i) EXPECT_EQ(once.all[i].value, twice.all[i].value);
}

TEST(Facts, AreTheSameWhenThoseOfAnotherPatientAreReadInBetween) {
  PatientCase low, high;
  low.with(bone_density, t_score("38267-1", "2026-03-10", "-2.8")).with(conditions, condition(icd("C50.919")));
  high.with(bone_density, t_score("38267-1", "2026-04-01", "0.5")).with(conditions, condition(icd("F17.210")));
  const rules::AromataseInhibitorOrders none;
  const fhir::Today today{day("2026-06-15")};
  rules::FactsReader low_reader(low.record(), none, terminology(), today);
  rules::FactsReader high_reader(high.record(), none, terminology(), today);
  rules::Facts low_facts, high_facts;
  bool has_more = true;
  while (has_more) {
    has_more = low_reader.read_on(low_facts);
    EXPECT_EQ(high_reader.read_on(high_facts), has_more);
  }
  const auto low_at_once = rules::facts_of(low.record(), none, terminology(), today);
  const auto high_at_once = rules::facts_of(high.record(), none, terminology(), today);
  for (std::size_t i = 0; i < rules::fact_count; ++i) {
    EXPECT_EQ(low_facts.all[i].value, low_at_once.all[i].value);
    EXPECT_EQ(high_facts.all[i].value, high_at_once.all[i].value);
  }
  EXPECT_EQ(number(low_facts[FactId::t_score]), -2.8);
  EXPECT_EQ(name(high_facts, FactId::smoking), "current");
}

TEST(Facts, OfNoOrderAreStillFacts) {
  const PatientCase patient;
  const auto facts = rules::facts_of(patient.record(), {}, terminology(), fhir::Today{day("2026-06-15")});
  EXPECT_TRUE(is_unknown(facts[FactId::drug]));
  EXPECT_EQ(number(facts[FactId::age]), 66);
}

TEST(Facts, OfAnEmptyRecordAreUnknown) {
  const fhir::PatientRecord nothing;
  const auto facts = rules::facts_of(nothing, {}, terminology(), fhir::Today{day("2026-06-15")});
  for (const auto& definition : rules::fact_definitions())
    EXPECT_TRUE(definition.id >= FactId::dxa_looked_up ? is_false(facts[definition.id])
                                                       : is_unknown(facts[definition.id]))
        << definition.name;
}

// Every element in turn is of a wrong type. Nothing may fall over, and nothing may be concluded from it.
TEST(Facts, SurviveElementsOfTheWrongType) {
  const char* types[] = {"Patient",        "Condition",           "MedicationRequest",
                         "Observation",    "DiagnosticReport",    "ServiceRequest",
                         "Appointment",    "MedicationStatement", "Procedure",
                         "Encounter",      "AllergyIntolerance",  "FamilyMemberHistory",
                         "RiskAssessment", "DocumentReference",   "MedicationAdministration"};
  const char* elements[] = {"code",
                            "status",
                            "subject",
                            "valueQuantity",
                            "component",
                            "bodySite",
                            "device",
                            "contained",
                            "effectiveDateTime",
                            "category",
                            "dosageInstruction",
                            "prediction",
                            "condition",
                            "relationship",
                            "reaction",
                            "period",
                            "type",
                            "serviceType",
                            "start",
                            "medicationCodeableConcept",
                            "medicationReference",
                            "reasonCode",
                            "reasonReference",
                            "dispenseRequest",
                            "birthDate",
                            "referenceRange",
                            "interpretation",
                            "clinicalStatus",
                            "verificationStatus",
                            "onsetAge"};
  for (const char* value : {"null", "true", "7", "'x'", "[]", "{}", "[[]]", "[null,7,'x',{}]", "{'coding':7}",
                            "{'coding':[{'system':7,'code':[]}]}", "{'reference':7}", "{'reference':'#'}"})
    for (const char* type : types) {
      std::string resource = std::string("{'resourceType':'") + type + "','id':'x'";
      for (const char* element : elements) resource += std::string(",'") + element + "':" + value;
      resource += "}";
      PatientCase patient;
      for (const auto& query : fhir::queries()) patient.with(query.id, resource);
      patient.orders({resource, PatientCase::draft("")});
      const auto facts = patient.facts();
      EXPECT_TRUE(is_unknown(facts[FactId::t_score])) << resource;
      EXPECT_TRUE(is_unknown(facts[FactId::bone_agent])) << resource;
    }
}

TEST(Facts, SurviveABundleThatIsNone) {
  for (const char* bundle : {"7", "[]", "{}", "{'entry':7}", "{'entry':[null,{'resource':7},[]]}"}) {
    const auto facts = PatientCase().bundle(bundle).facts();
    EXPECT_TRUE(is_unknown(facts[FactId::drug])) << bundle;
  }
}

// A hostile record must not cost the square of its size: this takes a moment if it does not, and minutes if it does.
TEST(Facts, TakeTimeInProportionToTheRecord) {
  PatientCase patient;
  std::string reasons;
  for (int i = 0; i < 3000; ++i) {
    const std::string n = std::to_string(i);
    patient.with(conditions, condition(icd(i % 2 == 0 ? "S72.001A" : "V43.52XA"), ",'onsetDateTime':'2020-01-01'"));
    patient.with(medications,
                 "{'resourceType':'MedicationRequest','medicationReference':{'reference':'Medication/m" + n + "'}}");
    patient.including(medications, "{'resourceType':'Medication','id':'m" + n + "','code':{'text':'x'}}");
    patient.with(bone_density, observation("24966-4", "2020-01-01", quantity("0.9", "g/cm2"),
                                           ",'device':{'reference':'Device/" + n + "'}"));
    patient.with(dxa_reports, "{'resourceType':'DiagnosticReport','effectiveDateTime':'2020-01-01','code':" +
                                  loinc("38269-7") + "}");
    reasons += std::string(i == 0 ? "" : ",") + "{'reference':'Condition/n" + n + "'}";
  }
  patient.orders({PatientCase::draft(",'reasonReference':[" + reasons + "]")});
  const std::clock_t begin = std::clock();  // of this process: others may keep the machine busy
  EXPECT_EQ(name(patient.facts(), FactId::drug), "letrozole");
  EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace test
