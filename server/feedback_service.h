// The feedback endpoint of the CDS Service (CDS Hooks R170 to R181): what became of cards, kept before it is
// acknowledged.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "server/feedback_store.h"
#include "server/guideline_files.h"
#include "server/hooks.h"
#include "server/http.h"

namespace server {

// Stateless between calls, so one serves all threads.
class FeedbackService {
 public:
  // Keeps the items; durable when it returns. What became of each, in their order.
  using Keep = std::function<Awaitable<fhir::Result<std::vector<Keeping>>>(std::vector<KeptFeedback>)>;
  using Now = std::function<Milliseconds()>;

  // Comments are thrown away unless they are to be kept: they may hold anything about the patient (R180).
  FeedbackService(std::shared_ptr<const Knowledge> knowledge, Keep keep, Now now, bool keeps_comments);

  // 200 {"status":"ok"} when all items are kept, whether or not they were before; refuses with an OperationOutcome and
  // keeps none of them otherwise. `hook` is that of the
  // service whose cards it is about. All must outlive it.
  Reply answer(HttpRequest& call, const Hook& hook) const;

 private:
  fhir::Result<std::vector<KeptFeedback>> read(HttpRequest& call) const;
  void count(const FeedbackItem& item, const std::string& card) const;

  const std::shared_ptr<const Knowledge> knowledge_;
  const Keep keep_;
  const Now now_;
  const bool keeps_comments_;
};

}  // namespace server
