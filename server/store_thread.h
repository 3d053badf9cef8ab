// The store on a thread of its own: coroutines of any event loop hand it what is to be kept, and nobody else waits for
// a disk or a database.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "server/asynchronous.h"
#include "server/feedback_store.h"
#include "server/store_work.h"

namespace server {

struct StoreSettings {
  StoreLimits limits;
  // What was shown or received before so many days is forgotten; 0: never.
  std::chrono::days keep_for{0};
  // The time of day, and the time that pauses are measured by; of the machine, unless a test has others.
  std::function<Milliseconds()> wall_clock = time_of_day;
  std::function<SteadyTime()> steady_clock = std::chrono::steady_clock::now;
};

// Its functions may be called from any thread, the coroutines on the loop that is to go on with the answer; that loop
// is run by one thread. A loop may end while something of it waits here.
//
// While the database is down all that comes is refused at once, with the reason (Issue transient or exception); it is
// tried again after each pause (StoreLimits::retry), so that no restart is needed. Cards wait meanwhile.
class StoreThread {
 public:
  // Starts the thread. The first thing it does is to bring the schema up to date and read the overrides of the past.
  explicit StoreThread(FeedbackStore store, StoreObserver observer = {}, StoreSettings settings = {});
  ~StoreThread();  // stop()
  StoreThread(const StoreThread&) = delete;
  StoreThread& operator=(const StoreThread&) = delete;

  // Returns when the items are durable: what became of each. All or none. Issues: throttled if the queue is full,
  // transient if it takes longer than StoreLimits::keep_wait (it may be kept even so), and those of FeedbackStore.
  Awaitable<fhir::Result<std::vector<Keeping>>> keep(std::vector<KeptFeedback> items);
  // Cards that were sent. Never waits; false if the queue is full, and then none of them is kept. They are written
  // before any feedback that is handed over later.
  bool keep_later(fhir::List<ShownCard> cards);
  // Whether the token is used for the first time, here or by any replica on the same database. Issues: throttled if the
  // queue is full, transient if it takes longer than StoreLimits::use_wait (it may count as used even so), and those of
  // FeedbackStore.
  Awaitable<fhir::Result<bool>> use(UsedToken token);

  // What became of the cards shown in [from, until). Issues: throttled if others wait for the same, transient if it
  // takes longer than StoreLimits::report_wait, and those of FeedbackStore.
  Awaitable<fhir::Result<std::vector<OutcomeCount>>> outcomes(Milliseconds from, Milliseconds until);

  // Writes what waits, within StoreLimits::stop, and ends the thread; what is left, and all that comes later, is
  // refused (Issue transient). To be called by the owner, at most as long as a statement of the database may take.
  void stop();
  // Waits until the first thing is done, or cannot be done for now; no longer than so.
  void await_beginning(std::chrono::milliseconds at_most) const;
  // The clocks have jumped, as they do in tests: what is due now is done.
  void look_again();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace server
