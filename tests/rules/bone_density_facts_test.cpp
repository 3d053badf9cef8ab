// The scan that counts: its T-score, its age, and what is wrong with it (clinical-policy.md section 2).
#include "tests/support/patient_case.h"

namespace test {
namespace {

PatientCase with(std::initializer_list<std::string> results) {
  PatientCase patient;
  for (const auto& result : results) patient.with(bone_density, result);
  return patient;
}
rules::Facts facts_of(std::initializer_list<std::string> results) { return with(results).facts(); }

const std::string report =
    "{'resourceType':'DiagnosticReport','id':'r1','status':'final','effectiveDateTime':'2026-04-04','code':" +
    loinc("38269-7") + ",'conclusion':'T-score -2.9'}";

TEST(BoneDensityFacts, TellThatNothingWasFound) {
  const auto facts = PatientCase().facts();
  EXPECT_EQ(name(facts, FactId::dxa), "none");
  EXPECT_TRUE(is_unknown(facts[FactId::months_since_dxa]));
  EXPECT_TRUE(facts.data_quality.none());
}

TEST(BoneDensityFacts, DoNotTakeForNoneWhatCouldNotBeLookedUp) {
  for (const auto query : {dxa_reports, dxa_documents})
    for (const auto answer : {fhir::Answer::not_provided, fhir::Answer::failed, fhir::Answer::partial}) {
      const auto fact = PatientCase().answer(query, answer).facts()[FactId::dxa];
      EXPECT_TRUE(is_unknown(fact));
      EXPECT_FALSE(fact.looked);
    }
}

TEST(BoneDensityFacts, TakeTheLowestCentralTScoreOfTheLatestScan) {
  const auto facts = facts_of({t_score("38267-1", "2026-03-10", "-1.8"), t_score("38263-0", "2026-03-10", "-2.7"),
                               t_score("38267-1", "2023-01-01", "-3.5")});
  EXPECT_EQ(number(facts[FactId::t_score]), -2.7);
  EXPECT_EQ(name(facts, FactId::t_score_site), "femur");
  EXPECT_EQ(date(facts[FactId::t_score_date]), "2026-03-10");
  EXPECT_EQ(source(facts[FactId::t_score]), "Observation/o-2026-03-10");
  EXPECT_EQ(name(facts, FactId::dxa), "central");
  EXPECT_EQ(date(facts[FactId::dxa_date]), "2026-03-10");
}

TEST(BoneDensityFacts, DoNotDependOnTheOrderOfResults) {
  auto first = t_score("38267-1", "2026-03-10", "-1.8"), second = first;
  const std::string id = "o-2026-03-10";
  second.replace(second.find(id), id.size(), "a-2026-03-10");
  for (const auto& facts : {facts_of({first, second}), facts_of({second, first}), facts_of({first, second, first})})
    EXPECT_EQ(source(facts[FactId::t_score]), "Observation/a-2026-03-10");
}

TEST(BoneDensityFacts, CompareUnroundedValues) {
  EXPECT_EQ(number(facts_of({t_score("38267-1", "2026-03-10", "-2.45"),
                             t_score("38264-8", "2026-03-10", "-2.4499")})[FactId::t_score]),
            -2.45);
}

TEST(BoneDensityFacts, CountResultsWithin31DaysAsOneScan) {
  EXPECT_EQ(number(facts_of(
                {t_score("38267-1", "2026-03-10", "-1.0"), t_score("38264-8", "2026-02-07", "-2.0")})[FactId::t_score]),
            -2.0);  // 31 days
  EXPECT_EQ(number(facts_of(
                {t_score("38267-1", "2026-03-10", "-1.0"), t_score("38264-8", "2026-02-06", "-2.0")})[FactId::t_score]),
            -1.0);  // 32 days
}

TEST(BoneDensityFacts, NeverLetTheForearmDecideBesideACentralSite) {
  const auto facts = facts_of({t_score("38264-8", "2026-03-10", "-1.2"), t_score("80944-2", "2026-06-01", "-3.0")});
  EXPECT_EQ(number(facts[FactId::t_score]), -1.2);
  EXPECT_EQ(name(facts, FactId::dxa), "central");
  EXPECT_EQ(date(facts[FactId::dxa_date]), "2026-03-10");
}

TEST(BoneDensityFacts, TellThatOnlyOtherSitesWereMeasured) {
  for (const char* code : {"38266-3", "85390-3", "80943-4"}) {
    const auto facts = facts_of({t_score(code, "2026-03-10", "-2.6")});
    EXPECT_EQ(name(facts, FactId::dxa), "non-central") << code;
    EXPECT_TRUE(is_unknown(facts[FactId::t_score])) << code;
  }
  EXPECT_EQ(name(facts_of({observation("38262-2", "2026-03-10", quantity("0.5", "g/cm2"))}), FactId::dxa),
            "non-central");
}

// A forearm is measured as T-score and Z-score: neither is a scan of spine or hip.
TEST(BoneDensityFacts, TakeNoZScoreOfAnotherSiteForACentralScan) {
  const auto z_score = [](const char* code) { return observation(code, "2026-03-10", quantity("-1", "{Z-score}")); };
  const std::string forearm = t_score("80944-2", "2026-03-10", "-2.6");
  for (const char* code : {"80932-7", "80935-0", "80936-8", "80941-8", "80942-6", "85391-1", "85392-9", "85393-7"}) {
    EXPECT_EQ(name(facts_of({forearm, z_score(code)}), FactId::dxa), "non-central") << code;
    EXPECT_EQ(name(facts_of({z_score(code)}), FactId::dxa), "non-central") << code;
  }
  const auto old = facts_of({t_score("38267-1", "2023-02-15", "-1.8"), forearm, z_score("80936-8")});
  EXPECT_EQ(name(old, FactId::dxa), "central");
  EXPECT_EQ(number(old[FactId::months_since_dxa]), 40);
}

TEST(BoneDensityFacts, TakeTheReportOfAHeelScanForNoOtherScan) {
  auto heel = with({t_score("38266-3", "2026-03-10", "-2.6")});
  EXPECT_EQ(name(heel.with(dxa_reports, report).facts(), FactId::dxa), "non-central");
  auto earlier_heel = with({t_score("38266-3", "2025-03-10", "-2.6")});
  EXPECT_EQ(name(earlier_heel.with(dxa_reports, report).facts(), FactId::dxa), "no-value");
}

TEST(BoneDensityFacts, KeepAnOldTScoreAndTellItsAge) {
  const auto facts = facts_of({t_score("38267-1", "2020-06-15", "-2.6")});
  EXPECT_EQ(number(facts[FactId::t_score]), -2.6);
  EXPECT_EQ(number(facts[FactId::months_since_dxa]), 72);
}

TEST(BoneDensityFacts, CountCalendarMonths) {
  const auto months = [](const char* date) {
    return number(facts_of({t_score("38267-1", date, "-1")})[FactId::months_since_dxa]);
  };
  EXPECT_EQ(months("2025-06-15"), 12);
  EXPECT_LT(months("2025-06-16"), 12);
  EXPECT_EQ(months("2024-06-15"), 24);
  EXPECT_GT(months("2024-06-14"), 24);
}

TEST(BoneDensityFacts, ReceiveTheSameScanTwiceAsOne) {
  const std::string result = t_score("38267-1", "2026-03-10", "-1.8");
  const auto once = facts_of({result});
  const auto twice = facts_of({result, result});
  EXPECT_EQ(once[FactId::t_score].value, twice[FactId::t_score].value);
  EXPECT_EQ(once[FactId::dxa].value, twice[FactId::dxa].value);
  EXPECT_EQ(once.data_quality, twice.data_quality);
}

TEST(BoneDensityFacts, FindAReportOrDocumentWithoutValues) {
  const auto facts = PatientCase().with(dxa_reports, report).facts();
  EXPECT_EQ(name(facts, FactId::dxa), "no-value");
  EXPECT_EQ(date(facts[FactId::dxa_date]), "2026-04-04");
  EXPECT_EQ(source(facts[FactId::dxa]), "DiagnosticReport/r1");
  EXPECT_TRUE(has(facts, Issue::report_without_values));
  EXPECT_TRUE(is_unknown(facts[FactId::t_score]));
  const auto document = PatientCase()
                            .with(dxa_documents,
                                  "{'resourceType':'DocumentReference','id':'x','status':'current',"
                                  "'date':'2026-04-04T10:00:00Z','type':" +
                                      loinc("38269-7") + "}")
                            .facts();
  EXPECT_EQ(name(document, FactId::dxa), "no-value");
  EXPECT_TRUE(has(document, Issue::report_without_values));
}

TEST(BoneDensityFacts, DoNotMissValuesOfAReportThatHasThem) {
  const auto facts = with({t_score("38267-1", "2026-04-01", "-1.8")}).with(dxa_reports, report).facts();
  EXPECT_EQ(name(facts, FactId::dxa), "central");
  EXPECT_EQ(date(facts[FactId::dxa_date]), "2026-04-01");
  EXPECT_FALSE(has(facts, Issue::report_without_values));
}

TEST(BoneDensityFacts, TellOfALaterScanWithoutValues) {
  const auto facts = with({t_score("38267-1", "2025-01-01", "-2.6")}).with(dxa_reports, report).facts();
  EXPECT_EQ(name(facts, FactId::dxa), "no-value");
  EXPECT_EQ(number(facts[FactId::t_score]), -2.6);
  EXPECT_TRUE(has(facts, Issue::report_without_values));
}

TEST(BoneDensityFacts, IgnoreReportsThatProveNothing) {
  const auto with_report = [](const std::string& text) {
    return std::string(name(PatientCase().with(dxa_reports, text).facts(), FactId::dxa));
  };
  const auto of_status = [&](const std::string& status) {
    return with_report("{'resourceType':'DiagnosticReport','status':'" + status +
                       "','effectiveDateTime':'2026-04-04','code':" + loinc("38269-7") + "}");
  };
  for (const char* status : {"entered-in-error", "cancelled"}) EXPECT_EQ(of_status(status), "none") << status;
  EXPECT_EQ(of_status("preliminary"), "no-value");
  EXPECT_EQ(with_report("{'resourceType':'DiagnosticReport','status':'final','code':" + loinc("718-7") + "}"), "none");
  EXPECT_EQ(with_report(
                "{'resourceType':'DocumentReference','docStatus':'entered-in-error','type':" + loinc("38269-7") + "}"),
            "none");
}

TEST(BoneDensityFacts, IgnoreAndFlagTheFuture) {
  const auto facts = facts_of({t_score("38267-1", "2026-06-16", "-2.9"), t_score("38267-1", "2026-01-10", "-1.1")});
  EXPECT_EQ(number(facts[FactId::t_score]), -1.1);
  EXPECT_TRUE(has(facts, Issue::future_date));
  EXPECT_EQ(name(facts_of({t_score("38267-1", "2026-06-16", "-2.9")}), FactId::dxa), "none");
  EXPECT_FALSE(has(facts_of({t_score("38267-1", "2026-06-15", "-2.9")}), Issue::future_date));
}

TEST(BoneDensityFacts, KnowTheFutureAcrossTimeZones) {
  // Half past midnight in Auckland is noon of the day before in London: not the future.
  const std::string auckland = t_score("38267-1", "2026-06-16T00:30:00+12:00", "-2.9");
  const auto facts = facts_of({auckland});
  EXPECT_FALSE(has(facts, Issue::future_date));
  EXPECT_EQ(date(facts[FactId::dxa_date]), "2026-06-15");
  const std::string later = t_score("38267-1", "2026-06-16T00:30:00Z", "-2.9");
  EXPECT_TRUE(has(facts_of({later}), Issue::future_date));
  EXPECT_FALSE(has(with({later}).utc_offset(-300).facts(), Issue::future_date));  // 19:30 of today in New York
}

TEST(BoneDensityFacts, TakeAPartialDateForTheLatestPossibleDay) {
  const auto year = facts_of({t_score("38267-1", "2025", "-1.1")});
  EXPECT_EQ(date(year[FactId::dxa_date]), "2025-12-31");
  EXPECT_TRUE(has(year, Issue::partial_date));
  EXPECT_EQ(date(facts_of({t_score("38267-1", "2025-02", "-1.1")})[FactId::dxa_date]), "2025-02-28");
  EXPECT_EQ(date(facts_of({t_score("38267-1", "2026", "-1.1")})[FactId::dxa_date]), "2026-06-15");
}

TEST(BoneDensityFacts, TakeAnUndatedResultForAScanOfUnknownDay) {
  const std::string undated = "{'resourceType':'Observation','id':'u','status':'final','code':" + loinc("38267-1") +
                              "," + quantity("-2.9", "1") + "}";
  const auto facts = facts_of({undated});
  EXPECT_EQ(name(facts, FactId::dxa), "no-value");
  EXPECT_TRUE(is_unknown(facts[FactId::months_since_dxa]));
  EXPECT_TRUE(is_unknown(facts[FactId::t_score]));
  EXPECT_TRUE(has(facts, Issue::undated));
  EXPECT_EQ(number(facts_of({undated, t_score("38267-1", "2026-01-10", "-1.1")})[FactId::t_score]), -1.1);
}

TEST(BoneDensityFacts, KnowTheSiteOfAnUndatedResult) {
  const auto undated = [](const char* code, const std::string& more = "") {
    return "{'resourceType':'Observation','id':'u','status':'final','code':" + loinc(code) + more + "}";
  };
  const std::string value = "," + quantity("-2.6", "1");
  const std::string heel = undated("38266-3", value);
  const auto facts = facts_of({heel});
  EXPECT_EQ(name(facts, FactId::dxa), "non-central");
  EXPECT_TRUE(is_unknown(facts[FactId::dxa_date]));
  EXPECT_TRUE(has(facts, Issue::undated));
  const auto panel_of = [&](const char* code) {
    return undated("83311-1", ",'component':[{'code':" + loinc(code) + value + "}]");
  };
  EXPECT_EQ(name(facts_of({panel_of("80944-2")}), FactId::dxa), "non-central");
  EXPECT_EQ(name(facts_of({panel_of("38267-1")}), FactId::dxa), "no-value");
  EXPECT_EQ(name(facts_of({undated("83311-1")}), FactId::dxa), "no-value");
  EXPECT_EQ(name(facts_of({heel, undated("38267-1", value)}), FactId::dxa), "no-value");
}

TEST(BoneDensityFacts, FlagWhatTheLatestScanCannotTell) {
  const std::string density = observation("24966-4", "2026-03-10", quantity("0.9", "g/cm2"));
  const std::string z_score = observation("85394-5", "2026-03-10", quantity("-1", "{Z-score}"));
  const auto alone = facts_of({density, z_score});
  EXPECT_TRUE(has(alone, Issue::bmd_only));
  EXPECT_TRUE(has(alone, Issue::z_score_only));
  EXPECT_TRUE(facts_of({density, z_score, t_score("38267-1", "2026-03-10", "-1")}).data_quality.none());
}

TEST(BoneDensityFacts, FlagAnUnusableResultBesideAUsableOne) {
  const std::string usable = t_score("38267-1", "2026-03-10", "-1.1");
  EXPECT_TRUE(has(facts_of({usable, t_score("38264-8", "2026-03-10", "-26")}), Issue::t_score_implausible));
  EXPECT_TRUE(has(facts_of({usable, t_score("38265-5", "2026-03-10", "-3")}), Issue::site_unknown));
  // An older scan is history.
  EXPECT_FALSE(has(facts_of({usable, t_score("38264-8", "2020-03-10", "-26")}), Issue::t_score_implausible));
}

}  // namespace
}  // namespace test
