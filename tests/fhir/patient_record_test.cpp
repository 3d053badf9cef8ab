#include "fhir/patient_record.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

// A record of patient "p1" in which one query is answered with one resource.
PatientRecord record_with(QueryId id, Json resource) {
  PatientRecord record;
  record.patient_id = "p1";
  classify(resource, query(id), record[id]);
  return record;
}

bool is_one_patients(QueryId id, const std::string& text) {
  const JsonText resource(text);
  return check_one_patient(record_with(id, resource)).has_value();
}

std::string observation_of(const std::string& subject) {
  return R"({"resourceType":"Observation","subject":{"reference":")" + subject + R"("}})";
}

TEST(TakePrefetch, ReadsKeysInAnyOrderAndOverlooksOthers) {
  const JsonText prefetch(
      R"({"labs":null,"x":{},"patient":{"resourceType":"Patient","id":"p1"},"riskAssessments":null,"conditions":null})");
  PatientRecord record;
  take_prefetch(prefetch, record);
  EXPECT_EQ(record[QueryId::patient].answer, Answer::data);
  EXPECT_EQ(record.patient()["id"].text(), "p1");
  for (const QueryId id : {QueryId::labs, QueryId::conditions, QueryId::risk_assessments})
    EXPECT_EQ(record[id].answer, Answer::empty);
  EXPECT_EQ(record[QueryId::medications].answer, Answer::not_provided);
  PatientRecord nothing;
  take_prefetch(Json(), nothing);
  EXPECT_EQ(nothing[QueryId::patient].answer, Answer::not_provided);
}

TEST(TakePrefetch, ReadsTheClientsOwnKeys) {
  PrefetchReading reading = usual_prefetch_reading();
  reading.keys[index_of(QueryId::bone_density)] = "bmd";
  reading.keys[index_of(QueryId::labs)] = "observations";
  reading.keys[index_of(QueryId::observations)] = "labs";
  const JsonText prefetch(
      R"({"boneDensity":null,"labs":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation"}}]},
          "observations":null,"conditions":null})");
  PatientRecord record;
  take_prefetch(prefetch, record, reading);
  EXPECT_EQ(record[QueryId::bone_density].answer, Answer::not_provided);  // ours is not what the client calls it
  EXPECT_EQ(record[QueryId::observations].answer, Answer::data);
  EXPECT_EQ(record[QueryId::labs].answer, Answer::empty);
  EXPECT_EQ(record[QueryId::conditions].answer, Answer::empty);
  const JsonText renamed(R"({"bmd":null})");
  take_prefetch(renamed, record, reading);
  EXPECT_EQ(record[QueryId::bone_density].answer, Answer::empty);
}

TEST(TakePrefetch, OverlooksKeysThatTheClientDoesNotSend) {
  PrefetchReading reading = usual_prefetch_reading();
  reading.keys[index_of(QueryId::labs)].clear();
  reading.keys[index_of(QueryId::procedures)].clear();
  const JsonText prefetch(R"({"labs":null,"":null,"conditions":null})");
  PatientRecord record;
  take_prefetch(prefetch, record, reading);
  EXPECT_EQ(record[QueryId::labs].answer, Answer::not_provided);
  EXPECT_EQ(record[QueryId::procedures].answer, Answer::not_provided);
  EXPECT_EQ(record[QueryId::conditions].answer, Answer::empty);
}

TEST(TakePrefetch, TakesNullAsTheClientMeansIt) {
  PrefetchReading reading = usual_prefetch_reading();
  reading.null_is_an_answer = false;
  const JsonText prefetch(R"({"labs":null,"conditions":{"resourceType":"Bundle","total":0}})");
  PatientRecord record;
  take_prefetch(prefetch, record, reading);
  EXPECT_EQ(record[QueryId::labs].answer, Answer::not_provided);
  EXPECT_EQ(record[QueryId::conditions].answer, Answer::empty);
}

