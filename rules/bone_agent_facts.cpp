// Which bone-protective drug the patient is on, and when denosumab is due (clinical-policy.md sections 1 and 4).
#include <algorithm>

#include "rules/bone_agent.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;
using Kind = Medication::Kind;

constexpr int agent_months = 12;       // clinical-policy.md section 1: "on record"
constexpr int denosumab_months = 7;    // likewise, for denosumab
constexpr int denosumab_interval = 6;  // months between doses of 60 mg (clinical-policy.md section 4)
// A last dose longer ago, without an order that goes on, is a treatment that ended. The policy names no end; the
// rebound of bone turnover that the warning is about lies in the first two years.
constexpr int denosumab_forgotten_months = 24;

using Agent = BoneAgent;

// Active now, or given within the time for which the drug counts.
bool is_on(const Medication& medication, Agent agent, const Reading& reading) {
  if (medication.taken_now) return true;
  const bool denosumab = agent == Agent::denosumab_60 || agent == Agent::denosumab_120;
  return medication.kind == Kind::administration && medication.since &&
         reading.within_months(*medication.since, denosumab ? denosumab_months : agent_months);
}

// All drugs for bone that the record tells of.
struct Agents {
  const Medication* last_denosumab = nullptr;                     // the latest dose of 60 mg
  const Medication* on[static_cast<int>(Agent::other) + 1] = {};  // by Agent: one that she is on
  const Medication* last_other = nullptr;                         // the latest start or dose of another drug for bone
  bool denosumab_drafted = false;
};

bool is_later(const Medication& medication, const Medication* known) {
  return medication.since && (known == nullptr || *known->since < *medication.since);
}

// One that is taken now says more than one that was given, and a late dose more than an early one.
bool says_more(const Medication& medication, const Medication* known) {
  if (known == nullptr || medication.taken_now != known->taken_now) return known == nullptr || medication.taken_now;
  return medication.since && known->since && *known->since < *medication.since;
}

Agents agents_of(const Reading& reading) {
  Agents agents;
  for (const auto& medication : reading.medications()) {
    const Agent agent = bone_agent_of(medication);
    if (agent == Agent::none) continue;
    auto& on = agents.on[static_cast<int>(agent)];
    if (is_on(medication, agent, reading) && says_more(medication, on)) on = &medication;
    if (agent != Agent::denosumab_60) {
      if (took_place(medication) && is_later(medication, agents.last_other)) agents.last_other = &medication;
      continue;
    }
    if (medication.kind == Kind::draft && medication.taken_now) agents.denosumab_drafted = true;
    if (medication.kind == Kind::administration && is_later(medication, agents.last_denosumab))
      agents.last_denosumab = &medication;
  }
  return agents;
}

const Medication* on(const Agents& agents, Agent agent) { return agents.on[static_cast<int>(agent)]; }

// A drug took over from denosumab: taken now, or begun or given after its last dose, however long ago.
bool has_follow_on(const Agents& agents) {
  for (const Agent agent : {Agent::bisphosphonate, Agent::other, Agent::denosumab_120})
    if (const Medication* next = on(agents, agent); next != nullptr && next->taken_now) return true;
  return agents.last_other != nullptr && *agents.last_denosumab->since < *agents.last_other->since;
}

// She is on denosumab unless another drug took over and nobody orders it any more.
bool is_on_denosumab(const Agents& agents) {
  const Medication* denosumab = on(agents, Agent::denosumab_60);
  if (denosumab == nullptr) return false;
  return denosumab->taken_now || !has_follow_on(agents);
}

// The last dose found is too long ago, and nothing found took over.
bool is_overdue(const Agents& agents, const Reading& reading) {
  if (agents.last_denosumab == nullptr || agents.denosumab_drafted || has_follow_on(agents)) return false;
  const fhir::Day last = *agents.last_denosumab->since;
  if (reading.within_months(last, denosumab_months)) return false;
  const Medication* order = on(agents, Agent::denosumab_60);
  return reading.within_months(last, denosumab_forgotten_months) || (order != nullptr && order->taken_now);
}

Fact agent_fact(std::string_view name, const Medication& medication) {
  return found(name_value(FactId::bone_agent, name), medication.resource, medication.since);
}

// Doses in time come every six months, whatever the order says. Of doses that could not all be looked up nobody knows
// which was the last.
void read_denosumab(const Agents& agents, const Reading& reading, Facts& facts) {
  facts[FactId::bone_agent] = agent_fact("denosumab 60 mg", *on(agents, Agent::denosumab_60));
  if (agents.last_denosumab == nullptr || !reading.is_complete(QueryId::medication_administrations)) return;
  const fhir::Day last = *agents.last_denosumab->since;
  if (!reading.within_months(last, denosumab_months)) return;
  const Json given = agents.last_denosumab->resource;
  facts[FactId::last_denosumab_dose] = found(last, given, last);
  facts[FactId::next_denosumab_dose] = found(fhir::add_months(last, denosumab_interval), given, last);
}

// Overdue is what had no later dose and no drug after it: to say so all drugs must have been looked up.
void read_overdue(const Agents& agents, Facts& facts) {
  const bool certain = facts[FactId::bone_agents_looked_up].value == Value(true);
  const Medication& last = *agents.last_denosumab;
  facts[FactId::bone_agent] = agent_fact(certain ? "denosumab 60 mg overdue" : "denosumab 60 mg unclear", last);
  facts[FactId::last_denosumab_dose] = found(*last.since, last.resource, last.since);
}

}  // namespace

void read_bone_agent_facts(const Reading& reading, Facts& facts) {
  const Agents agents = agents_of(reading);
  if (is_overdue(agents, reading)) {
    read_overdue(agents, facts);
  } else if (is_on_denosumab(agents)) {
    read_denosumab(agents, reading, facts);
  } else if (const auto* denosumab = on(agents, Agent::denosumab_120)) {
    facts[FactId::bone_agent] = agent_fact("denosumab 120 mg", *denosumab);
  } else if (const auto* bisphosphonate = on(agents, Agent::bisphosphonate)) {
    facts[FactId::bone_agent] = agent_fact("bisphosphonate", *bisphosphonate);
  } else if (const auto* other = on(agents, Agent::other)) {
    facts[FactId::bone_agent] = agent_fact("other agent", *other);
  } else {
    // ICD-10-CM Z79.83: long term (current) use of bisphosphonates.
    const Fact use = reading.condition(ValueSetId::bisphosphonate, Reading::Which::active);
    if (is_known(use.value))
      facts[FactId::bone_agent] = {name_value(FactId::bone_agent, "bisphosphonate"), use.evidence, true};
  }
}

}  // namespace rules
