// A patient for tests of rules: a record put together from small JSON literals, in which ' stands for ".
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "fhir/patient_record.h"
#include "fhir/value_set.h"
#include "rules/facts.h"

namespace test {

using enum fhir::QueryId;
using rules::FactId;
using Issue = rules::DataQualityIssue;

class Texts {
 public:
  fhir::Json parse(std::string text) {
    std::ranges::replace(text, '\'', '"');
    texts_.push_back(std::move(text));
    documents_.push_back(std::make_unique<fhir::JsonDocument>());
    auto parsed = documents_.back()->parse(texts_.back());
    EXPECT_TRUE(parsed.has_value()) << texts_.back();
    return parsed ? *parsed : fhir::Json();
  }

 private:
  std::deque<std::string> texts_;
  std::deque<std::unique_ptr<fhir::JsonDocument>> documents_;
};

// The value sets that are shipped.
inline const fhir::Terminology& terminology() {
  static const fhir::Terminology all = [] {
    fhir::Terminology loaded;
    Texts texts;
    for (const auto& file : std::filesystem::directory_iterator(GUIDELINE_FOLDER "/value-sets")) {
      if (file.path().extension() != ".json") continue;
      std::ifstream in(file.path());
      std::string text((std::istreambuf_iterator<char>(in)), {});
      fhir::JsonDocument document;
      const auto parsed = document.parse(text);
      EXPECT_TRUE(parsed && loaded.add(*parsed)) << file.path();
    }
    return loaded;
  }();
  return all;
}

inline fhir::Day day(const char* text) { return fhir::parse_date(text)->earliest; }

inline const std::string letrozole_tablet =
    "{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'200064'}]}";

inline std::string coded(const std::string& system, const std::string& code) {
  return "{'coding':[{'system':'" + system + "','code':'" + code + "'}]}";
}
inline std::string snomed(const std::string& code) { return coded("http://snomed.info/sct", code); }
inline std::string icd(const std::string& code) { return coded("http://hl7.org/fhir/sid/icd-10-cm", code); }
inline std::string loinc(const std::string& code) { return coded("http://loinc.org", code); }
inline std::string rxnorm(const std::string& code) {
  return coded("http://www.nlm.nih.gov/research/umls/rxnorm", code);
}

// An Observation; `more` begins with a comma or is empty.
inline std::string observation(const std::string& code, const std::string& date, const std::string& value,
                               const std::string& more = "") {
  return "{'resourceType':'Observation','id':'o-" + date.substr(0, 10) + "','status':'final','code':" + loinc(code) +
         ",'effectiveDateTime':'" + date + "'," + value + more + "}";
}
inline std::string quantity(const std::string& number, const std::string& unit) {
  return "'valueQuantity':{'value':" + number + ",'code':'" + unit + "'}";
}
inline std::string t_score(const std::string& code, const std::string& date, const std::string& number) {
  return observation(code, date, quantity(number, "{T-score}"));
}
inline std::string condition(const std::string& code, const std::string& more = "") {
  return "{'resourceType':'Condition','id':'c1','clinicalStatus':{'coding':[{'code':'active'}]},'code':" + code + more +
         "}";
}
inline std::string order_of(const std::string& drug, const std::string& more = "") {
  return "{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order',"
         "'medicationCodeableConcept':" +
         drug + more + "}";
}
inline std::string given(const std::string& drug, const std::string& date, const std::string& more = "") {
  return "{'resourceType':'MedicationAdministration','id':'a-" + date +
         "','status':'completed',"
         "'medicationCodeableConcept':" +
         drug + ",'effectiveDateTime':'" + date + "'" + more + "}";
}

// A woman of 66 for whom letrozole is signed on 2026-06-15; every search has been made and found nothing.
class PatientCase {
 public:
  PatientCase() {
    record_.patient_id = "p1";
    for (auto& answer : record_.answers) answer.answer = fhir::Answer::empty;
    patient("{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1960-01-08'}");
    orders({draft("")});
  }

  // An order for letrozole without a stated length; `more` begins with a comma or is empty.
  static std::string draft(const std::string& more, const std::string& drug = letrozole_tablet) {
    return "{'resourceType':'MedicationRequest','id':'d1','status':'draft','intent':'order',"
           "'subject':{'reference':'Patient/p1'},'medicationCodeableConcept':" +
           drug + more + "}";
  }
  PatientCase& patient(const std::string& json) {
    record_[fhir::QueryId::patient].resources.clear();
    return with(fhir::QueryId::patient, json);
  }
  PatientCase& orders(std::initializer_list<std::string> resources) {
    std::string entries;
    for (const auto& resource : resources) entries += (entries.empty() ? "" : ",") + ("{'resource':" + resource + "}");
    record_.draft_orders = texts_.parse("{'resourceType':'Bundle','entry':[" + entries + "]}");
    return *this;
  }
  PatientCase& bundle(const std::string& json) {
    record_.draft_orders = texts_.parse(json);
    return *this;
  }
  PatientCase& with(fhir::QueryId query, const std::string& json) {
    record_[query].answer = fhir::Answer::data;
    record_[query].resources.push_back(texts_.parse(json));
    return *this;
  }
  PatientCase& including(fhir::QueryId query, const std::string& json) {
    record_[query].included.push_back(texts_.parse(json));
    return *this;
  }
  PatientCase& answer(fhir::QueryId query, fhir::Answer answer) {
    record_[query].answer = answer;
    return *this;
  }
  // An order says its drug only by a reference that led nowhere.
  PatientCase& unread_medications() {
    record_.has_unread_medications = true;
    return *this;
  }
  PatientCase& on(const char* today) {
    today_ = fhir::Today{day(today)};
    return *this;
  }
  PatientCase& utc_offset(int minutes) {
    today_.utc_offset = std::chrono::minutes(minutes);
    return *this;
  }

  const fhir::PatientRecord& record() const { return record_; }
  rules::OrdersFound found_orders() const { return rules::find_orders(record_, terminology()); }
  rules::Facts facts() const { return rules::facts_of(record_, found_orders().ours, terminology(), today_); }

 private:
  // Facts are views of the resources they come from: these live as long as the tests.
  static inline Texts texts_;
  fhir::PatientRecord record_;
  fhir::Today today_{day("2026-06-15")};
};

inline bool is_unknown(const rules::Fact& fact) { return !is_known(fact.value); }
inline bool is_true(const rules::Fact& fact) { return fact.value == rules::Value(true); }
inline bool is_false(const rules::Fact& fact) { return fact.value == rules::Value(false); }
inline double number(const rules::Fact& fact) {
  const auto* value = std::get_if<double>(&fact.value);
  EXPECT_NE(value, nullptr) << "no number";
  return value == nullptr ? -1000 : *value;
}
inline std::string_view name(const rules::Facts& facts, FactId id) {
  const auto* value = std::get_if<rules::Name>(&facts[id].value);
  return value == nullptr ? "unknown" : rules::definition_of(id).names[value->index];
}
inline std::string date(const rules::Fact& fact) {
  const auto* value = std::get_if<fhir::Day>(&fact.value);
  return value == nullptr ? "unknown" : fhir::to_string(*value);
}
inline std::string source(const rules::Fact& fact) {
  if (!fact.evidence.source) return "";
  return std::string(fact.evidence.source->type) + "/" + std::string(fact.evidence.source->id);
}
inline bool has(const rules::Facts& facts, Issue issue) {
  return facts.data_quality.test(static_cast<std::size_t>(issue));
}

}  // namespace test
