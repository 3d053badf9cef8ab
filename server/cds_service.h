// The CDS Service itself: from the bytes of a call to cards or a refusal.
#pragma once

#include <memory>
#include <string_view>

#include "server/clock.h"
#include "server/guideline_files.h"
#include "server/http.h"

namespace server {

// Who calls, where callers do not prove it.
inline constexpr std::string_view sandbox_client = "sandbox";

// Stateless between calls, so one serves all threads. A call seen before is answered again (R43).
class CdsService {
 public:
  CdsService(std::shared_ptr<const Knowledge> knowledge, Clock clock);

  // Answers 200 with cards, perhaps none, or refuses with an OperationOutcome. `call` and the service must outlive it.
  Reply answer(HttpRequest& call) const;

 private:
  std::shared_ptr<const Knowledge> knowledge_;
  Clock clock_;
};

}  // namespace server
