// An optional search that failed or was cut short: what could not be looked up is never called absent, and nothing
// rests on its absence. By the guidelines that are shipped.
#include <map>
#include <set>

#include "rules/guideline.h"
#include "tests/support/patient_case.h"

namespace test {
namespace {

constexpr fhir::Answer incomplete[] = {fhir::Answer::not_provided, fhir::Answer::failed, fhir::Answer::partial};

const rules::Guideline& guideline(const std::string& id) {
  static std::map<std::string, std::shared_ptr<const rules::Guideline>> loaded;
  auto& one = loaded[id];
  if (!one) one = rules::Guideline::load(GUIDELINE_FOLDER "/" + id).value();
  return *one;
}

// All that the cards say to this patient, put together.
struct Said {
  std::string text;
  std::set<std::string> advice;
  std::set<std::string> suggestions;

  bool has(std::string_view words) const { return text.find(words) != std::string::npos; }
};

Said said_to(const PatientCase& patient, const std::string& id = "aibl-2017") {
  const rules::Advice advice = guideline(id).advise(patient.facts());
  Said said;
  for (const auto& card : advice.cards) {
    said.text.append(card.summary).append("\n").append(card.detail).append("\n");
    said.advice.insert(card.advice.begin(), card.advice.end());
    for (const auto* suggestion : card.suggestions) said.suggestions.insert(suggestion->id);
  }
  return said;
}

Said said_without(PatientCase patient, fhir::QueryId query, fhir::Answer answer) {
  return said_to(patient.answer(query, answer));
}

PatientCase osteoporotic() {
  return std::move(PatientCase().with(bone_density, t_score("38267-1", "2026-03-10", "-2.6")));
}
PatientCase scanned(const std::string& date) {
  return std::move(PatientCase().with(bone_density, t_score("38267-1", date, "-0.5")));
}
const std::string denosumab_60 = rxnorm("993452");

TEST(NotLookedUp, CompleteDataAreSpokenOfAsBefore) {
  const Said said = said_to(osteoporotic());
  EXPECT_TRUE(said.has("No bone-protective drug is on record"));
  EXPECT_TRUE(said.has("No eGFR of the last 12 months was found: check renal function first."));
  EXPECT_TRUE(said.has("Options: first a bisphosphonate"));
  EXPECT_TRUE(said.has("calcium within 12 months, 25-OH vitamin D within 12 months."));
  EXPECT_FALSE(said.has("looked up"));
  EXPECT_EQ(said.suggestions, (std::set<std::string>{"calcium", "vitamin-d"}));
}

TEST(NotLookedUp, AnOrderOfADrugThatNobodyCanTellMayBeForAnyDrug) {
  const Said said = said_to(osteoporotic().unread_medications());
  EXPECT_FALSE(said.has("No bone-protective drug is on record"));
  EXPECT_TRUE(said.has("ask before starting one"));
  EXPECT_FALSE(said.has("Options: first a bisphosphonate"));
  EXPECT_TRUE(said.advice.contains("bone-agent-indicated"));
  EXPECT_TRUE(said.suggestions.empty());
}

TEST(NotLookedUp, EachGapIsTold) {
  const std::pair<fhir::QueryId, std::string> gaps[] = {{dxa_reports, "bone density scan"},
                                                        {dxa_documents, "bone density scan"},
                                                        {procedures, "hospice care"},
                                                        {encounters, "hospice care"},
                                                        {service_requests, "bone density scan already ordered"},
                                                        {appointments, "bone density scan already ordered"},
                                                        {medication_statements, "bone-protective drug"},
                                                        {medication_administrations, "bone-protective drug"},
                                                        {labs, "hypercalcaemia"},
                                                        {observations, "smoking status"},
                                                        {allergies, "bisphosphonate allergy"},
                                                        {family_history, "parental hip fracture"},
                                                        {risk_assessments, "FRAX hip fracture"}};
  for (const auto& patient : {PatientCase(), scanned("2026-01-10"), osteoporotic()})
    for (const auto& [query, label] : gaps) {
      if (is_known(patient.facts()[FactId::dxa_date].value) && label == "bone density scan") continue;
      const Said said = said_without(patient, query, fhir::Answer::failed);
      const auto at = said.text.find("**Could not be looked up:** ");
      ASSERT_NE(at, std::string::npos) << label;
      EXPECT_NE(said.text.find(label, at), std::string::npos) << label << "\n" << said.text;
    }
}

TEST(NotLookedUp, NothingIsCalledNotFoundThatWasNotLookedFor) {
  const Said said = said_without(osteoporotic(), labs, fhir::Answer::failed);
  const auto begin = said.text.find("**Not found in the record:**");
  const auto end = said.text.find("**Could not be looked up:**");
  ASSERT_LT(begin, end);
  EXPECT_EQ(said.text.substr(begin, end - begin).find("eGFR"), std::string::npos);
  EXPECT_NE(said.text.find("eGFR within 12 months, calcium within 12 months, 25-OH vitamin D", end), std::string::npos);
}

TEST(NotLookedUp, CalciumInOneUnitIsNotMissing) {
  const auto patient = osteoporotic().with(labs, observation("17861-6", "2026-06-01", quantity("9.4", "mg/dL")));
  EXPECT_FALSE(said_to(patient).has("calcium within 12 months"));
}

TEST(NotLookedUp, ADrugInUseIsAskedFor) {
  for (const auto answer : incomplete)
    for (const auto query : {medication_statements, medication_administrations}) {
      const Said said = said_without(osteoporotic(), query, answer);
      EXPECT_TRUE(said.advice.contains("bone-agent-indicated"));  // it stands on the T-score
      EXPECT_FALSE(said.has("No bone-protective drug is on record"));
      EXPECT_TRUE(said.has("Whether a bone-protective drug is in use could not be looked up completely: ask"));
      EXPECT_FALSE(said.has("ptions: first")) << said.text;
    }
}

TEST(NotLookedUp, NoOptionIsNamedThatSomethingUnseenMayRuleOut) {
  for (const auto answer : incomplete)
    for (const auto query : {labs, allergies, medication_statements, medication_administrations}) {
      const Said said = said_without(osteoporotic(), query, answer);
      EXPECT_FALSE(said.has("alendronate by mouth"));
      EXPECT_FALSE(said.has("denosumab 60 mg under the skin"));
      EXPECT_TRUE(said.has("No drug is named as an option here"));
    }
}

TEST(NotLookedUp, LaboratoryResultsAreCheckedFirst) {
  for (const auto answer : incomplete) {
    const Said said = said_without(osteoporotic(), labs, answer);
    EXPECT_FALSE(said.has("of the last 12 months was found"));
    EXPECT_TRUE(said.has("Laboratory results could not be looked up completely: check renal function, calcium and"));
  }
}

TEST(NotLookedUp, AResultThatWarnsCountsInAnAnswerThatIsCutShort) {
  const auto patient =
      osteoporotic().with(labs, observation("98979-8", "2026-06-01", quantity("28", "mL/min/{1.73_m2}")));
  const Said said = said_without(patient, labs, fhir::Answer::partial);
  EXPECT_TRUE(said.advice.contains("renal-bisphosphonate-avoid"));
  EXPECT_TRUE(said.has("Laboratory results could not be looked up completely"));
  const auto fine = osteoporotic().with(labs, observation("98979-8", "2026-06-01", quantity("80", "mL/min/{1.73_m2}")));
  EXPECT_TRUE(said_without(fine, labs, fhir::Answer::partial).has("No drug is named as an option here"));
}

TEST(NotLookedUp, NoSupplementIsDrafted) {
  for (const auto answer : incomplete) {
    const Said unseen = said_without(PatientCase(), medication_statements, answer);
    EXPECT_TRUE(unseen.has("Whether calcium or vitamin D is taken already could not be looked up completely"));
    EXPECT_EQ(unseen.suggestions, (std::set<std::string>{"order-dxa"}));
    const Said unmeasured = said_without(PatientCase(), labs, answer);
    EXPECT_TRUE(unmeasured.has("Whether calcium is high could not be looked up completely"));
    EXPECT_EQ(unmeasured.suggestions, (std::set<std::string>{"order-dxa"}));
  }
}

TEST(NotLookedUp, NoScanIsRequestedThatMayBeOrderedOrDeclined) {
  for (const auto& patient : {PatientCase(), scanned("2023-01-10"), scanned("2025-01-10")})
    for (const auto answer : incomplete)
      for (const auto query : {service_requests, appointments, procedures}) {
        const Said said = said_without(patient, query, answer);
        EXPECT_FALSE(said.suggestions.contains("order-dxa"));
        EXPECT_TRUE(said.has("Whether a scan is ordered, booked or declined could not be looked up completely"));
        EXPECT_TRUE(query == procedures || said.has("nless one is ordered"));
      }
}

TEST(NotLookedUp, AScanThatIsOnlyNotSeenIsNotCalledMissing) {
  for (const auto answer : incomplete)
    for (const auto query : {dxa_reports, dxa_documents, procedures}) {
      const Said none = said_without(PatientCase(), query, answer);
      EXPECT_FALSE(none.advice.contains("dxa-baseline"));
      EXPECT_FALSE(none.has("No DXA"));
      const Said old = said_without(scanned("2023-01-10"), query, answer);
      EXPECT_FALSE(old.advice.contains("dxa-repeat"));
      EXPECT_TRUE(old.has("Latest bone density scan that could be looked up: 2023-01-10."));
      EXPECT_TRUE(old.has("check for a recent DXA, else order one"));
      const Said due = said_without(scanned("2025-01-10"), query, answer);
      EXPECT_FALSE(due.advice.contains("dxa-due-soon"));
      EXPECT_FALSE(due.has("Last bone density scan"));
      const Said recent = said_without(scanned("2026-01-10"), query, answer);
      EXPECT_TRUE(recent.advice.contains("dxa-not-due"));
    }
}

TEST(NotLookedUp, OneThatIsOrderedIsEnough) {
  auto patient = PatientCase().with(service_requests,
                                    "{'resourceType':'ServiceRequest','id':'s1','status':'active','intent':'order',"
                                    "'code':" +
                                        snomed("312681000") + "}");
  const Said said = said_without(patient, dxa_reports, fhir::Answer::failed);
  EXPECT_TRUE(said.advice.contains("dxa-already-ordered"));
  EXPECT_FALSE(said.has("scan is due, and"));
}

TEST(NotLookedUp, OnlyAForearmIsNotClaimed) {
  const auto patient = PatientCase().with(
      bone_density,
      observation("38265-5", "2026-01-10", quantity("-3.0", "{T-score}"), ",'bodySite':{'text':'forearm'}"));
  EXPECT_TRUE(said_to(patient).advice.contains("dxa-central-needed"));
  EXPECT_FALSE(said_without(patient, dxa_reports, fhir::Answer::failed).advice.contains("dxa-central-needed"));
}

TEST(NotLookedUp, DenosumabIsNotCalledOverdue) {
  const auto patient = osteoporotic().with(medication_administrations, given(denosumab_60, "2025-10-01"));
  EXPECT_TRUE(said_to(patient).advice.contains("denosumab-overdue"));
  const Said cut = said_without(patient, medication_administrations, fhir::Answer::partial);
  EXPECT_FALSE(cut.advice.contains("denosumab-overdue"));
  EXPECT_FALSE(cut.advice.contains("bone-agent-indicated"));
  EXPECT_TRUE(cut.has("Latest dose of denosumab 60 mg that could be looked up: 2025-10-01."));
  EXPECT_TRUE(cut.has("find out when the last one was"));
  for (const auto answer : incomplete)  // a statement may tell of a drug that followed
    EXPECT_FALSE(said_without(patient, medication_statements, answer).advice.contains("denosumab-overdue"));
}

TEST(NotLookedUp, TheNextDoseIsNotReckonedFromDosesThatAreNotAll) {
  const auto patient = osteoporotic().with(medication_administrations, given(denosumab_60, "2026-01-01"));
  EXPECT_TRUE(said_to(patient).has("The next dose is due 2026-07-01"));
  const Said cut = said_without(patient, medication_administrations, fhir::Answer::partial);
  EXPECT_FALSE(cut.has("2026-07-01"));
  EXPECT_TRUE(cut.has("The doses given could not be looked up completely"));
  const auto ordered = osteoporotic().with(medications, order_of(denosumab_60));
  EXPECT_TRUE(said_to(ordered).has("The date of the last dose was not found"));
  const Said failed = said_without(ordered, medication_administrations, fhir::Answer::failed);
  EXPECT_FALSE(failed.has("was not found: the next"));
  EXPECT_TRUE(failed.has("The doses given could not be looked up completely"));
}

TEST(NotLookedUp, AnAgentForMetastasesIsAskedFor) {
  const auto patient = PatientCase().with(conditions, condition(icd("C79.51")));
  EXPECT_TRUE(said_to(patient).has("without a bone-modifying agent"));
  for (const auto answer : incomplete) {
    const Said said = said_without(patient, medication_administrations, answer);
    EXPECT_FALSE(said.has("without a bone-modifying agent"));
    EXPECT_FALSE(said.has("no bisphosphonate or denosumab"));
    EXPECT_TRUE(said.has("Whether a bone-modifying agent is in use could not be looked up completely: ask"));
  }
}

TEST(NotLookedUp, MenopauseIsNotDenied) {
  auto patient =
      PatientCase().patient("{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1981-01-08'}");
  EXPECT_TRUE(said_to(patient).has("no evidence of menopause"));
  for (const auto answer : incomplete)
    for (const auto query : {procedures, medication_statements, medication_administrations}) {
      const Said said = said_without(patient, query, answer);
      EXPECT_TRUE(said.advice.contains("premenopausal-check"));  // it asks
      EXPECT_FALSE(said.has("no evidence of menopause"));
    }
}

TEST(NotLookedUp, AManIsNotToldOfPregnancyOrMenopause) {
  auto man = PatientCase().patient("{'resourceType':'Patient','id':'p1','gender':'male','birthDate':'1960-01-08'}");
  for (const auto& query : fhir::queries())
    if (!query.required) man.answer(query.id, fhir::Answer::failed);
  const Said said = said_to(man);
  EXPECT_TRUE(said.has("Could not be looked up:"));
  for (const char* word : {"regnancy", "enopaus", "varian"}) EXPECT_FALSE(said.has(word)) << word;
}

TEST(NotLookedUp, RiskFactorsAreNotDenied) {
  const auto patient = PatientCase()
                           .patient("{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1966-01-08'}")
                           .with(bone_density, t_score("38267-1", "2026-03-10", "-1.2"));
  for (const char* id : {"aibl-2017", "who-osteoporosis", "asco-2019"})
    for (const auto answer : incomplete) {
      PatientCase unseen = patient;
      const Said said = said_to(unseen.answer(observations, answer), id);
      EXPECT_TRUE(said.advice.contains("assess-fracture-risk")) << id;
      EXPECT_TRUE(said.has("not all risk factors could be looked up")) << id;
      EXPECT_FALSE(said.has("without an established")) << id;
    }
}

}  // namespace
}  // namespace test
