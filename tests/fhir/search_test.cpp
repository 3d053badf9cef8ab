#include "fhir/search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>

#include "tests/fhir/json_text.h"
#include "tests/fhir/shipped_value_sets.h"

namespace fhir {
namespace {

std::string shipped_template(QueryId id) { return prefetch_template(id, shipped_terminology()); }

TEST(Queries, AreListedInOrderWithKeysOfTheirOwn) {
  std::set<std::string_view> keys;
  for (std::size_t i = 0; i < query_count; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(queries()[i].id), i);
    EXPECT_EQ(&query(static_cast<QueryId>(i)), &queries()[i]);
    keys.insert(queries()[i].key);
  }
  EXPECT_EQ(keys.size(), query_count);
}

constexpr std::array every_version{FhirVersion::dstu2, FhirVersion::stu3, FhirVersion::r4, FhirVersion::r4b,
                                   FhirVersion::r5};

TEST(Queries, RequireWhatNoAdviceCanBeGivenWithout) {
  std::set<std::string_view> required;
  for (const auto& asked : queries())
    if (asked.required) required.insert(asked.key);
  EXPECT_EQ(required, (std::set<std::string_view>{"patient", "conditions", "medications", "boneDensity"}));
}

TEST(PrefetchTemplate, ReadsThePatient) {
  EXPECT_EQ(shipped_template(QueryId::patient), "Patient/{{context.patientId}}");
}

TEST(PrefetchTemplate, SearchesByPatient) {
  for (const auto& asked : queries())
    if (!asked.is_read) {
      EXPECT_TRUE(
          shipped_template(asked.id).starts_with(std::string(asked.resource_type) + "?patient={{context.patientId}}&"))
          << asked.key;
    }
}

// CDS Hooks R70, R74 and R75: root context tokens only, no repeated parameter, no modifier, no chain.
TEST(PrefetchTemplate, StaysInTheSubsetThatClientsResolve) {
  const std::set<std::string> allowed{"patient", "code", "type", "_sort", "_count"};
  for (const auto& asked : queries()) {
    if (asked.is_read) continue;
    const std::string text = shipped_template(asked.id);
    std::set<std::string> seen;
    std::istringstream parameters(text.substr(text.find('?') + 1));
    for (std::string parameter; std::getline(parameters, parameter, '&');) {
      const auto equals = parameter.find('=');
      const std::string name = parameter.substr(0, equals);
      EXPECT_TRUE(allowed.contains(name)) << text;
      EXPECT_TRUE(seen.insert(name).second) << text;
      EXPECT_LT(equals + 1, parameter.size()) << text;
      EXPECT_EQ(std::ranges::count(parameter, '='), 1) << text;
    }
    EXPECT_EQ(std::ranges::count(text, '{'), 2) << text;
  }
}

TEST(PrefetchTemplate, AsksForEveryBoneDensityCode) {
  const std::string text = shipped_template(QueryId::bone_density);
  using enum ValueSetId;
  for (const auto set :
       {t_score_lumbar_spine, t_score_spine, t_score_hip, t_score_femur, t_score_forearm, t_score_other_site, z_score,
        z_score_other_site, bmd_lumbar_spine, bmd_hip, bmd_femur, bmd_other_site})
    for (const auto& code : shipped_terminology().codes_of(set))
      EXPECT_NE(text.find("http://loinc.org|" + code.code), std::string::npos) << code.code;
  EXPECT_NE(text.find("http://loinc.org|83311-1"), std::string::npos);  // clinical-policy.md section 2: panels
  EXPECT_EQ(text.find("snomed"), std::string::npos);
  EXPECT_TRUE(text.ends_with("&_sort=-date&_count=200"));
}

TEST(PrefetchTemplate, AsksForVitaminDInMassAndMoles) {
  const std::string text = shipped_template(QueryId::labs);
  for (const char* code : {"62292-8", "1989-3", "14635-7", "68438-1"})
    EXPECT_NE(text.find("http://loinc.org|" + std::string(code)), std::string::npos) << code;
}

TEST(PrefetchTemplate, AsksForReportsByTheirCodesOfAnySystem) {
  const std::string text = shipped_template(QueryId::dxa_reports);
  EXPECT_NE(text.find("http://snomed.info/sct|312681000"), std::string::npos);
  EXPECT_NE(text.find("http://loinc.org|38269-7"), std::string::npos);
  EXPECT_NE(shipped_template(QueryId::dxa_documents).find("&type=http://loinc.org|"), std::string::npos);
}

// Sorting by a parameter that FHIR R4 does not have for the type would make a strict server refuse the search.
TEST(PrefetchTemplate, SortsByParametersOfR4) {
  EXPECT_TRUE(shipped_template(QueryId::medications).ends_with("&_sort=-authoredon&_count=500"));
  EXPECT_TRUE(shipped_template(QueryId::service_requests).ends_with("&_sort=-authored&_count=200"));
  EXPECT_TRUE(shipped_template(QueryId::medication_statements).ends_with("&_sort=-effective&_count=200"));
  EXPECT_TRUE(shipped_template(QueryId::medication_administrations).ends_with("&_sort=-effective-time&_count=200"));
  for (const auto id : {QueryId::conditions, QueryId::allergies, QueryId::family_history})
    EXPECT_EQ(shipped_template(id).find("_sort"), std::string::npos);
}

TEST(PrefetchTemplate, IsWiderWhereASiteHasNoCodes) {
  EXPECT_EQ(prefetch_template(QueryId::dxa_reports, Terminology()),
            "DiagnosticReport?patient={{context.patientId}}&_sort=-date&_count=100");
}

TEST(PrefetchTemplate, IsAnotherForEveryQuery) {
  std::set<std::string> templates;
  for (const auto& asked : queries()) templates.insert(shipped_template(asked.id));
  EXPECT_EQ(templates.size(), query_count);
}

TEST(QueryUrl, IsTheTemplateForOnePatient) {
  for (const auto& asked : queries()) {
    std::string expected = shipped_template(asked.id);
    constexpr std::string_view token = "{{context.patientId}}";
    expected.replace(expected.find(token), token.size(), "p-1");
    for (const auto version : {FhirVersion::r4, FhirVersion::r4b})
      EXPECT_EQ(query_urls(asked.id, "p-1", shipped_terminology(), SearchForm::full, version),
                std::vector<std::string>{expected});
  }
}

TEST(QueryUrl, HasAPlainFormForServersThatRefuseToSort) {
  for (const auto version : every_version)
    for (const auto& asked : queries()) {
      const auto full = query_urls(asked.id, "p", shipped_terminology(), SearchForm::full, version);
      const auto plain = query_urls(asked.id, "p", shipped_terminology(), SearchForm::plain, version);
      ASSERT_EQ(full.size(), plain.size());
      for (std::size_t i = 0; i < full.size(); ++i) {
        EXPECT_TRUE(full[i].starts_with(plain[i])) << asked.key;
        EXPECT_EQ(plain[i].find("&_"), std::string::npos) << asked.key;
        EXPECT_EQ(plain[i] == full[i], asked.is_read) << asked.key;
      }
    }
}

std::vector<std::string> urls_without_codes(QueryId id, FhirVersion version) {
  return query_urls(id, "p", Terminology(), SearchForm::full, version);
}
using Urls = std::vector<std::string>;

// http://hl7.org/fhir/DSTU2/medicationorder.html#search and so on.
TEST(QueryUrl, HasTheTypesAndParametersOfDstu2) {
  const auto url = [](QueryId id) { return urls_without_codes(id, FhirVersion::dstu2); };
  EXPECT_EQ(url(QueryId::medications), Urls{"MedicationOrder?patient=p&_sort:desc=datewritten&_count=500"});
  EXPECT_EQ(url(QueryId::bone_density), Urls{"Observation?patient=p&_sort:desc=date&_count=200"});
  EXPECT_EQ(url(QueryId::dxa_documents), Urls{"DocumentReference?patient=p&_sort:desc=indexed&_count=100"});
  EXPECT_EQ(url(QueryId::medication_statements),
            Urls{"MedicationStatement?patient=p&_sort:desc=effectivedate&_count=200"});
  EXPECT_EQ(url(QueryId::medication_administrations),
            Urls{"MedicationAdministration?patient=p&_sort:desc=effectivetime&_count=200"});
  EXPECT_EQ(url(QueryId::service_requests),
            (Urls{"DiagnosticOrder?patient=p&_count=200", "ProcedureRequest?patient=p&_count=200",
                  "ReferralRequest?patient=p&_sort:desc=date&_count=200"}));
}

TEST(QueryUrl, HasTheTypesAndParametersOfStu3) {
  const auto url = [](QueryId id) { return urls_without_codes(id, FhirVersion::stu3); };
  EXPECT_EQ(url(QueryId::medications), Urls{"MedicationRequest?patient=p&_sort=-authoredon&_count=500"});
  EXPECT_EQ(url(QueryId::dxa_documents), Urls{"DocumentReference?patient=p&_sort=-indexed&_count=100"});
  EXPECT_EQ(url(QueryId::service_requests), (Urls{"ProcedureRequest?patient=p&_sort=-authored&_count=200",
                                                  "ReferralRequest?patient=p&_sort=-authored-on&_count=200"}));
}

TEST(QueryUrl, HasTheParametersOfR5) {
  EXPECT_EQ(urls_without_codes(QueryId::medication_administrations, FhirVersion::r5),
            Urls{"MedicationAdministration?patient=p&_sort=-date&_count=200"});
  EXPECT_EQ(urls_without_codes(QueryId::service_requests, FhirVersion::r5),
            Urls{"ServiceRequest?patient=p&_sort=-authored&_count=200"});
}

TEST(Queries, AreAnsweredWithTheTypesOfEveryVersion) {
  for (const auto version : every_version)
    for (const auto& asked : queries())
      for (const auto type : resource_types(asked.id, version)) EXPECT_TRUE(is_answered_with(asked, type)) << type;
  EXPECT_TRUE(is_answered_with(query(QueryId::service_requests), "DiagnosticOrder"));
  EXPECT_TRUE(is_answered_with(query(QueryId::medications), "MedicationOrder"));
  EXPECT_FALSE(is_answered_with(query(QueryId::medications), "ProcedureRequest"));
}

}  // namespace
}  // namespace fhir