TEST(CheckOnePatient, AcceptsEveryFormOfReferenceToThePatient) {
  for (const char* subject : {"Patient/p1", "https://ehr.example.org/fhir/Patient/p1", "Patient/p1/_history/3",
                              "https://ehr.example.org/fhir/Patient/p1/_history/3"})
    EXPECT_TRUE(is_one_patients(QueryId::labs, observation_of(subject))) << subject;
}

TEST(CheckOnePatient, RefusesEveryFormOfReferenceToAnother) {
  for (const char* subject : {"Patient/p2", "https://ehr.example.org/fhir/Patient/p2", "Patient/p2/_history/3",
                              "Patient/P1", "Patient/p11", "Group/p1"})
    EXPECT_FALSE(is_one_patients(QueryId::labs, observation_of(subject))) << subject;
}

TEST(CheckOnePatient, AcceptsWhatDoesNotSayWhoseItIs) {
  for (const char* subject : {"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "#contained", ""})
    EXPECT_TRUE(is_one_patients(QueryId::labs, observation_of(subject))) << subject;
  EXPECT_TRUE(is_one_patients(QueryId::labs, R"({"resourceType":"Observation"})"));
  EXPECT_TRUE(
      is_one_patients(QueryId::labs, R"({"resourceType":"Observation","subject":{"identifier":{"value":"MRN 2"}}})"));
}

TEST(CheckOnePatient, ReadsPatientAndParticipants) {
  EXPECT_FALSE(is_one_patients(QueryId::allergies,
                               R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/p2"}})"));
  const auto appointment = [](const std::string& actors) {
    return R"({"resourceType":"Appointment","participant":[)" + actors + "]}";
  };
  const std::string doctor = R"({"actor":{"reference":"Practitioner/p2"}})";
  const std::string other = R"({"actor":{"reference":"Patient/p2"}})";
  const std::string ours = R"({"actor":{"reference":"Patient/p1"}})";
  EXPECT_TRUE(is_one_patients(QueryId::appointments, appointment(doctor)));
  EXPECT_TRUE(is_one_patients(QueryId::appointments, appointment(doctor + "," + ours)));
  EXPECT_FALSE(is_one_patients(QueryId::appointments, appointment(doctor + "," + other)));
}

TEST(CheckOnePatient, ComparesTheIdOfThePatientResource) {
  EXPECT_TRUE(is_one_patients(QueryId::patient, R"({"resourceType":"Patient","id":"p1"})"));
  EXPECT_FALSE(is_one_patients(QueryId::patient, R"({"resourceType":"Patient","id":"p2"})"));
}

TEST(CheckOnePatient, LooksAtIncludedResourcesToo) {
  EXPECT_FALSE(is_one_patients(QueryId::labs, R"({"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"Observation","subject":{"reference":"Patient/p1"}}},
      {"resource":{"resourceType":"Specimen","subject":{"reference":"Patient/p2"}}}]})"));
}

TEST(CheckOnePatient, NamesTheKeyAndNoValue) {
  const JsonText resource(observation_of("Patient/p2"));
  const auto checked = check_one_patient(record_with(QueryId::bone_density, resource));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, IssueType::conflict);
  EXPECT_NE(checked.error().diagnostics.find("boneDensity"), std::string::npos);
  EXPECT_EQ(checked.error().diagnostics.find("p2"), std::string::npos);
}

// A record in which all required queries have an answer.
PatientRecord answered(const JsonText& patient) {
  PatientRecord record = record_with(QueryId::patient, patient);
  for (const auto id : {QueryId::conditions, QueryId::medications, QueryId::bone_density})
    record[id].answer = Answer::empty;
  return record;
}

TEST(MissingRequired, IsNothingWhenAllAreAnswered) {
  const JsonText patient(R"({"resourceType":"Patient","id":"p1"})");
  PatientRecord record = answered(patient);
  EXPECT_EQ(missing_required(record), nullptr);
  EXPECT_EQ(record.patient()["id"].text(), "p1");
  record[QueryId::labs].answer = Answer::failed;
  EXPECT_EQ(missing_required(record), nullptr);
}

