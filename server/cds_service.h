// The CDS Service itself: from the bytes of a call to cards or a refusal.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/card_style.h"
#include "server/clients.h"
#include "server/clock.h"
#include "server/guideline_files.h"
#include "server/guideline_json.h"
#include "server/hooks.h"
#include "server/http.h"
#include "server/limits.h"
#include "server/outcome_counts.h"

namespace fhir {
struct PatientRecord;
}

namespace server {

// Who calls, where callers do not prove it.
inline constexpr std::string_view sandbox_caller = "sandbox";

class FhirClient;

// What was looked at and decided for one call. Views what lives while the call is answered.
struct Considered {
  const fhir::PatientRecord& record;
  const rules::Facts& facts;
  const rules::Advice& advice;
  const fhir::Terminology& terminology;
  const rules::Guideline& guideline;
  fhir::Today today;
};

// A call that no clinician waits for: to see what the service would say, and why. Nothing of it is counted.
struct Trial {
  std::optional<fhir::Today> today;            // instead of the clock's
  std::function<void(const Considered&)> see;  // called once at most, before the answer; may be empty
  std::string_view* silence = nullptr;         // where to say why the guideline was not asked
};

class CardHistory;
class Gathering;
struct AuditEntry;
struct Call;

// Where what is not prefetched comes from: which FHIR servers may be named, and who asks them.
struct FhirSource {
  std::shared_ptr<const Clients> clients;
  FhirClient& client;
  GatherLimits limits;
};

// The service of one hook. Stateless between calls, so one serves all threads. A call seen before is answered again
// (R43).
class CdsService {
 public:
  // The profile must have tables for the hook. `hook` and `history` must outlive it; no history (nullptr): nothing is
  // remembered, and no card is withheld. `view`: as CardStyles has it.
  CdsService(const Hook& hook, std::shared_ptr<const Knowledge> knowledge, Clock clock, FhirSource fhir,
             const CardHistory* history = nullptr, std::string_view view = {});

  const Hook& hook() const { return *hook_; }

  // Answers 200 with cards, perhaps none, or refuses with an OperationOutcome. `call`, `trial` and the service must
  // outlive it.
  Reply answer(HttpRequest& call, const Trial* trial = nullptr) const;

 private:
  struct Answering;
  // Once all is known: only those who go on together are waited for.
  Reply advise(const HttpRequest& http, const Call& call, const Gathering& gathering, const CardStyle& style,
               fhir::Today today, const Trial* trial) const;
  void decide(Answering& answering, fhir::Today today, const Trial* trial) const;
  // What is kept of the call's patient and clinician: which cards are not shown again.
  void recall(Answering& answering) const;
  // Why there is no card where none of the orders is for one of our drugs.
  std::string_view none_of_ours() const;
  HttpResponse silence(const HttpRequest& call, std::string_view reason, const Trial* trial) const;
  AuditEntry audit_entry(const Call& call, fhir::KeptText patient, const Gathering& gathering) const;
  void write_audit(const Answering& answering) const;
  void write_audit(const HttpRequest& http, const Call& call, const Gathering& gathering,
                   std::string_view silent) const;

  const Hook* hook_;
  std::shared_ptr<const Knowledge> knowledge_;
  const rules::Guideline* guideline_;  // of knowledge_
  GuidelineJson guideline_json_;
  OutcomeCounts counts_;
  Clock clock_;
  FhirSource fhir_;
  CardStyles styles_;
  const CardHistory* history_;
};

// A service for each hook for which the guideline has tables, in the order of the hooks. Parameters as above.
std::vector<CdsService> services_by(const std::shared_ptr<const Knowledge>& knowledge, const Clock& clock,
                                    const FhirSource& fhir, const CardHistory* history = nullptr,
                                    std::string_view view = {});

}  // namespace server
