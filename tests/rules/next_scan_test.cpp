// How the next bone density scan stands: as the cards say it, and nothing where they say nothing.
#include "rules/guideline.h"
#include "tests/support/patient_case.h"

namespace test {
namespace {

using enum rules::ScanStanding;

const std::string spine_t = "38267-1";

const rules::Guideline& guideline(rules::Occasion occasion = rules::Occasion::order) {
  static const auto orders = rules::Guideline::load(GUIDELINE_FOLDER "/aibl-2017", rules::Occasion::order).value();
  static const auto chart = rules::Guideline::load(GUIDELINE_FOLDER "/aibl-2017", rules::Occasion::chart).value();
  return occasion == rules::Occasion::order ? *orders : *chart;
}

std::optional<rules::NextScan> next(const PatientCase& patient) { return guideline().next_scan(patient.facts()); }

rules::NextScan told(const PatientCase& patient) {
  const auto found = next(patient);
  EXPECT_TRUE(found.has_value());
  return found.value_or(rules::NextScan{});
}

std::string days(const rules::NextScan& scan) {
  if (!scan.window) return "none";
  return fhir::to_string(scan.window->from) + " to " + fhir::to_string(scan.window->latest);
}

PatientCase scanned(const std::string& date) {
  return std::move(PatientCase().with(bone_density, t_score(spine_t, date, "-1.9")));
}

const std::string dxa_procedure = snomed("312681000");

PatientCase reported(const std::string& date) {
  return std::move(PatientCase().with(
      dxa_reports, "{'resourceType':'DiagnosticReport','id':'r1','status':'final','code':" + dxa_procedure +
                       ",'effectiveDateTime':'" + date + "'}"));
}

PatientCase with_order(PatientCase patient) {
  return std::move(patient.with(service_requests,
                                "{'resourceType':'ServiceRequest','id':'s1','status':'active',"
                                "'intent':'order','code':" +
                                    dxa_procedure + "}"));
}

TEST(NextScan, IsTwelveToTwentyFourMonthsAfterTheLast) {
  const auto scan = told(scanned("2026-01-31"));
  EXPECT_EQ(scan.standing, not_due);
  EXPECT_EQ(days(scan), "2027-01-31 to 2028-01-31");
  EXPECT_EQ(scan.found, day("2026-01-31"));
}

// Whoever compares today with the days finds the same.
TEST(NextScan, StandsAsItsDaysSay) {
  for (const char* date : {"2024-01-31", "2024-02-29", "2023-06-15"})
    for (int days_later = 300; days_later < 800; ++days_later) {
      const std::string today = fhir::to_string(fhir::add_days(day(date), days_later));
      const auto scan = told(scanned(date).on(today.c_str()));
      ASSERT_TRUE(scan.window.has_value());
      const auto standing = day(today.c_str()) > scan.window->latest ? overdue
                            : day(today.c_str()) < scan.window->from ? not_due
                                                                     : due;
      EXPECT_EQ(scan.standing, standing) << date << " on " << today;
    }
}

TEST(NextScan, IsDueWhereNoneCounts) {
  EXPECT_EQ(told(PatientCase()).standing, none_known);
  EXPECT_EQ(days(told(PatientCase())), "none");
  const auto patient = PatientCase().with(bone_density, t_score("80943-4", "2025-01-31", "-1.9"));
  EXPECT_EQ(told(patient).standing, non_central);
  EXPECT_EQ(days(told(patient)), "none");
}

// clinical-policy.md section 3, the first row.
TEST(NextScan, IsNotOverdueOnceItIsOrdered) {
  const auto scan = told(with_order(scanned("2020-02-29")));
  EXPECT_EQ(scan.standing, ordered);
  EXPECT_EQ(days(scan), "2021-02-28 to 2022-02-28");
  EXPECT_EQ(told(with_order(PatientCase())).standing, ordered);
  EXPECT_EQ(told(with_order(scanned("2026-01-31"))).standing, not_due);
}

TEST(NextScan, IsCountedFromAReportWithoutValues) {
  const auto old = told(reported("2023-12-15"));
  EXPECT_EQ(old.standing, overdue);
  EXPECT_EQ(days(old), "2024-12-15 to 2025-12-15");
  EXPECT_EQ(told(reported("2025-01-15")).standing, due);
  const auto recent = told(reported("2026-01-15"));
  EXPECT_EQ(recent.standing, no_value);
  EXPECT_EQ(days(recent), "2027-01-15 to 2028-01-15");
}

TEST(NextScan, HasNoDayWithoutTheDayOfTheLast) {
  const auto scan = told(PatientCase().with(dxa_reports,
                                            "{'resourceType':'DiagnosticReport','id':'r1',"
                                            "'status':'final','code':" +
                                                dxa_procedure + "}"));
  EXPECT_EQ(scan.standing, undated);
  EXPECT_EQ(days(scan), "none");
  EXPECT_FALSE(scan.found.has_value());
}

// rules/guideline/README.md: no scan is called the last or due where a later one may be there.
TEST(NextScan, IsNeverCalledDueWhereALaterOneMayBeThere) {
  for (const auto query : {dxa_reports, dxa_documents, procedures})
    for (const auto answer : {fhir::Answer::not_provided, fhir::Answer::failed, fhir::Answer::partial}) {
      for (PatientCase patient : {scanned("2020-02-29"), scanned("2025-01-31"), PatientCase()}) {
        const auto scan = told(patient.answer(query, answer));
        EXPECT_EQ(scan.standing, not_looked_up);
        EXPECT_EQ(days(scan), "none");
        EXPECT_FALSE(scan.scans_looked_up);
      }
      const auto recent = told(scanned("2026-01-31").answer(query, answer));
      EXPECT_EQ(recent.standing, not_due);
      EXPECT_EQ(days(recent), "none");
    }
}

TEST(NextScan, TellsWhetherOrdersCouldBeLookedUp) {
  EXPECT_TRUE(told(PatientCase()).orders_looked_up);
  EXPECT_FALSE(told(PatientCase().answer(appointments, fhir::Answer::failed)).orders_looked_up);
}

struct OutOfScope {
  std::string order;  // the reason, by the tables for orders
  std::string chart;  // and by those for the chart
  PatientCase patient;
};

TEST(NextScan, IsNothingWhereTheGuidelineSaysNothingElse) {
  const auto born = [](const std::string& year) {
    return "{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'" + year + "-01-08'}";
  };
  const std::string bone_metastases = condition(icd("C79.51"));
  const OutOfScope all[] = {
      {"hospice", "hospice", scanned("2020-02-29").with(conditions, condition(snomed("385763009")))},
      {"child", "child", scanned("2020-02-29").patient(born("2012"))},
      {"infertility", "infertility",
       scanned("2020-02-29").orders({PatientCase::draft(",'reasonCode':[" + snomed("6738008") + "]")})},
      {"pregnancy-conflict", "pregnancy-conflict",
       scanned("2020-02-29").patient(born("1990")).with(conditions, condition(icd("Z33.1")))},
      {"bone-metastasis-regimen", "bone-metastases", scanned("2020-02-29").with(conditions, bone_metastases)},
      {"metastatic-on-agent", "metastatic-on-agent",
       scanned("2020-02-29")
           .with(conditions, bone_metastases)
           .with(medication_administrations, given(rxnorm("77655"), "2026-05-15"))},
  };
  for (const auto& [order, chart, patient] : all) {
    const auto facts = patient.facts();
    EXPECT_EQ(guideline().out_of_scope(facts), order);
    EXPECT_EQ(guideline(rules::Occasion::chart).out_of_scope(facts), chart);
    EXPECT_FALSE(next(patient).has_value()) << order;
  }
}

TEST(OutOfScope, IsNobodyElse) {
  EXPECT_FALSE(guideline().out_of_scope(PatientCase().facts()).has_value());
  // A renewal about which nothing has to be said is silent, and in scope.
  const auto facts = PatientCase()
                         .with(bone_density, t_score(spine_t, "2026-01-31", "-0.5"))
                         .orders({PatientCase::draft(",'priorPrescription':{'reference':'MedicationRequest/m0'}")})
                         .facts();
  EXPECT_EQ(guideline().advise(facts).silent, "uneventful-renewal");
  EXPECT_FALSE(guideline().out_of_scope(facts).has_value());
}

}  // namespace
}  // namespace test
