// All that is known of the patient of one call: what the client prefetched, and what is fetched beside it.
//
// What is missing is asked for at once and side by side, so that it takes as long as the slowest answer. Every way in
// which an answer can fail ends in one of two: a required one makes the call a refusal (412), an optional one leaves
// its facts unknown and "not looked up".
#pragma once

#include <array>
#include <bitset>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/medication_references.h"
#include "fhir/patient_record.h"
#include "fhir/result.h"
#include "fhir/value_set.h"
#include "server/asynchronous.h"
#include "server/cds_request.h"
#include "server/fetched_pages.h"
#include "server/fhir_access.h"
#include "server/limits.h"

namespace server {

class FhirClient;

// The record as the client prefetched it, unchecked. It views the request.
fhir::PatientRecord prefetched(const CdsRequest& request,
                               const fhir::PrefetchReading& reading = fhir::usual_prefetch_reading());

class Gathering {
 public:
  // `access`: or why nothing may be fetched. `share`: of the bytes of all calls, nullptr if nobody counts them. It, the
  // request with what it views, the terminology, the client and how prefetch is read must outlive this.
  Gathering(const CdsRequest& request, const fhir::Terminology& terminology, FhirClient& client,
            fhir::Result<FhirAccessPtr> access, const GatherLimits& limits, BytesInFlight::Share* share = nullptr,
            const fhir::PrefetchReading& reading = fhir::usual_prefetch_reading());
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;

  // Before complete(): what was prefetched, unchecked.
  const fhir::PatientRecord& record() const { return record_; }

  // True if something may be fetched.
  bool has_access() const { return access_.has_value(); }
  // Reads the Medications that draft orders only refer to, as far as that is possible.
  Awaitable<void> read_ordered_medications();

  // Looks for the drugs that the patient takes, and for nothing else: for most patients that is all that is needed.
  // Refuses as complete() does, if drugs ordered could not be looked up in full.
  Awaitable<fhir::Result<void>> look_for_drugs_taken();

  // Fetches what was not prefetched, or not completely, unless it was asked for already. Refuses the record of several
  // patients (Issue conflict if the client sent it, incomplete if it was fetched), and one that lacks the complete
  // answer to a required query (Issue incomplete, CDS Hooks R68: 412): nothing may be concluded from what could not be
  // looked up.
  Awaitable<fhir::Result<void>> complete();

  // The version of FHIR that the call itself tells, else that the clients file has for its FHIR server, else, if
  // something was fetched, that the server says.
  std::optional<fhir::FhirVersion> version() const { return version_; }

  // Keys of what was asked of the FHIR server; of those, the ones that were not answered in full.
  std::vector<std::string_view> fetched() const;
  std::vector<std::string_view> failed() const;
  // Keys of what is known, wherever it came from.
  std::vector<std::string_view> known() const;

 private:
  using QuerySet = std::bitset<fhir::query_count>;
  Awaitable<void> fetch(QuerySet wanted);
  Awaitable<void> fetch_missing(QuerySet wanted);
  Awaitable<void> fetch_query(fhir::QueryId id);
  Awaitable<void> search(fhir::QueryId id, std::string full, std::string plain, fhir::QueryAnswer& answer);
  Awaitable<void> follow_pages(fhir::QueryId id, fhir::QueryAnswer& answer);
  Awaitable<void> learn_version();
  Awaitable<void> read_medications(std::span<const fhir::MedicationReference> references);
  Awaitable<void> read_medication(std::string id);

  bool needs_fetching(const fhir::Query& query) const;
  bool is_to_be_asked(fhir::QueryId id, const QuerySet& wanted) const;
  bool needs_version(const QuerySet& wanted) const;
  fhir::FhirVersion version_asked() const { return version_.value_or(fhir::FhirVersion::r4); }
  void fail(fhir::QueryId id, std::string why);
  void forget_fetched();
  fhir::Result<void> check_fetched() const;
  fhir::Issue missing(const QuerySet& wanted) const;
  std::string missing_keys(const QuerySet& wanted) const;
  bool leads_to_server(const fhir::MedicationReference& reference) const;

  const CdsRequest& request_;
  const fhir::Terminology& terminology_;
  FhirClient& client_;
  fhir::Result<FhirAccessPtr> access_;
  const GatherLimits& limits_;
  const fhir::PrefetchReading& reading_;
  fhir::PatientRecord record_;
  FetchedPages pages_;
  QuerySet asked_;                                        // of the server
  std::array<std::string, fhir::query_count> failures_;   // why an answer is not complete, in our own words
  std::set<std::string, std::less<>> tried_medications_;  // to read: none twice
  std::set<std::string, std::less<>> failed_medications_;
  std::optional<fhir::FhirVersion> version_;
  std::optional<fhir::FhirVersion> learned_version_;  // said by the server
};

}  // namespace server
