// What people look at: bone density and drugs over time.
#include "rules/bone_history.h"

#include "tests/support/patient_case.h"

namespace test {
namespace {

const std::string left_femur_t = "80948-3";
const std::string spine_t = "38267-1";
const std::string spine_density = "24966-4";
const std::string zoledronate = rxnorm("77655");

rules::BoneHistory history_of(const PatientCase& patient) {
  return rules::bone_history_of(patient.record(), terminology(), fhir::Today{day("2026-06-15")});
}

std::string told(const rules::DensityPoint& point) {
  const std::string value = point.t_score ? "T " + std::to_string(*point.t_score) : std::to_string(*point.density);
  return fhir::to_string(point.day) + " " + std::string(point.site) + " " + value.substr(0, 6);
}

TEST(BoneHistory, IsEmptyForAnEmptyRecordButForTheDraft) {
  const auto history = history_of(PatientCase());
  EXPECT_TRUE(history.densities.empty());
  ASSERT_EQ(history.drugs.size(), 1U);
  EXPECT_EQ(history.drugs[0].drug, "letrozole");
  EXPECT_EQ(history.drugs[0].entry, rules::DrugEntry::draft);
  EXPECT_FALSE(history.drugs[0].is_for_bone);
}

TEST(BoneHistory, HasAllUsableResultsByDay) {
  const auto history =
      history_of(PatientCase()
                     .with(bone_density, t_score(left_femur_t, "2025-03-01", "-1.9"))
                     .with(bone_density, t_score(left_femur_t, "2022-03-01", "-1.4"))
                     .with(bone_density, observation(spine_density, "2022-03-01", quantity("0.91", "g/cm2")))
                     .with(bone_density, t_score(left_femur_t, "2027-03-01", "-2.9"))
                     .with(bone_density, t_score(spine_t, "2024-03-01", "-19")));
  ASSERT_EQ(history.densities.size(), 3U);
  EXPECT_EQ(told(history.densities[0]), "2022-03-01 femur T -1.4");
  EXPECT_EQ(told(history.densities[1]), "2022-03-01 lumbar spine 0.9100");
  EXPECT_EQ(told(history.densities[2]), "2025-03-01 femur T -1.9");
  EXPECT_EQ(history.densities[2].source->id, "o-2025-03-01");
}

// clinical-policy.md section 2: the same site, date and value twice is one.
TEST(BoneHistory, HasAResultThatCameTwiceOnce) {
  const auto spine = [](const std::string& id, const std::string& number) {
    return "{'resourceType':'Observation','id':'" + id + "','status':'final','code':" + loinc(spine_t) +
           ",'effectiveDateTime':'2025-03-01'," + quantity(number, "{T-score}") + "}";
  };
  const auto history = history_of(PatientCase()
                                      .with(bone_density, spine("received-again", "-1.7"))
                                      .with(bone_density, spine("another-value", "-1.8"))
                                      .with(bone_density, spine("received", "-1.7"))
                                      .with(bone_density, t_score(left_femur_t, "2025-03-01", "-1.7"))
                                      .with(bone_density, t_score(spine_t, "2024-03-01", "-1.7")));
  std::vector<std::string> all;
  for (const auto& point : history.densities) all.push_back(told(point) + " " + std::string(point.source->id));
  EXPECT_EQ(all, (std::vector<std::string>{
                     "2024-03-01 lumbar spine T -1.7 o-2024-03-01", "2025-03-01 femur T -1.7 o-2025-03-01",
                     "2025-03-01 lumbar spine T -1.8 another-value", "2025-03-01 lumbar spine T -1.7 received"}));
}

TEST(BoneHistory, TellsCoursesThatGoOnFromThoseThatEnded) {
  const std::string period =
      ",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2021-01-05',"
      "'end':'2024-02-03'}}}}]";
  const auto history = history_of(PatientCase()
                                      .with(medications, order_of(letrozole_tablet, ",'authoredOn':'2024-02-04'"))
                                      .with(medications,
                                            "{'resourceType':'MedicationRequest','id':'m0','status':'completed',"
                                            "'intent':'order','medicationCodeableConcept':" +
                                                rxnorm("46041") + period + "}"));
  ASSERT_EQ(history.drugs.size(), 3U);
  const auto& ended = *std::ranges::find(history.drugs, "bisphosphonate", &rules::DrugPeriod::drug);
  EXPECT_TRUE(ended.is_for_bone);
  EXPECT_FALSE(ended.taken_now);
  EXPECT_EQ(ended.from, day("2021-01-05"));
  EXPECT_EQ(ended.to, day("2024-02-03"));
  const auto& going_on = history.drugs.back();
  EXPECT_EQ(going_on.entry, rules::DrugEntry::order);
  EXPECT_TRUE(going_on.taken_now);
  EXPECT_EQ(going_on.from, day("2024-02-04"));
  EXPECT_FALSE(going_on.to.has_value());
}

TEST(BoneHistory, HasDosesButNothingThatNeverBegan) {
  const auto history = history_of(PatientCase()
                                      .with(medication_administrations, given(zoledronate, "2023-01-15"))
                                      .with(medications,
                                            "{'resourceType':'MedicationRequest','id':'m2','status':'cancelled',"
                                            "'intent':'order','medicationCodeableConcept':" +
                                                zoledronate + "}"));
  const auto is_for_bone = [](const rules::DrugPeriod& period) { return period.is_for_bone; };
  ASSERT_EQ(std::ranges::count_if(history.drugs, is_for_bone), 1);
  const auto& dose = *std::ranges::find_if(history.drugs, is_for_bone);
  EXPECT_EQ(dose.entry, rules::DrugEntry::dose);
  EXPECT_EQ(dose.from, day("2023-01-15"));
}

}  // namespace
}  // namespace test
