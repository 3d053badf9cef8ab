// All by which requests are answered, as it was read from files at one moment. Never changes: files that are read anew
// make another, and each request is answered by one of them alone.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "server/card_history.h"
#include "server/cds_service.h"
#include "server/client_auth.h"
#include "server/config.h"
#include "server/feedback_service.h"
#include "server/http_session.h"
#include "server/outbound.h"
#include "server/smart_view.h"
#include "server/workbench.h"

namespace server {

// What lives longer, and is shared by all of them. Must outlive them, and the requests that they answer.
struct ServingContext {
  Outbound& outbound;
  SignatureChecks& signatures;
  ReplayMemory& tokens;
  const CardHistory& history;
  FeedbackService::Keep keep_feedback;
  CardHistory::Now now;
};

class Serving {
 public:
  using Pointer = std::shared_ptr<const Serving>;

  // By this guideline, for the clients of the file, which is read now. Refuses (Issue) what is wrong in any way; then
  // nothing has changed.
  static fhir::Result<Pointer> load(const ServeCommand& command, const ServingContext& context,
                                    std::shared_ptr<const Knowledge> knowledge);

  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  const Knowledge& knowledge() const { return *knowledge_; }
  // Its routes and its guard keep it alive.
  static Site site(const Pointer& serving, const ServeCommand& command);

 private:
  Serving() = default;
  fhir::Result<FhirSource> read_clients_file(const ServeCommand& command, const ServingContext& context);
  void make_pages(const ServeCommand& command, const FhirSource& source);
  static void add_pages(Router& router, const Pointer& serving);

  std::shared_ptr<const Knowledge> knowledge_;
  std::optional<ClientAuth> auth_;    // none in sandbox mode
  std::vector<CdsService> services_;  // one for each hook, in their order
  std::optional<FeedbackService> feedback_;
  std::optional<SmartView> view_;
  std::optional<Workbench> workbench_;  // in sandbox mode
};

}  // namespace server
