// Change of bone density on one device (clinical-policy.md section 2, "Change").
#include "tests/support/patient_case.h"

namespace test {
namespace {

std::string density(const std::string& date, const std::string& value,
                    const std::string& device = "{'reference':'Device/a'}", const std::string& code = "24966-4",
                    const std::string& more = "") {
  return observation(code, date, quantity(value, "g/cm2"), ",'device':" + device + more);
}
rules::Facts facts_of(std::initializer_list<std::string> results) {
  PatientCase patient;
  for (const auto& result : results) patient.with(bone_density, result);
  return patient.facts();
}
rules::Fact loss(std::initializer_list<std::string> results) { return facts_of(results)[FactId::annual_bmd_loss]; }

TEST(BoneLoss, IsToldPerYear) {
  const auto facts = facts_of({density("2025-05-20", "0.98"), density("2026-05-22", "0.905"),
                               t_score("38267-1", "2025-05-20", "-1.1"), t_score("38267-1", "2026-05-22", "-1.7")});
  EXPECT_NEAR(number(facts[FactId::annual_bmd_loss]), 7.61, 0.02);
  EXPECT_EQ(source(facts[FactId::annual_bmd_loss]), "Observation/o-2026-05-22");
  EXPECT_EQ(number(facts[FactId::t_score_before_loss]), -1.1);
  EXPECT_EQ(source(facts[FactId::t_score_before_loss]), "Observation/o-2025-05-20");
  EXPECT_NEAR(number(loss({density("2024-06-01", "1.0"), density("2026-06-01", "0.9")})), 5, 1e-9);
}

TEST(BoneLoss, MeetsALimitThatItMeetsOnPaper) {
  EXPECT_EQ(number(loss({density("2025-06-01", "1.0"), density("2026-06-01", "0.9")})), 10);
  EXPECT_EQ(number(loss({density("2024-06-01", "1.1"), density("2026-06-01", "0.99")})), 5);
}

TEST(BoneLoss, NeedsTenMonths) {
  EXPECT_TRUE(is_known(loss({density("2025-08-01", "1.0"), density("2026-06-01", "0.9")}).value));
  EXPECT_TRUE(is_unknown(loss({density("2025-08-02", "1.0"), density("2026-06-01", "0.9")})));
}

TEST(BoneLoss, NeedsTheLeastSignificantChangeOfItsSite) {
  const auto falls = [](const std::string& code, const std::string& to, const std::string& more = "") {
    const std::string device = "{'reference':'Device/a'}";
    return is_known(
        loss({density("2025-06-01", "1.0", device, code, more), density("2026-06-01", to, device, code, more)}).value);
  };
  const std::string neck = ",'bodySite':{'text':'Femoral neck'}";
  EXPECT_TRUE(falls("24966-4", "0.947"));
  EXPECT_FALSE(falls("24966-4", "0.948"));
  EXPECT_TRUE(falls("38261-4", "0.95"));
  EXPECT_FALSE(falls("38261-4", "0.951"));
  EXPECT_TRUE(falls("80954-1", "0.931", neck));
  EXPECT_FALSE(falls("80954-1", "0.932", neck));
  EXPECT_FALSE(falls("80954-1", "0.932"));
  EXPECT_FALSE(falls("24966-4", "1.2"));
}

TEST(BoneLoss, NeedsTheSameDevice) {
  const auto facts =
      facts_of({density("2025-05-20", "0.98"), density("2026-05-22", "0.80", "{'reference':'Device/b'}")});
  EXPECT_TRUE(is_unknown(facts[FactId::annual_bmd_loss]));
  EXPECT_TRUE(has(facts, Issue::different_devices));
}

TEST(BoneLoss, KnowsADeviceByReferenceIdentifierOrDisplay) {
  const auto with_devices = [](const std::string& before, const std::string& after) {
    return facts_of({density("2025-05-20", "0.98", before), density("2026-05-22", "0.80", after)});
  };
  const auto same = [&](const std::string& before, const std::string& after) {
    return is_known(with_devices(before, after)[FactId::annual_bmd_loss].value);
  };
  EXPECT_TRUE(same("{'reference':'Device/a'}", "{'reference':'https://ehr.example.org/fhir/Device/a'}"));
  EXPECT_TRUE(same("{'display':'Hologic A'}", "{'display':'Hologic A'}"));
  EXPECT_TRUE(same("{'identifier':{'value':'7'}}", "{'identifier':{'value':'7'},'display':'x'}"));
  EXPECT_TRUE(same("{'reference':'Device/a','display':'Hologic A'}", "{'display':'Hologic A'}"));
  EXPECT_FALSE(
      same("{'reference':'Device/a','display':'Hologic A'}", "{'reference':'Device/b','display':'Hologic A'}"));
  EXPECT_FALSE(same("{'display':'Hologic A'}", "{'display':'Lunar'}"));
  EXPECT_FALSE(same("{}", "{}"));
  EXPECT_FALSE(has(with_devices("{}", "{}"), Issue::different_devices));  // not told is not different
  EXPECT_FALSE(has(with_devices("{'reference':'Device/a'}", "{'display':'x'}"), Issue::different_devices));
}

TEST(BoneLoss, TellsContainedDevicesByWhatTheySay) {
  const auto contained = [](const std::string& date, const std::string& value, const std::string& device) {
    return density(
        date, value, "{'reference':'#d'}", "24966-4",
        ",'contained':[{'resourceType':'Practitioner','id':'p'},{'resourceType':'Device','id':'d'," + device + "}]");
  };
  const auto known = [&](const std::string& before, const std::string& after) {
    return is_known(loss({contained("2025-05-20", "0.98", before), contained("2026-05-22", "0.8", after)}).value);
  };
  EXPECT_TRUE(known("'serialNumber':'7'", "'serialNumber':'7'"));
  EXPECT_TRUE(known("'identifier':[{'value':'7'}]", "'identifier':[{'value':'7'}]"));
  EXPECT_FALSE(known("'serialNumber':'7'", "'serialNumber':'8'"));
  EXPECT_FALSE(known("'status':'active'", "'status':'active'"));
}

TEST(BoneLoss, NeedsTheSameRegion) {
  const std::string device = "{'reference':'Device/a'}";
  EXPECT_TRUE(is_unknown(
      loss({density("2025-05-20", "0.98", device, "46279-6"), density("2026-05-22", "0.8", device, "46278-8")})));
  EXPECT_TRUE(is_unknown(loss({density("2025-05-20", "0.98", device, "38261-4", ",'bodySite':{'text':'Left'}"),
                               density("2026-05-22", "0.8", device, "38261-4", ",'bodySite':{'text':'Right'}")})));
  EXPECT_TRUE(is_unknown(
      loss({density("2025-05-20", "0.98", device, "38261-4"), density("2026-05-22", "0.8", device, "24966-4")})));
}

TEST(BoneLoss, ComparesWithTheLatestScanThatIsOldEnough) {
  EXPECT_NEAR(number(loss({density("2020-06-01", "1.5"), density("2025-06-01", "1.0"), density("2026-03-01", "0.95"),
                           density("2026-06-01", "0.9")})),
              10, 1e-9);
}

TEST(BoneLoss, TakesTheGreatestOfTheRegions) {
  const std::string device = "{'reference':'Device/a'}";
  EXPECT_NEAR(
      number(loss({density("2025-06-01", "1.0"), density("2026-06-01", "0.94"),
                   density("2025-06-01", "1.0", device, "38261-4"), density("2026-06-01", "0.9", device, "38261-4")})),
      10, 1e-9);
}

TEST(BoneLoss, IsNotReadFromAnEarlierScan) {
  const std::string device = "{'reference':'Device/a'}";
  EXPECT_TRUE(is_unknown(loss(
      {density("2015-06-01", "1.0"), density("2016-06-01", "0.8"), density("2026-06-01", "0.8", device, "38261-4")})));
}

TEST(BoneLoss, DoesNotGuessTheTScoreBeforeIt) {
  const auto facts =
      facts_of({density("2025-05-20", "0.98"), density("2026-05-22", "0.8"), t_score("38267-1", "2026-05-22", "-1.7")});
  EXPECT_TRUE(is_unknown(facts[FactId::t_score_before_loss]));
}

TEST(BoneLoss, TakesTheLowestTScoreOfTheScanBeforeIt) {
  const auto facts =
      facts_of({density("2025-05-20", "0.98"), density("2026-05-22", "0.8"), t_score("38267-1", "2025-05-20", "-0.5"),
                t_score("38264-8", "2025-05-25", "-1.2"), t_score("38264-8", "2025-05-26", "-0.9")});
  EXPECT_EQ(number(facts[FactId::t_score_before_loss]), -1.2);
}

}  // namespace
}  // namespace test
