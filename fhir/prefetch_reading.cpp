#include "fhir/prefetch_reading.h"

namespace fhir {
namespace {

PrefetchReading by_our_keys() {
  PrefetchReading reading;
  for (const auto& asked : queries()) reading.keys[index_of(asked.id)] = asked.key;
  return reading;
}

}  // namespace

const PrefetchReading& usual_prefetch_reading() {
  static const PrefetchReading reading = by_our_keys();
  return reading;
}

}  // namespace fhir
