#include "rules/facts.h"

#include <array>

#include "fhir/kept_memory.h"
#include "rules/reading.h"

namespace rules {
namespace {

using Part = void (*)(const Reading& reading, const AromataseInhibitorOrders& orders, Facts& facts);

// The code of each fits into a processor's first cache, and is a good part of it.
constexpr std::array parts = {Part([](const Reading& reading, const AromataseInhibitorOrders& orders, Facts& facts) {
                                read_looked_up_facts(reading, facts);
                                read_order_facts(reading, orders, facts);
                                read_patient_facts(reading, facts);
                              }),
                              Part([](const Reading& reading, const AromataseInhibitorOrders&, Facts& facts) {
                                read_bone_density_facts(reading, facts);
                                read_dxa_order_facts(reading, facts);
                              }),
                              Part([](const Reading& reading, const AromataseInhibitorOrders&, Facts& facts) {
                                read_fracture_risk_facts(reading, facts);
                                read_bone_agent_facts(reading, facts);
                                read_laboratory_facts(reading, facts);
                                read_safety_facts(reading, facts);
                                mark_not_looked(reading, facts);
                              })};

}  // namespace

FactsReader::FactsReader(const fhir::PatientRecord& record, const AromataseInhibitorOrders& orders,
                         const fhir::Terminology& terminology, const fhir::Today& today)
    : reading_(std::allocate_shared<Reading>(fhir::KeptMemory<Reading>(), record, terminology, today)),
      orders_(orders) {}

bool FactsReader::read_on(Facts& facts) {
  parts[parts_read_++](*reading_, orders_, facts);
  return parts_read_ < parts.size();
}

Facts facts_of(const fhir::PatientRecord& record, const AromataseInhibitorOrders& orders,
               const fhir::Terminology& terminology, const fhir::Today& today) {
  FactsReader reader(record, orders, terminology, today);
  Facts facts;
  while (reader.read_on(facts)) continue;
  return facts;
}

}  // namespace rules
