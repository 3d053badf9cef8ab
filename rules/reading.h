// What every reader of facts looks at: the record, the day, and the medications sorted by what they are.
//
// Internal to rules/: facts.h is the interface.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "fhir/date.h"
#include "fhir/kept_memory.h"
#include "fhir/medication_resources.h"
#include "fhir/patient_record.h"
#include "fhir/resources.h"
#include "fhir/value_set.h"
#include "rules/coded_resources.h"
#include "rules/fact.h"
#include "rules/facts.h"
#include "rules/medication_index.h"

namespace rules {

// An order, a statement or an administration of a drug that some value set knows.
struct Medication {
  enum class Kind : std::uint8_t { draft, request, statement, administration };
  Kind kind;
  fhir::Json resource;
  std::pair<std::string_view, std::uint32_t> order;  // as a CodedResource has it
  fhir::Membership sets;
  bool taken_now;                  // an active order or statement; always false for an administration
  std::optional<fhir::Day> since;  // start or authored; of an administration: the day it was given
};

// Whether the patient takes it on this day: an active order or statement whose stated end has not passed; of a draft,
// whether he would.
bool is_taken_now(fhir::Json resource, Medication::Kind kind, const fhir::Today& today);
// Ordered, taken or given, as against called off before it began.
bool took_place(const Medication& medication);

// A Condition that some value set knows and that is neither entered in error nor refuted.
struct CodedCondition {
  fhir::Condition condition;
  fhir::Membership sets;
  bool active;
};

// The record with the day on which it is read. All days are days of the past: what lies ahead is not read.
class Reading {
 public:
  Reading(const fhir::PatientRecord& record, const fhir::Terminology& terminology, const fhir::Today& today);

  const fhir::PatientRecord& record() const { return record_; }
  const fhir::Terminology& terminology() const { return terminology_; }
  const fhir::Today& today() const { return today_; }
  const fhir::List<Medication>& medications() const { return medications_; }

  const fhir::List<CodedCondition>& conditions() const { return conditions_; }
  const MedicationIndex& medication_index() const { return medication_index_; }

  // Only then may something be concluded from what an answer does not hold.
  bool is_complete(fhir::QueryId id) const { return record_[id].is_complete(); }
  // As CodedResources has them: what no value set knows is not there.
  std::span<const CodedResource> of(fhir::QueryId id) const { return coded_.of(id); }
  // The draft orders of this patient.
  const fhir::List<fhir::Json>& drafts() const { return drafts_; }

  // How recent a date is at best, unless it lies ahead.
  std::optional<fhir::Day> past_day(const std::optional<fhir::Date>& date) const;
  // Not more than so many calendar months (days) ago, the day itself included.
  bool within_months(fhir::Day day, int months) const;
  bool within_days(fhir::Day day, int days) const;
  // Completed years of age on a day; nothing if the birth date is unknown.
  std::optional<int> age_on(fhir::Day day) const;

  // True with the first Condition of the set as evidence; active ones only, or all that are not void. Else unknown.
  enum class Which : bool { active, any };
  Fact condition(fhir::ValueSetId set, Which which) const;
  // True with the first drug of the set that is taken now. Else unknown.
  Fact taken_now(fhir::ValueSetId set) const;

 private:
  void add_medications(Medication::Kind kind, fhir::QueryId query);
  void add_medication(Medication::Kind kind, fhir::Json resource, std::uint32_t place);

  const fhir::PatientRecord& record_;
  const fhir::Terminology& terminology_;
  fhir::Today today_;
  CodedResources coded_;
  std::optional<fhir::Date> birth_date_;
  fhir::List<fhir::Json> drafts_;
  MedicationIndex medication_index_;
  fhir::List<CodedCondition> conditions_;
  fhir::List<Medication> medications_;
};

// A known value found in this resource on this day.
Fact found(Value value, fhir::Json resource, std::optional<fhir::Day> day = std::nullopt);

using fhir::is_final;  // clinical-policy.md section 2

// Each reads the facts of one part of the catalogue.
void read_looked_up_facts(const Reading& reading, Facts& facts);
void read_order_facts(const Reading& reading, const AromataseInhibitorOrders& orders, Facts& facts);
void read_patient_facts(const Reading& reading, Facts& facts);
void read_bone_density_facts(const Reading& reading, Facts& facts);
void read_dxa_order_facts(const Reading& reading, Facts& facts);
void read_fracture_risk_facts(const Reading& reading, Facts& facts);
void read_bone_agent_facts(const Reading& reading, Facts& facts);
void read_laboratory_facts(const Reading& reading, Facts& facts);
void read_safety_facts(const Reading& reading, Facts& facts);

// Marks the unknown facts that could not be looked up. Last of all.
void mark_not_looked(const Reading& reading, Facts& facts);

}  // namespace rules
