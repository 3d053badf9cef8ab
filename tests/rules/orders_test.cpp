// clinical-policy.md section 1, first paragraph: which orders the service speaks about.
#include "tests/support/patient_case.h"

namespace test {
namespace {

rules::OrdersFound found(const std::string& order) { return PatientCase().orders({order}).found_orders(); }
bool is_ours(const std::string& order) { return found(order).ours.size() == 1; }

TEST(Orders, AreRecognisedByCodeOfEverySystem) {
  for (const char* code : {"72965", "200064", "199224", "310261", "1923053", "1923055", "1923057"})
    EXPECT_TRUE(is_ours(PatientCase::draft("", rxnorm(code)))) << code;
  for (const char* code : {"L02BG03", "L02BG04", "L02BG06", "L02BG02"})
    EXPECT_TRUE(is_ours(PatientCase::draft("", coded("http://www.whocc.no/atc", code)))) << code;
  EXPECT_TRUE(is_ours(PatientCase::draft("", snomed("386911004"))));
  EXPECT_TRUE(is_ours(PatientCase::draft("", coded("http://hl7.org/fhir/sid/ndc", "0078-0249-15"))));
  EXPECT_FALSE(found(PatientCase::draft("")).ours.front().matched_by_name);
}

TEST(Orders, OfOtherDrugsAreNotOurs) {
  EXPECT_FALSE(is_ours(PatientCase::draft("", rxnorm("10324"))));
  EXPECT_FALSE(is_ours(PatientCase::draft("", "{'text':'tamoxifen'}")));
  EXPECT_FALSE(is_ours("{'resourceType':'ServiceRequest','code':" + letrozole_tablet + "}"));
  EXPECT_FALSE(is_ours("{}"));
}

TEST(Orders, AreRecognisedByWholeWordNamesWhereThereIsNoCode) {
  for (const char* word : {"letrozole 2.5 mg", "FEMARA", "anastrozole", "Arimidex 1mg", "exemestane", "(Aromasin)"}) {
    const auto orders = found(PatientCase::draft("", std::string("{'text':'") + word + "'}"));
    ASSERT_EQ(orders.ours.size(), 1U) << word;
    EXPECT_TRUE(orders.ours.front().matched_by_name) << word;
  }
  EXPECT_TRUE(is_ours(PatientCase::draft("", "{'coding':[{'system':'urn:x','code':'1','display':'Letrozole'}]}")));
  EXPECT_FALSE(is_ours(PatientCase::draft("", "{'text':'notletrozole'}")));
  EXPECT_FALSE(is_ours(PatientCase::draft("", "{'text':'letrozolex'}")));
}

TEST(Orders, CountOnlyWithAStatusThatMeansToBeGiven) {
  const auto with_status = [](const char* status) {
    return is_ours(std::string("{'resourceType':'MedicationRequest',") + status +
                   "'medicationCodeableConcept':" + letrozole_tablet + "}");
  };
  EXPECT_TRUE(with_status("'status':'draft',"));
  EXPECT_TRUE(with_status("'status':'active',"));
  EXPECT_TRUE(with_status(""));
  for (const char* status : {"stopped", "on-hold", "cancelled", "completed", "entered-in-error", "unknown"})
    EXPECT_FALSE(with_status((std::string("'status':'") + status + "',").c_str())) << status;
}

TEST(Orders, CountOnlyWithAnIntentThatMeansToBeGiven) {
  const auto with_intent = [](const std::string& intent) {
    return is_ours("{'resourceType':'MedicationRequest','intent':'" + intent +
                   "','medicationCodeableConcept':" + letrozole_tablet + "}");
  };
  for (const char* intent :
       {"order", "original-order", "reflex-order", "filler-order", "instance-order", "proposal", "plan"})
    EXPECT_TRUE(with_intent(intent)) << intent;
  EXPECT_FALSE(with_intent("option"));
}

TEST(Orders, NotToPerformAreNotOurs) {
  EXPECT_FALSE(is_ours(PatientCase::draft(",'doNotPerform':true")));
  EXPECT_TRUE(is_ours(PatientCase::draft(",'doNotPerform':false")));
}

TEST(Orders, OfDstu2AndR5AreRead) {
  EXPECT_TRUE(is_ours("{'resourceType':'MedicationOrder','medicationCodeableConcept':" + letrozole_tablet + "}"));
  EXPECT_TRUE(is_ours("{'resourceType':'MedicationRequest','medication':{'concept':" + letrozole_tablet + "}}"));
}

TEST(Orders, MayReferToAContainedMedication) {
  EXPECT_TRUE(
      is_ours("{'resourceType':'MedicationRequest','medicationReference':{'reference':'#m'},"
              "'contained':[{'resourceType':'Medication','id':'n'},"
              "{'resourceType':'Medication','id':'m','code':" +
              letrozole_tablet + "}]}"));
  EXPECT_FALSE(is_ours("{'resourceType':'MedicationRequest','medicationReference':{'reference':'#m'}}"));
}

TEST(Orders, MayReferToAMedicationOfTheBundle) {
  const std::string medication = "'resource':{'resourceType':'Medication','id':'m','code':" + letrozole_tablet + "}}";
  const auto with_reference = [&](const std::string& reference) {
    return PatientCase()
        .bundle("{'entry':[{'fullUrl':'urn:uuid:1'," + medication +
                ",{'resource':{'resourceType':'MedicationRequest','medicationReference':{'reference':'" + reference +
                "'}}}]}")
        .found_orders();
  };
  for (const char* reference : {"Medication/m", "https://ehr.example.org/fhir/Medication/m", "urn:uuid:1"})
    EXPECT_EQ(with_reference(reference).ours.size(), 1U) << reference;
  EXPECT_TRUE(with_reference("Medication/other").unresolved);
  EXPECT_TRUE(with_reference("Patient/m").ours.empty());
}

TEST(Orders, MayReferToAPrefetchedMedication) {
  const std::string order = "{'resourceType':'MedicationRequest','medicationReference':{'reference':'Medication/m'}}";
  PatientCase patient;
  EXPECT_TRUE(patient.orders({order}).found_orders().unresolved);
  patient.including(medications, "{'resourceType':'Medication','id':'m','code':" + letrozole_tablet + "}");
  EXPECT_EQ(patient.found_orders().ours.size(), 1U);
  EXPECT_FALSE(patient.found_orders().unresolved);
}

TEST(Orders, AreRecognisedByAnIngredientOfAPack) {
  EXPECT_TRUE(
      is_ours("{'resourceType':'MedicationRequest','medicationReference':{'reference':'#m'},'contained':["
              "{'resourceType':'Medication','id':'m','ingredient':[{'itemCodeableConcept':" +
              rxnorm("72965") + "}]}]}"));
}

TEST(Orders, AreRecognisedByTheDisplayOfAReference) {
  const auto orders = found(
      "{'resourceType':'MedicationRequest','medicationReference':{'reference':'Medication/9','display':'Letrozole'}}");
  ASSERT_EQ(orders.ours.size(), 1U);
  EXPECT_TRUE(orders.ours.front().matched_by_name);
}

TEST(Orders, ForAnotherPatientAreTold) {
  const auto orders =
      found("{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p2'},'medicationCodeableConcept':" +
            letrozole_tablet + "}");
  EXPECT_TRUE(orders.other_patient);
  EXPECT_TRUE(orders.ours.empty());
}

TEST(Orders, AreFoundBeforeAnyDataAreThere) {
  const PatientCase patient;
  const auto orders = rules::find_orders(patient.record().draft_orders, "p1", terminology());
  EXPECT_EQ(orders.ours.size(), 1U);
}

TEST(Orders, AreThoseSelectedIfAnyAre) {
  Texts texts;
  const auto bundle = texts.parse("{'resourceType':'Bundle','entry':[{'resource':" + PatientCase::draft("") + "}]}");
  const fhir::Selections ours(texts.parse("['MedicationRequest/d1']")),
      another(texts.parse("['MedicationRequest/d2']"));
  const auto found_among = [&](const fhir::Selections* selections) {
    return rules::find_orders(bundle, "p1", terminology(), selections);
  };
  EXPECT_EQ(found_among(nullptr).ours.size(), 1U);
  EXPECT_EQ(found_among(&ours).ours.size(), 1U);
  EXPECT_TRUE(found_among(&another).is_none());
}

TEST(Orders, OfOthersThatAreNotSelectedDoNotMatter) {
  Texts texts;
  const auto bundle = texts.parse(
      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'d2',"
      "'medicationReference':{'reference':'Medication/x'}}},{'resource':{'resourceType':'MedicationRequest','id':'d3',"
      "'subject':{'reference':'Patient/p2'},'medicationCodeableConcept':" +
      letrozole_tablet + "}}]}");
  const fhir::Selections none(texts.parse("[]"));
  EXPECT_FALSE(rules::find_orders(bundle, "p1", terminology()).is_none());
  EXPECT_TRUE(rules::find_orders(bundle, "p1", terminology(), &none).is_none());
}

}  // namespace
}  // namespace test