TEST(MissingRequired, NamesTheFirstWithoutACompleteAnswer) {
  const JsonText patient(R"({"resourceType":"Patient","id":"p1"})");
  for (const auto answer : {Answer::not_provided, Answer::failed, Answer::partial}) {
    PatientRecord record = answered(patient);
    record[QueryId::bone_density].answer = answer;
    ASSERT_NE(missing_required(record), nullptr);
    EXPECT_EQ(missing_required(record)->key, "boneDensity");
    record[QueryId::conditions].answer = answer;
    EXPECT_EQ(missing_required(record)->key, "conditions");
  }
}

TEST(MissingRequired, DoesNotTakeNothingForAPatient) {
  const JsonText patient(R"({"resourceType":"Patient","id":"p1"})");
  PatientRecord record = answered(patient);
  record[QueryId::patient].clear();
  record[QueryId::patient].answer = Answer::empty;
  ASSERT_NE(missing_required(record), nullptr);
  EXPECT_EQ(missing_required(record)->key, "patient");
  EXPECT_FALSE(record.patient().exists());
}

// The code text of the medication that a request with this member has, in a record with Medications at every place.
std::string medication_by(const std::string& member) {
  const JsonText drafts(R"({"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"MedicationRequest","id":"m1"}},
      {"fullUrl":"urn:uuid:77","resource":{"resourceType":"Medication","code":{"text":"by full url"}}},
      {"fullUrl":"https://ehr.example.org/Medication/m1",
       "resource":{"resourceType":"Medication","id":"m1","code":{"text":"entry"}}}]})");
  const JsonText statements(R"({"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"MedicationStatement","id":"s"}},
      {"resource":{"resourceType":"Location","id":"m2"}},
      {"resource":{"resourceType":"Medication","id":"m3"}},
      {"resource":{"resourceType":"Medication","id":"m2","code":{"text":"included"}}}]})");
  const JsonText request(R"({"resourceType":"MedicationRequest","contained":[
      {"resourceType":"Medication","id":"m0","code":{"text":"other"}},
      {"resourceType":"Medication","id":"m1","code":{"text":"contained"}}],)" +
                         member + "}");
  PatientRecord record = record_with(QueryId::medication_statements, statements);
  record.draft_orders = drafts;
  const Json medication = medication_of(request, record);
  return std::string(medication["text"].exists() ? medication["text"].text() : medication["display"].text());
}

TEST(MedicationOf, PrefersTheConcept) {
  EXPECT_EQ(
      medication_by(R"("medicationCodeableConcept":{"text":"concept"},"medicationReference":{"reference":"#m1"})"),
      "concept");
  EXPECT_EQ(medication_by(R"("medication":{"concept":{"text":"R5"}})"), "R5");
}

TEST(MedicationOf, FollowsTheReference) {
  const auto refers_to = [](const std::string& reference) {
    return medication_by(R"("medicationReference":{"reference":")" + reference + R"("})");
  };
  EXPECT_EQ(refers_to("#m1"), "contained");
  EXPECT_EQ(refers_to("Medication/m1"), "entry");
  EXPECT_EQ(refers_to("https://ehr.example.org/Medication/m1"), "entry");
  EXPECT_EQ(refers_to("urn:uuid:77"), "by full url");
  EXPECT_EQ(refers_to("Medication/m2"), "included");
  EXPECT_EQ(medication_by(R"("medication":{"reference":{"reference":"Medication/m2"}})"), "included");
}

TEST(MedicationOf, FallsBackToTheDisplayOfAReferenceThatLeadsNowhere) {
  const auto refers_to = [](const std::string& reference) {
    return medication_by(R"("medicationReference":{"reference":")" + reference + R"(","display":"Letrozole"})");
  };
  for (const char* reference : {"Medication/m9", "#m9", "Substance/m1", "Medication/", "", "Medication/m3"})
    EXPECT_EQ(refers_to(reference), "Letrozole") << reference;
  EXPECT_EQ(medication_by(R"("medicationReference":{"display":"Letrozole"})"), "Letrozole");
  EXPECT_EQ(medication_by(R"("status":"draft")"), "");
}

}  // namespace
}  // namespace fhir
